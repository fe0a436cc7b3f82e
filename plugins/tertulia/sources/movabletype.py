"""Movable Type's text export, also TypePad's, Hatena's, FC2's and Ameba's.

Format: movabletype.org, documentation, appendix "The Movable Type Import/Export Format"; what it
leaves open is as lib/MT/ImportExport.pm of movabletype/movabletype does it (read 2026-11-22):
two-digit years are of the 20th century, a body line that is a separator carries a tab.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from markdown import markdown

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import (
    Author,
    Entry,
    Kind,
    PageKind,
    PageRef,
    Post,
    Record,
    Skipped,
    Verified,
)
from tertulia.sources import _posts
from tertulia.sources._clean import as_text, from_html, line, web_url
from tertulia.sources._dates import made
from tertulia.sources._ids import entry_id, hashed, host
from tertulia.sources._records import said, unread

SIZE_CAP = 512 << 20  # bytes; the text is held whole to find out its encoding

_KEYS = {
    "COMMENT": frozenset(("AUTHOR", "EMAIL", "IP", "URL", "DATE", "TITLE")),
    "PING": frozenset(("TITLE", "URL", "IP", "BLOG NAME", "DATE")),
}
_HEADER = re.compile(
    r"(?:X-[\w-]+|USER[ -]?AGENT|AGENT|REFERR?ER|HOST|IP[ -]ADDRESS):.*", re.IGNORECASE
)
_SECTION = re.compile(r"(BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):\s*")
_FIELD = re.compile(r"([A-Z][A-Z0-9_ ]{1,40}):(?: (.*)|)")
_DATE = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?", re.IGNORECASE
)
_ADDRESS = re.compile(r"EMAIL: .*|\w{1,9}[^\w\s]\s?(?:\d{1,3}\.){3}\d{1,3}\s*")
_HREF = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_KANA = re.compile("[\u3040-\u30ff]")


@dataclass(slots=True)
class _Part:
    """One section of an entry: its name, its fields and its lines."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    closed: bool = False

    @property
    def text(self) -> str:
        """The lines, those that stood for separators as they were meant."""
        return "\n".join(_TABBED.get(text, text) for text in self.lines).strip("\n")


@dataclass(slots=True)
class _Entry:
    """One entry: its head and its sections."""

    number: int
    head: list[tuple[str, str]] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)
    closed: bool = False

    def say(self, key: str) -> str:
        """The first value of that key."""
        return next((value for name, value in self.head if name == key), "")


_TABBED = {"-----\t": "-----", "--------\t": "--------"}


