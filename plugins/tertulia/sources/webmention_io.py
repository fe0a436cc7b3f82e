"""webmention.io: the answers of /api/mentions.jf2 and of the older /api/mentions, /api/links.

Format: README.md and controllers/api.rb, helpers/formats.rb of aaronpk/webmention.io; jf2 is
jf2.spec.indieweb.org (all read 2026-11-22). What it lists it has fetched and found to link.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped, Verified
from tertulia.sources import _json
from tertulia.sources._clean import Body, from_html, from_plain, line, web_url
from tertulia.sources._dates import epoch, moment
from tertulia.sources._ids import entry_id, hashed
from tertulia.sources._json import rows, table, text
from tertulia.sources._records import said, unread

INSTANCE = "webmention.io"  # a wm-id is unique in all of the service

_KINDS = {
    "in-reply-to": Kind.COMMENT,
    "reply": Kind.COMMENT,
    "like-of": Kind.LIKE,
    "like": Kind.LIKE,
    "repost-of": Kind.REPOST,
    "repost": Kind.REPOST,
}


def claims(head: bytes) -> bool:
    """A jf2 feed with the service's own properties, or its older list of links."""
    if not head.lstrip().startswith(b"{"):
        return False
    jf2 = _json.has(head, "wm-target") or _json.has(head, "wm-property")
    empty = _json.has(head, "type", "name", "children") and b'"Webmentions"' in head
    links = _json.has(head, "links", "verified_date", "target")
    return jf2 or empty or links


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Every mention that may be shown; a private one is left out."""
    found = _json.load(file)
    if not isinstance(found, dict):
        raise BadSource("it is neither a jf2 feed nor a list of links")
    for child in rows(found.get("children")):
        yield from mention(child)
    for link in rows(found.get("links")):
        yield from older(link)


def mention(given: dict[str, Any]) -> Iterator[Record | Skipped]:
    """A jf2 entry."""
    number = text(given.get("wm-id"))
    if given.get("wm-private"):
        yield Skipped(place=f"mention {number}", reason="it is private", lost=False)
        return
    kind = _KINDS.get(text(given.get("wm-property")), Kind.WEBMENTION)
    if text(given.get("wm-protocol")) == "pingback":
        kind = Kind.PINGBACK
    yield from _record(
        number=number,
        kind=kind,
        target=text(given.get("wm-target")),
        author=table(given.get("author")),
        url=text(given.get("url")) or text(given.get("wm-source")),
        when=text(given.get("published")),
        title=text(given.get("name")),
        body=_jf2_body(given.get("content") or given.get("summary")),
        verified=Verified.FETCHED,
    )


def older(given: dict[str, Any]) -> Iterator[Record | Skipped]:
    """An object of the list "links", which jekyll-webmention_io keeps too."""
    number = text(given.get("id"))
    if given.get("private"):
        yield Skipped(place=f"mention {number}", reason="it is private", lost=False)
        return
    told = table(given.get("data"))
    kind = _KINDS.get(text(table(given.get("activity")).get("type")), Kind.WEBMENTION)
    when = text(told.get("published")) or text(told.get("published_ts"))
    yield from _record(
        number=number,
        kind=kind,
        target=text(given.get("target")),
        author=table(told.get("author")),
        url=text(told.get("url")) or text(given.get("source")),
        when=when,
        title=text(told.get("name")),
        body=from_html(text(told.get("content"))),
        verified=Verified.FETCHED if given.get("verified") is True else Verified.ASSERTED,
    )


def _record(
    *,
    number: str,
    kind: Kind,
    target: str,
    author: dict[str, Any],
    url: str,
    when: str,
    title: str,
    body: Body,
    verified: Verified,
) -> Iterator[Record | Skipped]:
    page = PageRef(url=web_url(target))
    name = line(text(author.get("name")))
    posted = moment(when) or epoch(when)
    address = web_url(url)
    if not page.url:
        yield Skipped(place=f"mention {number}", reason="it names no page")
        return
    own = number or hashed(page.url, name, posted or when, body.text + address)
    shown = Body() if kind.reaction else body
    entry = Entry(
        id=entry_id("webmention_io", INSTANCE, own),
        kind=kind,
        author=Author(name=name, url=web_url(text(author.get("url")))),
        posted=posted,
        posted_raw=unread(posted, when),
        title=_title(title, body) if kind.linkback else "",
        text=shown.text,
        html=shown.html,
        source="webmention_io",
        verified=verified,
        url=address,
    )
    yield from said(page, entry, shown)


def _jf2_body(content: object) -> Body:
    """Content as text and html, as old sites get it ("content-type", "value"), or a string."""
    if not isinstance(content, dict):
        return from_plain(text(content))
    html = text(content.get("html"))
    if not html and text(content.get("content-type")) == "text/html":
        html = text(content.get("value"))
    if html:
        return from_html(html)
    return from_plain(text(content.get("text")) or text(content.get("value")))


def _title(name: str, body: Body) -> str:
    """The linking page's title, unless it only repeats what the page says."""
    title = line(name, 500)
    start = " ".join(body.text.split())[: max(20, len(title) - 1)]
    same = title.rstrip("….") and start.startswith(title.rstrip("….")[:60])
    return "" if same or title.startswith("tag:") else title


SOURCE = Source(
    name="webmention_io",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "likes have no date",
        "old sites get `value` instead of `html`",
        "bridges give the writer's address in `url` only",
        "the name repeats the content",
        "private mentions",
    ),
)
