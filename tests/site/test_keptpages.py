"""Pages that are taken over from earlier builds, as long as all they rest on stands."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from pelican import contents
from pelican.contents import Article, Content
from pelican.plugins import signals
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import SafeDatetime

from bare_build import build_of
from tertulia.edge.forks import Ahead
from tertulia.edge.keep import Keep
from tertulia.site import keptpages
from tertulia.site.contents import Origin, origins
from tertulia.site.keptpage import KIND
from tertulia.site.keptpages import KeptPages, settle
from tertulia.site.pagedigests import PageDigests
from tertulia.site.pages import model_pages

T = TypeVar("T")
R = TypeVar("R")

LINKED = '<p>Véase <a href="{filename}b.md">otra</a>.</p>'


class Site:
    """Two articles, the first with a text of one's choice, and one memory for all builds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keep = Keep(None)
        self.settings = DEFAULT_CONFIG.copy() | {
            "PATH": str(folder),
            "SITEURL": "https://blog.example",
            "ARTICLE_URL": "articulos/{slug}/",
        }

    def pages(self, html: str, slug: str = "b", **more: str) -> tuple[list[object], int]:
        """The pages of a build, and how many of them were worked out."""
        context = {
            "generated_content": {},
            "static_content": {},
            "localsiteurl": "https://blog.example",
        }
        build = build_of(self.folder, self.keep)
        contents = []
        for name, text, own in (("a", html, "a"), ("b", "<p>Hola.</p>", slug)):
            content = self._content(name, text, own, context, **more)
            context["generated_content"][f"{name}.md"] = content
            origins(build)[id(content)] = Origin(f"{name} {text} {own} {more}".encode(), {})
            contents.append(content)
        settle(contents, build)
        self.keep.worked_out.clear()
        found = KeptPages(build, contents, context, self.settings, PageDigests()).all()
        assert found == model_pages(contents, "https://blog.example")
        return found, self.keep.worked_out.get(KIND, 0)

    def _content(self, name: str, html: str, slug: str, context: object, **more: str) -> Content:
        metadata = {
            "title": name.upper(),
            "date": SafeDatetime(2010, 4, 16, 8, 14),
            "status": "published",
            "slug": slug,
            **more,
        }
        path = str(self.folder / f"{name}.md")
        return Article(html, metadata, self.settings, path, context)


def in_a_copy(do: Callable[[Sequence[T]], R], items: Sequence[T], _: int) -> list[R]:
    """As `spread`, with nothing left to be done here."""
    found = Ahead(lambda: do(items)).result()
    assert found is not None
    return [found]


@pytest.fixture(params=["here", "in a copy"], autouse=True)
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test twice: with pages made one by one, and ahead."""
    if request.param == "in a copy":
        if not hasattr(os, "fork"):
            pytest.skip("this system cannot copy a process")
        monkeypatch.setattr(os, "cpu_count", lambda: 2)
        monkeypatch.setattr(keptpages, "WORTH_A_PROCESS", 1)
        monkeypatch.setattr(keptpages, "spread", in_a_copy)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_page_is_made_once_and_is_the_same_then(site: Site):
    first, worked_out = site.pages(LINKED)
    assert worked_out == 2
    assert site.pages(LINKED) == (first, 0)


def test_another_address_of_a_linked_page_is_seen(site: Site):
    before, _ = site.pages(LINKED)
    after, worked_out = site.pages(LINKED, slug="otra")
    assert worked_out == 2
    assert [page.links for page in before] == [(("b", "Véase otra."),), ()]
    assert [page.links for page in after] == [(("otra", "Véase otra."),), ()]


def test_a_page_that_comes_to_stand_where_a_link_leads_is_seen(site: Site):
    html = '<p><a href="/articulos/otra/">Otra</a>.</p>'
    assert site.pages(html)[0][0].links == ()
    assert site.pages(html, slug="otra")[0][0].links == (("otra", "Otra."),)


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="{filename}c.md">a nothing</a></p>',
        '<p><a href="{static}c.txt">a file</a></p>',
        '<p><a href="{attach}c.txt">a file beside it</a></p>',
        '<p><a href="{nonsense}c.txt">what nobody knows</a></p>',
    ],
)
def test_what_pelican_must_be_told_of_each_time_is_made_each_time(site: Site, html: str):
    site.pages(html)
    known = site.keep.find(KIND, f"a {html} a {{}}".encode(), object)  # type: ignore[type-abstract]
    assert known is None


def test_a_summary_with_a_link_is_made_each_time(site: Site):
    summary = '<a href="{filename}b.md">otra</a>'
    site.pages("<p>Hola.</p>", summary=summary)
    assert site.pages("<p>Hola.</p>", summary=summary)[1] == 0
    assert site.keep.worked_out == {}


def test_where_others_listen_all_is_made_each_time(site: Site):
    def listen(_: object) -> None: ...

    listen.__module__ = "strange"
    signals.finalized.connect(listen)
    try:
        assert [site.pages(LINKED)[1] for _ in range(2)] == [0, 0]
    finally:
        signals.finalized.disconnect(listen)


def test_dates_are_those_of_the_content(site: Site):
    for _ in range(2):
        published = site.pages(LINKED)[0][0].published
        assert type(published) is datetime
        assert published.isoformat() == "2010-04-16T08:14:00+00:00"


def test_where_a_link_leads_to_nothing_is_told_here(site: Site, monkeypatch):
    told: list[object] = []
    monkeypatch.setattr(contents.logger, "warning", lambda *values, **_: told.append(values))
    site.pages('<p><a href="{filename}c.md">a nothing</a></p>')
    assert [values[1] for values in told] == ["c.md"]
