"""What whole dumps no longer have is marked; nothing is taken out for it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from tertulia.core.model import Entry
from tertulia.core.sameness import instance_of
from tertulia.core.threads import instant


def vanished(
    entries: Iterable[Entry],
    dumps: Mapping[str, datetime],
    seen: Mapping[str, datetime],
    keeping: frozenset[str],
) -> tuple[Entry, ...]:
    """Mark what whole dumps no longer have.

    An entry has vanished where every place that keeps it has a dump without it. What merely
    shows what another place keeps, such as a feed, holds nothing back, unless it showed the
    entry after the dump was made.

    Args:
        entries: Of one page.
        dumps: What they are of (the first two parts of ids), and when each was made; what was
            first read later is none of their business.
        seen: The ids in all that was read, and when they were last.
        keeping: Names of the sources whose dumps have all that there is.
    """
    marked = []
    for entry in entries:
        missed = None if entry.gone else _missed_by(entry, dumps, seen, keeping)
        marked.append(replace(entry, gone=True, missed=missed) if missed else entry)
    return tuple(marked)


def _missed_by(
    entry: Entry,
    dumps: Mapping[str, datetime],
    seen: Mapping[str, datetime],
    keeping: frozenset[str],
) -> datetime | None:
    """When the last of the dumps was made that miss it; None where they do not."""
    ids = (entry.id, *entry.also) if entry.also else (entry.id,)
    missing = [id for id in ids if instance_of(id) in dumps]
    if not missing or not seen.keys().isdisjoint(missing):
        return None
    shown = [entry.read] if entry.read else []
    numbers = {id.partition(":")[2] for id in missing}
    for id in ids:
        source, _, number = id.partition(":")
        # The same number in the same place is the same record by another way of giving it out.
        if source in keeping and number not in numbers:
            return None
        if id in seen:
            shown.append(seen[id])
    missed = max((dumps[instance_of(id)] for id in missing), default=None)
    if missed is None or any(instant(moment, UTC) > instant(missed, UTC) for moment in shown):
        return None
    return missed
