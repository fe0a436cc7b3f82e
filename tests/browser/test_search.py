"""Search as readers use it: the page, its script and a real index in a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from browser.conftest import _served
from tertulia.core.search import Record
from tertulia.edge import searchindex

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = pytest.mark.browser


def comment(n: int, text: str, tone: str) -> Record:
    return Record(
        url=f"casos/muro/#c-{n:010x}",
        title="El muro",
        section="Eva <b>",
        text=text,
        filters={"kind": ("comment",), "tone": (tone,), "brand": ("Cierzo & Cía",)},
    )


def page(url: str, title: str, text: str, **filters: str) -> Record:
    given = {name: (value,) for name, value in {"kind": "post", **filters}.items()}
    return Record(url=url, title=title, heads=(("h1", title),), text=text, filters=given)


RECORDS = [
    page("articulos/atencion/", "La atención al cliente", "Sobre la atención que se presta."),
    page("articulos/horas/#final", "Nueve horas", "Al final respondieron los del muro."),
    page("articulos/ano/", "Anatomía", "El ano, el ano y otra vez el ano: un texto sobre el ano."),
    page("articulos/fin/", "Fin de año", "Cada año se cuenta lo que pasó en el año.", year="2024"),
    comment(1, "Me parece una vergüenza lo del pepinillo.", "negative"),
    comment(2, "Un pepinillo estupendo, gracias.", "positive"),
    *(page(f"articulos/otro-{n}/", f"Relleno {n}", "Palabras sueltas.") for n in range(70)),
]


@pytest.fixture(scope="module")
def searched(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The search page of the sample site over an index of our own."""
    if not searchindex.available():
        pytest.skip("needs the extra [search]: pip install 'tertulia[search]'")
    folder = tmp_path_factory.mktemp("searched")
    for name in ("buscar", "theme"):
        shutil.copytree(sample / name, folder / name)
    for name, data in searchindex.index_files(RECORDS, "es").items():
        path = folder / searchindex.FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for address in _served(folder):
        yield f"{address}buscar/"


def results(tab, searched: str, query: str, **filters: str):
    asked = "&".join(f"{name}={quote(value)}" for name, value in {"q": query, **filters}.items())
    opened = tab(f"{searched}?{asked}")
    expect(opened.locator("#h-res")).not_to_have_text("Resultados")
    return opened


def links(opened) -> list[str]:
    if opened.locator("#h-res").text_content().startswith("Ningún"):
        return []
    opened.wait_for_selector("#resultados li")
    found = opened.locator("#resultados h3 a")
    return [link.get_attribute("href").split("/", 3)[-1] for link in found.all()]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("atencion", "articulos/atencion/"),
        ("ATENCIÓN", "articulos/atencion/"),
        ("responder", "articulos/horas/#final"),
        ("año", "articulos/fin/"),
    ],
)
def test_words_are_found_without_accents_and_in_other_forms(tab, searched, query, first):
    assert links(results(tab, searched, query))[0] == first


def test_a_comment_is_found_by_its_words_and_opens_there(tab, searched):
    opened = results(tab, searched, "vergüenza")
    assert links(opened) == ["casos/muro/#c-0000000001"]
    row = opened.locator("#resultados li")
    assert row.locator(".note").text_content() == "Comentario de Eva <b>"
    assert row.locator("mark").text_content() == "vergüenza"


def test_comments_are_filtered_by_tone_brand_and_kind(tab, searched):
    assert len(links(results(tab, searched, "pepinillo"))) == 2
    opened = results(tab, searched, "pepinillo", tone="negative", kind="comment")
    assert links(opened) == ["casos/muro/#c-0000000001"]
    assert opened.locator("select[name=tone]").input_value() == "negative"
    assert links(results(tab, searched, "pepinillo", kind="post")) == []
    assert links(results(tab, searched, "año", year="2024")) == ["articulos/fin/"]


def test_the_count_is_announced(tab, searched):
    opened = results(tab, searched, "pepinillo")
    head = opened.locator("#h-res")
    assert head.text_content() == "2 resultados para «pepinillo»"
    assert head.get_attribute("aria-live") == "polite"
    assert (
        results(tab, searched, "xyzzy").locator("#h-res").text_content()
        == "Ningún resultado para «xyzzy»."
    )
    odd = results(tab, searched, "xyzzy $& {n}").locator("#h-res").text_content()
    assert odd.endswith("«xyzzy $& {n}»")


def test_all_results_are_reached_some_at_a_time(tab, searched):
    opened = results(tab, searched, "sueltas")
    assert opened.locator("#h-res").text_content() == "70 resultados para «sueltas»"
    rows, more = opened.locator("#resultados li"), opened.locator("#mas")
    for shown in (30, 60):
        expect(rows).to_have_count(shown)
        more.focus()
        opened.keyboard.press("Enter")
        expect(rows.nth(shown).locator("a")).to_be_focused()
    expect(rows).to_have_count(70)
    expect(more).to_be_hidden()
    few = results(tab, searched, "pepinillo")
    assert len(links(few)) == 2
    expect(few.locator("#mas")).to_be_hidden()


def test_it_works_by_keyboard_alone(tab, searched):
    opened = tab(searched)
    opened.locator("#q2").focus()
    opened.keyboard.type("pepinillo")
    opened.keyboard.press("Enter")
    opened.wait_for_selector("#resultados li")
    assert "q=pepinillo" in opened.url
    assert opened.locator("#q2").input_value() == "pepinillo"


def test_no_request_leaves_the_site_and_the_policy_holds(tab, searched):
    opened = results(tab, searched, "<img src=x onerror=alert(1)> pepinillo")
    origin = searched.removesuffix("buscar/")
    assert all(url.startswith((origin, "data:", "blob:")) for url in opened.asked)
    assert not opened.complaints


def test_the_script_is_small(root):
    assert (root / "theme" / "assets" / "search.js").stat().st_size <= 2304


def test_without_a_script_the_page_says_where_to_look(tab, searched):
    opened = tab(f"{searched}?q=x", java_script_enabled=False)
    assert opened.locator("noscript a").count() >= 3 or "glosario" in opened.content()


def test_without_an_index_the_page_says_so(tab, address, sample, tmp_path):
    folder = tmp_path / "bare"
    for name in ("buscar", "theme"):
        shutil.copytree(sample / name, folder / name)
    for bare in _served(folder):
        opened = tab(f"{bare}buscar/?q=x")
        expect(opened.locator("#h-res")).to_contain_text("índice")
