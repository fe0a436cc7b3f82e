"""WordPress's REST API: the answer of GET /wp-json/wp/v2/comments.

Format: developer.wordpress.org, REST API Handbook, "Comments", schema and arguments (read
2026-11-22). Without a login only comments of type "comment" are listed: pingbacks and
trackbacks are in the feeds.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped, Status, Verified
from tertulia.sources import _json
from tertulia.sources._clean import from_html, line, web_url
from tertulia.sources._dates import local_and_utc
from tertulia.sources._ids import entry_id, host
from tertulia.sources._json import rows, table, text
from tertulia.sources._records import said, unread

_KINDS = {"pingback": Kind.PINGBACK, "trackback": Kind.TRACKBACK, "webmention": Kind.WEBMENTION}
_STATES = {
    "approved": Status.APPROVED,
    "approve": Status.APPROVED,
    "spam": Status.SPAM,
    "trash": Status.DELETED,
}


def claims(head: bytes) -> bool:
    """A list of comments as WordPress writes them, or its refusal to give one."""
    comments = _json.has(head, "author_name", "date_gmt", "rendered", "post")
    return comments or head.lstrip().startswith(b'{"code":"rest_')


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """One page of the answer; what the site refused is said."""
    found = _json.load(file)
    if isinstance(found, dict) and text(found.get("code")).startswith("rest_"):
        reason = f"the site refused: {line(text(found.get('message')), 200)}"
        yield Skipped(place="answer", reason=reason)
        return
    if not isinstance(found, list):
        raise BadSource("it is no list of comments")
    for given in rows(found):
        yield from _record(given)


def _record(given: dict[str, Any]) -> Iterator[Record | Skipped]:
    link = web_url(text(given.get("link")))
    number = text(given.get("id"))
    if not number:
        yield Skipped(place=link or "comment", reason="it has no id")
        return
    instance = host(link)
    kind = _KINDS.get(text(given.get("type")), Kind.COMMENT)
    name = line(text(given.get("author_name")))
    address = web_url(text(given.get("author_url")))
    local, utc = text(given.get("date")), text(given.get("date_gmt"))
    posted = local_and_utc(local, utc)
    body = from_html(text(table(given.get("content")).get("rendered")))
    parent = text(given.get("parent"))
    answers = parent not in ("", "0")
    status = _STATES.get(text(given.get("status")), Status.PENDING)
    gone = status is Status.DELETED
    entry = Entry(
        id=entry_id("wp_rest", instance, number),
        kind=kind,
        also=(entry_id("wxr", instance, number),),  # its id in an export, by the same numbers
        parent=entry_id("wp_rest", instance, parent) if answers else None,
        parent_also=(entry_id("wxr", instance, parent),) if answers else (),
        author=Author() if gone else Author(name=name, url=address),
        posted=posted,
        posted_raw=unread(posted, local or utc),
        title=name if kind is Kind.PINGBACK else "",
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=status,
        source="wp_rest",
        verified=Verified.ASSERTED if kind is Kind.COMMENT else Verified.ARCHIVED,
        url=link if kind is Kind.COMMENT else address,
    )
    yield from said(_page_ref(link, text(given.get("post"))), entry, None if gone else body)


def _page_ref(link: str, post: str) -> PageRef:
    """The page; WordPress's own guid of a post is its address by number."""
    url = link.split("#")[0]
    parts = urlsplit(url)
    guid = f"{parts.scheme}://{parts.netloc}/?p={post}" if post and parts.netloc else ""
    return PageRef(url=url, guid=guid)


SOURCE = Source(
    name="wp_rest",
    claims=claims,
    read=read,
    traps=(
        "pingbacks are not listed without a login: read the feeds too",
        "local time and UTC together give the offset",
        "a refusal is an answer too",
    ),
)
