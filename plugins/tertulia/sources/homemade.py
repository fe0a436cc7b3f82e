"""Home-made JSON and CSV: comments in whatever shape somebody's script gave them.

No format: objects or rows with a name and words, below a page or naming one. Fields are known
by the names that people use (`_fields.NAMES`) or by a mapping file; see docs/sources.md#home-made.
Where there are no parents but depths, a comment answers the last one before it that is one
level up.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped, Status
from tertulia.core.urls import parts_of
from tertulia.sources import _json
from tertulia.sources._clean import Body, as_text, from_html, from_plain, line, web_url
from tertulia.sources._dates import epoch, made, moment
from tertulia.sources._fields import NAMES, held, pick
from tertulia.sources._ids import entry_id, hashed, host
from tertulia.sources._json import count, rows
from tertulia.sources._records import said, unread

SIZE_CAP = 512 << 20  # bytes
FIELDS_TOLD = 12

_BELOW = ("replies", "children", "responses", "respuestas")  # lists of answers in a comment
_MARKUP = re.compile(r"<(?:p|br|a|b|i|em|strong|div|ul|ol|blockquote)\b[^<>]*>", re.IGNORECASE)
# What other formats have and no home-made one: two sources must not claim the same file.
_TAKEN = tuple(
    "author_association author_avatar_urls comment_html commenterHex commentHex cooked"
    " favourites_count full_text hidden_replies id_str link_id locator post_stream post_number"
    " thread total_replies verified_date wm-property wm-target _id _parent"
    " story_id replying_to bodyHTML bodyText domainId pageId userCreated".split()
)
_KINDS = (b'"story"', b'"Listing"', b'"discussion"', b"app.bsky.", b'"h-entry"', b'"rest_')
_GENERIC = frozenset("comments comentarios data entries items posts result threads".split())
_APPROVED = frozenset(
    ",1,true,yes,approved,publish,published,visible,sí,si,verdadero,aprobado,aprobada,publicado"
    ",publicada".split(",")
)
_SEPARATOR = re.compile(r"\Asep=.\r?\n", re.IGNORECASE)  # a line of Excel's before the table
_DAY = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:(?:,\s*|\s+|T)(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)


def claims(head: bytes) -> bool:
    """JSON or CSV with words and an author, and no other format's marks."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        if any(_json.has(start, key) for key in _TAKEN) or any(kind in head for kind in _KINDS):
            return False
        if _json.has(start, "comments", "remote_addr"):  # isso's
            return False
        own = start.startswith(b"{") and _json.has(start.split(b"\n", 1)[0], "page", "text")
        return not own and _named(start, "author") and _named(start, "text")
    return bool(_columns(_SEPARATOR.sub("", as_text(head[:8192])[0]).split("\n", 1)[0]))


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Every object or row with a name and words."""
    yield from read_mapped(file, {})


def read_mapped(file: BinaryIO, mapping: Mapping[str, str]) -> Iterator[Record | Skipped]:
    """The same, told which of its fields are ours.

    Args:
        file: Open JSON or CSV.
        mapping: Our field to theirs: {"author": "user.nick", "text": "message"}.
    """
    raw = file.read(SIZE_CAP + 1)
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB")
    skipped: list[Skipped] = []
    if raw.lstrip()[:1] in (b"{", b"["):
        found = list(_threads(_json.decoded(raw), mapping))
    else:
        listed, skipped = _table(as_text(raw)[0], mapping)
        found = [("", listed)] if listed else []
    day_first = _day_first(
        pick(given, "posted", mapping) for _, comments in found for given in comments
    )
    pageless = [row for slug, comments in found for row in comments if not slug]
    if len(found) == 1 and not any(pick(row, "page", mapping) for row in pageless):
        _require_page(pageless, mapping)
    for slug, comments in found:
        yield from _thread(slug, comments, mapping, day_first)
    yield from skipped
    if not found:
        raise BadSource(
            "no comments are found in it; a mapping file may say which fields are the author's"
            " name and the words"
        )


def _threads(
    found: object, mapping: Mapping[str, str]
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Lists of comments wherever they stand, each with the key or the field that names its page."""
    waiting: list[tuple[object, str]] = [(found, "")]
    while waiting:
        item, page = waiting.pop()
        if isinstance(item, dict):
            named = pick(item, "page", mapping) or pick(item, "author_url") or pick(item, "id")
            kept = named if any(isinstance(value, list) for value in item.values()) else ""
            waiting.extend(
                (value, kept or (page if str(key).lower() in _GENERIC else str(key)))
                for key, value in reversed(item.items())
                if isinstance(value, dict | list)
            )
        elif isinstance(item, list):
            if any(_comment(c, mapping) for c in rows(item)):  # then the unsigned ones are too
                yield page, [c for c in rows(item) if pick(c, "text", mapping)]
            else:
                waiting.extend((value, page) for value in reversed(item))


