"""Isso's own store, an SQLite file that it can be started on; see sources/isso.py.

Comments only, on two levels: a reply to a reply stands under the first comment, as Isso
itself would have stored it.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from tertulia.core.exporting import Conversation, Export, Journey, Numbers, with_one_name
from tertulia.core.model import Entry, Kind, PageRef, Status
from tertulia.core.urls import folded, parts_of, path_of, waiting_key
from tertulia.exports._html import markdown, on_one_line

# As isso/db/__init__.py of Isso 0.14.0 makes it (read 2026-11-22).
_TABLES = """
CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
  created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR,
  author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER DEFAULT 0,
  dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
PRAGMA user_version = 5;
"""
_MODES = {Status.APPROVED: 1, Status.PENDING: 2, Status.DELETED: 4}


def write(conversations: Iterable[Conversation], journey: Journey) -> Iterator[bytes]:
    """The whole store."""
    with closing(sqlite3.connect(":memory:")) as store:
        store.executescript(_TABLES)
        numbers, threads = Numbers(), dict[str, int]()
        for conversation in conversations:
            uri = _uri(conversation.page)
            tid = threads.setdefault(uri, len(threads) + 1)
            row = (tid, uri, conversation.page.title)
            store.execute("INSERT OR IGNORE INTO threads VALUES (?, ?, ?)", row)
            entries = with_one_name(conversation.entries)
            going = [entry for entry in entries if _goes_along(entry, journey)]
            roots = _roots(going)
            for entry in going:
                values = _row(entry, tid, roots.get(entry.id), numbers, journey)
                marks = ", ".join("?" * len(values))
                store.execute(f"INSERT INTO comments VALUES ({marks})", values)  # noqa: S608
        store.commit()
        yield store.serialize()


def _uri(page: PageRef) -> str:
    """What Isso finds a page by: its path as a browser sends it, and what else tells it apart."""
    if not page.url:
        return f"/{waiting_key(page)}/"
    address, _, query = folded(page.url).partition("?")
    folder = parts_of(page.url).path.endswith(("/", "/index.html"))
    path = path_of(address) + "/" * folder
    return f"{path or '/'}?{query}" if query else path or "/"


def _goes_along(entry: Entry, journey: Journey) -> bool:
    """Whether Isso can have it; what it cannot is counted."""
    if entry.kind is not Kind.COMMENT:
        journey.left[f"{entry.kind}: Isso has comments only"] += 1
    elif entry.posted is None:
        journey.left["comments without a time: Isso needs one"] += 1
    elif entry.status not in _MODES:
        journey.left["spam: Isso has no such state"] += 1
    else:
        return True
    return False


def _row(
    entry: Entry, tid: int, root: str | None, numbers: Numbers, journey: Journey
) -> tuple[object, ...]:
    assert entry.posted is not None
    if root and root != entry.parent:
        journey.left["replies to replies moved under the first comment"] += 1
    if entry.parent and not root:  # Isso shows no reply whose comment it has not
        journey.left["replies to what is not there moved to the top"] += 1
    return (
        tid,
        numbers.of(f"{tid}/{entry.id}"),  # what was moved to another page may stand on both
        numbers.of(f"{tid}/{root}") if root else None,
        journey.utc(entry.posted).timestamp(),
        journey.utc(entry.edited).timestamp() if entry.edited else None,
        _MODES[entry.status],
        "0.0.0.0",  # noqa: S104  (nobody's: Isso wants a value)
        _body(entry),
        entry.author.name or None,
        None,
        entry.author.url or None,
        entry.likes or 0,
        0,
        b"\0" * 256,
        0,
    )


def _body(entry: Entry) -> str:
    """Markdown; HTML is Markdown too, and Isso sanitises it when it shows it."""
    return on_one_line(entry.html) if entry.html else markdown(entry.text)


def _roots(entries: Sequence[Entry]) -> dict[str, str]:
    """The comment at the top level above each answer, as far as it goes along."""
    parents = {e.id: e.parent for e in entries if e.parent}
    known = {e.id for e in entries}
    roots: dict[str, str] = {}
    for start in parents:
        seen, here = {start}, start
        while (above := parents.get(here)) in known and above not in seen:
            here = str(above)
            seen.add(here)
        if here != start:
            roots[start] = here
    return roots


EXPORT = Export(name="isso", suffix=".db", write=write)
