"""One thread file: bytes to entries and back. Format: docs/formats.md#thread-file, our own.

The bytes are a pure function of what they say: sorted, indented, the same on every machine,
so that git shows what an import changed and nothing else.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import fields, replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from tertulia.core.characters import control_in
from tertulia.core.errors import BadStore
from tertulia.core.model import MOST_LIKES, Author, Change, Entry, Kind, PageRef, Status, Verified
from tertulia.core.suggestions import nearest
from tertulia.core.threads import time_key

SCHEMA = 1

# What a build can do with: dates are moved between zones.
FIRST_YEAR, LAST_YEAR = 2, 9998

_T = TypeVar("_T")

# Written even at their defaults, so that a reader of the file need not know these.
ALWAYS = frozenset("id kind parent author posted text html lang status source verified".split())


class _Entry(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An entry on disk; as `model.Entry`, which says what each field means, and `zone`."""

    id: str
    kind: Kind = Kind.COMMENT
    parent: str | None = None
    author: Author = Author()
    posted: datetime | None = None
    zone: Literal["stated", "unknown"] = "unknown"
    posted_raw: str = ""
    edited: datetime | None = None
    title: str = ""
    text: str = ""
    html: str = ""
    lang: str = ""
    status: Status = Status.APPROVED
    source: str = ""
    verified: Verified = Verified.ASSERTED
    url: str = ""
    likes: Annotated[int, msgspec.Meta(ge=-MOST_LIKES, le=MOST_LIKES)] | None = None
    also: tuple[str, ...] = ()
    parent_also: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    upstream: Status = Status.APPROVED
    told: datetime | None = None
    read: datetime | None = None
    gone: bool = False
    missed: datetime | None = None
    reason: str = ""
    history: tuple[Change, ...] = ()
    edited_by_hand: tuple[str, ...] = ()


class _Past(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An earlier text as it is written."""

    text: str
    edited: datetime | None = None
    html: str = ""
    lang: str = ""
    read: datetime | None = None


class _Row(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An entry as it is written: the fields without a default here always are.

    A reader of the file need not know the defaults of these.
    """

    id: str
    kind: Kind
    parent: str | None
    author: Author
    posted: datetime | None
    zone: str | None = None
    posted_raw: str = ""
    edited: datetime | None = None
    title: str = ""
    text: str
    html: str
    lang: str
    status: Status
    source: str
    verified: Verified
    url: str = ""
    likes: int | None = None
    also: tuple[str, ...] = ()
    parent_also: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    upstream: Status = Status.APPROVED
    told: datetime | None = None
    read: datetime | None = None
    gone: bool = False
    missed: datetime | None = None
    reason: str = ""
    history: tuple[_Past, ...] = ()
    edited_by_hand: tuple[str, ...] = ()


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    schema: int
    page: str
    entries: tuple[_Entry, ...]
    ref: PageRef | None = None


class _Head(msgspec.Struct, kw_only=True):
    page: str
    ref: PageRef = PageRef()


_WEB = ("http://", "https://")

# How what `control_in` finds begins in JSON: few files have any of that. One byte in front lets
# `re` leap to it; to look for each beginning in turn takes five times as long.
_ESCAPED = re.compile(rb"\\[ubf]")
_UNESCAPED = re.compile(rb"\xef(?=\xbf[\xbe\xbf])")

_FIELDS = tuple(f.name for f in fields(Entry))
# What few entries have is looked at all at once: most of a large import's time is such steps.
_RARE = tuple(name for name in _FIELDS if name not in ALWAYS | {"read", "url"})
_rare_values = attrgetter(*_RARE)
_NOTHING_RARE = _rare_values(Entry(id=""))
_decoder = msgspec.json.Decoder(_File)
_head_decoder = msgspec.json.Decoder(_Head)


def encode(page: str, entries: tuple[Entry, ...], ref: PageRef | None = None) -> bytes:
    """The file of one page.

    Args:
        page: The page's id.
        entries: In any order; they are written from the oldest on.
        ref: What is known of a page that is not found yet.
    """
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "page": page,
        "entries": [_row(e) for e in sorted(entries, key=lambda e: time_key(e, UTC))],
    }
    if ref is not None:
        content["ref"] = ref
    lines = msgspec.json.encode(content, order="sorted")
    return msgspec.json.format(lines, indent=2) + b"\n"


def decode(content: bytes, name: str) -> tuple[str, tuple[Entry, ...], PageRef | None]:
    """The page's id, its entries, and what is known of a page that is not found yet.

    Args:
        content: A thread file.
        name: Of the file, for messages.

    Raises:
        BadStore: It is damaged, of a later version, or not a thread file.
    """
    read = _decoded(_decoder, content, name)
    if read.schema != SCHEMA:
        raise BadStore(
            f"{name}: schema {read.schema} is not {SCHEMA}: written by another version of Tertulia"
        )
    entries = tuple(_entry(row, name) for row in read.entries)
    if _ESCAPED.search(content) or _UNESCAPED.search(content):
        for entry in entries:
            _refuse_control(entry, name)
    ids = [entry.id for entry in entries]
    if len(set(ids)) < len(ids):
        twice = next(id for id in ids if ids.count(id) > 1)
        raise BadStore(f"{name}: entry {twice!r} stands there more than once; keep one of them")
    return read.page, entries, read.ref


