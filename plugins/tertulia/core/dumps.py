"""When dumps last told of an entry: kept once for a page, and with an entry only where it differs.

Of two dumps the later one is right, in whatever order they are imported. So the time at which
each entry was last told of must be kept, though nearly every dump says what the one before it
said: kept with each entry it would change every thread file with every dump.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tertulia.core.model import Entry, Status
from tertulia.core.sameness import instance_of
from tertulia.core.threads import instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What dumps of one instance, such as one blog, have told of one page.

    Attributes:
        told: When the last one was made that has an entry of it.
        whole: When the last one was made that has all there is of it, be that nothing.
    """

    told: datetime | None = None
    whole: datetime | None = None


ByInstance = Mapping[str, Heard]

# What a source said of an entry, and when its dump was made.
Told = tuple[Status, datetime]

# Of what was not stored only this is kept: a digest of each id, and what was said of it last.
Withheld = Mapping[str, Told]

_LESS_PUBLIC = tuple(Status)


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two times; a time that is not known is earlier than all."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda moment: instant(moment, UTC))


def last_told(entry: Entry) -> datetime | None:
    """When the last dump was made that had the entry."""
    return entry.told or entry.read


def both(one: ByInstance, other: ByInstance) -> dict[str, Heard]:
    """What was heard of a page under two names, or in two imports."""
    nothing = Heard()
    return {
        name: Heard(
            told=later(one.get(name, nothing).told, other.get(name, nothing).told),
            whole=later(one.get(name, nothing).whole, other.get(name, nothing).whole),
        )
        for name in sorted(one.keys() | other.keys())
    }


def id_digest(id: str) -> str:
    """What stands for an id that is not stored."""
    return hashlib.blake2b(id.encode("utf-8", "replace"), digest_size=5).hexdigest()


def last_of(one: Withheld, other: Withheld) -> dict[str, Told]:
    """What was said last; of two things said at once the less public one."""
    found = dict(one)
    for key, told in other.items():
        found[key] = last_said(found.get(key), told)
    return found


def last_said(one: Told | None, other: Told) -> Told:
    """What was said last of one entry."""
    return other if one is None else max(one, other, key=_when)


def _when(told: Told) -> tuple[timedelta, int]:
    return (instant(told[1], UTC), _LESS_PUBLIC.index(told[0]))


def wholes(heard: ByInstance) -> dict[str, datetime]:
    """When the last whole dump of each instance was made."""
    return {name: known.whole for name, known in heard.items() if known.whole is not None}


def with_times(entries: Iterable[Entry], heard: ByInstance) -> tuple[Entry, ...]:
    """The entries of a page as they stand on disk, each with the time it was last told of.

    `told` is None where that is `read`.
    """
    return tuple(_with_time(entry, heard) for entry in entries) if heard else tuple(entries)


def _with_time(entry: Entry, heard: ByInstance) -> Entry:
    known = heard.get(instance_of(entry.id))
    if known is None or entry.told is not None or entry.upstream is Status.DELETED:
        return entry
    return entry if known.told == entry.read else replace(entry, told=known.told)


def without_times(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], dict[str, datetime]]:
    """The entries of a page as they are written, and when each instance last told of it."""
    entries = tuple(entries)
    told: dict[str, datetime] = {}
    for entry in entries:
        if entry.upstream is not Status.DELETED and (moment := last_told(entry)):
            name = instance_of(entry.id)
            if name not in told or moment is not told[name]:
                told[name] = later(told.get(name), moment) or moment
    return tuple(_without_time(entry, told) for entry in entries), told


def _without_time(entry: Entry, told: Mapping[str, datetime]) -> Entry:
    moment = last_told(entry)
    if entry.upstream is Status.DELETED or moment is None:
        return entry
    kept = None if moment == told[instance_of(entry.id)] else moment
    return entry if entry.told == kept else replace(entry, told=kept)
