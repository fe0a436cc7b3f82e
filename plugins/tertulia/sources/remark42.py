"""Remark42: a backup (a line about users and posts, then a comment a line), or its API.

Format: backend/app/migrator/native.go and backend/app/store/comment.go of umputun/remark42,
README section "API" for /api/v1/find (read 2026-11-22). `text` is HTML that it made; `orig` is
the Markdown it was made from and is never shown.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Role, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id, host
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._records import said, unread

LINE_CAP = 64 << 20  # bytes of one comment


def claims(head: bytes) -> bool:
    """The first line of a backup, or comments with a locator."""
    first = head.lstrip().split(b"\n", 1)[0]
    backup = first.startswith(b'{"version"') and b'"users"' in first and b'"posts"' in first
    return backup or _json.has(head, "locator", "pid")


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Every comment; a deleted one stays for its replies, without words."""
    first = file.readline(LINE_CAP)
    backup = first.lstrip().startswith(b'{"version"') and b'"users"' in first
    if not backup and b'"locator"' not in first.split(b"[")[0][:4096]:
        file.seek(0)
        yield from _api(_json.load(file))
        return
    number = 1
    raw = file.readline(LINE_CAP) if backup else first
    while raw:
        number += 1
        if raw.strip():
            try:
                given = _json.decoded(raw)
            except BadSource as error:
                yield Skipped(place=f"line {number}", reason=str(error))
            else:
                yield from _record(table(given), f"line {number}")
        raw = file.readline(LINE_CAP)


def _api(found: Any) -> Iterator[Record | Skipped]:  # noqa: ANN401
    """A tree of comments, or a plain list of them."""
    listed = rows(found if isinstance(found, list) else table(found).get("comments"))
    if not listed:
        raise BadSource("there are no comments in it")
    for node, _ in _json.walk(listed, "replies"):
        given = table(node.get("comment")) or node
        yield from _record(given, f"comment {line(text(given.get('id')), 60)}")


def _record(given: dict[str, Any], place: str) -> Iterator[Record | Skipped]:
    own = text(given.get("id"))
    locator = table(given.get("locator"))
    if not own or not locator:
        yield Skipped(place=place, reason="it has no id or no locator")
        return
    address = text(locator.get("url"))
    site = line(text(locator.get("site"))) or host(address)
    user = table(given.get("user"))
    gone = given.get("delete") is True
    posted = moment(text(given.get("time")))
    edit = table(given.get("edit"))
    body = from_html(text(given.get("text")))
    name = line(text(user.get("name")))
    parent = text(given.get("pid"))
    entry = Entry(
        id=entry_id("remark42", site, own),
        parent=entry_id("remark42", site, parent) if parent else None,
        author=Author()
        if gone
        else Author(name=name, role=Role.AUTHOR if user.get("admin") is True else Role.OTHER),
        posted=posted,
        posted_raw=unread(posted, given.get("time")),
        edited=moment(text(edit.get("time"))),
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=Status.DELETED if gone else Status.APPROVED,
        source="remark42",
        url=web_url(f"{address.split('#')[0]}#remark42__comment-{own}"),
        likes=count(given.get("score")),
    )
    title = line(text(given.get("title")), 500)
    page = PageRef(url=web_url(address) or line(address, 2000), title=title)
    yield from said(page, entry, None if gone else body)


SOURCE = Source(
    name="remark42",
    claims=claims,
    read=read,
    whole=True,
    traps=(
        "a backup is a line about users, then a comment a line",
        "`orig` is raw Markdown and never shown",
        "deleted comments stay for their replies",
    ),
)
