"""One file: which source it is of, and what it holds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tertulia.core.contracts import HEAD_BYTES, Source
from tertulia.core.errors import BadSource, UnknownSource
from tertulia.core.model import Record, Skipped, Status
from tertulia.core.reports import FileReport, Left
from tertulia.edge.inputs import Input

MOST_SHOWN = 1_000  # of what a file lost, with its place; all the rest is counted by reason


@dataclass(slots=True)
class Reading:
    """What is known of a file while it is read."""

    name: str
    source: str = ""
    whole: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    pages: set[object] = field(default_factory=set)
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
            kinds=dict(sorted(self.kinds.items())),
            skipped=tuple(self.skipped),
            reasons=dict(self.reasons.most_common()),
            lost=self.lost,
            notes=dict(sorted(self.notes.items())),
            refused=self.refused,
        )


def recognised(head: bytes, sources: tuple[Source, ...], name: str) -> Source | None:
    """The one source that claims a file; None where none does.

    Raises:
        UnknownSource: More than one does.
    """
    claimed = [source for source in sources if source.claims(head)]
    if len(claimed) > 1:
        names = " and ".join(repr(source.name) for source in claimed)
        raise UnknownSource(
            f"{name}: {names} both claim it; say which it is with --source {claimed[0].name}"
        )
    return claimed[0] if claimed else None


def read_file(
    given: Input, sources: tuple[Source, ...], keep: frozenset[Status], now: Reading
) -> Iterator[Record]:
    """What a file holds; what is not taken over is counted in `now`.

    Args:
        given: The file.
        sources: Those it may be of; one alone is not asked whether it claims it.
        keep: Status at the source of what is stored; the rest is yielded too, and counted as
            skipped, for it may already be here.
        now: Filled while reading.
    """
    if given.refused:
        now.refused = given.refused
        return
    try:
        source = _source(given, sources)
    except UnknownSource as error:
        now.refused = str(error)
        return
    if source is None:
        if given.asked:
            known = ", ".join(s.name for s in sources)
            now.refused = f"no source knows this format; there are: {known}"
        else:
            now.skip(Skipped(place="file", reason="no source knows this format", lost=False))
        return
    now.source, now.whole = source.name, source.whole
    try:
        yield from _records(source, given, keep, now)
    except BadSource as error:
        now.refused = str(error)


def _source(given: Input, sources: tuple[Source, ...]) -> Source | None:
    if len(sources) == 1:
        return sources[0]
    head = given.file.read(HEAD_BYTES)
    given.file.seek(0)
    return recognised(head, sources, given.name)


def _records(
    source: Source, given: Input, keep: frozenset[Status], now: Reading
) -> Iterator[Record]:
    for found in source.read(given.file):
        if isinstance(found, Skipped):
            now.skip(found)
            continue
        entry = found.entry
        if found.notes:
            now.notes.update(found.notes)
        if entry.status in keep:
            now.kinds[entry.kind.value] += 1
            now.pages.add(found.page)
        else:
            reason = f"{entry.status} at its source" + (f": {entry.reason}" if entry.reason else "")
            now.skip(Skipped(place=entry.id, reason=reason, lost=False))
        yield found
