"""What stands in a feed, and JSON Feed 1.1, which was read on 2026-11-22 at jsonfeed.org."""

from datetime import UTC, datetime

import msgspec

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed without entries has to give some date


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a comment answers.

    Attributes:
        ref: The id of that entry, as its own feed gives it.
        href: Where it is read.
    """

    ref: str
    href: str


class Replies(msgspec.Struct, frozen=True, kw_only=True):
    """Where the comments on an entry are found."""

    href: str
    count: int
    updated: datetime | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a feed.

    Attributes:
        id: An address that never changes.
        html: The whole content, all addresses absolute.
        updated: With a zone.
    """

    id: str
    url: str
    title: str
    html: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    lang: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    answers: Answer | None = None
    replies: Replies | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed.

    Attributes:
        url: Its own address without the ending; `.xml` or `.json` is added.
        home: The page it is the feed of.
        style: Relative address of a style sheet for readers who open it in a browser.
    """

    url: str
    home: str
    title: str
    lang: str
    author: str
    subtitle: str = ""
    style: str = ""
    items: tuple[Item, ...] = ()

    @property
    def updated(self) -> datetime:
        """When anything in it changed last."""
        return max((item.updated for item in self.items), default=NEVER)


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{feed.url}.json",
        "language": feed.lang,
        "authors": [{"name": feed.author}],
        "items": [_json_item(item) for item in feed.items],
    }
    if feed.subtitle:
        data["description"] = feed.subtitle
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _json_item(item: Item) -> dict[str, object]:
    told: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
    }
    if item.summary:
        told["summary"] = item.summary
    if item.published:
        when = told["date_published"] = stamp(item.published)
    if item.updated is not item.published:
        when = stamp(item.updated)
    told["date_modified"] = when
    if item.authors:
        told["authors"] = [{"name": name} for name in item.authors]
    if item.tags:
        told["tags"] = item.tags
    if item.lang:
        told["language"] = item.lang
    if item.answers:
        told["_thread"] = {"in_reply_to": item.answers.ref, "url": item.answers.href}
    return told


def stamp(when: datetime) -> str:
    """RFC 3339 with a zone, as both formats want it."""
    text = when.isoformat(timespec="seconds")
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
