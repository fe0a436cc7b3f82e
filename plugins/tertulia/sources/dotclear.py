"""Dotclear 2's flat export: "///DOTCLEAR|version|single", then tables of quoted rows.

There is no specification: the format is what Dotclear's plugin importExport writes
(class FlatExport of git.dotclear.org, inc/core/class.dc.blog.php for the statuses and the
clock; read 2026-11-22). Times are by the clock of the zone that stands beside them.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import BinaryIO
from zoneinfo import ZoneInfo

from tertulia.core.contracts import Source
from tertulia.core.model import (
    Author,
    Entry,
    Kind,
    PageKind,
    PageRef,
    Post,
    Record,
    Skipped,
    Status,
    Verified,
)
from tertulia.sources import _posts
from tertulia.sources._clean import as_text, from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id
from tertulia.sources._records import said, unread

ROW_CAP = 64 << 20  # bytes of one row

_TABLE = re.compile(r"\[(\w+) ([\w,]+)\]\s*")
_VALUE = re.compile(r'\s*"((?:[^"\\]|\\.)*)"(?:,|$)', re.DOTALL)
_ZONE = re.compile(r"\w[\w+-]{0,40}(?:/[\w+-]{1,40}){0,3}")  # others may lead anywhere
_ESCAPE = re.compile(r'\\(["\\nrt])')
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_TRACKBACK = re.compile(r"\s*(?:<!-- TB -->)?\s*<p>\s*<strong>(.*?)</strong>\s*</p>", re.DOTALL)
_STATES = {"1": Status.APPROVED, "0": Status.PENDING, "-1": Status.PENDING, "-2": Status.SPAM}


def claims(head: bytes) -> bool:
    """The first line says so."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b"///DOTCLEAR|")


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Comments and trackbacks; posts stand before them in the file."""
    pages: dict[str, tuple[PageRef, str, str]] = {}
    for table, place, row in _rows(file):
        if isinstance(row, str):
            yield Skipped(place=place, reason=row)
        elif table == "post":
            private = "its page was protected by a password" if row.get("post_password") else ""
            pages[row.get("post_id", "")] = (_page_ref(row), row.get("blog_id", "-"), private)
        elif table == "comment":
            yield from _record(row, pages)


def posts(file: BinaryIO) -> Iterator[Post | Skipped]:
    """Posts and pages, with the tags that stand after them in the file."""
    tags: dict[str, list[str]] = {}
    categories: dict[str, str] = {}
    for table, _, row in _rows(file):
        if isinstance(row, dict) and table == "meta" and row.get("meta_type") == "tag":
            tags.setdefault(row.get("post_id", ""), []).append(row.get("meta_id", ""))
        elif isinstance(row, dict) and table == "category":
            categories[row.get("cat_id", "")] = row.get("cat_title", "")
    file.seek(0)
    for table, place, row in _rows(file):
        if table != "post":
            continue
        if isinstance(row, str):
            yield Skipped(place=place, reason=row)
        elif row.get("post_type", "post") in ("post", "page"):
            yield _post(row, tags.get(row.get("post_id", ""), []), categories)


def _record(
    row: dict[str, str], pages: dict[str, tuple[PageRef, str, str]]
) -> Iterator[Record | Skipped]:
    post = row.get("post_id", "")
    lost = PageRef(guid=f"dotclear-post:{post}")
    page, blog, private = pages.get(post, (lost, "-", ""))
    notes: tuple[str, ...] = () if post in pages else ("its post is not in the export",)
    trackback = row.get("comment_trackback") == "1"
    raw, title = row.get("comment_content", ""), ""
    if trackback and (found := _TRACKBACK.match(raw)):
        title, raw = line(found[1], 500), raw[found.end() :]
    body = from_html(raw)
    status = _STATES.get(row.get("comment_status", ""), Status.PENDING)
    if private and status is Status.APPROVED:
        status = Status.PENDING
    when = row.get("comment_dt", "")
    posted = _at(when, row.get("comment_tz", ""))
    site = web_url(row.get("comment_site", ""))
    name = line(row.get("comment_author", ""))
    entry = Entry(
        id=entry_id("dotclear", blog, row.get("comment_id", "")),
        kind=Kind.TRACKBACK if trackback else Kind.COMMENT,
        author=Author(name=name, url="" if trackback else site),
        posted=posted,
        posted_raw=unread(posted, when),
        title=title,
        text=body.text,
        html=body.html,
        status=status,
        source="dotclear",
        verified=Verified.ARCHIVED if trackback else Verified.ASSERTED,
        url=site if trackback else "",
        reason=private,
    )
    yield from said(page, entry, body, notes)


def _post(row: dict[str, str], tags: list[str], categories: dict[str, str]) -> Post:
    page = _page_ref(row)
    html = _posts.body(row.get("post_content_xhtml") or row.get("post_content", ""))
    excerpt = row.get("post_excerpt_xhtml") or row.get("post_excerpt", "")
    zone = row.get("post_tz", "")
    hidden = row.get("post_status") != "1" or bool(row.get("post_password"))
    return Post(
        id=entry_id("dotclear", row.get("blog_id", "-"), "post-" + row.get("post_id", "")),
        title=page.title,
        slug=page.slug,
        kind=PageKind(row.get("post_type") or "post"),
        url=page.url,
        guid=page.guid,
        published=_at(row.get("post_dt", ""), zone),
        modified=_at(row.get("post_upddt", ""), zone),
        authors=_posts.names([row.get("user_id", "")]),
        categories=_posts.names([categories.get(row.get("cat_id", ""), "")]),
        tags=_posts.names(tags),
        draft=hidden,
        html=html,
        excerpt=from_html(excerpt).text,
        lang=line(row.get("post_lang", ""), 35),
        images=_posts.images(html),
        notes=(f"status {line(row.get('post_status', ''), 10)}",) if hidden else (),
    )


def _page_ref(row: dict[str, str]) -> PageRef:
    path = line(row.get("post_url", ""), 2000)
    return PageRef(
        url=path,
        slug=line(path.rsplit("/", 1)[-1]),
        guid=f"dotclear-post:{line(row.get('post_id', ''), 40)}",
        title=line(row.get("post_title", ""), 500),
    )


def _rows(file: BinaryIO) -> Iterator[tuple[str, str, dict[str, str] | str]]:
    """Table, place and values of each row; instead of values, why it could not be read."""
    table, columns, number = "", [""], 0  # until a table is named no row can be read
    while raw := file.readline(ROW_CAP):
        number += 1
        text = as_text(raw)[0].rstrip("\r\n")
        if found := _TABLE.fullmatch(text):
            table, columns = found[1], found[2].split(",")
        elif text.startswith('"'):
            values = list(_values(text))
            if len(values) == len(columns):
                yield table, f"line {number}", dict(zip(columns, map(_plain, values), strict=True))
            else:
                reason = f"a row of {len(values)} values where {len(columns)} belong"
                yield table, f"line {number}", reason
        elif text.strip() and number > 1:
            yield table, f"line {number}", "neither a table nor a row"
    if not table:
        yield table, f"line {number}", "the file ends before its first table"


def _values(row: str) -> Iterator[str]:
    at = 0
    while found := _VALUE.match(row, at):
        yield found[1]
        at = found.end()


def _plain(value: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), value)


def _at(raw: str, zone: str) -> datetime | None:
    """A time by the clock of a named zone, as that zone's offset then; unknown stays unknown."""
    local = moment(raw)
    if local is None or not _ZONE.fullmatch(zone):
        return local
    try:
        offset = local.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (OSError, ValueError, KeyError):  # not found, a path, a name of no zone
        return local
    return local.replace(tzinfo=timezone(offset or timedelta()))


SOURCE = Source(
    name="dotclear",
    claims=claims,
    read=read,
    posts=posts,
    whole=True,
    traps=(
        "a zone is a name",
        "`\\r\\n` inside quotes",
        "a trackback has a mark and its title in its body",
    ),
)
