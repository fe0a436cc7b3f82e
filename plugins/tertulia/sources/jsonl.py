"""JSON Lines: one entry a line. Format: docs/sources.md#json-lines, our own.

What `invoke export --to jsonl` writes, and the easiest thing for a script to write. Unknown
fields are allowed and unread: an e-mail address in one goes nowhere.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, BinaryIO

import msgspec

from tertulia.core.contracts import Source
from tertulia.core.model import (
    MOST_LIKES,
    Author,
    Change,
    Entry,
    Kind,
    PageRef,
    Record,
    Role,
    Skipped,
    Status,
    Verified,
)
from tertulia.sources._clean import Body, as_text, from_html, from_plain, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id, hashed, host, is_whole, private

LINE_CAP = 64 << 20  # bytes of one line; a body of 50 MB is cut, not refused

_FIELDS = frozenset(field.name for field in fields(Entry))
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class _Author(msgspec.Struct):
    name: str = ""
    url: str = ""
    role: Role = Role.OTHER


class _Page(msgspec.Struct):
    url: str = ""
    slug: str = ""
    guid: str = ""
    title: str = ""


class _Past(msgspec.Struct):
    text: str
    edited: str | None = None
    html: str = ""
    lang: str = ""
    read: str | None = None


class _Line(msgspec.Struct):
    page: str | _Page
    id: str | int | None = None
    kind: Kind = Kind.COMMENT
    parent: str | int | None = None
    author: _Author | str = ""
    posted: str | None = None
    edited: str | None = None
    title: str = ""
    text: str = ""
    html: str = ""
    lang: str = ""
    status: Status = Status.APPROVED
    verified: Verified = Verified.ASSERTED
    source: str = ""
    url: str = ""
    likes: int | None = None
    also: tuple[str, ...] = ()
    parent_also: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    upstream: Status = Status.APPROVED
    told: str | None = None
    read: str | None = None
    gone: bool = False
    missed: str | None = None
    reason: str = ""
    history: tuple[_Past, ...] = ()
    posted_raw: str = ""
    edited_by_hand: tuple[str, ...] = ()


_extras = attrgetter(
    *"also parent_also prints upstream told read gone missed reason history edited_by_hand".split()
)
_NO_EXTRAS = _extras(_Line(page=""))


def claims(head: bytes) -> bool:
    """A first line that is one JSON object with "page" and something said or done."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0].strip()
    if not first.startswith(b"{"):
        return False
    if len(first) > len(head) - 4:  # one line longer than the head, or one object a file
        return b'"page":' in first[:4096] and b'"text":' in first[:4096]
    try:
        found = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return "page" in found and bool({"text", "html", "kind"} & found.keys())


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """One record a line; a line that is no record is skipped and said."""
    decoder = msgspec.json.Decoder(_Line)
    number = 0
    while raw := file.readline(LINE_CAP):
        number += 1
        if len(raw) == LINE_CAP and not raw.endswith(b"\n"):
            yield Skipped(place=f"line {number}", reason=f"longer than {LINE_CAP >> 20} MiB")
            _skip_line(file)
            continue
        raw = raw.removeprefix(b"\xef\xbb\xbf").strip()
        if not raw:
            continue
        try:
            given, notes = _decoded(decoder, raw)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            yield Skipped(place=f"line {number}", reason=str(error))
            continue
        yield from _records(given, number, notes)


def _decoded(decoder: msgspec.json.Decoder[_Line], raw: bytes) -> tuple[_Line, tuple[str, ...]]:
    """The line and what had to be mended in it."""
    try:
        return decoder.decode(raw), ()
    except (msgspec.DecodeError, UnicodeDecodeError):
        return decoder.decode(_mended(raw)), ("encoding repaired",)