def _table(text: str, mapping: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[Skipped]]:
    """The rows that are comments, and what is wrong with others."""
    text = _SEPARATOR.sub("", text)
    first = text.split("\n", 1)[0]
    mark = max(",;\t|", key=first.count)
    csv.field_size_limit(64 << 20)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    listed, skipped = [], []
    try:
        for row in reader:
            if None in row.values() or None in row:
                reason = f"it has not the {len(reader.fieldnames or ())} columns of the others"
                skipped.append(Skipped(place=f"line {reader.line_num}", reason=reason))
            elif pick(row, "text", mapping):
                listed.append(row)
    except csv.Error as error:
        raise BadSource(f"it is no table: {error}") from error
    if text.count('"') % 2:
        reason = "a quotation mark has no end: the table is cut or damaged"
        skipped.append(Skipped(place=f"line {reader.line_num}", reason=reason))
    return listed if any(_comment(row, mapping) for row in listed) else [], skipped


def _require_page(comments: Sequence[Mapping[str, Any]], mapping: Mapping[str, str]) -> None:
    """Say what to do about a file of which no field is known to name the page.

    Raises:
        BadSource: It is such a file; one with an empty field for it is none.
    """
    names = dict.fromkeys(str(name) for row in comments for name in row)
    if not names or {name.lower() for name in names} & set(NAMES["page"]):
        return
    if told := mapping.get("page"):
        raise BadSource(f"no comment has {told!r}, by which --fields says that it names its page")
    near = next((name for name in names if name.lower() in NAMES["author_url"]), "")
    likeliest = (
        f"if {near!r} does (it is taken for its author's own address), write a file with the line"
        f' page = "{near}"'
        if near
        else 'write a file with a line such as page = "its field", where one of '
        f"{', '.join(map(repr, list(names)[:FIELDS_TOLD]))} does"
    )
    way = "and name it: --fields FILE (docs/sources.md#home-made)"
    raise BadSource(f"no field is known to name a comment's page; {likeliest}, {way}")


def _thread(
    slug: str, comments: list[dict[str, Any]], mapping: Mapping[str, str], day_first: bool | None
) -> Iterator[Record | Skipped]:
    """One page's comments: answers from nesting, from a parent's id or from depths."""
    last: dict[int, str] = {}  # of each depth the latest id
    waiting = [(given, "") for given in reversed(comments)]
    while waiting:
        given, above = waiting.pop()
        depth = count(pick(given, "depth", mapping))
        page = _page_ref(slug, pick(given, "page", mapping))
        if not (page.url or page.slug):
            yield Skipped(place=f"comment of {_who(given, mapping)!r}", reason="it names no page")
            continue
        instance = host(page.url)
        own = _own(given, page, mapping)
        if not above:
            above = pick(given, "parent", mapping)
            above = f"{_where(page)}/{above}" if above not in ("", "0", "-1") else ""
        if not above and depth:
            above = last.get(depth - 1, "")
        if depth is not None:
            last[depth] = own
        yield from _record(given, page, own, above, instance, mapping, day_first)
        answers = [child for key in _BELOW for child in rows(given.get(key))]
        waiting.extend((child, own) for child in reversed(answers))


