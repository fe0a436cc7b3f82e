"""pelican_comment_system and minchin.pelican.plugins.static_comments: one file a comment.

Format: pelican_comment_system/doc/ of getpelican/pelican-plugins, "import", "form" and
"quickstart" (later docs_source/ of Scheirle/pelican_comment_system), and the readme of
minchin.pelican.plugins.static_comments on PyPI (read 2026-11-22, 2026-11-25). Fields as in
Pelican's own Markdown files, then the words; the folder is the page's slug. A comment is known
by its file's name without dots, which is what `replyto` holds: "1.md" is "1md".
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped
from tertulia.sources._clean import as_text, from_plain, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id
from tertulia.sources._markdown import from_markdown
from tertulia.sources._records import said, unread

SIZE_CAP = 1 << 20  # bytes of one comment's file

_FIELD = re.compile(r":?([A-Za-z_]{2,20}):[ \t]*(.*)")
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?((?::?[A-Za-z_]{2,20}:[^\n]*\r?\n)+)\r?\n?")
_OTHERS = frozenset(("title", "category", "tags", "save_as", "template"))  # a page of the site


def claims(head: bytes) -> bool:
    """Fields with an author and a date at the top, none of a page's, then words."""
    found = _HEAD.match(head)
    if not found or b"\n-----" in head[:4096]:
        return False
    keys = {row.split(b":")[1 if row.startswith(b":") else 0].strip().lower().decode("latin-1")
            for row in found[1].splitlines()}  # fmt: skip
    return {"author", "date"} <= keys and not keys & _OTHERS


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """One comment; its page and name are those of the path that the file was opened by."""
    path = str(getattr(file, "name", "")) or "comment"
    yield from read_folder({path: file.read(SIZE_CAP + 1)})


def read_folder(files: Mapping[str, bytes]) -> Iterator[Record | Skipped]:
    """All comments of all pages."""
    seen: dict[str, str] = {}
    for path in sorted(files):
        if len(files[path]) > SIZE_CAP:
            reason = f"it is longer than {SIZE_CAP >> 20} MiB"
            yield Skipped(place=line(path, 300), reason=reason)
            continue
        where = PurePosixPath(path)
        own, notes = _known_as(where.name), []
        key = f"{where.parent.name}/{own}"
        if key in seen:
            notes.append(f"its name without dots is that of {line(seen[key], 300)} too")
            own = where.name.replace(".", "-dot-")
        seen[key] = path
        yield from _record(where, own, as_text(files[path])[0], tuple(notes))


def _record(
    path: PurePosixPath, own: str, raw: str, notes: tuple[str, ...]
) -> Iterator[Record | Skipped]:
    given, words = _parted(raw)
    slug = line(path.parent.name)
    name, when = line(given.get("author", "")), given.get("date", "")
    if not words.strip() and not name:
        yield Skipped(place=line(str(path), 300), reason="it has neither a name nor a text")
        return
    posted = moment(when)
    body = from_plain(words) if path.suffix == ".rst" else from_markdown(words, breaks=True)
    answered = given.get("replyto", "")
    entry = Entry(
        id=entry_id("pelican_comments", slug or "-", own),
        parent=entry_id("pelican_comments", slug or "-", answered) if answered else None,
        author=Author(name=name, url=web_url(given.get("website", ""))),
        posted=posted,
        posted_raw=unread(posted, when),
        text=body.text,
        html=body.html,
        lang=line(given.get("locale", "").split(".")[0].replace("_", "-"), 35),
        source="pelican_comments",
    )
    yield from said(PageRef(slug=slug or line(given.get("slug", ""))), entry, body, notes)


def _parted(raw: str) -> tuple[dict[str, str], str]:
    """Fields by name, and the words below them."""
    given: dict[str, str] = {}
    rows = raw.replace("\r\n", "\n").split("\n")
    for number, row in enumerate(rows):
        found = _FIELD.fullmatch(row.rstrip())
        if not found:
            return given, "\n".join(rows[number:])
        given.setdefault(found[1].lower(), found[2].strip())
    return given, ""


def _known_as(name: str) -> str:
    return name.replace(".", "")


SOURCE = Source(
    name="pelican_comments",
    claims=claims,
    read=read,
    read_folder=read_folder,
    traps=(
        "`replyto` is the file's name without dots",
        "months of one digit, trailing blanks",
        "reStructuredText too",
    ),
)
