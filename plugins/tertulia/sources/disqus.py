"""Disqus's comment export: XML of threads and posts.

Format: help.disqus.com, article 1717164 "Comments Export", and the schema it names,
disqus.com/api/schemas/1.0/disqus.xsd with internals.xsd (read 2026-11-22); its older edition
docs.disqus.com/developers/export says that threads stand before posts (read 2026-11-25), which
is not relied on here. Disqus's custom import format (article 1717222) is WordPress's: see wxr.py.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import parse_qs

from tertulia.core.contracts import Silent, Source
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped, Status
from tertulia.core.urls import parts_of
from tertulia.sources._clean import from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._held import Held
from tertulia.sources._ids import entry_id, hashed
from tertulia.sources._records import said, unread, with_notes
from tertulia.sources._xml import Node, Stream

INSTANCE = "disqus.com"  # a dsq:id is unique in all of Disqus

_ID = "{http://disqus.com/disqus-internals}id"
_TRUE, _FALSE = ("true", "1"), ("false", "0")  # as a boolean of XML Schema
_TEXTS = frozenset(("message",))
_UNITS = frozenset(("thread", "post"))
_LINK = re.compile(r'<a\b([^<>]*?)\bhref="([^"<>]*)"([^<>]*)>([^<>]*)</a>')


def claims(head: bytes) -> bool:
    """The root is <disqus> in Disqus's namespace."""
    return b"<disqus" in head and b"http://disqus.com" in head


def read(file: BinaryIO) -> Iterator[Record | Silent | Skipped]:
    """Every post with the page of its thread; a post may come before its thread."""
    start = file.tell()
    stream = Stream(file, _UNITS, _name, opaque=_UNITS, texts=_TEXTS)
    pages: dict[str, PageRef] = {}
    spoken: set[str] = set()
    held, all_known = Held(), False
    for node, _ in stream:
        if node.name == "thread":
            pages[node.attributes.get(_ID, "")] = _page_ref(node)
            continue
        spoken.add(_thread(node))
        ready = [node]
        if _thread(node) not in pages and not all_known:
            if held.takes(node):
                continue
            pages, all_known = _all_threads(file, start), True
            ready = [*held.given(), node]
        for post in ready:
            for found in _entry(post, pages):
                yield with_notes(found, stream.mended)
    for post in held.given():
        for found in _entry(post, pages):
            yield with_notes(found, stream.mended)
    for number in sorted(pages.keys() - spoken):
        yield Silent(page=pages[number], instance=f"disqus:{INSTANCE}")
    for clause in stream.lost:
        yield Skipped(place="file", reason=clause)
    if stream.open_at_end:
        inside = stream.open_at_end[-1]
        unit = next((n for n in stream.open_at_end if n.name in _UNITS), inside)
        where = f"inside {unit.name} {line(unit.attributes.get(_ID, ''), 40)}".rstrip()
        yield Skipped(place="end of file", reason=f"the file is cut {where}: the rest is lost")


def _all_threads(file: BinaryIO, start: int) -> dict[str, PageRef]:
    """The pages of all threads; the file is left where it stood."""
    here = file.tell()
    file.seek(start)
    try:
        stream = Stream(file, _UNITS, _name, opaque=_UNITS, texts=_TEXTS)
        return {
            node.attributes.get(_ID, ""): _page_ref(node)
            for node, _ in stream
            if node.name == "thread"
        }
    finally:
        file.seek(here)


def _entry(node: Node, pages: dict[str, PageRef]) -> Iterator[Record | Skipped]:
    thread = _thread(node)
    page = pages.get(thread, PageRef(guid=f"disqus-thread:{thread}"))
    notes = () if thread in pages else ("its thread is not in the export",)
    status = (
        Status.DELETED
        if node.say("isDeleted").lower() in _TRUE
        else Status.SPAM
        if node.say("isSpam").lower() in _TRUE
        else Status.PENDING
        if node.say("isApproved").lower() in _FALSE
        else Status.APPROVED
    )
    body = from_html(_LINK.sub(_whole_link, node.say("message")[:2_000_000]))
    author = node.first("author")
    name = line(author.say("name") or author.say("username")) if author else ""
    raw = node.say("createdAt")
    posted = moment(raw)
    own = node.attributes.get(_ID, "")
    if not own:
        notes = (*notes, "no id: one made of page, author, date and text")
        own = hashed(page.url or page.guid, name, posted or raw, body.text)
    parent = node.first("parent")
    answered = parent.attributes.get(_ID, "") if parent else ""
    gone = status is Status.DELETED
    entry = Entry(
        id=entry_id("disqus", INSTANCE, own),
        parent=entry_id("disqus", INSTANCE, answered) if answered else None,
        author=Author() if gone else Author(name=name),
        posted=posted,
        posted_raw=unread(posted, raw),
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=status,
        source="disqus",
        url=f"{page.url.split('#')[0]}#comment-{own}" if page.url and own.isdigit() else "",
    )
    yield from said(page, entry, None if gone else body, notes)


def _page_ref(thread: Node) -> PageRef:
    """The page; the thread's own <id> is a slug, a number with an address, or empty."""
    own = thread.say("id")
    slug = own if re.fullmatch(r"[\w-]*[^\W\d][\w-]*", own) else ""
    guid = next((word for word in own.split() if "://" in word), "" if slug else own)
    number = thread.attributes.get(_ID, "")
    return PageRef(
        url=web_url(thread.say("link")),
        slug=line(slug),
        guid=line(guid, 2000) or f"disqus-thread:{number}",
        title=line(thread.say("title"), 500),
    )


def _thread(post: Node) -> str:
    found = post.first("thread")
    return found.attributes.get(_ID, "") if found else ""


def _whole_link(found: re.Match[str]) -> str:
    """A link without Disqus's redirect, its text not shortened to "http://long.example/b..."."""
    before, address, after, shown = found.groups()
    href = address.replace("&amp;", "&")
    if "disq.us" in href and (parts := parts_of(href)).hostname == "disq.us":
        inner = parse_qs(parts.query).get("url", [""])[0]
        href = inner.rpartition(":")[0] or href  # ":" and a signature follow the address
    stub = shown.strip().removesuffix("...").removesuffix("…")
    if stub != shown.strip() and stub and stub in href:
        shown = href.replace("&", "&amp;")
    return f'<a{before}href="{href.replace("&", "&amp;")}"{after}>{shown}</a>'


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


SOURCE = Source(
    name="disqus",
    claims=claims,
    read=read,
    whole=True,
    traps=(
        "threads are joined by the attribute `dsq:id`",
        "deleted parents of live replies",
        "posts without thread or id",
        "links shortened in the text or led through disq.us",
        "thread ids are slugs, numbers with addresses, or empty",
    ),
)
