"""A page copied as plain text, with its comments below: a proposal, all of it pending.

No format: see `_segments` for what is recognised. Each entry says what was guessed and how
sure that is; a person confirms it (`invoke moderate`). What follows a comment form's heading is
not content. Recognised as running prose without any mark-up.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import (
    Author,
    Entry,
    Kind,
    PageRef,
    Post,
    Record,
    Role,
    Skipped,
    Status,
    Verified,
)
from tertulia.sources import _segments
from tertulia.sources._clean import as_text, from_plain, line, repaired
from tertulia.sources._ids import entry_id, hashed
from tertulia.sources._records import said
from tertulia.sources._segments import Segment
from tertulia.sources._spoken_dates import spoken_moment

SIZE_CAP = 4 << 20  # bytes of one page

_MARKS = re.compile(
    rb"(?m)^(?:#{1,6} |\||[ \t]*[<{\[][^\xe2.]|---|///"
    rb"|[A-Za-z_][\w .-]{0,30}: ?\S*$|```|[A-Z]{2,}: )"
)
_IN = re.compile(r"\ben ([A-ZÁÉÍÓÚÑ]\w+)\s*$")


def claims(head: bytes) -> bool:
    """Text that reads as prose: sentences, no mark-up, no keys, no table."""
    if b"\x00" in head or not head.strip() or head.lstrip()[:1] in (b"<", b"{"):
        return False
    text = as_text(head)[0].replace("\r\n", "\n")
    letters = sum(c.isalpha() or c in " \n,." for c in text)
    sentences = len(re.findall(r"[a-záéíóúñç,] [a-záéíóúñç]{2,}", text))
    first = text.split("\n", 1)[0]
    table = any(first.count(mark) >= 2 for mark in ";\t|")
    marked = len(_MARKS.findall(head[:8192]))
    return not table and sentences >= 30 and letters > 0.9 * len(text) and marked * 40 < len(
        text.split("\n")
    ) + 40  # fmt: skip


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """What seems to be a comment, with what that rests on; nothing of it is approved."""
    page, parts = _parts(file)
    ids: dict[int, str] = {}
    for segment in parts.segments:
        own = hashed(page.slug, segment.name, segment.raw_date, segment.text)
        ids[id(segment)] = entry_id("page_text", "-", own)
    for segment in parts.segments:
        yield from _record(segment, page, ids)
    if not parts.segments:
        what = f"; what follows {parts.form!r} is a form" if parts.form else ""
        yield Skipped(place="page", reason=f"no comment is found in it{what}", lost=False)


def posts(file: BinaryIO) -> Iterator[Post | Skipped]:
    """The page itself, as a draft to look through."""
    page, parts = _parts(file)
    rows = [row.strip() for row in parts.post if row.strip()]
    if not rows:
        return
    dated = next((row for row in rows[:3] if len(row) < 120 and spoken_moment(row)), "")
    category = _IN.search(dated)
    body = [row for row in rows if row not in (dated, page.title)]
    escaped = (row.replace("&", "&amp;").replace("<", "&lt;") for row in body)
    yield Post(
        id=entry_id("page_text", "-", hashed(page.slug, "", "", "\n".join(body))),
        title=page.title,
        slug=page.slug,
        published=spoken_moment(dated),
        categories=(category[1],) if category else (),
        draft=True,
        html="".join(f"<p>{row}</p>" for row in escaped),
        notes=("title, date and end guessed from plain text",),
    )


def _record(segment: Segment, page: PageRef, ids: dict[int, str]) -> Iterator[Record | Skipped]:
    body = from_plain(segment.text)
    why = f"guessed from plain text (odds {segment.odds} %): {'; '.join(segment.why)}"
    entry = Entry(
        id=ids[id(segment)],
        kind=Kind.PINGBACK if segment.pingback else Kind.COMMENT,
        parent=ids.get(id(segment.answers)) if segment.answers else None,
        author=Author(name=line(segment.name), role=Role.AUTHOR if segment.own else Role.OTHER),
        posted=segment.posted,
        posted_raw="" if segment.posted else line(segment.raw_date),
        text=body.text,
        status=Status.PENDING,
        source="page_text",
        verified=Verified.ARCHIVED if segment.pingback else Verified.ASSERTED,
        reason=line(why, 500),
    )
    yield from said(page, entry, body)


def _parts(file: BinaryIO) -> tuple[PageRef, _segments.Split]:
    raw = file.read(SIZE_CAP + 1)
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB")
    text = repaired(as_text(raw)[0].replace("\r\n", "\n"))[0]
    path = PurePosixPath(str(getattr(file, "name", "")))
    parts = _segments.split(text)
    return PageRef(slug=line(path.stem), title=_title(parts.post)), parts


def _title(rows: list[str]) -> str:
    """A short line at the top that is no sentence, or stands there twice."""
    top = [row.strip() for row in rows if row.strip()][:4]
    for row in top[:2]:
        if top.count(row) > 1:
            return line(row, 500)
    first = top[0] if top else ""
    short = 3 < len(first) <= 100 and first[-1] not in ".:;,!?" and not spoken_moment(first)
    return line(first, 500) if short and not re.search("[>»#]", first) else ""


SOURCE = Source(
    name="page_text",
    claims=claims,
    read=read,
    posts=posts,
    proposes=True,
    traps=(
        "no marks at all: people are known by how they greet, thank and take leave",
        '"Gracias a Twitter" thanks nobody',
        "forms and notices below",
    ),
)
