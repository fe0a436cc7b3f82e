"""Small steps that every source takes between what it read and a record."""

from collections.abc import Iterator
from datetime import datetime

from tertulia.core.model import Entry, PageRef, Record, Skipped
from tertulia.sources._clean import Body, line


def said(
    page: PageRef, entry: Entry, body: Body | None = None, notes: tuple[str, ...] = ()
) -> Iterator[Record | Skipped]:
    """The record, and a word where its body had to be cut."""
    more = body.notes if body else ()
    yield Record(page=page, entry=entry, notes=(*notes, *more))
    if body and body.cut:
        yield Skipped(place=f"entry {entry.id}", reason=body.notes[0])


def unread(posted: datetime | None, raw: object) -> str:
    """What `posted_raw` is to hold: the date as written, where it could not be read."""
    return "" if posted or raw in (None, "") else line(str(raw))


def with_notes(found: Record | Skipped, notes: list[str]) -> Record | Skipped:
    """The record with what was mended in the file since the last one; empties `notes`."""
    if not notes or not isinstance(found, Record):
        return found
    told = (*found.notes, *notes)
    notes.clear()
    return Record(page=found.page, entry=found.entry, notes=told)
