"""Reddit: the answer of GET /comments/:id.json: a listing of the post, one of its comments.

Format: www.reddit.com/dev/api, "things", "listings", GET /comments/article (read 2026-11-22).
Without raw_json=1 all text is escaped once more.
"""

import html
from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import Body, from_html, line, web_url
from tertulia.sources._dates import epoch
from tertulia.sources._ids import entry_id
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._markdown import from_markdown
from tertulia.sources._records import said, unread

INSTANCE = "reddit.com"

_GONE = frozenset(("[deleted]", "[removed]", "[ Removed by Reddit ]"))


def claims(head: bytes) -> bool:
    """A list of listings."""
    return (
        head.lstrip().startswith(b"[")
        and _json.has(head, "kind", "data")
        and (b'"Listing"' in head)
    )


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The post as a linkback, its comments, and what the answer only hints at."""
    listings = rows(_json.load(file))
    if not listings:
        raise BadSource("there is no listing in it")
    things = [t for listing in listings for t in rows(table(listing.get("data")).get("children"))]
    post = next((table(t.get("data")) for t in things if t.get("kind") == "t3"), {})
    page = _page_ref(post)
    if post:
        yield from _record(post, page, Kind.WEBMENTION)
    waiting = [t for t in reversed(things) if t.get("kind") != "t3"]
    while waiting:
        thing = waiting.pop()
        given = table(thing.get("data"))
        if thing.get("kind") == "more":
            missing = text(given.get("count")).lstrip("0") or "some"  # 0: the branch goes deeper
            reason = f"replies below it that this answer has not: {missing}; fetch them"
            yield Skipped(place=f"comment {line(text(given.get('parent_id')), 20)}", reason=reason)
            continue
        yield from _record(given, page, Kind.COMMENT)
        replies = table(table(given.get("replies")).get("data")).get("children")
        waiting.extend(reversed(rows(replies)))  # "replies" is "" where there are none


def _record(given: dict[str, Any], page: PageRef, kind: Kind) -> Iterator[Record | Skipped]:
    name = line(text(given.get("author")))
    known = name not in _GONE and bool(name)
    body = _body(given)
    gone = kind is Kind.COMMENT and (body.text in _GONE or not (body.text or name))
    posted, edited = epoch(given.get("created_utc")), epoch(given.get("edited") or None)
    above = text(given.get("parent_id"))
    link = web_url("https://www.reddit.com" + text(given.get("permalink")))
    profile = f"https://www.reddit.com/user/{name}"
    entry = Entry(
        id=entry_id("reddit", INSTANCE, text(given.get("name")) or f"t1_{text(given.get('id'))}"),
        kind=kind,
        parent=entry_id("reddit", INSTANCE, above) if above.startswith("t1_") else None,
        author=Author(name=name, url=web_url(profile)) if known and not gone else Author(),
        posted=posted,
        posted_raw=unread(posted, given.get("created_utc")),
        edited=edited,
        title=line(text(given.get("title")), 500),
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=Status.DELETED if gone else Status.APPROVED,
        source="reddit",
        url=link if given.get("permalink") else "",
        likes=count(given.get("score")),
    )
    yield from said(page, entry, None if gone else body)


def _body(given: dict[str, Any]) -> Body:
    made = text(given.get("body_html")) or text(given.get("selftext_html"))
    if made:
        return from_html(html.unescape(made) if made.lstrip().startswith("&lt;") else made)
    return from_markdown(text(given.get("body")) or text(given.get("selftext")))


def _page_ref(post: dict[str, Any]) -> PageRef:
    """The page that was posted; of a post of words only, where it stands."""
    where = web_url("https://www.reddit.com" + text(post.get("permalink")))
    shared = "" if post.get("is_self") else web_url(text(post.get("url")))
    return PageRef(url=shared, guid=where if post else "", title=line(text(post.get("title")), 500))


SOURCE = Source(
    name="reddit",
    claims=claims,
    read=read,
    social=True,
    traps=(
        '`replies` is "" or a listing',
        '"more" stubs',
        "[deleted] and [removed]",
        "escaped once more without raw_json",
    ),
)
