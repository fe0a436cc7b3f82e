"""GitHub Discussions, as giscus keeps comments: an answer of the GraphQL API or of giscus.

Format: docs.github.com, GraphQL API, objects Discussion and DiscussionComment; giscus's own
/api/discussions of giscus/giscus (read 2026-11-22). Replies go one level deep.
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
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._markdown import from_markdown
from tertulia.sources._records import said, unread
from tertulia.sources.github_issues import page_named

INSTANCE = "github.com"


def claims(head: bytes) -> bool:
    """A discussion, or several, with their comments."""
    graph = _json.has(head, "data") and _json.has(head, "comments", "totalCount")
    giscus = _json.has(head, "discussion", "comments")
    bodies = _json.has(head, "bodyHTML") or _json.has(head, "bodyText")
    return (graph or giscus) and (bodies or b"/discussions/" in head)


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The comments of every discussion in the answer, with their replies."""
    discussions = _discussions(_json.load(file))
    if not discussions:
        raise BadSource("there is no discussion in it")
    for given in discussions:
        guid = web_url(text(given.get("url")))
        page = page_named(text(given.get("title")), text(given.get("body")), guid)
        for comment in _nodes(given.get("comments")):
            yield from _record(comment, page, None)
            for reply in _nodes(comment.get("replies")):
                yield from _record(reply, page, _id(comment))
            yield from _missing(comment.get("replies"), f"comment {_own(comment)}")
        yield from _missing(given.get("comments"), f"discussion {line(page.title, 80)!r}")


def _record(given: dict[str, Any], page: PageRef, parent: str | None) -> Iterator[Record | Skipped]:
    if "body" not in given and "bodyHTML" not in given:
        reason = "the answer has its id only: ask for its body"
        yield Skipped(place=f"comment {_own(given)}", reason=reason)
        return
    author = table(given.get("author"))  # null for an account that is gone
    posted = moment(text(given.get("createdAt")))
    body = _body(given)
    hidden = bool(given.get("isMinimized"))
    gone = bool(given.get("deletedAt"))
    owner = given.get("authorAssociation") == "OWNER"
    login = line(text(author.get("login")))
    entry = Entry(
        id=_id(given),
        parent=parent,
        author=Author()
        if gone
        else Author(
            name=login,
            url=web_url(text(author.get("url"))),
            role=Role.AUTHOR if owner else Role.OTHER,
        ),
        posted=posted,
        posted_raw=unread(posted, given.get("createdAt")),
        edited=moment(text(given.get("lastEditedAt"))),
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=Status.DELETED if gone else Status.PENDING if hidden else Status.APPROVED,
        source="github_discussions",
        url=web_url(text(given.get("url"))),
        likes=count(given.get("upvoteCount")),
        reason=f"hidden there as {line(_why(given), 40)}" if hidden else "",
    )
    yield from said(page, entry, None if gone else body)


def _body(given: dict[str, Any]) -> Body:
    html = text(given.get("bodyHTML"))
    return from_html(html) if html else from_markdown(text(given.get("body")), breaks=True)


def _discussions(found: object) -> list[dict[str, Any]]:
    """Every object that has comments and is not one itself, wherever the query put it."""
    held, waiting = [], [found]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            if "comments" in item and isinstance(item["comments"], dict | list):
                held.append(item)
            else:
                waiting.extend(reversed(item.values()))
    return held


def _nodes(found: object) -> list[dict[str, Any]]:
    """A connection's nodes, or giscus's plain list."""
    return rows(found) or rows(table(found).get("nodes"))


def _missing(found: object, place: str) -> Iterator[Skipped]:
    if table(table(found).get("pageInfo")).get("hasNextPage"):
        reason = "there are more comments than this answer holds: fetch the next page"
        yield Skipped(place=place, reason=reason)


def _why(given: dict[str, Any]) -> str:
    return text(given.get("minimizedReason")).lower() or "minimized"


def _own(given: dict[str, Any]) -> str:
    return line(text(given.get("id")) or text(given.get("databaseId")), 60)


def _id(given: dict[str, Any]) -> str:
    return entry_id("github_discussions", INSTANCE, _own(given))


SOURCE = Source(
    name="github_discussions",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "one level of replies",
        "minimized comments",
        "queries that ask for ids only",
        "more pages",
    ),
)
