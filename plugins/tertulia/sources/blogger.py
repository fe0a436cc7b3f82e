"""Blogger: the classic backup, Takeout's feed.atom and a post's comments feed; all are Atom.

Formats: the Blogger Data API's "Comments feed" and its kinds
(developers.google.com/blogger/docs/2.0/reference; the service ended in 2024, the page and the
backups stand), RFC 4287 and RFC 4685 (read 2026-11-22, 2026-11-25). Takeout's elements of
http://schemas.google.com/blogger/2018 are described nowhere by Google: they are as the
importers of other projects show them (read 2026-11-22).
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.model import (
    Author,
    Entry,
    PageKind,
    PageRef,
    Post,
    Record,
    Role,
    Skipped,
    Status,
)
from tertulia.sources import _posts
from tertulia.sources._clean import from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._held import Held
from tertulia.sources._ids import entry_id, hashed
from tertulia.sources._records import said, unread, with_notes
from tertulia.sources._xml import Node, Stream

_UNITS = frozenset(("entry",))
_TAG_URI = re.compile(r"tag:blogger\.com,1999:blog-(\d+)(?:\.(?:post|page)-?(\d+))?")
_KIND = "http://schemas.google.com/g/2005#kind"
_NAMES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://schemas.google.com/blogger/2018": "blogger:",
    "http://schemas.google.com/blogger/2008": "blogger:",
    "http://schemas.google.com/g/2005": "gd:",
    "http://purl.org/atom/app#": "app:",
    "http://a9.com/-/spec/opensearchrss/1.0/": "openSearch:",
    "http://a9.com/-/spec/opensearch/1.1/": "openSearch:",
    "http://www.w3.org/2007/app": "app:",
}
_STATES = {
    "": Status.APPROVED,
    "LIVE": Status.APPROVED,
    "PENDING": Status.PENDING,
    "SPAM": Status.SPAM,
    "SPAM_COMMENT": Status.SPAM,
    "EMPTIED": Status.DELETED,
    "SOFT_TRASHED": Status.DELETED,
}


def claims(head: bytes) -> bool:
    """An Atom feed whose ids are Blogger's."""
    return b"<feed" in head and b"tag:blogger.com,1999:" in head


def whole(head: bytes) -> bool:
    """A backup and Takeout's feed are; a feed of comments has a page of them."""
    marks = (b"schemas.google.com/blogger/2018", b"2008/kind#settings", b"2008/kind#template")
    return any(mark in head for mark in marks)


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Every comment; settings, templates and posts are passed over."""
    start = file.tell()
    stream = Stream(file, _UNITS, _name, opaque=_UNITS)
    pages: dict[str, PageRef] = {}
    held, all_known, owner = Held(), False, ""
    seen, total = 0, 0
    for node, within in stream:
        kind = _kind(node, within)
        seen += kind == "comment"
        total = total or _total(within)
        if kind in ("post", "page"):
            pages[_numbers(node.say("id"))[1]] = _own_page(node)
        elif kind == "comment":
            owner, ready = _owner(within), [node]
            if not (all_known or _placed(node, pages)):
                if held.takes(node):
                    continue
                pages, all_known = _all_pages(file, start), True
                ready = [*held.given(), node]
            for comment in ready:
                for found in _entry(comment, pages, owner):
                    yield with_notes(found, stream.mended)
    for comment in held.given():
        for found in _entry(comment, pages, owner):
            yield with_notes(found, stream.mended)
    yield from _lacking(stream, seen, total)


def _lacking(stream: Stream, seen: int, total: int) -> Iterator[Skipped]:
    """What is not in the file or could not be read, of a feed that tells of `total` comments."""
    if seen < total and not stream.open_at_end:
        reason = f"the feed tells of {total} comments and this page of it holds {seen}"
        yield Skipped(place="feed", reason=f"{reason}: fetch the next ones")
    for clause in stream.lost:
        yield Skipped(place="file", reason=clause)
    if stream.open_at_end:
        yield Skipped(place="end of file", reason="the file is cut: its last entries are lost")


def _placed(comment: Node, pages: dict[str, PageRef]) -> bool:
    """Whether its page is known: it says so itself, or its post was seen."""
    if comment.first("thr:in-reply-to"):
        return True
    return _numbers(comment.say("blogger:parent"))[1] in pages


def _all_pages(file: BinaryIO, start: int) -> dict[str, PageRef]:
    """The pages of all posts by number; the file is left where it stood."""
    here = file.tell()
    file.seek(start)
    try:
        return {
            _numbers(node.say("id"))[1]: _own_page(node)
            for node, within in Stream(file, _UNITS, _name, opaque=_UNITS)
            if _kind(node, within) in ("post", "page")
        }
    finally:
        file.seek(here)


def posts(file: BinaryIO) -> Iterator[Post | Skipped]:
    """The posts and pages of a backup or of Takeout's feed."""
    stream = Stream(file, _UNITS, _name, opaque=_UNITS)
    for node, within in stream:
        kind = _kind(node, within)
        if kind in ("post", "page"):
            yield _post(node, kind)
    if stream.open_at_end:
        yield Skipped(place="end of file", reason="the file is cut: its last entries are lost")


