"""Feeds as bytes: Atom (RFC 4287) with threads (RFC 4685), and JSON Feed 1.1.

Both specifications were read on 2026-11-22 at rfc-editor.org and jsonfeed.org.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

_ATOM = "http://www.w3.org/2005/Atom"
_THREAD = "http://purl.org/syndication/thread/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # a feed without entries has to give some date
# What XML 1.0 cannot hold at all, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a comment answers.

    Attributes:
        ref: The id of that entry, as its own feed gives it.
        href: Where it is read.
    """

    ref: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Where the comments on an entry are found."""

    href: str
    count: int
    updated: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
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


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM, "thr": _THREAD})  # type: ignore[dict-item]
    root.set(f"{{{_XML}}}lang", feed.lang)
    _add(root, "title", feed.title)
    if feed.subtitle:
        _add(root, "subtitle", feed.subtitle)
    _add(root, "id", f"{feed.url}.xml")
    _link(root, "self", f"{feed.url}.xml", "application/atom+xml")
    _link(root, "alternate", feed.home, "text/html")
    _add(root, "updated", _stamp(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    for item in feed.items:
        _entry(root, item, feed)
    body = etree.tostring(root, encoding="unicode")
    style = f'<?xml-stylesheet type="text/css" href="{feed.style}"?>\n' if feed.style else ""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{style}{body}\n'.encode()


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{feed.url}.json",
        "language": feed.lang,
        "authors": [{"name": feed.author}],
        "items": [dict(_json_item(item)) for item in feed.items],
    }
    if feed.subtitle:
        data["description"] = feed.subtitle
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(item: Item) -> Iterator[tuple[str, object]]:
    yield "id", item.id
    yield "url", item.url
    yield "title", item.title
    yield "content_html", item.html
    if item.summary:
        yield "summary", item.summary
    if item.published:
        yield "date_published", _stamp(item.published)
    yield "date_modified", _stamp(item.updated)
    if item.authors:
        yield "authors", [{"name": name} for name in item.authors]
    if item.tags:
        yield "tags", list(item.tags)
    if item.lang:
        yield "language", item.lang
    if item.answers:
        yield "_thread", {"in_reply_to": item.answers.ref, "url": item.answers.href}


def _entry(root: etree._Element, item: Item, feed: Feed) -> None:
    entry = _add(root, "entry")
    if item.lang and item.lang != feed.lang:
        entry.set(f"{{{_XML}}}lang", item.lang)
    _add(entry, "title", item.title)
    _add(entry, "id", item.id)
    _link(entry, "alternate", item.url, "text/html")
    if item.published:
        _add(entry, "published", _stamp(item.published))
    _add(entry, "updated", _stamp(item.updated))
    for name in item.authors:
        _add(_add(entry, "author"), "name", name)
    for tag in item.tags:
        _add(entry, "category").set("term", _legal(tag))
    if item.answers:
        answer = etree.SubElement(entry, f"{{{_THREAD}}}in-reply-to")
        answer.set("ref", item.answers.ref)
        answer.set("href", item.answers.href)
        answer.set("type", "text/html")
    if item.replies:
        link = _link(entry, "replies", item.replies.href, "application/atom+xml")
        link.set(f"{{{_THREAD}}}count", str(item.replies.count))
        if item.replies.updated:
            link.set(f"{{{_THREAD}}}updated", _stamp(item.replies.updated))
        etree.SubElement(entry, f"{{{_THREAD}}}total").text = str(item.replies.count)
    if item.summary:
        _add(entry, "summary", item.summary)
    _add(entry, "content", item.html).set("type", "html")


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text:
        child.text = _legal(text)
    return child


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> etree._Element:
    link = _add(parent, "link")
    link.set("rel", rel)
    link.set("href", href)
    link.set("type", kind)
    return link


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _stamp(when: datetime) -> str:
    """RFC 3339 with a zone, as both formats want it."""
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")
