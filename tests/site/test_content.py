"""Cases, topics, translations and unlisted pages of a small site, built once."""

from pathlib import Path

import pytest

from builders import Builder, entry, save_page

CASE = """\
Title: {title}
Slug: {slug}
Date: 2024-02-01
Status: {status}
Brands: Cierzo, Delta
Channel: Foro
Sector: banca
Happened: Algo.
Outcome: unresolved
First-response: none
Topics: espera

Ver [la página]({{filename}}/pages/acerca.md).
"""
POST = "Title: {title}\nSlug: {slug}\nDate: 2024-01-01\nStatus: {status}\n{more}\n{body}\n"
ENGLISH = "Lang: en\nTranslation: true\n"

PAGES = {
    "posts/hola.md": POST.format(
        title="Hola", slug="hola", status="published", more="", body="Ver [[Nueve horas]]."
    ),
    "posts/hola.en.md": POST.format(
        title="Hello", slug="hola", status="published", more=ENGLISH, body="Hello."
    ),
    "posts/solo.md": POST.format(
        title="Alone", slug="solo", status="published", more="Lang: en\n", body="Words."
    ),
    "posts/callado.md": POST.format(
        title="Callado", slug="callado", status="hidden", more="", body="Nadie."
    ),
    "cases/nueve.md": CASE.format(title="Nueve horas", slug="nueve", status="published"),
    "cases/borrador.md": CASE.format(title="Borrador", slug="borrador", status="draft"),
    "posts/nuevo.md": POST.format(
        title="Nuevo", slug="nuevo", status="published", more="Aliases: /2009/viejo/\n", body="X."
    ),
    "topics/espera.md": "Title: Espera\nSlug: espera\nSummary: El tiempo.\n\nTexto.",
    "pages/acerca.md": "Title: Acerca\nSlug: acerca\n\nTexto.",
}


@pytest.fixture(scope="module")
def built(run_build: Builder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    for name, text in PAGES.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    save_page(folder / "content" / "threads", "hola", [entry("t:x:1", text="Primera voz.")])
    save_page(folder / "content" / "threads", "viejo", [entry("t:x:2", text="De antes.")])
    done = run_build(folder / "content", folder / "output")
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "output"


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text("utf-8")


def test_a_wiki_link_leads_to_the_case(built: Path) -> None:
    assert 'href="../../casos/nueve/">Nueve horas</a>' in read(built, "articulos/hola/index.html")


def test_a_file_link_leads_to_the_page(built: Path) -> None:
    assert 'href="../../acerca/">la página</a>' in read(built, "casos/nueve/index.html")


def test_translations_share_one_thread(built: Path) -> None:
    for name in ("articulos/hola/index.html", "articulos/hola/en/index.html"):
        assert "Primera voz." in read(built, name)


def test_a_renamed_page_keeps_its_thread(built: Path) -> None:
    assert "De antes." in read(built, "articulos/nuevo/index.html")


def test_a_translation_is_in_its_own_language(built: Path) -> None:
    assert '<html lang="en"' in read(built, "articulos/hola/en/index.html")


def test_a_list_speaks_the_language_of_the_site_whatever_it_lists(built: Path) -> None:
    page = read(built, "articulos/index.html")
    assert "Alone" in page
    assert "min de lectura" in page
    assert "min read" not in page


def test_a_hidden_page_is_built_and_listed_nowhere(built: Path) -> None:
    assert (built / "articulos" / "callado" / "index.html").exists()
    linking = [
        path
        for path in built.rglob("*.html")
        if "articulos/callado/" in path.read_text("utf-8") and path.parent.name != "callado"
    ]
    assert linking == []


def test_a_draft_is_nowhere(built: Path) -> None:
    assert [path for path in built.rglob("*") if "borrador" in path.name] == []
    assert "Borrador" not in read(built, "casos/index.html")


def test_a_case_stands_under_its_topic(built: Path) -> None:
    assert "Nueve horas" in read(built, "temas/espera/index.html")
