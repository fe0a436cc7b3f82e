"""Hacker News: Algolia's GET /api/v1/items/:id, or items of its own API in one list.

Formats: hn.algolia.com/api, "Items" (read 2026-11-22): children in children; author and text
are null where a comment was deleted. README of HackerNews/API, "Items" (read 2026-11-25): each
item apart, with `by`, `time` and `parent`; `deleted` and `dead` ones have no words for readers.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import from_html, line, web_url
from tertulia.sources._dates import epoch, moment
from tertulia.sources._ids import entry_id
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._records import said, unread

SITE = "https://news.ycombinator.com"
INSTANCE = "news.ycombinator.com"


def claims(head: bytes) -> bool:
    """An item with its children, a story or a comment; or items apart."""
    begins = head.lstrip().startswith(b"{") and _json.has(head, "children", "author", "type")
    begins = begins or _json.has(head, "by", "time", "type", "id")
    other = _json.has(head, "wm-id") or _json.has(head, "wm-target")
    kinds = (b'"story"', b'"comment"', b'"poll"', b'"job"')
    return begins and not other and any(kind in head for kind in kinds)


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The story as a linkback and all comments below it."""
    roots = _roots(_json.load(file))
    if not roots:
        raise BadSource("it is no item")
    for root in roots:
        yield from _tree(root)


def _tree(root: dict[str, Any]) -> Iterator[Record | Skipped]:
    story = root.get("type") != "comment"
    page = PageRef(
        url=web_url(text(root.get("url"))),
        guid=_link(root if story else {"id": root.get("story_id")}),
        title=line(text(root.get("title")), 500),
    )
    for item, above in _json.walk([root], "children"):
        yield from _record(item, above, page, Kind.WEBMENTION if item is root and story else None)


def _roots(found: object) -> list[dict[str, Any]]:
    """The items that answer none of the others, each with those that answer it."""
    if "children" in (item := table(found)):
        return [item] if item.get("id") else []
    items = {text(given.get("id")): _item(given) for given in rows(found) or [item]}
    roots = []
    for number, given in items.items():
        above = items.get(text(given.get("parent")))
        if number and above is not None and above is not given:
            above["children"].append(given)
        elif number:
            roots.append(given)
    return roots


def _item(given: dict[str, Any]) -> dict[str, Any]:
    """An item of Hacker News's own API, by Algolia's names."""
    silent = given.get("deleted") is True or given.get("dead") is True
    return {
        **given,
        "author": None if silent else given.get("by"),
        "text": None if silent else given.get("text"),
        "created_at_i": given.get("time"),
        "points": given.get("score"),
        "story_id": given.get("parent"),
        "children": [],
    }


def _record(
    item: dict[str, Any], above: dict[str, Any] | None, page: PageRef, kind: Kind | None
) -> Iterator[Record | Skipped]:
    name = line(text(item.get("author")))
    body = from_html(text(item.get("text")))
    gone = kind is None and not name and not body.text
    raw = item.get("created_at") or item.get("created_at_i")
    posted = moment(text(raw)) or epoch(raw)
    under = above is not None and above.get("type") == "comment"
    number = text(item.get("id"))
    entry = Entry(
        id=entry_id("hackernews", INSTANCE, number),
        kind=kind or Kind.COMMENT,
        parent=entry_id("hackernews", INSTANCE, text(above.get("id"))) if above and under else None,
        author=Author(name=name, url=web_url(f"{SITE}/user?id={name}") if name else ""),
        posted=posted,
        posted_raw=unread(posted, raw),
        title=line(text(item.get("title")), 500) if kind else "",
        text=body.text,
        html=body.html,
        status=Status.DELETED if gone else Status.APPROVED,
        source="hackernews",
        url=_link(item),
        likes=count(item.get("points")),
    )
    yield from said(page, entry, body)


def _link(item: dict[str, Any]) -> str:
    number = text(item.get("id"))
    return web_url(f"{SITE}/item?id={number}") if number else ""


SOURCE = Source(
    name="hackernews",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "null author and text where deleted, with live children",
        "very deep",
    ),
)
