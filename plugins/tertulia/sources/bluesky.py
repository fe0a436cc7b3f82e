"""Bluesky: the answer of app.bsky.feed.getPostThread, and the flat list of its second version.

Format: the lexicons app/bsky/feed/getPostThread.json, feed/defs.json, feed/post.json,
richtext/facet.json, unspecced/getPostThreadV2.json of bluesky-social/atproto (read 2026-11-22).
Facets count bytes of UTF-8, not characters.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import Body, from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id
from tertulia.sources._json import count, rows, table, text, texts
from tertulia.sources._records import said, unread

INSTANCE = "bsky.app"  # an at:// address is unique in the network

_AT = re.compile(r"at://([^/]+)/app\.bsky\.feed\.post/([^/]+)")
_HELD = frozenset(("!hide", "!takedown", "!warn", "porn", "sexual", "nudity", "spam", "gore"))


def claims(head: bytes) -> bool:
    """A thread whose parts name their type in the lexicon."""
    return _json.has(head, "thread") and b"app.bsky." in head


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The replies; the post that began the thread stands for the page."""
    found = _json.load(file)
    thread = found.get("thread") if isinstance(found, dict) else None
    nodes = _nodes(thread)
    if not nodes:
        raise BadSource("there is no thread in it")
    root = next((n for n in nodes if "post" in n), None)
    page = _page_ref(table(root.get("post"))) if root else PageRef()
    first = text(table(root.get("post")).get("uri")) if root else ""
    for node in nodes:
        post = table(node.get("post"))
        uri = text(post.get("uri")) or text(node.get("uri"))
        if node is root:
            reason = "it began the thread and stands for the page"
            yield Skipped(place=_place(uri), reason=reason, lost=False)
        elif not post:
            kind = text(node.get("$type")).rpartition("#")[2] or "nothing readable"
            yield Skipped(place=_place(uri), reason=f"there is no post: {kind}", lost=False)
        else:
            yield from _record(post, page, first)


def _record(post: dict[str, Any], page: PageRef, root: str) -> Iterator[Record | Skipped]:
    uri = text(post.get("uri"))
    author = table(post.get("author"))
    labels = {text(x.get("val")) for x in rows(post.get("labels")) + rows(author.get("labels"))}
    if "!no-unauthenticated" in labels:
        reason = "its writer shows it to logged-in people only"
        yield Skipped(place=_place(uri), reason=reason, lost=False)
        return
    record = table(post.get("record"))
    above = text(table(table(record.get("reply")).get("parent")).get("uri"))
    claimed, indexed = moment(text(record.get("createdAt"))), moment(text(post.get("indexedAt")))
    posted = min(filter(None, (claimed, indexed)), default=None)  # the first is the client's word
    body = _body(record)
    held = sorted(labels & _HELD)
    entry = Entry(
        id=_id(uri),
        parent=None if above in ("", root) else _id(above),
        author=Author(
            name=line(text(author.get("displayName"))) or line(_handle(author)),
            url=_profile(author),
        ),
        posted=posted,
        posted_raw=unread(posted, record.get("createdAt")),
        text=body.text,
        html=body.html,
        lang=line(next(iter(texts(record.get("langs"))), ""), 35),
        status=Status.PENDING if held else Status.APPROVED,
        source="bluesky",
        url=_permalink(uri, author),
        likes=count(post.get("likeCount")),
        reason=f"labelled {', '.join(held)}" if held else "",
    )
    yield from said(page, entry, body)


def _nodes(thread: object) -> list[dict[str, Any]]:
    """Every part of the thread, the first post first: nested in version 1, flat in 2."""
    if isinstance(thread, list):
        return [{**table(n.get("value")), "uri": n.get("uri")} for n in rows(thread)]
    top = table(thread)
    above = []
    while "post" in table(top.get("parent")):
        top = table(top["parent"])
        above.append(top)
    below = [node for node, _ in _json.walk([table(thread)], "replies")] if thread else []
    return list(reversed(above)) + below


def _body(record: dict[str, Any]) -> Body:
    """The text with its links whole; a facet's places are bytes."""
    raw = text(record.get("text")).encode("utf-8", "replace")
    parts, at = [], 0
    for start, end, url in sorted(_links(record.get("facets"))):
        if at <= start < end <= len(raw):
            shown = raw[start:end].decode("utf-8", "replace")
            cut = shown.endswith(("...", "…"))
            parts += [_escaped(raw[at:start]), f'<a href="{url}">{url if cut else shown}</a>']
            at = end
    parts.append(_escaped(raw[at:]))
    html = "".join(parts)
    if not html.strip():
        images = rows(table(record.get("embed")).get("images"))
        html = "\n\n".join(_escaped(text(i.get("alt")).encode()) for i in images)
    return from_html(html, lines=True)


def _links(facets: object) -> Iterator[tuple[int, int, str]]:
    for facet in rows(facets):
        index = table(facet.get("index"))
        start, end = count(index.get("byteStart")), count(index.get("byteEnd"))
        for feature in rows(facet.get("features")):
            url = web_url(text(feature.get("uri"))).replace("&", "&amp;")
            if url and start is not None and end is not None:
                yield start, end, url


def _page_ref(root: dict[str, Any]) -> PageRef:
    """The page that the first post links to, and where that post stands."""
    record = table(root.get("record"))
    card = text(table(table(record.get("embed")).get("external")).get("uri"))
    linked = [url.replace("&amp;", "&") for _, _, url in _links(record.get("facets"))]
    guid = _permalink(text(root.get("uri")), table(root.get("author")))
    url = web_url(card) or next(iter(linked), "")
    return PageRef(url=url, guid=guid or line(text(root.get("uri")), 300))


def _id(uri: str) -> str:
    found = _AT.fullmatch(uri)
    return entry_id("bluesky", INSTANCE, f"{found[1]}/{found[2]}" if found else uri)


def _permalink(uri: str, author: dict[str, Any]) -> str:
    found = _AT.fullmatch(uri)
    return (
        web_url(f"https://bsky.app/profile/{_handle(author) or found[1]}/post/{found[2]}")
        if (found)
        else ""
    )


def _profile(author: dict[str, Any]) -> str:
    handle = _handle(author)
    return web_url(f"https://bsky.app/profile/{handle}") if handle else ""


def _handle(author: dict[str, Any]) -> str:
    handle = text(author.get("handle"))
    return handle if re.fullmatch(r"[\w.-]+", handle) and handle != "handle.invalid" else ""


def _place(uri: str) -> str:
    return f"post {line(uri, 120)}"


def _escaped(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("&", "&amp;").replace("<", "&lt;")


SOURCE = Source(
    name="bluesky",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "facets count bytes",
        "createdAt is the client's word",
        "posts for logged-in people only",
        "labels",
        "notFound and blocked nodes",
        "two versions, nested and flat",
    ),
)
