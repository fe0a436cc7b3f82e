"""Mastodon: the answer of GET /api/v1/statuses/:id/context.

Format: docs.joinmastodon.org, "Context" and "Status" entities, and the limits of "statuses API
methods" (read 2026-11-22): without a login 40 ancestors, 60 descendants, 20 levels. Only what
is public is imported; what is unlisted waits for a decision.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import Body, from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id, host
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._records import said, unread

_HREF = re.compile(r"<a\b[^<>]*?\bhref=\"(https?://[^\"<>]+)\"[^<>]*>", re.IGNORECASE)


def claims(head: bytes) -> bool:
    """A context, or a list of statuses."""
    if _json.has(head, "ancestors") or _json.has(head, "descendants"):
        return _json.has(head, "visibility") or len(head) < 100
    return _json.has(head, "in_reply_to_account_id", "favourites_count", "visibility")


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Public statuses; the thread's first one, when it is here, stands for the page."""
    found = _json.load(file)
    if isinstance(found, dict):
        statuses = rows(found.get("ancestors")) + rows(found.get("descendants"))
    elif isinstance(found, list):
        statuses = rows(found)
    else:
        raise BadSource("it is no context")
    ids = {text(s.get("id")): _id(s) for s in statuses}
    page, root = _page_ref(statuses)
    for status in statuses:
        if status is root:
            reason = "it began the thread and stands for the page"
            yield Skipped(place=f"status {_place(status)}", reason=reason, lost=False)
        else:
            yield from _record(status, page, ids, root)


def _record(
    given: dict[str, Any], page: PageRef, ids: dict[str, str], root: dict[str, Any] | None
) -> Iterator[Record | Skipped]:
    seen = text(given.get("visibility"))
    if seen not in ("public", "unlisted"):
        reason = f"its visibility is {line(seen, 20) or 'not stated'}"
        yield Skipped(place=f"status {_place(given)}", reason=reason, lost=False)
        return
    account = table(given.get("account"))
    posted = moment(text(given.get("created_at")))
    body = _body(given)
    above = text(given.get("in_reply_to_id"))
    top = root is not None and above == text(root.get("id"))
    entry = Entry(
        id=_id(given),
        parent=None if top or above not in ids else ids[above],
        author=Author(name=_name(account), url=web_url(text(account.get("url")))),
        posted=posted,
        posted_raw=unread(posted, given.get("created_at")),
        edited=moment(text(given.get("edited_at"))),
        text=body.text,
        html=body.html,
        lang=line(text(given.get("language")), 35),
        status=Status.APPROVED if seen == "public" else Status.PENDING,
        source="mastodon",
        url=web_url(text(given.get("url")) or text(given.get("uri"))),
        likes=count(given.get("favourites_count")),
        reason="" if seen == "public" else "its writer left it out of public lists",
    )
    yield from said(page, entry, body)


def _body(given: dict[str, Any]) -> Body:
    """The words, behind their warning if there is one; of a bare picture its description."""
    html = text(given.get("content"))
    if not html.strip():
        told = [text(m.get("description")) for m in rows(given.get("media_attachments"))]
        html = "".join(f"<p>{_escaped(t)}</p>" for t in told if t)
    warning = text(given.get("spoiler_text")).strip()
    return from_html(f"<p>{_escaped(warning)}</p>{html}" if warning else html)


def _page_ref(statuses: list[dict[str, Any]]) -> tuple[PageRef, dict[str, Any] | None]:
    """What the thread hangs on, and the status that began it, where that is in the file."""
    here = {text(s.get("id")) for s in statuses}
    for status in statuses:
        above = text(status.get("in_reply_to_id"))
        if not above:
            links = _HREF.findall(text(status.get("content")).replace("&amp;", "&"))
            own = [u for u in links if "/@" not in u and "/tags/" not in u]
            url = web_url(own[0]) if own else ""
            return PageRef(url=url, guid=web_url(text(status.get("url")))), status
        if above not in here:
            whom = text(status.get("in_reply_to_account_id"))
            named = [m for m in rows(status.get("mentions")) if text(m.get("id")) == whom]
            profile = web_url(text(named[0].get("url"))) if named else ""
            guid = f"{profile}/{above}" if profile else f"mastodon-status:{line(above, 40)}"
            return PageRef(guid=guid), None
    return PageRef(), None


def _id(status: dict[str, Any]) -> str:
    """Ids are the answering server's own; the address of the status is everybody's."""
    uri = text(status.get("uri")) or text(status.get("url"))
    own = uri.rstrip("/").rsplit("/", 1)[-1] or text(status.get("id"))
    return entry_id("mastodon", host(uri), own)


def _name(account: dict[str, Any]) -> str:
    """The name without its pictures, or the user's name."""
    shown = text(account.get("display_name"))
    for emoji in rows(account.get("emojis")):
        shown = shown.replace(f":{text(emoji.get('shortcode'))}:", "")
    return line(shown) or line(text(account.get("username")))


def _place(status: dict[str, Any]) -> str:
    return line(text(status.get("id")), 40)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")


SOURCE = Source(
    name="mastodon",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "ids are the answering server's own",
        "followers-only and direct statuses",
        "content warnings, custom emojis, links in invisible pieces",
        "40 ancestors and 60 descendants at most",
    ),
)
