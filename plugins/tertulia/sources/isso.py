"""Isso: its SQLite store, its "generic" import JSON, and the answer of GET /?uri=.

Format: isso/db/comments.py and threads.py for the tables and modes, isso/migrate.py for
"generic", isso-comments.de "API" (version 0.14.0, read 2026-11-22). In the store the text is
Markdown, in the API's answer HTML. A reply to a reply stands under the first comment there.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO
from urllib.parse import unquote_plus

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import Body, from_html, line, web_url
from tertulia.sources._dates import epoch, moment
from tertulia.sources._ids import entry_id, hashed, host
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._markdown import from_markdown
from tertulia.sources._records import said, unread, with_notes

SIZE_CAP = 512 << 20  # bytes of a store, which is opened in memory
STEPS = 200_000  # thousands of steps that SQLite may take before we call it a trap

_STATES = {1: Status.APPROVED, 2: Status.PENDING, 4: Status.DELETED}
_QUERY = """
    SELECT tid, uri, title, comments.id, parent, created, modified, mode, text, author, website,
        likes
    FROM comments LEFT JOIN threads ON threads.id = tid ORDER BY comments.id
"""


def claims(head: bytes) -> bool:
    """A SQLite file with isso's tables, a generic list, or an answer of the API."""
    if head.startswith(b"SQLite format 3\0"):
        return b"CREATE TABLE comments" in head and b"voters" in head
    generic = head.lstrip().startswith(b"[") and _json.has(head, "comments", "remote_addr")
    return generic or _json.has(head, "total_replies", "hidden_replies")


def whole(head: bytes) -> bool:
    """A store or a list is; an answer of the API may hold back replies."""
    return not _json.has(head, "total_replies", "hidden_replies")


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Every comment of the store, the list or the answer."""
    begins = file.read(16)
    file.seek(0)
    if begins == b"SQLite format 3\0":
        yield from _store(file)
        return
    found = _json.load(file)
    if isinstance(found, list):
        for thread in rows(found):
            yield from _generic(thread)
    else:
        yield from _answer(table(found))


def _store(file: BinaryIO) -> Iterator[Record | Skipped]:
    raw = bytearray(file.read(SIZE_CAP + 1))
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB")
    raw[18:20] = b"\1\1"  # a store in write-ahead mode cannot be opened from memory
    with closing(sqlite3.connect(":memory:")) as store:
        store.set_progress_handler(_Patience(), 1_000)
        try:
            store.deserialize(bytes(raw))
            store.text_factory = lambda given: given.decode("utf-8", "replace")
            store.execute("PRAGMA trusted_schema = OFF")
            kinds = dict(store.execute("SELECT name, type FROM sqlite_master"))
            if kinds.get("comments") != "table" or kinds.get("threads") != "table":
                raise BadSource("its comments or threads are no tables")
            store.row_factory = sqlite3.Row
            for row in store.execute(_QUERY):
                yield from _stored(dict(row))
            (found,) = store.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                reason = f"the store is damaged, and some of it may be lost: {line(found, 200)}"
                yield Skipped(place="store", reason=reason)
        except (sqlite3.Error, UnicodeDecodeError) as error:  # an error may quote foreign bytes
            raise BadSource(f"its store cannot be read: {error}") from error


def _stored(row: dict[str, Any]) -> Iterator[Record | Skipped]:
    """A comment of the store; its thread may be gone, as nothing keeps the two together."""
    if row["uri"] is not None:
        yield from _record(row, _page_ref(text(row["uri"]), text(row["title"])))
        return
    page = PageRef(guid=f"isso-thread:{line(text(row['tid']), 40)}")
    for found in _record(row, page):
        yield with_notes(found, ["its thread is not in the store"])


def _generic(thread: dict[str, Any]) -> Iterator[Record | Skipped]:
    page = _page_ref(text(thread.get("id")), _title(text(thread.get("title"))))
    if not isinstance(thread.get("comments"), list):
        yield Skipped(place=page.url or "thread", reason="it has no list of comments")
    for given in rows(thread.get("comments")):
        name = line(text(given.get("author")))
        created = text(given.get("created"))
        if not count(given.get("id")):  # often 0 for all of them
            own = hashed(page.url, name, moment(created) or created, text(given.get("text")))
            given = {**given, "id": own}
        yield from _record({**given, "mode": 1}, page)


def _answer(found: dict[str, Any]) -> Iterator[Record | Skipped]:
    """An answer does not name its page: whoever fetched it knows."""
    for given, above in _json.walk([found], "replies"):
        hidden = count(given.get("hidden_replies"))
        if hidden:
            place = f"comment {text(given.get('id'))}" if above else "answer"
            yield Skipped(place=place, reason=f"replies that this answer has not: {hidden}")
        if above is not None:
            yield from _record({**given, "html": given.get("text")}, PageRef())


def _record(given: dict[str, Any], page: PageRef) -> Iterator[Record | Skipped]:
    created = given.get("created")
    posted = moment(created) if isinstance(created, str) else epoch(created)
    status = _STATES.get(count(given.get("mode")) or 0, Status.PENDING)
    gone = status is Status.DELETED
    body = _body(given)
    instance = host(page.url)
    parent = text(given.get("parent"))
    name = line(text(given.get("author")))
    entry = Entry(
        id=entry_id("isso", instance, text(given.get("id"))),
        parent=entry_id("isso", instance, parent) if parent else None,
        author=Author() if gone else Author(name=name, url=web_url(text(given.get("website")))),
        posted=posted,
        posted_raw=unread(posted, created),
        edited=epoch(given.get("modified")),
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=status,
        source="isso",
        likes=count(given.get("likes")),
    )
    yield from said(page, entry, None if gone else body)


def _body(given: dict[str, Any]) -> Body:
    made = text(given.get("html"))
    return from_html(made) if made else from_markdown(text(given.get("text")))


def _page_ref(uri: str, title: str) -> PageRef:
    return PageRef(url=web_url(uri) or line(uri, 2000), title=line(title, 500))


def _title(raw: str) -> str:
    """A title, which old exports give as in an address: "Nat+%26+Miguel"."""
    coded = " " not in raw and re.search(r"%[0-9A-Fa-f]{2}|\w\+\w", raw)
    return unquote_plus(raw) if coded else raw


class _Patience:
    """Tells SQLite to stop once it has worked for too long."""

    def __init__(self) -> None:
        self._asked = 0

    def __call__(self) -> int:
        self._asked += 1
        return int(self._asked > STEPS)


SOURCE = Source(
    name="isso",
    claims=claims,
    read=read,
    whole=whole,
    traps=(
        "Markdown in the store, HTML in answers",
        "one level of replies",
        "generic lists give every comment the id 0 and titles as in addresses",
        "names are HTML-escaped",
        "an answer does not name its page",
    ),
)
