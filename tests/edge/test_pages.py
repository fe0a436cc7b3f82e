"""Front matter is read without Pelican, and what is wrong between files is found too."""

import runpy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.utils import slugify

from builders import faults_below
from tertulia.edge.pages import read_pages, slug_of_title

SETTINGS = runpy.run_path(str(Path(__file__).parents[2] / "pelicanconf.py"))


def write(root: Path, name: str, head: str) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "\n\nCuerpo.\n", "utf-8")


def test_the_folder_says_the_kind(tmp_path: Path) -> None:
    write(tmp_path, "topics/hola.md", "Title: Hola mundo\nSummary: s")
    write(tmp_path, "posts/2012/uno.md", "Title: Uno\nDate: 2012-01-01\nSlug: otro")
    found = {page.slug: page.kind.value for page in read_pages(tmp_path / "content")}
    assert found == {"otro": "post", "hola-mundo": "topic"}


def test_two_pages_with_one_slug_are_both_named(tmp_path: Path) -> None:
    write(tmp_path, "posts/a.md", "Title: Uno\nDate: 2012-01-01")
    write(tmp_path, "topics/b.md", "Title: Úno\nSummary: s")
    (fault,) = faults_below(tmp_path / "content")
    assert str(fault) == (
        "content/topics/b.md:1: slug 'uno' belongs to content/posts/a.md already;"
        " give one a `Slug:` line"
    )


def test_a_translation_shares_its_slug(tmp_path: Path) -> None:
    write(tmp_path, "posts/a.md", "Title: Uno\nDate: 2012-01-01\nSlug: uno")
    write(tmp_path, "posts/a-en.md", "Title: One\nDate: 2012-01-01\nSlug: uno\nLang: en")
    assert faults_below(tmp_path / "content") == []


def test_a_related_page_must_exist(tmp_path: Path) -> None:
    write(tmp_path, "posts/a.md", "Title: Uno\nDate: 2012-01-01\nSlug: uno\nRelated: nueve-hora")
    write(tmp_path, "posts/b.md", "Title: Nueve\nDate: 2012-01-01\nSlug: nueve-horas")
    (fault,) = faults_below(tmp_path / "content")
    assert "posts/a.md:4: related: no page 'nueve-hora'; did you mean 'nueve-horas'?" in str(fault)


def test_a_topic_used_must_be_described(tmp_path: Path) -> None:
    write(tmp_path, "topics/disculpa.md", "Title: Disculpa\nSummary: s\nSee: disculpa, queja")
    write(tmp_path, "posts/a.md", "Title: Uno\nDate: 2012-01-01\nTopics: disculpas, disculpa")
    assert [str(fault) for fault in faults_below(tmp_path / "content")] == [
        "content/posts/a.md:3: topics: no topic 'disculpas'; did you mean 'disculpa'?",
        "content/topics/disculpa.md:3: see: no topic 'queja'; there are: disculpa",
    ]


def test_a_file_of_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "content/posts/a.md"
    path.parent.mkdir(parents=True)
    path.write_bytes("Title: Uno\nDate: 2012-01-01\n\nInformación\n".encode("latin-1"))
    (fault,) = faults_below(tmp_path / "content")
    assert str(fault) == (
        "content/posts/a.md:4: what stands here is not UTF-8; save the file as UTF-8"
    )
    path.write_text("Title: Uno\nDate: 2012-01-01\n\nUn \ufffd de antes.\n", "utf-8")
    assert faults_below(tmp_path / "content") == []


def test_a_site_without_content_has_no_fault(tmp_path: Path) -> None:
    assert faults_below(tmp_path / "nothing") == []


def test_front_matter_behind_a_link_is_checked_as_it_is_built(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", "old/uno.md", "Titel: Uno\nDate: 2012-01-01")
    (tmp_path / "content" / "posts").mkdir(parents=True)
    (tmp_path / "content" / "posts" / "old").symlink_to(tmp_path / "elsewhere" / "content" / "old")
    assert [str(fault).split(";")[0] for fault in faults_below(tmp_path / "content")] == [
        "content/posts/old/uno.md:1: no key 'titel' in a post",
        "content/posts/old/uno.md:1: a post needs the key 'title' (it has 'titel')",
    ]


TITLES = [
    "L'été à l’œuvre",
    "Python 3.11: ¿qué hay?",
    "A/B <em>testing</em> &amp; foo_bar",
    "Łódź 日本語",
    "¡Hola! — dos... y «tres»",
    "10 € / 2ª",
    "Una " + "y otra " * 30 + "más",
    "  - x -- y  ",
]


def pelicans_slug(title: str) -> str:
    return slugify(title, regex_subs=SETTINGS["SLUG_REGEX_SUBSTITUTIONS"])


@pytest.mark.parametrize("title", TITLES)
def test_a_page_without_a_slug_is_called_as_pelican_calls_it(title: str) -> None:
    assert slug_of_title(title) == pelicans_slug(title)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_any_title_gives_the_slug_that_pelican_gives(title: str) -> None:
    if expected := pelicans_slug(title):
        assert slug_of_title(title) == expected