def _mended(raw: bytes) -> bytes:
    """The line without bytes that are not UTF-8 and without halves of surrogate pairs."""
    text, _ = as_text(raw)
    if "\\ud" in text.lower():
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def _records(given: _Line, number: int, notes: tuple[str, ...]) -> Iterator[Record | Skipped]:
    page = _page_ref(given.page)
    where = page.slug or page.url or page.guid or page.title
    if not where:
        yield Skipped(place=f"line {number}", reason="it names no page")
        return
    body = from_plain(given.text)
    if given.html:
        body = _with_html(body, given.html)
    who = given.author
    if isinstance(who, str):
        who = _Author(name=who)
    known = _author(who.name[:1600], who.url[:2000], who.role)
    posted = moment(given.posted or "")
    instance = host(page.url)
    own = given.id if given.id not in (None, "") else hashed(where, known.name, posted, body.text)
    id_ = _id(instance, own)
    entry = Entry(
        id=id_,
        kind=given.kind,
        parent=None if given.parent in (None, "") else _id(instance, given.parent),
        author=known,
        posted=posted,
        posted_raw="" if posted else line(given.posted or given.posted_raw),
        edited=moment(given.edited or ""),
        title=line(given.title, 500),
        text=body.text,
        html=body.html,
        lang=line(given.lang, 35),
        status=given.status,
        source=given.source if _NAME.fullmatch(given.source) else id_.split(":", 1)[0],
        verified=given.verified,
        url=web_url(given.url),
        likes=_likes(given.likes),
        **_kept(given),
    )
    yield Record(page=page, entry=entry, notes=(*notes, *body.notes))
    if body.cut:
        yield Skipped(place=f"line {number}", reason=body.notes[0])


def _likes(given: int | None) -> int | None:
    """Nobody has so many as a store cannot hold."""
    return None if given is None or abs(given) > MOST_LIKES else given


def _kept(given: _Line) -> dict[str, Any]:
    """What only an export of ours has, as far as it says anything."""
    if _extras(given) == _NO_EXTRAS:
        return {}
    kept: dict[str, Any] = {
        "also": tuple(_private(id) for id in given.also if is_whole(id)),
        "parent_also": tuple(_private(id) for id in given.parent_also if is_whole(id)),
        "prints": tuple(digest for digest in given.prints if digest.isalnum()),
        "upstream": given.upstream,
        "told": _stamp(given.told),
        "read": _stamp(given.read),
        "gone": given.gone,
        "missed": _stamp(given.missed),
        "reason": line(given.reason, 500),
        "edited_by_hand": tuple(name for name in given.edited_by_hand if name in _FIELDS),
    }
    if given.history:
        kept["history"] = tuple(_past(past) for past in given.history)
    return kept


def _past(given: _Past) -> Change:
    body = _with_html(from_plain(given.text), given.html) if given.html else from_plain(given.text)
    return Change(
        text=body.text,
        html=body.html,
        lang=line(given.lang, 35),
        edited=moment(given.edited or ""),
        read=_stamp(given.read),
    )


def _stamp(raw: str | None) -> datetime | None:
    """A time of ours, which is in UTC where somebody left that away."""
    found = moment(raw or "")
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _with_html(body: Body, raw: str) -> Body:
    rich = from_html(raw)
    notes = tuple(dict.fromkeys((*body.notes, *rich.notes)))
    return Body(text=body.text or rich.text, html=rich.html, notes=notes, cut=body.cut or rich.cut)


@lru_cache(4096)
def _author(name: str, url: str, role: Role) -> Author:
    return Author(name=line(name), url=web_url(url), role=role)


def _page_ref(given: str | _Page) -> PageRef:
    return _named(given) if isinstance(given, str) else _cleaned(given)


@lru_cache(1024)
def _named(given: str) -> PageRef:
    return _cleaned(_Page(url=given) if "/" in given else _Page(slug=given))


def _cleaned(given: _Page) -> PageRef:
    return PageRef(
        url=line(given.url, 2000),
        slug=line(given.slug),
        guid=line(given.guid, 2000),
        title=line(given.title, 500),
    )


def _id(instance: str, own: object) -> str:
    """A whole id, such as an export of ours has, stays; a bare one becomes one of jsonl."""
    text = str(own)
    if ":" in text and is_whole(text):
        return _private(text)
    return entry_id("jsonl", instance, text)


def _private(id: str) -> str:
    source, instance, own = id.split(":", 2)
    return f"{source}:{private(instance)}:{private(own)}"


def _skip_line(file: BinaryIO) -> None:
    while (more := file.readline(LINE_CAP)) and not more.endswith(b"\n"):
        pass


SOURCE = Source(
    name="jsonl",
    claims=claims,
    read=read,
    traps=(
        "a line may be broken: the others are read",
        "halves of surrogate pairs",
    ),
)