def _record(
    given: dict[str, Any],
    page: PageRef,
    own: str,
    above: str,
    instance: str,
    mapping: Mapping[str, str],
    day_first: bool | None,
) -> Iterator[Record | Skipped]:
    raw = pick(given, "posted", mapping)
    posted = _posted(raw, day_first)
    body = _body(pick(given, "text", mapping))
    shown = pick(given, "status", mapping).lower() in _APPROVED and not held(given)
    entry = Entry(
        id=entry_id("homemade", instance, own),
        parent=entry_id("homemade", instance, above) if above else None,
        author=Author(name=_who(given, mapping), url=web_url(pick(given, "author_url", mapping))),
        posted=posted,
        posted_raw=unread(posted, raw),
        text=body.text,
        html=body.html,
        status=Status.APPROVED if shown else Status.PENDING,
        source="homemade",
        likes=count(pick(given, "likes", mapping)),
    )
    yield from said(page, entry, body)


def _day_first(dates: Iterable[str]) -> bool | None:
    """Whether "03/02/2015" is in February, as a date of the file says that has one meaning."""
    found = [day for day in map(_DAY.fullmatch, dates) if day]
    first = any(int(day[1]) > 12 for day in found)
    second = any(int(day[3]) > 12 for day in found)
    return first if first != second else None


def _posted(raw: str, day_first: bool | None) -> datetime | None:
    if found := moment(raw):
        return found
    if re.fullmatch(r"\d{9,13}(?:\.\d+)?", raw):
        return epoch(raw)
    day = _DAY.fullmatch(raw)
    if not day or day_first is None:
        return None
    month, number = (3, 1) if day_first else (1, 3)
    clock = (int(day[n] or 0) for n in (5, 6, 7))
    return made(int(day[4]), int(day[month]), int(day[number]), *clock)


def _own(given: dict[str, Any], page: PageRef, mapping: Mapping[str, str]) -> str:
    own = pick(given, "id", mapping)
    where = _where(page)
    words = pick(given, "text", mapping)
    made = hashed(where, _who(given, mapping), pick(given, "posted", mapping), words)
    return f"{where}/{own}" if own else made


def _where(page: PageRef) -> str:
    return page.slug or parts_of(page.url).path.strip("/") or "-"


def _body(words: str) -> Body:
    """HTML where there is a tag in it, else plain text."""
    if not _MARKUP.search(words[:200_000]):
        return from_plain(words)
    return from_html(words, lines="<p" not in words and "<br" not in words)


def _page_ref(slug: str, told: str) -> PageRef:
    told = line(told or slug, 2000)
    return PageRef(url=web_url(told) or told) if "/" in told else PageRef(slug=told)


def _who(given: dict[str, Any], mapping: Mapping[str, str]) -> str:
    return line(pick(given, "author", mapping))


def _comment(given: Mapping[str, Any], mapping: Mapping[str, str]) -> bool:
    return bool(pick(given, "text", mapping)) and (
        bool(pick(given, "author", mapping)) or bool(pick(given, "posted", mapping))
    )


def _named(head: bytes, field: str) -> bool:
    return any(_json.has(head, name) for name in NAMES[field])


def _columns(first: str) -> bool:
    """Whether a first line is a table's head with an author, words, and a page or a date."""
    mark = max(",;\t|", key=first.count)
    names = {name.strip().strip('"').lower() for name in first.split(mark)}
    fields = {f for f in ("author", "text", "page", "posted") if names & set(NAMES[f])}
    return first.count(mark) >= 2 and {"author", "text"} <= fields and len(fields) >= 3


SOURCE = Source(
    name="homemade",
    last=True,
    claims=claims,
    read=read,
    read_mapped=read_mapped,
    traps=(
        "no ids: a hash that lasts",
        "depths instead of parents",
        "any field names",
        "commas, semicolons or tabs",
    ),
)
