"""One file: which source it is of, and what it holds."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tertulia.core.contracts import HEAD_BYTES, Silent, Source
from tertulia.core.dumps import id_digest
from tertulia.core.errors import BadSource
from tertulia.core.model import Entry, Kind, PageRef, Record, Skipped, Status
from tertulia.core.reports import FileReport, Left
from tertulia.edge.inputfile import Input

MOST_SHOWN = 1_000  # of what a file lost, with its place; all the rest is counted by reason


@dataclass(slots=True)
class Reading:
    """What is known of a file while it is read."""

    name: str
    source: str = ""
    whole: bool = False
    kinds: Counter[Kind] = field(default_factory=Counter)
    pages: set[object] = field(default_factory=set)
    silent: list[Silent] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    skipped: list[Left] = field(default_factory=list)
    lost: int = 0
    refused: str = ""

    def skip(self, found: Skipped) -> None:
        """Count what was not taken over."""
        self.reasons[found.reason] += 1
        self.lost += found.lost
        if len(self.skipped) < MOST_SHOWN:
            self.skipped.append(Left(place=found.place, reason=found.reason, lost=found.lost))

    def report(self) -> FileReport:
        """What the person is told."""
        return FileReport(
            name=self.name,
            source=self.source,
            threads=len(self.pages),
            kinds={kind.value: count for kind, count in sorted(self.kinds.items())},
            skipped=tuple(self.skipped),
            reasons=dict(self.reasons.most_common()),
            lost=self.lost,
            notes=dict(sorted(self.notes.items())),
            refused=self.refused,
        )


def recognise(given: Input, sources: tuple[Source, ...], now: Reading) -> Source | None:
    """The one source that claims a file; where there is none, `now` says why.

    Args:
        given: The file; it is left at its beginning.
        sources: Those it may be of; one alone is not asked whether it claims it.
        now: What is known of the file.
    """
    if given.refused:
        now.refused = given.refused
        return None
    if len(sources) == 1:
        return sources[0]
    head = given.file.read(HEAD_BYTES)
    given.file.seek(0)
    if not head.strip():
        now.skip(Skipped(place="file", reason="it is empty", lost=given.asked))
        return None
    claimed = [source for source in sources if source.claims(head)]
    claimed = [source for source in claimed if not source.last] or claimed
    if len(claimed) > 1:
        names = " and ".join(repr(source.name) for source in claimed)
        now.refused = f"{names} both claim it; say which it is with --source {claimed[0].name}"
    elif not claimed and given.asked:
        known = ", ".join(source.name for source in sources)
        now.refused = f"no source knows this format; there are: {known}"
    elif not claimed:
        now.skip(Skipped(place="file", reason="no source knows this format", lost=False))
    return claimed[0] if len(claimed) == 1 else None


def taken(
    found: Iterator[Record | Silent | Skipped],
    keeps: Callable[[Entry], bool],
    read: datetime,
    now: Reading,
) -> Iterator[Record]:
    """The records of a file; what is not taken over is counted in `now`.

    Args:
        found: What its source gives.
        keeps: Whether an entry is stored; the rest is yielded too, and counted as skipped,
            for it may already be here.
        read: When the file was made.
        now: Filled while reading.
    """
    here: PageRef | None = None
    seen: dict[str, Entry] = {}  # on the page that is being read
    try:
        for one in found:
            if isinstance(one, Record):
                if one.page is not here and one.page != here:
                    here, seen = one.page, {}
                if not _same(one.entry, seen.setdefault(one.entry.id, one.entry)):
                    _tell_apart(one.entry, now)
                _stamp(one.entry, read)
                _count(one, keeps, now)
                yield one
            elif isinstance(one, Skipped):
                now.skip(one)
            else:
                now.silent.append(one)
    except BadSource as error:
        now.refused = str(error)


def _same(entry: Entry, known: Entry) -> bool:
    """Whether two records of one id on one page of one file may be of one entry."""
    if entry is known:
        return True
    pairs = (
        (entry.author.name, known.author.name),
        (entry.posted, known.posted),
        (entry.text, known.text),
    )
    return any(not (one and other) or one == other for one, other in pairs)


def _tell_apart(entry: Entry, now: Reading) -> None:
    """Of two entries that share nothing but an id the second gets one made of all it is."""
    made = id_digest(f"{entry.author.name}\0{entry.posted}\0{entry.text}")
    object.__setattr__(entry, "id", f"{entry.id}~{made}")
    now.notes["an id that another entry of the page has too: made different"] += 1


def _stamp(entry: Entry, read: datetime) -> None:
    """Give the entry the time it was read and what its source said of it.

    It comes fresh from its source and nobody else has it, so that it may be changed in place:
    a copy of each would take longer than all the rest that is done with it here.
    """
    if entry.read is None:
        object.__setattr__(entry, "read", read)
    ours = "status" in entry.edited_by_hand or entry.reason.startswith("rule ")
    if entry.upstream is Status.APPROVED and entry.status is not Status.APPROVED and not ours:
        object.__setattr__(entry, "upstream", entry.status)


def _count(record: Record, keeps: Callable[[Entry], bool], now: Reading) -> None:
    entry = record.entry
    if record.notes:
        now.notes.update(record.notes)
    if keeps(entry):
        now.kinds[entry.kind] += 1
        now.pages.add(record.page)
    else:
        reason = f"{entry.upstream} at its source" + (f": {entry.reason}" if entry.reason else "")
        now.skip(Skipped(place=entry.id, reason=reason, lost=False))
