"""Feeds as Atom (RFC 4287) with threads (RFC 4685), read on 2026-11-22 at rfc-editor.org.

Written as text: a tree of the same elements takes three times as long, and every thread of a
site has a feed.
"""

import re
from collections.abc import Iterator

from tertulia.site.feedformats import Feed, Item, stamp

_HEAD = (
    '<feed xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="%s">'
)
# What XML 1.0 cannot hold at all, not even escaped; nothing of it is printable.
_ILLEGAL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    style = f'<?xml-stylesheet type="text/css" href="{feed.style}"?>\n' if feed.style else ""
    body = "".join(_feed(feed))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{style}{body}\n'.encode()


def _feed(feed: Feed) -> Iterator[str]:
    yield _HEAD % _value(feed.lang)
    yield _element("title", feed.title)
    if feed.subtitle:
        yield _element("subtitle", feed.subtitle)
    yield _element("id", f"{feed.url}.xml")
    yield _link("self", f"{feed.url}.xml", "application/atom+xml")
    yield _link("alternate", feed.home, "text/html")
    yield _element("updated", stamp(feed.updated))
    yield f"<author>{_element('name', feed.author)}</author>"
    for item in feed.items:
        yield _entry(item, feed)
    yield "</feed>"


def _entry(item: Item, feed: Feed) -> str:
    other = item.lang and item.lang != feed.lang
    written = [
        f'<entry xml:lang="{_value(item.lang)}">' if other else "<entry>",
        _element("title", item.title),
        _element("id", item.id),
        _link("alternate", item.url, "text/html"),
    ]
    write = written.append
    if item.published:
        when = stamp(item.published)
        write(f"<published>{when}</published>")
    if item.updated is not item.published:  # of most comments it is the very same
        when = stamp(item.updated)
    write(f"<updated>{when}</updated>")
    for name in item.authors:
        write(f"<author>{_element('name', name)}</author>")
    for tag in item.tags:
        write(f'<category term="{_value(tag)}"/>')
    if item.answers:
        ref = _value(item.answers.ref)
        href = ref if item.answers.href == item.answers.ref else _value(item.answers.href)
        write(f'<thr:in-reply-to ref="{ref}" href="{href}" type="text/html"/>')
    if item.replies:
        updated = item.replies.updated
        more = f' thr:count="{item.replies.count}"'
        more += f' thr:updated="{stamp(updated)}"' if updated else ""
        write(_link("replies", item.replies.href, "application/atom+xml", more))
        write(_element("thr:total", str(item.replies.count)))
    if item.summary:
        write(_element("summary", item.summary))
    write(_element("content", item.html, ' type="html"'))
    write("</entry>")
    return "".join(written)


def _element(name: str, text: str, attributes: str = "") -> str:
    """An element of plain text; the attributes are written already."""
    return f"<{name}{attributes}>{_text(text)}</{name}>" if text else f"<{name}{attributes}/>"


def _link(rel: str, href: str, kind: str, more: str = "") -> str:
    return f'<link rel="{rel}" href="{_value(href)}" type="{kind}"{more}/>'


def _text(text: str) -> str:
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if safe.isprintable():  # as most are: a tenth of the time of the expression
        return safe
    return _ILLEGAL.sub("\ufffd", safe).replace("\r", "&#13;")


def _value(text: str) -> str:
    """Text as the value of an attribute, whose line ends and tabs a parser would change."""
    safe = _text(text).replace('"', "&quot;")
    return safe if safe.isprintable() else safe.replace("\n", "&#10;").replace("\t", "&#9;")