def claims(head: bytes) -> bool:
    """Keys in capitals, a line of five dashes, and a section under it."""
    head = head.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    begins = re.match(rb"(?:\xef\xbb\xbf)?\s*[A-Z][A-Z0-9_ ]{1,40}:", head)
    section = rb"\n-----\n\s*(?:BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):\s"
    return bool(begins and re.search(section, head))


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The comments and pings of every entry, in the order of the file."""
    text, notes = _decoded(file)
    entry = None
    for entry in _entries(text):
        page = _page_ref(entry)
        for part in entry.parts:
            if part.name not in _KEYS:
                continue
            if not part.closed:
                place = f"entry {entry.number} {page.title!r}"
                reason = f"the file is cut inside a {part.name.lower()}: it and the rest is lost"
                yield Skipped(place=place, reason=reason)
                continue
            yield from _record(page, part, notes)
            notes = ()
        if entry.parts and entry.parts[-1].name not in _KEYS and not entry.parts[-1].closed:
            yield Skipped(place=f"entry {entry.number}", reason="the file is cut inside it")
        elif not entry.closed and (entry.parts[-1].closed if entry.parts else True):
            reason = "the file ends before it does: what else it had is lost"
            yield Skipped(place=f"entry {entry.number}", reason=reason)
    if entry is None:
        raise BadSource("it has no entry")


def posts(file: BinaryIO) -> Iterator[Post | Skipped]:
    """The entries themselves."""
    text, notes = _decoded(file)
    for entry in _entries(text):
        if entry.parts:
            yield _post(entry, notes)
            notes = ()


def _record(page: PageRef, part: _Part, notes: tuple[str, ...]) -> Iterator[Record | Skipped]:
    given = part.fields
    body = from_html(part.text, lines=True)
    ping = part.name == "PING"
    name = line(given.get("BLOG NAME" if ping else "AUTHOR", ""))
    posted = _date(given.get("DATE", ""))
    url = _url(given.get("URL", ""))
    place = page.url or page.slug or page.title
    words = f"{given.get('TITLE', '')} {url} {body.text}" if ping else body.text
    own = hashed(place, name, posted or given.get("DATE", ""), words)
    entry = Entry(
        id=entry_id("movabletype", host(page.url), own),
        kind=Kind.TRACKBACK if ping else Kind.COMMENT,
        author=Author(name=name, url="" if ping else url),
        posted=posted,
        posted_raw=unread(posted, given.get("DATE", "")),
        title=line(given.get("TITLE", ""), 500) if ping else "",
        text=body.text,
        html=body.html,
        source="movabletype",
        verified=Verified.ARCHIVED if ping else Verified.ASSERTED,
        url=url if ping else "",
    )
    yield from said(page, entry, body, notes)


def _post(entry: _Entry, notes: tuple[str, ...]) -> Post:
    parts = {part.name: part.text for part in entry.parts if part.name not in _KEYS}
    raw = "\n\n".join(parts[n] for n in ("BODY", "EXTENDED BODY") if parts.get(n))
    breaks = entry.say("CONVERT BREAKS").lower()
    if breaks.startswith("markdown"):
        raw = markdown(raw[: _posts.BODY_CAP])
    html = _posts.body(raw, lines=breaks in ("", "1", "__default__", "convert_breaks"))
    page = _page_ref(entry)
    tags = re.findall(r'"([^"]+)"|([^,"]+)', entry.say("TAGS"))
    categories = [v for k, v in entry.head if k in ("PRIMARY CATEGORY", "CATEGORY")]
    status = entry.say("STATUS")
    return Post(
        id=entry_id("movabletype", host(page.url), hashed(page.slug, page.title, "", raw)),
        title=page.title,
        slug=page.slug,
        kind=PageKind.POST,
        url=page.url,
        published=_date(entry.say("DATE")),
        authors=_posts.names([entry.say("AUTHOR")]),
        categories=_posts.names(categories),
        tags=_posts.names([a or b for a, b in tags]),
        draft=status.lower() not in ("", "publish"),
        html=html,
        excerpt=from_html(parts.get("EXCERPT", ""), lines=True).text,
        images=_posts.images(html),
        notes=notes if status.lower() in ("", "publish") else (*notes, f"status {line(status)}"),
    )


def _page_ref(entry: _Entry) -> PageRef:
    return PageRef(
        url=_url(entry.say("UNIQUE URL") or entry.say("PERMALINK")),
        slug=line(entry.say("BASENAME")),
        title=line(entry.say("TITLE"), 500),
    )


def _entries(text: str) -> Iterator[_Entry]:
    entry, part = _Entry(number=1), None
    heading = True  # whether we are in the keys before the first section
    for row in text.split("\n"):
        if row == "--------":
            entry.closed = True
            yield entry
            entry, part, heading = _Entry(number=entry.number + 1), None, True
        elif row == "-----":
            if part:
                part.closed = True
            part, heading = None, False
        elif part is not None:
            _take(part, row)
        elif heading:
            if found := _FIELD.fullmatch(row):
                entry.head.append((found[1], (found[2] or "").strip()))
        elif found := _SECTION.fullmatch(row):
            part = _Part(name=found[1])
            entry.parts.append(part)
    if entry.parts or entry.head:
        yield entry


def _take(part: _Part, row: str) -> None:
    """A key each at most once and before the body; all that follows is body, whatever it is."""
    keys = _KEYS.get(part.name, frozenset())
    found = _FIELD.fullmatch(row) if keys and not part.lines else None
    if found and found[1] in keys and found[1] not in part.fields:
        part.fields[found[1]] = (found[2] or "").strip()
    elif keys and not part.lines and _HEADER.fullmatch(row):
        pass  # what plugins noted of its writer's browser and machine
    elif keys and _ADDRESS.fullmatch(row) and all(map(_FIELD.fullmatch, part.lines)):
        pass  # an address of its writer, under or after a key that nobody knows
    elif row or part.lines:
        part.lines.append(row)


def _date(raw: str) -> datetime | None:
    found = _DATE.fullmatch(raw.strip())
    if not found:
        return None
    month, day, year, hour, minute = (int(found[n]) for n in range(1, 6))
    if len(found[3]) == 2:
        year += 1900  # as Movable Type itself reads them
    if found[7] and hour <= 12:
        hour = hour % 12 + (12 if found[7].upper() == "PM" else 0)
    return made(year, month, day, hour, minute, int(found[6] or 0))


def _url(raw: str) -> str:
    """An address; some blogs exported it as a whole <a> tag."""
    found = _HREF.search(raw)
    return web_url(found[1] if found else raw)


def _decoded(file: BinaryIO) -> tuple[str, tuple[str, ...]]:
    """The text in whatever encoding the blog had, and a note where it was not UTF-8."""
    raw = file.read(SIZE_CAP + 1)
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB: export it in parts")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode("utf-8", "replace")
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    text, mended = as_text(raw)
    if not mended:
        return text, ()
    for name in ("euc_jp", "shift_jis"):
        try:
            found = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if len(_KANA.findall(found)) * 5 > sum(not c.isascii() for c in found[:100_000]):
            return found, (f"read as {name}",)
    return text, ("bytes that are not UTF-8 read as Windows-1252",)


SOURCE = Source(
    name="movabletype",
    claims=claims,
    read=read,
    posts=posts,
    whole=True,
    traps=(
        "no ids, parents or zone",
        "12 h or 24 h clock, two-digit years",
        "a separator in a body carries a tab",
        "any encoding, also Japanese ones",
        "addresses as whole `<a>` tags",
    ),
)
