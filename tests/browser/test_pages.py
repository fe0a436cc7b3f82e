"""Every kind of page in a real browser: accessibility, widths, requests, stability."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "case": "casos/nueve-horas-de-silencio/",
    "case without comments": "casos/la-fecha-de-pago/",
    "cases": "casos/",
    "article": "articulos/elogio-del-trackback/",
    "articles": "articulos/",
    "topic": "temas/disculpa-publica/",
    "topics": "temas/",
    "glossary": "glosario/",
    "brand": "marcas/aerolineas-cierzo/",
    "brands": "marcas/",
    "channel": "canales/twitter/",
    "year": "anos/2024/",
    "archive": "archivo/",
    "sector": "sectores/transporte/",
    "author": "autores/clara-montes/",
    "authors": "autores/",
    "category": "categorias/oficio/",
    "categories": "categorias/",
    "search": "buscar/",
    "map": "mapa/",
    "404": "404.html",
    "method": "metodo/",
    "privacy": "privacidad/",
}
kinds = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
SHOTS = ("home", "case", "article", "cases", "topic", "brand")
UNCOVERED = """e => { e.scrollIntoView({block: 'center', behavior: 'instant'});
    const r = e.getClientRects()[0];
    const x = r.left + Math.min(r.width, 60) / 2, y = r.top + r.height / 2;
    return e.contains(document.elementFromPoint(x, y)) }"""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def found_by_axe(page: Any) -> list[str]:
    page.evaluate(AXE)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@kinds
def test_axe_finds_nothing_at_two_widths_in_light_and_dark(tab, address: str, path: str) -> None:
    page = tab(address + path, width=390)
    for width in (390, 1280):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            assert found_by_axe(page) == [], (width, scheme)


@pytest.mark.parametrize("path", ["borradores/", "etiquetas/a/", "etiquetas/"])
def test_axe_finds_nothing_on_the_kinds_that_the_sample_has_not(tab, small: str, path: str) -> None:
    page = tab(small + path, width=390)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert found_by_axe(page) == [], scheme


@kinds
def test_a_page_asks_no_other_host_complains_of_nothing_and_does_not_jump(
    tab, address: str, path: str
) -> None:
    page = tab(address + path)
    assert {url for url in page.asked if not url.startswith((address, "data:"))} == set()
    assert page.complaints == []
    shifts = """() => new Promise(done => { new PerformanceObserver(list => done(
        list.getEntries().reduce((sum, e) => sum + e.value, 0)))
        .observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(0), 50) })"""
    # 0.1 is what people notice; a table that arrives in two parts may shift by a hair
    assert page.evaluate(shifts) < 0.005


@kinds
def test_nothing_scrolls_sideways(tab, address: str, path: str) -> None:
    page = tab(address + path, width=320)
    for width in (320, 735, 820, 1184, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        for part in (".brand", "h1", ".foot a"):
            assert page.locator(part).first.evaluate(UNCOVERED), (width, part)


def test_the_map_is_seen_at_any_width_at_a_size_that_can_be_read(tab, address: str) -> None:
    page = tab(f"{address}mapa/")
    for width in (320, 390, 800, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        box = page.locator("svg.map").bounding_box()
        assert box is not None
        assert box["width"] > 860  # as many pixels as its text of 12 units needs to have 11
        assert abs(box["height"] / box["width"] - 0.75) < 0.01


@pytest.mark.parametrize("kind", SHOTS)
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_of_each_is_kept_for_people_to_look_at(
    tab, address: str, root: Path, kind: str, width: int, scheme: str
) -> None:
    page = tab(address + KINDS[kind], width=width, scheme=scheme)
    target = root / "ci-output" / "pictures" / f"{kind}-{width}-{scheme}.png"
    page.screenshot(path=target, full_page=True)
    assert target.stat().st_size > 10_000


HARD = {
    "nothing": ("", "casos/", "articulos/", "temas/", "glosario/", "archivo/", "mapa/", "buscar/"),
    "one_post": ("", "articulos/hola/", "articulos/", "archivo/", "autores/", "categorias/"),
    "one_comment": ("", "articulos/hola/", "anos/2025/"),
    "worst": (
        *("", "casos/", "articulos/", "temas/", "glosario/", "archivo/", "mapa/", "autores/"),
        *("casos/largo/", "casos/largo/comentarios/9/", "articulos/extremo/", "articulos/zalgo/"),
        *("articulos/rotulado/", "articulos/otro-0/", "articulos/otro-1/", "temas/tema-150/"),
        *("marcas/", "marcas/b/", "canales/", "sectores/", "etiquetas/etiqueta-1/", "categorias/"),
    ),
}


@pytest.mark.parametrize(("site", "path"), [(site, path) for site in HARD for path in HARD[site]])
def test_the_worst_that_people_write_breaks_no_page(tab, hard, site: str, path: str) -> None:
    page = tab(hard(site) + path, width=320)
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    assert page.complaints == []
    assert found_by_axe(page) == []
