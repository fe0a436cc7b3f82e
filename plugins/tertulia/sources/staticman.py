"""Staticman: one file a comment, YAML, JSON or front matter, in a folder a page.

Format: staticman.net/docs/configuration and docs/api (docs/ of eduardoboucas/staticman), its
staticman.sample.yml, and comments.html of the themes that read it (read 2026-11-22, 2026-11-25).
The site's owner names the fields; `replying_to` is the place that the answered comment has among
those that answer nothing, in the order of the file names, or its id.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped
from tertulia.sources import _json, _yaml
from tertulia.sources._clean import as_text, line, web_url
from tertulia.sources._dates import epoch, moment
from tertulia.sources._fields import pick
from tertulia.sources._ids import entry_id, hashed
from tertulia.sources._markdown import from_markdown
from tertulia.sources._records import said, unread

SIZE_CAP = 1 << 20  # bytes of one comment's file

_FIELD = re.compile(rb'([{,])[ \t]*"')
_OWN = re.compile(rb"(?m)^[ \t]*\"?_(?:id|parent)\"?\s*:")
_WORDS = re.compile(rb"(?m)^[ \t]*\"?(?:message|comment|body|content|text)\"?\s*:")
_USUAL = re.compile(rb"(?m)^[ \t]*\"?(?:name|email|replying_to|date)\"?\s*:")


def claims(head: bytes) -> bool:
    """A few fields at the top level: Staticman's own, or the ones that forms have."""
    if len(head) >= 60_000 or head.lstrip()[:1] == b"<":
        return False
    head = _FIELD.sub(rb'\1\n"', head)
    front = head.lstrip().startswith(b"---")
    words = bool(_WORDS.search(head)) or front
    usual = {found.split(b":")[0].strip(b' \t"') for found in _USUAL.findall(head)}
    return words and (bool(_OWN.search(head)) or {b"name", b"email", b"date"} <= usual)


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """One comment; its page and name are those of the path that the file was opened by."""
    path = str(getattr(file, "name", "")) or "comment"
    yield from read_folder({path: file.read(SIZE_CAP + 1)})


def read_folder(files: Mapping[str, bytes]) -> Iterator[Record | Skipped]:
    """All comments of all pages; places in the list of a page become ids."""
    pages: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for path in sorted(files):
        try:
            given = _fields(files[path])
        except BadSource as error:
            yield Skipped(place=line(path, 300), reason=str(error))
            continue
        pages.setdefault(PurePosixPath(path).parent.name, []).append((path, given))
    for slug, comments in pages.items():
        names = {_own(path, given) for path, given in comments}
        roots = [_own(path, given) for path, given in comments if not pick(given, "parent")]
        for path, given in comments:
            yield from _record(slug, path, given, roots, names)


def _record(
    slug: str, path: str, given: dict[str, Any], roots: list[str], names: set[str]
) -> Iterator[Record | Skipped]:
    page = _page_ref(slug, given)
    words, name = pick(given, "text"), line(pick(given, "author"))
    if not words and not name:
        yield Skipped(place=line(path, 300), reason="it has neither a name nor a message")
        return
    raw = pick(given, "posted")
    posted = _when(raw)
    body = from_markdown(words, breaks=True)
    own = _own(path, given) or hashed(slug, name, posted or raw, body.text)
    answered, notes = _answered(pick(given, "parent"), roots, names)
    entry = Entry(
        id=entry_id("staticman", slug or "-", own),
        parent=entry_id("staticman", slug or "-", answered) if answered else None,
        author=Author(name=name, url=web_url(pick(given, "author_url"))),
        posted=posted,
        posted_raw=unread(posted, raw),
        text=body.text,
        html=body.html,
        source="staticman",
    )
    yield from said(page, entry, body, notes)


def _fields(raw: bytes) -> dict[str, Any]:
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB")
    words = as_text(raw)[0]
    if words.lstrip().startswith("{"):
        found = _json.decoded(raw)
    elif words.lstrip().startswith("---"):
        head, body = _yaml.front_matter(words.lstrip())
        found = _yaml.decoded(head)
        if body.strip() and isinstance(found, dict):
            found = {**found, "message": body}
    else:
        found = _yaml.decoded(words)
    if not isinstance(found, dict):
        raise BadSource("it is no list of fields")
    return found


def _own(path: str, given: dict[str, Any]) -> str:
    return pick(given, "id") or PurePosixPath(path).stem


def _answered(raw: str, roots: list[str], names: set[str]) -> tuple[str, tuple[str, ...]]:
    """The id of the comment that is answered: an id, or a place among those at the top."""
    raw = raw.strip()
    if not raw or raw in names:
        return raw, ()
    if raw.isdecimal() and len(raw) < 6:
        place = int(raw) - 1
        if 0 <= place < len(roots):
            return roots[place], ()
        return "", (f"it answers number {raw}, which is not among the files",)
    return raw, ()


def _page_ref(slug: str, given: dict[str, Any]) -> PageRef:
    """The folder is the page's slug; `_parent` is an address, a slug or a title."""
    told = line(pick({k: v for k, v in given.items() if str(k) != "parent"}, "page"), 2000)
    if "/" in told:
        return PageRef(url=web_url(told) or told, slug=line(slug))
    return PageRef(slug=line(slug) or told, title=told if told != slug else "")


def _when(raw: str) -> datetime | None:
    """ISO 8601, or an epoch in seconds or milliseconds."""
    return epoch(raw) if re.fullmatch(r"\d{9,13}", raw) else moment(raw)


SOURCE = Source(
    name="staticman",
    claims=claims,
    read=read,
    read_folder=read_folder,
    traps=(
        "`replying_to` is a place among the root comments, or an id",
        "`_parent` is an address, slug or title",
        "dates are ISO, seconds or milliseconds",
        "YAML 1.1 scalars (`no`, `12:30:45`)",
    ),
)
