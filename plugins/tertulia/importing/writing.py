"""The second half of an import: entries meet what is stored, rules decide, files are staged."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tertulia.analysis.moderation import decide, needs_repeats
from tertulia.core.merging import merge
from tertulia.core.model import Entry, PageRef, Status
from tertulia.core.reports import Unmatched
from tertulia.core.rules import Around
from tertulia.core.sameness import instance_of, said
from tertulia.core.threads import loose_ends
from tertulia.core.vanishing import vanished
from tertulia.edge import store, threadfile
from tertulia.edge.journal import Journal
from tertulia.edge.spill import Spill
from tertulia.importing.work import Site, Work

_NEVER = datetime.min.replace(tzinfo=UTC)

MOST_LIKELIEST = 1_000  # threads that get a proposal: nobody reads more


def write_all(work: Work, journal: Journal) -> None:
    """Merge everything that was read into the store, and what waited with it."""
    waiting = dict(store.waiting(work.site.threads))
    for key, ref in waiting.items():
        work.remember(f"waiting:{key}", ref)
    _merge_all(work, _moves(work.site, waiting), journal)


@dataclass(frozen=True, slots=True)
class _Moved:
    """Entries that were stored elsewhere and belong to a page that is there now."""

    entries: tuple[Entry, ...]
    path: Path
    name: str


def _moves(site: Site, waiting: Mapping[str, PageRef]) -> dict[str, list[_Moved]]:
    """What waited and has found its page; threads of pages that have another name now."""
    moved: dict[str, list[_Moved]] = {}
    for key, ref in waiting.items():
        if page := site.finder.find(ref):
            folder = site.threads / store.UNMATCHED
            found = _Moved(store.load_page(folder, key), store.path_of(folder, key), key)
            moved.setdefault(f"page:{page}", []).append(found)
    known = {page.id for page in site.finder.pages}
    for name in store.page_names(site.threads) if known else ():
        if name not in known and (page := site.finder.renamed(name)):
            entries = store.load_page(site.threads, name)
            path = store.path_of(site.threads, name)
            moved.setdefault(f"page:{page}", []).append(_Moved(entries, path, name))
    return moved


def _merge_all(work: Work, moved: Mapping[str, list[_Moved]], journal: Journal) -> None:
    site, spill = work.site, work.spill
    silent = (place for place in work.silent if _file(site, place).exists())
    places = sorted({*spill.places(), *moved, *silent})
    repeats: Counter[str] = Counter()
    complete = frozenset(name for name in work.dumps if name.partition(":")[0] in site.complete)
    if complete or needs_repeats(site.rules):
        places = sorted({*places, *(f"page:{name}" for name in store.page_names(site.threads))})
    if needs_repeats(site.rules):
        repeats = _repeats(spill, places, moved, site)
    for number, place in enumerate(places, 1):
        rows = spill.take(place)
        read = [entry for _, entry in rows]
        old = [entry for group in moved.get(place, ()) for entry in group.entries]
        kind, _, name = place.partition(":")
        folder = site.threads if kind == "page" else site.threads / store.UNMATCHED
        stored = store.load_page(folder, name)
        around = Around(published=site.published.get(name), repeats=repeats)
        silent_here = complete.union(work.silent.get(place, ()))
        entries = _merged(work, (*stored, *old), read, around, silent_here)
        _count(work, stored, old, read, entries)
        for group in moved.get(place, ()):
            journal.remove(group.path)
            work.found.append(group.name)
        path = store.path_of(folder, name)
        ref = work.refs.get(place, PageRef()) if kind == "waiting" else None
        if entries:
            content = threadfile.encode(name, entries, ref)
            work.counts["pages"] += journal.write(path, content)
        if kind == "waiting" and entries:
            work.unmatched.append(
                Unmatched(
                    key=name,
                    title=(ref or PageRef()).title,
                    entries=len(entries),
                    likeliest=site.finder.likeliest(ref or PageRef())
                    if len(work.unmatched) < MOST_LIKELIEST
                    else (),
                )
            )
        work.tell("pages", number)


def _file(site: Site, place: str) -> Path:
    kind, _, name = place.partition(":")
    return store.path_of(site.threads if kind == "page" else site.threads / store.UNMATCHED, name)


def _merged(
    work: Work,
    stored: tuple[Entry, ...],
    read: list[Entry],
    around: Around,
    silent: frozenset[str],
) -> tuple[Entry, ...]:
    site = work.site
    known = {id for entry in stored for id in (entry.id, *entry.also)}
    known.update(entry.id for entry in read if site.keeps(entry))
    kept = [entry for entry in read if entry.id in known]
    entries = merge(stored, kept, site.zone, site.proposing)
    seen: dict[str, datetime] = {}
    for entry in read:
        seen[entry.id] = max(seen.get(entry.id, _NEVER), entry.read or _NEVER)
    here = {instance_of(id) for id in seen} | silent
    dumps = {name: dump.read for name in here if (dump := work.dumps.get(name)) and dump.whole}
    if dumps:
        entries = vanished(entries, dumps, seen, site.keeping)
    return tuple(decide(entry, site.rules, around) for entry in entries)


def _repeats(
    spill: Spill, places: Iterable[str], moved: Mapping[str, list[_Moved]], site: Site
) -> Counter[str]:
    """How often each text stands in the store and in what was read."""
    repeats: Counter[str] = Counter()
    for place in places:
        kind, _, name = place.partition(":")
        folder = site.threads if kind == "page" else site.threads / store.UNMATCHED
        rows = spill.take(place)
        for file, entry in rows:
            spill.add(place, file, entry)
        stored = [
            *store.load_page(folder, name),
            *(entry for group in moved.get(place, ()) for entry in group.entries),
        ]
        read = (entry for _, entry in rows if site.keeps(entry))
        merged = merge(stored, read, site.zone, site.proposing)
        repeats.update(said(e.text) for e in merged if e.text)
    return repeats


def _count(
    work: Work,
    stored: tuple[Entry, ...],
    moved: list[Entry],
    read: list[Entry],
    entries: tuple[Entry, ...],
) -> None:
    before = {id: e for e in (*stored, *moved) for id in (e.id, *e.also)}
    seen = {entry.id for entry in read}
    counts = work.counts
    counts["repeated"] += len(read) - len(seen)
    for entry in entries:
        ids = (entry.id, *entry.also) if entry.also else (entry.id,)
        olds = {before[id].id: before[id] for id in ids if id in before}
        here = any(id in seen for id in ids)
        if not olds:
            counts["added"] += 1
        elif list(olds.values()) != [entry]:
            counts["changed"] += 1
        else:
            counts["unchanged"] += here
        if entry.also:
            new = sum(id in seen and id not in before for id in ids)
            counts["joined"] += max(0, new + len(olds) - 1)
        if entry.gone:
            counts["gone"] += not any(old.gone for old in olds.values())
        if entry.edited_by_hand:
            counts["kept_by_hand"] += here
        if entry.posted is None:
            counts["undated"] += entry.status is not Status.DELETED
        elif entry.posted.tzinfo is None:
            counts["zoneless"] += 1
    work.statuses.update(entry.status.value for entry in entries)
    orphans, circles = loose_ends(entries, work.site.zone)
    counts["orphans"] += orphans
    counts["circles"] += circles