def decode_ref(content: bytes, name: str) -> tuple[str, PageRef]:
    """The key of a file of `_unmatched/` and what is known of its page; entries are not read.

    Raises:
        BadStore: It is damaged.
    """
    head = _decoded(_head_decoder, content, name)
    return head.page, head.ref


def _decoded(decoder: msgspec.json.Decoder[_T], content: bytes, name: str) -> _T:
    try:
        return decoder.decode(content.removeprefix(BOM_UTF8))  # editors put one there
    except msgspec.ValidationError as error:
        raise BadStore(f"{name}: {_where(error, content)}; mend it by hand or with git") from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadStore(f"{name}: {_broken(error, content)}") from error


def _row(entry: Entry) -> _Row:
    zone = None
    if entry.posted is not None:
        zone = "unknown" if entry.posted.tzinfo is None else "stated"
    rare = _rare_values(entry)
    more = {} if rare == _NOTHING_RARE else dict(zip(_RARE, rare, strict=True))
    if entry.history:
        more["history"] = tuple(_past(change) for change in entry.history)
    return _Row(
        id=entry.id,
        kind=entry.kind,
        parent=entry.parent,
        author=entry.author,
        posted=entry.posted,
        zone=zone,
        text=entry.text,
        html=entry.html,
        lang=entry.lang,
        status=entry.status,
        source=entry.source,
        verified=entry.verified,
        url=entry.url,
        read=entry.read,
        **more,
    )


def _past(change: Change) -> _Past:
    return _Past(
        text=change.text,
        edited=change.edited,
        html=change.html,
        lang=change.lang,
        read=change.read,
    )


def _entry(row: _Entry, name: str) -> Entry:
    entry = msgspec.convert(row, Entry, from_attributes=True)
    if row.posted is not None and (row.posted.tzinfo is None) != (row.zone == "unknown"):
        raise BadStore(
            f"{name}: entry {row.id!r}: 'posted' is {row.posted.isoformat()!r}, but 'zone' says"
            f" {row.zone!r}: a stated zone needs an offset in the time, an unknown one has none"
        )
    if not row.id:
        raise BadStore(f"{name}: an entry without an 'id'; give it one that no other has")
    for url in (row.url, row.author.url):
        if url and not url[:8].lower().startswith(_WEB):
            raise BadStore(
                f"{name}: entry {row.id!r}: the address {url[:60]!r} must begin with http:// or"
                " https://, or be left empty"
            )
    for moment in (row.posted, row.edited):
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise BadStore(
                f"{name}: entry {row.id!r}: nobody wrote in {moment.year}; put null for no date"
            )
    if unknown := [field for field in row.edited_by_hand if field not in _FIELDS]:
        raise BadStore(
            f"{name}: entry {row.id!r}: 'edited_by_hand' names {unknown[0]!r}, which is no field"
            f"{nearest(unknown[0], _FIELDS)}"
        )
    if "text" in entry.edited_by_hand and "html" not in entry.edited_by_hand:
        return replace(entry, html="")  # it is the HTML of the text that was replaced
    return entry


def _refuse_control(entry: Entry, name: str) -> None:
    for field in ("id", "author", "title", "text", "html", "lang", "url"):
        value = getattr(entry, field)
        words = f"{value.name} {value.url}" if isinstance(value, Author) else value
        if found := control_in(words):
            raise BadStore(
                f"{name}: entry {entry.id!r}: {field!r} has the control character {found};"
                " take it out"
            )


def _broken(error: Exception, content: bytes) -> str:
    """Why it is no JSON, and what helps."""
    if merged := re.search(rb"^<<<<<<< ", content, re.MULTILINE):
        line = content.count(b"\n", 0, merged.start()) + 1
        return (
            f"line {line}: a merge of git left both sides here; keep what is to stay of them"
            " and take out the lines of '<<<<<<<', '=======' and '>>>>>>>'"
        )
    if isinstance(error, UnicodeDecodeError) or content[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        return "it is not UTF-8: an editor saved it otherwise; save it as UTF-8"
    return f"{_where(error, content)}: not whole JSON; restore it with git"


def _where(error: Exception, content: bytes) -> str:
    """The message with the place in the terms of the file."""
    message = str(error)
    if found := re.search(r"\(byte (\d+)\)", message):
        line = content.count(b"\n", 0, int(found[1])) + 1
        return f"line {line}: {message}"
    if "truncated" in message:
        last = content.count(b"\n") + 1
        return f"line {last}: {message}"
    if found := re.search(r"\$\.entries\[(\d+)\]", message):
        starts = [m.start() for m in re.finditer(rb"^    \{", content, re.MULTILINE)]
        number = int(found[1])
        if number < len(starts):
            line = content.count(b"\n", 0, starts[number]) + 1
            return f"entry {number + 1}, from line {line}: {message}"
        return f"entry {number + 1}: {message}"
    return message or type(error).__name__
