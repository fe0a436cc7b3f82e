import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia.core.model import PageRef
from tertulia.core.urls import Finder, KnownPage, folded, waiting_key


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/2012/03/hola",
        "http://blog.example/2012/03/hola/",
        "HTTPS://WWW.Blog.Example:443/2012/03/hola/",
        "//blog.example/2012//03/hola/index.html",
        "http://blog.example:80/2012/03/hola?utm_source=a&fbclid=b#comments",
        "http://blog.example/2012/03/h%6Fla?replytocom=7",
        "http://blog.example./2012/03/hola",
    ],
)
def test_addresses_of_one_page_fold_together(url: str) -> None:
    assert folded(url) == "blog.example/2012/03/hola"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.example/?p=1", "https://x.example/?p=2"),
        ("https://x.example/a", "https://y.example/a"),
        ("https://x.example/a", "https://x.example/A"),
        ("https://x.example:8080/a", "https://x.example/a"),
        ("https://x.example/a/b", "https://x.example/a%2Fb/c"),
    ],
)
def test_addresses_of_two_pages_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_the_order_of_a_query_does_not_matter() -> None:
    assert folded("http://x.example/?b=2&a=1") == folded("https://x.example?a=1&b=2")


def test_accents_and_other_alphabets_fold_however_they_are_written() -> None:
    assert folded("https://ñandú.example/año") == folded("https://xn--and-6ma2c.example/a%C3%B1o")
    assert folded("https://x.example/an\u0303o") == folded("https://x.example/a\u00f1o")


@pytest.mark.parametrize("url", ["", "http://[::1", "http://x:y/", "\x00", "http://", "a b c", "?"])
def test_what_is_no_address_breaks_nothing(url: str) -> None:
    assert isinstance(folded(url), str)
    assert Finder(pages=(KnownPage(id="a"),)).find(PageRef(url=url)) is None


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing_more(text: str) -> None:
    once = folded(f"https://x.example/{text}")
    assert folded(f"https://{once}") == once


def test_a_page_has_the_same_key_however_its_address_is_written() -> None:
    assert waiting_key(PageRef(url="http://www.x.example/a/")) == "x.example/a"
    assert waiting_key(PageRef(slug="a")) == "a"
    assert waiting_key(PageRef()) == "?"


PAGES = (
    KnownPage(id="nueve-horas-de-silencio", title="Nueve horas de silencio"),
    KnownPage(id="doce-respuestas-iguales", title="Doce respuestas iguales"),
    KnownPage(id="el-reloj-empieza-antes", title="El reloj empieza antes"),
)


@pytest.mark.parametrize(
    "ref",
    [
        PageRef(slug="nueve-horas-silencio"),
        PageRef(url="https://viejo.example/2012/nuevehorasdesilencio.html"),
        PageRef(title="Nueve horas de silencio (y contando)"),
    ],
)
def test_the_likeliest_page_is_proposed(ref: PageRef) -> None:
    assert Finder(pages=PAGES).likeliest(ref)[0] == "nueve-horas-de-silencio"


def test_nothing_is_proposed_where_nothing_is_alike() -> None:
    assert Finder(pages=PAGES).likeliest(PageRef(slug="kubernetes-operator-tips")) == ()


def test_an_alias_of_one_page_does_not_take_the_slug_of_another() -> None:
    pages = (KnownPage(id="a", aliases=("/viejo/b/",)), KnownPage(id="b"))
    assert Finder(pages=pages).find(PageRef(slug="b")) == "b"
