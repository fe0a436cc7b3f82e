import pytest

from builders import page
from tertulia.analysis.redirects import lines, redirects

SITE = "https://s.example"


def files(*pages, site=SITE, former=()):
    found, faults = redirects(pages, site, former)
    return {file: to.id for file, to in found.items()}, [fault.message for fault in faults]


@pytest.mark.parametrize(
    ("alias", "file"),
    [
        ("2009/05/viejo.html", "2009/05/viejo.html"),
        ("/archivo/viejo/", "archivo/viejo/index.html"),
        ("archivo/vi%C3%A9jo", "archivo/viéjo/index.html"),
        ("viejo-slug", "casos/viejo-slug/index.html"),
        ("https://www.s.example/2009/viejo", "2009/viejo/index.html"),
        ("http://antes.example/2009/viejo.html#x", "2009/viejo.html"),
    ],
)
def test_an_old_address_leads_on(alias, file):
    found, faults = files(
        page("a", url="casos/a/", aliases=(alias,)), former=("http://antes.example",)
    )
    assert found == {file: "a"}
    assert faults == []


@pytest.mark.parametrize(
    "alias",
    ["Un título de antes", "https://otro.example/x/", "https://s.example/?p=117", "mailto:a", ""],
)
def test_titles_and_addresses_elsewhere_need_no_file(alias):
    assert files(page("a", url="casos/a/", aliases=(alias,))) == ({}, [])


@pytest.mark.parametrize("alias", ["../../x", "a/../../x", "x/" + "y" * 300, "a//b/c\x00d"])
def test_an_alias_that_leads_out_of_the_site_is_a_fault(alias):
    found, faults = files(page("a", url="casos/a/", aliases=(alias,)))
    assert found == {}
    assert faults == [f"the alias {alias!r} of 'a' cannot be a file of the site"]


def test_an_alias_that_is_also_a_page_names_both():
    found, faults = files(
        page("a", url="casos/a/", aliases=("casos/b", "casos/a/")), page("b", url="casos/b/")
    )
    assert found == {}
    assert faults == ["the alias 'casos/b' of 'a' is an address of 'b' too"]


def test_two_pages_with_one_alias_name_both():
    found, faults = files(
        page("a", url="casos/a/", aliases=("x/y",)), page("b", url="casos/b/", aliases=("/x/y/",))
    )
    assert found == {"x/y/index.html": "a"}
    assert faults == ["the alias '/x/y/' of 'b' is an address of 'a' too"]


def test_a_site_below_a_path_of_its_host_is_met():
    found, _ = files(
        page("a", url="casos/a/", aliases=("https://s.example/blog/viejo/",)),
        site="https://s.example/blog",
    )
    assert found == {"viejo/index.html": "a"}


def test_servers_are_told_old_and_new():
    found, _ = redirects([page("a", url="casos/a/", aliases=("x.html", "v/w/"))], SITE)
    assert dict(lines(found, "https://a.example")) == {"/v/w/": "/casos/a/", "/x.html": "/casos/a/"}
