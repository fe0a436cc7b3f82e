"""Feeds as Atom (RFC 4287) with threads (RFC 4685), read on 2026-11-22 at rfc-editor.org."""

import re

from lxml import etree

from tertulia.site.feedformats import Feed, Item, stamp

_ATOM = "http://www.w3.org/2005/Atom"
_THREAD = "http://purl.org/syndication/thread/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
# What XML 1.0 cannot hold at all, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    _add(root, "updated", stamp(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    for item in feed.items:
        _entry(root, item, feed)
    body = etree.tostring(root, encoding="unicode")
    style = f'<?xml-stylesheet type="text/css" href="{feed.style}"?>\n' if feed.style else ""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{style}{body}\n'.encode()


def _entry(root: etree._Element, item: Item, feed: Feed) -> None:
    entry = _add(root, "entry")
    if item.lang and item.lang != feed.lang:
        entry.set(f"{{{_XML}}}lang", item.lang)
    _add(entry, "title", item.title)
    _add(entry, "id", item.id)
    _link(entry, "alternate", item.url, "text/html")
    if item.published:
        _add(entry, "published", stamp(item.published))
    _add(entry, "updated", stamp(item.updated))
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
            link.set(f"{{{_THREAD}}}updated", stamp(item.replies.updated))
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
