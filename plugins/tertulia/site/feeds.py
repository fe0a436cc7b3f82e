"""Feeds of posts, cases, topics, authors, categories and comments, as Atom and JSON Feed.

Ids are the pages' full addresses, and a comment's is its permalink: they stay as long as
the address of the site does, which is why `SITEURL` is a checked setting.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, partial
from gettext import NullTranslations
from heapq import nlargest
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.core.addresses import beside
from tertulia.core.anchors import anchor
from tertulia.core.model import Entry, Page, Placed
from tertulia.core.views import PageView, SiteView
from tertulia.site import foreign
from tertulia.site.assets import assets
from tertulia.site.content import listed
from tertulia.site.feedformats import NEVER, Answer, Feed, Item, Replies, json_feed
from tertulia.site.lists import lists
from tertulia.site.state import Build
from tertulia.site.translations import catalogue

LATEST = 30  # pages in a feed
LATEST_COMMENTS = 100


class FeedGenerator(Generator):  # type: ignore[misc]
    """Writes every feed of the site."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican hands it over
        """Have all made that are not as they would be; readers of feeds ask for them by name."""
        sheet = assets(self.settings).get("feed.css")  # themes of others have none
        style = sheet.path if sheet else ""
        for plan in Feeds(self.settings, self.context).all():
            feed = cache(plan.make)  # for both its forms
            up = "../" * plan.path.count("/") + style if style else ""
            xml, json = partial(_xml, feed, up), partial(_json, feed)
            inputs = Build.told_once(self.settings, plan.inputs)
            Build.derive(self.settings, f"{plan.path}.xml", ((style, *inputs),), xml)
            Build.derive(self.settings, f"{plan.path}.json", inputs, json)


def _xml(feed: Callable[[], Feed], style: str) -> bytes:
    from tertulia.site.atom import atom  # it needs lxml, and only where a feed has changed

    return atom(msgspec.structs.replace(feed(), style=style))


