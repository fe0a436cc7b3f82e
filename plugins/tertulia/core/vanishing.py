"""What whole dumps no longer have is marked; nothing is taken out for it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from tertulia.core.dumps import last_told
from tertulia.core.model import Entry, Status
from tertulia.core.sameness import instance_of
from tertulia.core.threads import instant


def vanished(
    entries: Iterable[Entry], dumps: Mapping[str, datetime], keeping: frozenset[str]
) -> tuple[Entry, ...]:
    """Mark what whole dumps no longer have, and unmark what was told of after them.

    An entry has vanished where every place that keeps it has a whole dump made after the last
    that had the entry, wherever that was from. What merely shows what another place keeps, such
    as a feed, need not lack it too. It does not matter which dump was imported first.

    Args:
        entries: Of one page, with the times they were last told of.
        dumps: When the last whole dump was made of each instance (the first two parts of ids).
        keeping: Names of the sources whose dumps have all that there is.
    """
    return tuple(_marked(entry, dumps, keeping) for entry in entries) if dumps else tuple(entries)


def _marked(entry: Entry, dumps: Mapping[str, datetime], keeping: frozenset[str]) -> Entry:
    if entry.upstream is Status.DELETED or not {"gone", "missed"}.isdisjoint(entry.edited_by_hand):
        return entry
    places = _places(entry, dumps, keeping)
    known = [moment for moment in places.values() if moment is not None]
    if not known:
        return entry
    told = last_told(entry)
    told_at = instant(told, UTC) if told else None
    gone = len(known) == len(places) and all(
        told_at is None or instant(moment, UTC) > told_at for moment in known
    )
    missed = max(known, key=lambda moment: instant(moment, UTC)) if gone else None
    if (entry.gone, entry.missed) == (gone, missed):
        return entry
    return replace(entry, gone=gone, missed=missed)


def _places(
    entry: Entry, dumps: Mapping[str, datetime], keeping: frozenset[str]
) -> dict[str, datetime | None]:
    """When the last whole dump was made of each place that keeps the entry.

    The same number in the same place is the same record by another way of giving it out.
    """
    places: dict[str, datetime | None] = {}
    for id in (entry.id, *entry.also) if entry.also else (entry.id,):
        source, _, number = id.partition(":")
        dump = dumps.get(instance_of(id))
        if dump is not None:
            known = places.get(number)
            later = known is None or instant(dump, UTC) > instant(known, UTC)
            places[number] = dump if later else known
        elif source in keeping:
            places.setdefault(number, None)
    return places
