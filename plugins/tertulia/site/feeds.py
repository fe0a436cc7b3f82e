"""Feeds of posts, cases, topics, authors, categories and comments, as Atom and JSON Feed.

Ids are the pages' full addresses, and a comment's is its permalink: they stay as long as
the address of the site does, which is why `SITEURL` is a checked setting.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.core.anchors import anchor
from tertulia.core.model import Entry, Placed
from tertulia.core.views import PageView, SiteView
from tertulia.site import foreign
from tertulia.site.assets import assets
from tertulia.site.feedformats import NEVER, Answer, Feed, Item, Replies, atom, json_feed
from tertulia.site.state import Build
from tertulia.site.translations import catalogue

LATEST = 30  # pages in a feed
LATEST_COMMENTS = 100


class FeedGenerator(Generator):  # type: ignore[misc]
    """Writes every feed of the site."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican hands it over
        """Write them all as files; readers of feeds ask for them by name."""
        style = assets(self.settings)["feed.css"].path
        for path, feed in Feeds(self.settings, self.context).all():
            up = "../" * path.count("/")
            self._write(f"{path}.xml", atom(replace(feed, style=up + style)))
            self._write(f"{path}.json", json_feed(feed))

    def _write(self, path: str, data: bytes) -> None:
        Build.write(self.settings, path, data)


class Feeds:
    """What goes into which feed."""

    def __init__(self, settings: dict[str, Any], context: dict[str, Any]) -> None:
        self._address = str(settings["SITEURL"])
        self._name = str(settings["SITENAME"])
        self._subtitle = str(settings.get("SITESUBTITLE") or "")
        self._lang = str(settings["DEFAULT_LANG"])
        self._zone = ZoneInfo(str(settings["TIMEZONE"]))
        self._words = catalogue(self._lang)
        self._site: SiteView = context["site"]
        self._contents = {c.view.page.id: c for c in _contents(context)}
        self._labels = [
            (label.url, label.name, found)
            for name in ("categories", "tags")
            for label, found in context.get(name, ())
        ]
        self._authors = [author for author, _ in context.get("authors", ())]

    def all(self) -> Iterator[tuple[str, Feed]]:
        """Every feed with its path, less the ending."""
        site = self._site
        both = [*site.posts, *site.cases]
        yield self._pages("feeds/all", "", self._name, both)
        yield self._pages("feeds/posts", "articulos/", self._titled("Articles"), site.posts)
        yield self._pages("feeds/cases", "casos/", self._titled("Cases"), site.cases)
        for topic in site.topics:
            ids = set(site.topic_pages.get(topic.page.id, ()))
            url, title = topic.page.url, f"{topic.page.title} · {self._name}"
            named = [view for view in both if view.page.id in ids]
            yield self._pages(f"{url}feeds/all", url, title, named)
        for author in self._authors:
            named = [view for view in both if author.name in view.page.authors]
            title = f"{author.name} · {self._name}"
            yield self._pages(f"{author.url}feeds/all", author.url, title, named)
        for url, name, contents in self._labels:
            views = [content.view for content in contents]
            yield self._pages(f"{url}feeds/all", url, f"{name} · {self._name}", views)
        yield from self._comments()

    def _comments(self) -> Iterator[tuple[str, Feed]]:
        everything = []
        for view in self._site.by_id.values():
            comments = view.talk.thread.comments
            if not comments or view.page.id not in self._contents:
                continue
            items = [self._comment(placed, view) for placed in comments]
            everything += items
            title = self._words.gettext("Comments on “%(title)s”") % {"title": view.page.title}
            path = f"{view.page.url}feeds/comments"
            yield path, self._feed(path, view.page.url, title, items, LATEST_COMMENTS)
        path = "feeds/comments"
        yield path, self._feed(path, "", self._titled("Comments"), everything, LATEST_COMMENTS)

    def _pages(
        self, path: str, home: str, title: str, views: Iterable[PageView]
    ) -> tuple[str, Feed]:
        items = [
            self._page(view, self._contents[view.page.id])
            for view in views
            if view.page.id in self._contents
        ]
        return path, self._feed(path, home, title, items, LATEST)

    def _feed(self, path: str, home: str, title: str, items: list[Item], most: int) -> Feed:
        newest = sorted(items, key=lambda i: (i.published or i.updated, i.id), reverse=True)
        return Feed(
            url=f"{self._address}/{path}",
            home=f"{self._address}/{home}",
            title=title,
            subtitle=self._subtitle,
            lang=self._lang,
            author=self._name,
            items=tuple(newest[:most]),
        )

    def _page(self, view: PageView, content: Content) -> Item:
        page, thread = view.page, view.talk.thread
        url = f"{self._address}/{page.url}"
        published = self._zoned(page.published)
        dates = [self._zoned(p.entry.posted) for p in thread.comments]
        known = [date for date in dates if date]
        return Item(
            id=url,
            url=url,
            title=page.title,
            html=content.get_content(self._address),
            updated=self._zoned(getattr(content, "modified", None)) or published or NEVER,
            published=published,
            summary=page.summary,
            lang=page.lang,
            authors=page.authors,
            tags=tuple(topic.title for topic in view.topics),
            replies=Replies(
                href=f"{url}feeds/comments.xml",
                count=len(thread.comments),
                updated=max(known, default=None),
            )
            if thread.comments
            else None,
        )

    def _comment(self, placed: Placed, view: PageView) -> Item:
        entry, url = placed.entry, f"{self._address}/{view.page.url}"
        posted = self._zoned(entry.posted) or self._zoned(view.page.published) or NEVER
        answered = placed.parent
        target = f"{url}#{anchor(answered.id)}" if answered else url
        return Item(
            id=f"{url}#{anchor(entry.id)}",
            url=f"{url}#{anchor(entry.id)}",
            title=self._comment_title(entry, view),
            html=str(foreign.body(entry)),
            updated=max(self._zoned(entry.edited) or posted, posted),
            published=posted,
            lang=entry.lang,
            authors=(self._signature(entry),),
            answers=Answer(ref=target, href=target),
        )

    def _comment_title(self, entry: Entry, view: PageView) -> str:
        pattern = self._words.gettext("%(name)s on “%(title)s”")
        return pattern % {"name": self._signature(entry), "title": view.page.title}

    def _signature(self, entry: Entry) -> str:
        return entry.author.name or self._words.gettext("Anonymous")

    def _titled(self, name: str) -> str:
        return f"{self._words.gettext(name)} · {self._name}"

    def _zoned(self, when: datetime | None) -> datetime | None:
        """The time with a zone; a source that gave none meant the site's, as far as we know."""
        if when is None or when.tzinfo:
            return when
        return when.replace(tzinfo=self._zone)


def _contents(context: dict[str, Any]) -> Iterator[Content]:
    for name in ("articles", "cases", "pages", "topics"):
        for content in context.get(name, ()):
            yield content
            yield from getattr(content, "translations", ())


def generators(_: Pelican) -> type[FeedGenerator]:
    """The generator this plugin adds."""
    return FeedGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
