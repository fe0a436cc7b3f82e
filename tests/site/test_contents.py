import gc
import weakref
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pelican.contents import Page
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Category, Tag
from pelican.utils import SafeDatetime

from bare_build import build_of
from tertulia.edge.keep import Keep
from tertulia.site import readers
from tertulia.site.contents import Shelf, put_away
from tertulia.site.incremental import spare_looking
from tertulia.site.state import SETTING


class OneFile(Shelf):
    """A shelf with place for one file, whatever stands in it."""

    def _keys(self, name: str) -> tuple[bytes, bytes]:
        return b"file", b"text"

    def _reader(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(
            converted=lambda key: self._build.keep.find(readers.KIND, key, readers.Converted)
        )


class Asking:
    """What a shelf needs of a generator."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.context = {"static_links": set[str]()}
        self.readers, self.path = None, ""


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[OneFile]:
    settings = DEFAULT_CONFIG.copy() | {"PATH": str(tmp_path), "TIMEZONE": "Europe/Madrid"}
    generator = Asking(settings)
    build = build_of(tmp_path, Keep(None))
    yield OneFile(generator, build)  # noqa: PT022  (the build lives as long as this frame)


def made(shelf: OneFile, html: str = "<p>Hola.</p>", **more: object) -> Page:
    settings = shelf._generator.settings
    metadata = {
        "title": "Un título",
        "date": SafeDatetime(2010, 4, 16, 8, 14),
        "category": Category("Crisis", settings),
        "tags": [Tag("uno", settings), Tag("dos", settings)],
        "authors": [Author("Clara", settings)],
        "summary": "<p>De qué va.</p>",
        "topics": ["a", "b"],
        "status": "published",
        **more,
    }
    path = str(Path(settings["PATH"]) / "a.md")
    return Page(html, metadata, settings, path, shelf._generator.context)


def test_a_content_is_set_up_again_as_pelican_made_it(shelf: OneFile):
    content = made(shelf)
    shelf.add("a.md", content)
    found = shelf.find("a.md")
    assert type(found).__name__ == "Page"
    assert found._content == content._content
    assert vars(found) == vars(content)
    assert list(found.metadata) == list(content.metadata)
    assert found.tags is found.metadata["tags"]
    assert (found.url, found.content, found.category.url) == (
        content.url,
        content.content,
        content.category.url,
    )


def test_a_body_is_read_when_somebody_looks_at_it(shelf: OneFile, monkeypatch: pytest.MonkeyPatch):
    content = made(shelf)
    kept = readers.Converted(html=content._content, meta={}, formatted={})
    shelf._build.keep.add(readers.KIND, b"text", kept)
    read: list[str] = []
    monkeypatch.setattr(shelf, "body", lambda name: read.append(name) or kept.html)
    shelf.add("a.md", content)
    found = shelf.find("a.md")
    assert (found.title, read) == (content.title, [])
    assert (found.content, read) == (content.content, ["a.md"])
    assert found.content == content.content
    assert read == ["a.md"]


def test_a_body_that_was_read_takes_no_memory_for_ever(
    shelf: OneFile, monkeypatch: pytest.MonkeyPatch
):
    content = made(shelf)
    html, body = content.content, content._content
    kept = readers.Converted(html=body, meta={}, formatted={})
    shelf._build.keep.add(readers.KIND, b"text", kept)
    monkeypatch.setattr(shelf, "body", lambda name: body)
    shelf.add("a.md", content)
    other = made(shelf, "<p>Nobody keeps this one.</p>")
    put_away([content, other])
    assert "_content" not in vars(content)
    assert content.content == html
    assert other.content == "<p>Nobody keeps this one.</p>"


def test_what_a_plugin_does_to_one_is_not_done_to_the_next(shelf: OneFile):
    shelf.add("a.md", made(shelf))
    first = shelf.find("a.md")
    first.tags.clear()
    first.metadata["title"] = "Otro"
    first.seen = True
    second = shelf.find("a.md")
    assert [tag.name for tag in second.tags] == ["uno", "dos"]
    assert second.metadata["title"] == "Un título"
    assert not hasattr(second, "seen")


def test_a_generator_goes_with_its_shelf(shelf: OneFile):
    generator = Asking({"ARTICLE_PATHS": []})
    generator.get_cached_data = OneFile(generator, shelf._build).find
    gone = weakref.ref(generator)
    gc.disable()  # nobody has to look for what they hold
    try:
        del generator
        assert gone() is None
    finally:
        gc.enable()


def test_static_files_that_a_content_links_to_are_still_copied(shelf: OneFile):
    shelf.add("a.md", made(shelf, '<p><a href="{static}/extra/plan.pdf">Plan</a></p>'))
    shelf.link(shelf.find("a.md"))
    assert shelf._generator.context["static_links"] == {"extra/plan.pdf"}


@pytest.mark.parametrize(
    ("html", "more"),
    [
        ('<p><img alt="" src="a.png"></p>', {}),  # Pelican warns of it each time
        ("<p>Hola.</p>", {"date": SafeDatetime(2010, 4, 16, tzinfo=timezone(timedelta(hours=2)))}),
        ("<p>Hola.</p>", {"extra": object()}),
    ],
)
def test_what_cannot_be_set_up_the_same_is_made_each_time(shelf: OneFile, html: str, more: dict):
    shelf.add("a.md", made(shelf, html, **more))
    assert shelf.find("a.md") is None


@pytest.mark.parametrize(("turned_off", "looked"), [({}, []), ({"adoc": None}, ["all"])])
def test_files_of_readers_that_are_turned_off_are_looked_for_where_there_are_any(
    shelf: OneFile, turned_off: dict[str, None], looked: list[str]
):
    generator, seen = Asking({SETTING: shelf._build}), list[str]()
    generator.readers = SimpleNamespace(disabled_extensions=turned_off.keys())
    generator.check_disabled_readers = lambda: seen.append("all")
    spare_looking(generator)
    generator.check_disabled_readers()
    assert seen == looked