def _entry(node: Node, pages: dict[str, PageRef], owner: str) -> Iterator[Record | Skipped]:
    blog, number = _numbers(node.say("id"))
    page = _page_of(node, pages)
    author = node.first("author")
    name = line(author.say("name")) if author else ""
    profile = web_url(author.say("uri")) if author else ""
    raw = node.say("published") or node.say("blogger:created")
    posted = moment(raw)
    edited = moment(node.say("updated"))
    body = from_html(node.say("content") or node.say("summary"))
    status = _status(node)
    if not number:
        number = hashed(page.url or page.guid, name, posted or raw, body.text)
    gone = status is Status.DELETED
    parent = _parent(node)
    own = bool(profile) and profile == owner
    entry = Entry(
        id=entry_id("blogger", blog, number),
        parent=entry_id("blogger", blog, parent) if parent else None,
        author=Author()
        if gone
        else Author(name=name, url=profile, role=Role.AUTHOR if own else Role.OTHER),
        posted=posted,
        posted_raw=unread(posted, raw),
        edited=edited if edited and posted and _later(node) else None,
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=status,
        source="blogger",
        url=_link(node, "alternate"),
    )
    yield from said(page, entry, None if gone else body)


def _post(node: Node, kind: str) -> Post:
    html = _posts.body(node.say("content"))
    url = _link(node, "alternate") or web_url(node.say("blogger:filename"))
    path = url or node.say("blogger:filename")
    scheme = [c.attributes for c in node.every("category")]
    labels = [c.get("term", "") for c in scheme if c.get("scheme") != _KIND]
    status = node.say("blogger:status")
    control = node.first("app:control")
    draft = bool(control and control.say("app:draft") == "yes") or status not in ("", "LIVE")
    author = node.first("author")
    blog, number = _numbers(node.say("id"))
    return Post(
        id=entry_id("blogger", blog, number),
        title=line(node.say("title"), 500),
        slug=line(path.rsplit("/", 1)[-1].removesuffix(".html")),
        kind=PageKind(kind),
        url=url,
        aliases=(node.say("blogger:filename"),) if node.say("blogger:filename") else (),
        guid=node.say("id"),
        published=moment(node.say("published") or node.say("blogger:created")),
        modified=moment(node.say("updated")),
        authors=_posts.names([author.say("name")] if author else []),
        tags=_posts.names(labels),
        draft=draft or bool(node.say("blogger:trashed")),
        html=html,
        images=_posts.images(html),
        notes=(f"status {line(status, 40)}",) if status not in ("", "LIVE") else (),
    )


def _kind(node: Node, within: list[Node]) -> str:
    """What the entry is: "post", "page", "comment", "settings" ..."""
    if stated := node.say("blogger:type"):
        return stated.lower()
    for category in node.every("category"):
        if category.attributes.get("scheme") == _KIND:
            return category.attributes.get("term", "").rpartition("#")[2]
    of_comments = any(".comments" in n.say("id") for n in within)
    return "comment" if of_comments or node.first("thr:in-reply-to") else ""


def _page_of(node: Node, pages: dict[str, PageRef]) -> PageRef:
    answers = next(
        (n for n in node.every("thr:in-reply-to") if "/comments/" not in _source(n)), None
    )
    guid = answers.attributes.get("ref", "") if answers else node.say("blogger:parent")
    known = pages.get(_numbers(guid)[1])
    url = web_url(answers.attributes.get("href", "")) if answers else ""
    if known:
        return known
    slug = url.split("?")[0].rsplit("/", 1)[-1].removesuffix(".html")
    return PageRef(url=url, slug=line(slug), guid=line(guid, 2000))


def _source(answer: Node) -> str:
    return answer.attributes.get("source", "")


def _own_page(node: Node) -> PageRef:
    url = _link(node, "alternate")
    path = url or node.say("blogger:filename")
    return PageRef(
        url=url or line(path, 2000),
        slug=line(path.rsplit("/", 1)[-1].removesuffix(".html")),
        guid=line(node.say("id"), 2000),
        title=line(node.say("title"), 500),
    )


def _parent(node: Node) -> str:
    """The number of the comment that this one answers: the feed link says it, or Takeout."""
    related = _raw_link(node, "related")
    if "/comments/" in related:
        return related.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return _numbers(node.say("blogger:inReplyTo"))[1]


def _status(node: Node) -> Status:
    if node.say("blogger:trashed"):
        return Status.DELETED
    for extra in node.every("gd:extendedProperty"):
        if extra.attributes.get("name") == "blogger.contentRemoved":
            return Status.DELETED
    control = node.first("app:control")
    if control and control.say("app:draft") == "yes":
        return Status.PENDING
    return _STATES.get(node.say("blogger:status"), Status.PENDING)


def _later(node: Node) -> bool:
    """Whether it was edited: Blogger stamps both times even on what never was."""
    return node.say("updated")[:19] != node.say("published")[:19]


def _numbers(uri: str) -> tuple[str, str]:
    found = _TAG_URI.search(uri)
    return (found[1], found[2] or "") if found else ("-", uri if uri.isdigit() else "")


def _total(within: list[Node]) -> int:
    """How many comments a post's comments feed has on all its pages; 25 are on each."""
    told = next((n.say("openSearch:totalResults") for n in within), "")
    of_comments = any(".comments" in n.say("id") for n in within)
    return int(told) if of_comments and told.isdecimal() and len(told) < 9 else 0


def _owner(within: list[Node]) -> str:
    author = next((n.first("author") for n in within if n.first("author")), None)
    return web_url(author.say("uri")) if author else ""


def _raw_link(node: Node, rel: str) -> str:
    return next(
        (
            n.attributes.get("href", "")
            for n in node.every("link")
            if n.attributes.get("rel") == rel
        ),
        "",
    )


def _link(node: Node, rel: str) -> str:
    return web_url(_raw_link(node, rel))


def _name(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    return f"{_NAMES.get(space[1:], space)}{local}"


SOURCE = Source(
    name="blogger",
    claims=claims,
    read=read,
    posts=posts,
    whole=whole,
    traps=(
        "a reply shows only in the address of `link rel=related`",
        "thousands of settings entries",
        "Takeout has elements of its own and comments before their posts",
        "a comments feed has 25 a page",
    ),
)
