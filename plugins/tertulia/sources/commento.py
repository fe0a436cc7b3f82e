"""Commento's export and Comentario's: comments and commenters in two lists.

Formats: version 1 as api/domain_export.go and api/comment.go of Commento 1.8 write it (its words
are "[deleted]" where a comment was) and as Comentario 2 did, with `host` and `path`; version 3 as
internal/svc/impex_comentario.go of Comentario 3 writes it (read 2026-11-22, 2026-11-25). A value
that was missing stands there as the word "undefined".
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Role, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import Body, from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id
from tertulia.sources._json import count, rows, table
from tertulia.sources._markdown import from_markdown
from tertulia.sources._records import said, unread

_STATES = {
    "approved": Status.APPROVED,
    "unapproved": Status.PENDING,
    "flagged": Status.PENDING,
}


def claims(head: bytes) -> bool:
    """Comments with Commento's keys, or all three lists of Comentario."""
    if _json.has(head, "commentHex") or _json.has(head, "commenterHex"):
        return True
    return _json.has(head, "version", "pages") and (
        _json.has(head, "commenters") or _json.has(head, "domainId")
    )


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Every comment, joined with who wrote it and, in Comentario's, with its page."""
    found = table(_json.load(file))
    if not isinstance(found.get("comments"), list):
        raise BadSource("there is no list of comments in it")
    people = {_say(p, "commenterHex", "id"): p for p in rows(found.get("commenters"))}
    pages = {_say(p, "id"): p for p in rows(found.get("pages"))}
    for given in rows(found["comments"]):
        yield from _record(given, people, pages)


def _record(
    given: dict[str, Any], people: dict[str, dict[str, Any]], pages: dict[str, dict[str, Any]]
) -> Iterator[Record | Skipped]:
    own = _say(given, "commentHex", "id")
    if not own:
        yield Skipped(place="comment without id", reason="nothing can answer it or name it")
        return
    page, domain = _page_ref(given, pages)
    status = _status(given)
    gone = status is Status.DELETED
    who = table(people.get(_say(given, "commenterHex", "userCreated")))
    when = _say(given, "creationDate", "createdTime")
    posted = moment(when)
    parent = _say(given, "parentHex", "parentId")
    body = _body(given)
    name = line(_say(who, "name") or _say(given, "authorName"))
    moderator = who.get("isModerator") is True
    entry = Entry(
        id=entry_id("commento", domain, own),
        parent=entry_id("commento", domain, parent) if parent not in ("", "root") else None,
        author=Author()
        if gone
        else Author(
            name=name,
            url=web_url(_say(who, "link", "websiteUrl")),
            role=Role.AUTHOR if moderator else Role.OTHER,
        ),
        posted=posted,
        posted_raw=unread(posted, when),
        edited=moment(_say(given, "editedTime")),
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=status,
        source="commento",
        likes=count(given.get("score")),
    )
    yield from said(page, entry, None if gone else body)


def _body(given: dict[str, Any]) -> Body:
    html = _say(given, "html")
    return from_html(html) if html else from_markdown(_say(given, "markdown"))


def _page_ref(given: dict[str, Any], pages: dict[str, dict[str, Any]]) -> tuple[PageRef, str]:
    page = table(pages.get(_say(given, "pageId")))
    domain = line(_say(given, "domain", "host") or _say(page, "domain", "host"))
    path = line(_say(given, "path", "url") or _say(page, "path"), 2000)
    if domain and path and "://" not in path:
        path = f"/{path.removeprefix('/')}"
    whole = web_url(f"https://{domain}{path}") if domain and path.startswith("/") else ""
    return PageRef(url=whole or path, title=line(_say(page, "title"), 500)), domain or "-"


def _status(given: dict[str, Any]) -> Status:
    emptied = _say(given, "markdown") == "[deleted]"  # and its export says no more of it
    if given.get("deleted") is True or given.get("isDeleted") is True or emptied:
        return Status.DELETED
    if "commentHex" in given:
        return _STATES.get(_say(given, "state") or "approved", Status.PENDING)
    # What is false may be left out; what is neither pending nor approved was refused.
    return Status.APPROVED if given.get("isApproved") is True else Status.PENDING


def _say(given: dict[str, Any], *keys: str) -> str:
    """The first of these that says something; "undefined" and "null" say nothing."""
    for key in keys:
        value = _json.text(given.get(key))
        if value not in ("", "undefined", "null"):
            return value
    return ""


SOURCE = Source(
    name="commento",
    claims=claims,
    read=read,
    whole=True,
    traps=(
        "two lists to join",
        'missing values are the word "undefined"',
        "`html` is often empty",
        "Comentario has pages as a third list, or `host` and `path`",
        'deleted comments say "[deleted]"',
        "what is not said to be approved is not",
    ),
)