def _json(feed: Callable[[], Feed]) -> bytes:
    return json_feed(feed())


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A feed to come.

    Attributes:
        path: Less the ending.
        inputs: All that it will say.
    """

    path: str
    inputs: tuple[object, ...]
    make: Callable[[], Feed]


class Feeds:
    """What goes into which feed."""

    def __init__(self, settings: dict[str, Any], context: dict[str, Any]) -> None:
        self._address = str(settings["SITEURL"])
        self._name = str(settings["SITENAME"])
        self._subtitle = str(settings.get("SITESUBTITLE") or "")
        self._lang = str(settings["DEFAULT_LANG"])
        self._zone = ZoneInfo(str(settings["TIMEZONE"]))
        self._lists = lists(settings)
        self._site: SiteView = context["site"]
        self._contents = {c.view.page.id: c for c in listed(context)}
        self._labels = [
            (label.url, label.name, found)
            for name in ("categories", "tags")
            for label, found in context.get(name, ())
        ]
        self._dates = {id: self._dated(content) for id, content in self._contents.items()}
        self._authors = [author for author, _ in context.get("authors", ())]

    @property
    def _words(self) -> NullTranslations:
        return catalogue(self._lang)  # read only where a feed has changed

    def all(self) -> Iterator[Plan]:
        """Every feed."""
        site = self._site
        both = [*site.posts, *site.cases]
        yield self._pages("feeds/all", "", lambda: self._name, both)
        posts, cases = partial(self._titled, "Articles"), partial(self._titled, "Cases")
        yield self._pages("feeds/posts", self._lists.get("posts", ""), posts, site.posts)
        yield self._pages("feeds/cases", self._lists.get("cases", ""), cases, site.cases)
        for topic in site.topics:
            ids = set(site.topic_pages.get(topic.page.id, ()))
            named = [view for view in both if view.page.id in ids]
            yield self._of(topic.page.url, topic.page.title, named)
        for author in self._authors:
            named = [view for view in both if author.name in view.page.authors]
            yield self._of(author.url, author.name, named)
        for url, name, contents in self._labels:
            yield self._of(url, name, [content.view for content in contents])
        yield from self._comments()

    def _of(self, url: str, name: str, views: Iterable[PageView]) -> Plan:
        plan = self._pages(beside(url, "feeds/all"), url, lambda: f"{name} · {self._name}", views)
        return replace(plan, inputs=(name, *plan.inputs))

    def _comments(self) -> Iterator[Plan]:
        spoken = [
            view
            for view in self._site.by_id.values()
            if view.talk.spoken and view.page.id in self._contents
        ]
        for view in spoken:
            page = view.page
            path = beside(page.url, "feeds/comments")
            inputs = ((page.url, page.title, page.published), view.talk)  # told at once
            yield self._spoken(path, page.url, partial(self._on, page), [view], inputs)
        recent = self._recent(spoken)
        latest = self._latest(recent)
        shown = tuple(
            (p.entry, p.parent, v.page.url, v.page.title, v.page.published) for p, v in latest
        )
        title = partial(self._titled, "Comments")
        yield self._spoken("feeds/comments", "", title, recent, (shown,))

    def _spoken(
        self,
        path: str,
        home: str,
        title: Callable[[], str],
        views: Sequence[PageView],
        inputs: tuple[object, ...],
    ) -> Plan:
        def make() -> Feed:
            title_of = self._words.gettext("%(name)s on “%(title)s”")
            latest = self._latest(views)
            items = [self._comment(placed, view, title_of) for placed, view in latest]
            return self._feed(path, home, title(), items, LATEST_COMMENTS)

        return Plan(path=path, inputs=inputs, make=make)

    def _recent(self, views: Iterable[PageView]) -> list[PageView]:
        """The pages that may have one of the latest comments; no others' threads are looked at."""
        bounds = [(self._bound(view), view) for view in views]
        bounds.sort(key=lambda pair: (pair[0], pair[1].page.id), reverse=True)
        found: list[PageView] = []
        dates: list[datetime] = []
        for bound, view in bounds:
            dates = nlargest(LATEST_COMMENTS, dates)
            if len(dates) == LATEST_COMMENTS and bound < dates[-1]:
                break
            found.append(view)
            dates += [self._posted(p.entry, view) for p in view.talk.thread.comments]
        return found

    def _bound(self, view: PageView) -> datetime:
        """No comment is later: one without a date counts as its page's."""
        known = [self._zoned(date) for date in (*view.talk.newest, view.page.published)]
        return max((date for date in known if date), default=NEVER)

    def _latest(self, views: Iterable[PageView]) -> list[tuple[Placed, PageView]]:
        """Those that may be among the latest: ids decide between comments of one moment."""
        found = [(placed, view) for view in views for placed in view.talk.thread.comments]
        dates = [self._posted(placed.entry, view) for placed, view in found]
        least = min(nlargest(LATEST_COMMENTS, dates), default=NEVER)
        return [each for each, date in zip(found, dates, strict=True) if date >= least]

    def _pages(
        self, path: str, home: str, title: Callable[[], str], views: Iterable[PageView]
    ) -> Plan:
        dates = self._dates
        known = [(dates[id], view) for view in views if (id := view.page.id) in dates]
        least = min(nlargest(LATEST, [date for date, _ in known]), default=NEVER)
        latest = [view for date, view in known if date >= least]
        contents = [self._contents[view.page.id] for view in latest]

        def make() -> Feed:
            items = [self._page(view, c) for view, c in zip(latest, contents, strict=True)]
            return self._feed(path, home, title(), items, LATEST)

        return Plan(path=path, inputs=(home, *contents), make=make)

    def _dated(self, content: Content) -> datetime:
        updated = self._zoned(getattr(content, "modified", None))
        return self._zoned(content.view.page.published) or updated or NEVER

    def _posted(self, entry: Entry, view: PageView) -> datetime:
        return self._zoned(entry.posted) or self._zoned(view.page.published) or NEVER

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
        page, talk = view.page, view.talk
        url = f"{self._address}/{page.url}"
        published = self._zoned(page.published)
        newest = [date.astimezone(UTC) if date.tzinfo else date for date in talk.newest]
        known = [date for date in map(self._zoned, newest) if date]
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
                href=f"{self._address}/{beside(page.url, 'feeds/comments.xml')}",
                count=talk.spoken,
                updated=max(known, default=None),
            )
            if talk.spoken
            else None,
        )

    def _comment(self, placed: Placed, view: PageView, title_of: str) -> Item:
        """The item of a comment, whose title has a pattern."""
        entry, url = placed.entry, f"{self._address}/{view.page.url}"
        here = f"{url}#{anchor(entry.id)}"
        posted = self._posted(entry, view)
        answered = placed.parent
        target = f"{url}#{anchor(answered.id)}" if answered else url
        name = entry.author.name or self._words.gettext("Anonymous")
        return Item(
            id=here,
            url=here,
            title=title_of % {"name": name, "title": view.page.title},
            html=str(foreign.body(entry)),
            updated=max(self._zoned(entry.edited) or posted, posted),
            published=posted,
            lang=entry.lang,
            authors=(name,),
            answers=Answer(ref=target, href=target),
        )

    def _on(self, page: Page) -> str:
        return self._words.gettext("Comments on “%(title)s”") % {"title": page.title}

    def _titled(self, name: str) -> str:
        return f"{self._words.gettext(name)} · {self._name}"

    def _zoned(self, when: datetime | None) -> datetime | None:
        """The time with a zone; a source that gave none meant the site's, as far as we know."""
        if when is None or when.tzinfo:
            return when
        return when.replace(tzinfo=self._zone)


def generators(_: Pelican) -> type[FeedGenerator]:
    """The generator this plugin adds."""
    return FeedGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
