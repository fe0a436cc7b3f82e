"""What an export format must offer, and what it is given."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from tertulia.core.model import Entry, PageRef, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """All entries of one page, from the oldest on."""

    page: PageRef
    entries: tuple[Entry, ...]
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What an export is told, and what it tells.

    Attributes:
        address: The site's, without a slash at its end.
        title: The site's.
        zone: The site's, for times that have none.
        left: What could not go along, counted by reason; the export adds to it.
    """

    address: str
    title: str
    zone: tzinfo
    left: Counter[str]

    def utc(self, moment: datetime) -> datetime:
        """The moment in UTC, one without a zone taken in the site's and counted."""
        if moment.tzinfo is None:
            self.left["times without a zone taken in the site's"] += 1
            moment = moment.replace(tzinfo=self.zone)
        return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One format that goes out.

    Attributes:
        name: As on the command line: "wxr".
        suffix: Of its files: ".xml".
        write: The bytes of the file, part by part.
    """

    name: str
    suffix: str
    write: Callable[[Iterable[Conversation], Journey], Iterator[bytes]]


def shown(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Of the entries of a page what its readers see, and the places of what was deleted.

    Earlier texts, digests of words taken out and the reasons of decisions are nobody else's.
    """
    return tuple(
        replace(e, history=(), prints=(), reason="")
        for e in entries
        if e.status is Status.APPROVED or (e.status is e.upstream is Status.DELETED)
    )


class Numbers:
    """Whole numbers for ids, the same for the same id; a number that an id ends in is kept."""

    def __init__(self) -> None:
        """Begin with none."""
        self._given: dict[str, int] = {}
        self._used: set[int] = set()
        self._highest = 0

    def of(self, id: str, above: int = 0) -> int:
        """The number of an id.

        Args:
            above: Where the id has none yet, it gets one that is higher than this one, which is
                in use or 0.
        """
        if id not in self._given:
            own = id.rsplit(":", 1)[-1]
            wish = int(own) if own.isascii() and own.isdigit() and len(own) < 15 else 0
            if wish <= above or wish in self._used:
                wish = self._highest + 1
            self._given[id] = wish
            self._used.add(wish)
            self._highest = max(self._highest, wish)
        return self._given[id]


def with_one_name(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries with each parent under its first id; what is known by several has one."""
    now = {other: entry.id for entry in entries for other in entry.also}
    return tuple(
        replace(e, parent=now[e.parent]) if e.parent is not None and e.parent in now else e
        for e in entries
    )
