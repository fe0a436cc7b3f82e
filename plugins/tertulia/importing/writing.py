"""The second half of an import: entries meet what is stored, rules decide, files are staged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from tertulia.analysis.moderation import decide, needs_repeats, repeats
from tertulia.core.dumps import (
    ByInstance,
    Heard,
    Told,
    Withheld,
    both,
    id_digest,
    last_of,
    last_said,
    last_told,
    later,
    wholes,
    with_times,
    without_times,
)
from tertulia.core.merging import merge
from tertulia.core.model import Entry, PageRef, Status
from tertulia.core.reports import Unmatched
from tertulia.core.rules import Around
from tertulia.core.sameness import instance_of
from tertulia.core.threads import loose_ends
from tertulia.core.vanishing import vanished
from tertulia.edge import store, threadfile
from tertulia.edge.dumpfile import ALL, DUMPS, Dumps, read_dumps
from tertulia.edge.journal import Journal
from tertulia.edge.spill import Spill
from tertulia.importing.work import Site, Work

MOST_LIKELIEST = 1_000  # threads that get a proposal: nobody reads more


def write_all(work: Work, journal: Journal) -> None:
    """Merge everything that was read into the store, and what waited with it."""
    threads = work.site.threads
    waiting = dict(store.waiting(threads))
    for key, ref in waiting.items():
        work.remember(f"waiting:{key}", ref)
    dumps = read_dumps(threads)
    heard = dumps.heard
    everywhere = {name: Heard(whole=dump.read) for name, dump in work.dumps.items() if dump.whole}
    if everywhere:
        heard[ALL] = both(heard.get(ALL, {}), everywhere)
    moved = _moves(work.site, waiting, dumps)
    _bring_along(work, moved)
    _merge_all(work, _places(work, waiting, moved), moved, dumps, journal)
    for place in work.whole:  # pages without a thread of which a dump has all there is: nothing
        _hear(work, place, heard)
    if dumps:
        journal.write(threads / DUMPS, dumps.bytes())


@dataclass(frozen=True, slots=True)
class _Moved:
    """Entries that were stored elsewhere and belong to a page that is there now.

    Attributes:
        place: Where they are.
        entries: As they stand on disk.
        heard: What was heard of them there.
        withheld: What was not stored there.
    """

    place: str
    path: Path
    entries: tuple[Entry, ...]
    heard: ByInstance = field(default_factory=dict)
    withheld: Withheld = field(default_factory=dict)


def _moves(site: Site, waiting: Mapping[str, PageRef], dumps: Dumps) -> dict[str, list[_Moved]]:
    """What waited and has found its page; threads of pages that have another name now."""
    moved: dict[str, list[_Moved]] = {}

    def move(place: str, page: str) -> None:
        path = _path(site, place)
        stem = _stem(site, path)
        known, withheld = dumps.heard.pop(stem, {}), dumps.withheld(stem)
        dumps.withhold(stem, {})
        entries = store.load_page(path.parent, _name(place))
        found = _Moved(place, path, entries, known, withheld)
        moved.setdefault(f"page:{page}", []).append(found)

    for key, ref in waiting.items():
        if page := site.finder.find(ref):
            move(f"waiting:{key}", page)
    known = {page.id for page in site.finder.pages}
    for name in store.page_names(site.threads) if known else ():
        if name not in known and (page := site.finder.renamed(name)):
            move(f"page:{name}", page)
    return moved


def _bring_along(work: Work, moved: Mapping[str, Iterable[_Moved]]) -> None:
    """What was read for a place that moves goes where that goes."""
    for place, groups in moved.items():
        for group in groups:
            for file, entry in work.spill.take(group.place):
                work.spill.add(place, file, entry)
            dates = work.whole.setdefault(place, {})
            for name, date in work.whole.pop(group.place, {}).items():
                dates[name] = max(dates.get(name, date), date)


def _places(
    work: Work, waiting: Iterable[str], moved: Mapping[str, list[_Moved]]
) -> tuple[str, ...]:
    """Where something may change, sorted."""
    site = work.site
    left = {group.place for groups in moved.values() for group in groups}
    places = {*work.spill.places(), *moved}
    places |= {place for place in work.whole if _path(site, place).exists()}
    if work.dumps or needs_repeats(site.rules):
        places |= {f"page:{name}" for name in store.page_names(site.threads)}
    if work.dumps:
        places |= {f"waiting:{key}" for key in waiting}
    return tuple(sorted(places - left))


def _merge_all(
    work: Work,
    places: Iterable[str],
    moved: Mapping[str, list[_Moved]],
    dumps: Dumps,
    journal: Journal,
) -> None:
    repeated: Counter[str] = Counter()
    if needs_repeats(work.site.rules):
        repeated = _all_repeats(work.spill, places, moved, work.site)
    for number, place in enumerate(places, 1):
        groups = moved.get(place, ())
        for group in groups:
            journal.remove(group.path)
            work.found.append(_name(group.place))
        _merge_place(work, place, groups, dumps, repeated, journal)
        work.tell("pages", number)


def _merge_place(
    work: Work,
    place: str,
    groups: Sequence[_Moved],
    dumps: Dumps,
    repeated: Mapping[str, int],
    journal: Journal,
) -> None:
    """What was read of one page, what is stored of it and what came to it become its file."""
    site, heard = work.site, dumps.heard
    path, name = _path(site, place), _name(place)
    stem = _stem(site, path)
    read = [_as_of_dump(work, entry) for _, entry in work.spill.take(place)]
    stored = store.load_page(path.parent, name)
    known = list(with_times(stored, heard.get(stem, {})))
    withheld: Withheld = dumps.withheld(stem)
    for group in groups:
        known += with_times(group.entries, group.heard)
        heard[stem] = both(heard.get(stem, {}), group.heard)
        withheld = last_of(withheld, group.withheld)
    _hear(work, place, heard)
    merged, withheld = _merged(site, known, read, withheld)
    whole = wholes(both(heard.get(stem, {}), heard.get(ALL, {})))
    around = Around(published=site.published.get(name), repeats=repeated)
    decided = (decide(e, site.rules, around) for e in vanished(merged, whole, site.keeping))
    entries, told = without_times(decided)
    dumps.withhold(stem, withheld)
    _note_told(heard, stem, told)
    _count(work, stored, [e for group in groups for e in group.entries], read, entries)
    if entries:
        ref = work.refs.get(place, PageRef()) if _waits(place) else None
        work.counts["pages"] += journal.write(path, threadfile.encode(name, entries, ref))
        if ref is not None:
            _note_unmatched(work, name, ref, len(entries))


def _note_unmatched(work: Work, name: str, ref: PageRef, count: int) -> None:
    """Tell of entries that wait for their page, and which it may be."""
    asked = len(work.unmatched) < MOST_LIKELIEST
    likeliest = work.site.finder.likeliest(ref) if asked else ()
    work.unmatched.append(Unmatched(key=name, title=ref.title, entries=count, likeliest=likeliest))


def _as_of_dump(work: Work, entry: Entry) -> Entry:
    """What is in files that have all there is together was there when the last was made."""
    dump = work.dumps.get(instance_of(entry.id)) if work.dumps else None
    if dump is None or not dump.whole:
        return entry
    return replace(entry, told=later(entry.told, dump.read))


def _hear(work: Work, place: str, heard: dict[str, ByInstance]) -> None:
    """Keep what this import has of a page whole."""
    stem = _stem(work.site, _path(work.site, place))
    dates = work.whole.get(place)
    if dates:
        now = {name: Heard(whole=date) for name, date in dates.items()}
        heard[stem] = both(heard.get(stem, {}), now)


def _note_told(heard: dict[str, ByInstance], stem: str, told: Mapping[str, datetime]) -> None:
    """Keep when each instance last told of a page."""
    known = heard.get(stem, {})
    if told or known:
        heard[stem] = {
            name: Heard(told=told.get(name), whole=known[name].whole if name in known else None)
            for name in sorted(told.keys() | known.keys())
        }


def _stem(site: Site, path: Path) -> str:
    """By what a page stands in the file of dumps."""
    return path.relative_to(site.threads).with_suffix("").as_posix()


def _path(site: Site, place: str) -> Path:
    folder = site.threads / store.UNMATCHED if _waits(place) else site.threads
    return store.path_of(folder, _name(place))


def _name(place: str) -> str:
    """The page's id, or the key under which entries wait for it."""
    return place.partition(":")[2]


def _waits(place: str) -> bool:
    return place.startswith("waiting:")


def _merged(
    site: Site, stored: Iterable[Entry], read: Iterable[Entry], before: Withheld
) -> tuple[tuple[Entry, ...], Withheld]:
    """The entries of a page, and what was said last of those that are not stored.

    Of what waits or is spam at its source only that it does is taken: it may be stored already,
    or come later from an older dump.

    Args:
        before: The same of earlier imports.
    """
    stored = tuple(stored)
    kept, withheld = [], dict[str, Told]()
    for entry in read:
        if site.keeps(entry):
            kept.append(entry)
        elif moment := last_told(entry):
            withheld[entry.id] = last_said(withheld.get(entry.id), (entry.upstream, moment))
    if not (withheld or before):
        return merge(stored, kept, site.zone, site.proposing), before
    after = last_of(before, {id_digest(id): told for id, told in withheld.items()})
    ids = {id_digest(id): id for e in (*stored, *kept) for id in (e.id, *e.also)}
    here = {ids[digest]: told for digest, told in after.items() if digest in ids}
    entries = merge(stored, kept, site.zone, site.proposing, here)
    return entries, {digest: told for digest, told in after.items() if digest not in ids}


def _all_repeats(
    spill: Spill, places: Iterable[str], moved: Mapping[str, list[_Moved]], site: Site
) -> Counter[str]:
    """How often each text stands in the store and in what was read."""
    found: Counter[str] = Counter()
    for place in places:
        rows = spill.take(place)
        for file, entry in rows:
            spill.add(place, file, entry)
        stored = [
            *store.load_page(_path(site, place).parent, _name(place)),
            *(entry for group in moved.get(place, ()) for entry in group.entries),
        ]
        read = (entry for _, entry in rows if site.keeps(entry))
        merged = merge(stored, read, site.zone, site.proposing)
        found.update(repeats(merged))
    return found


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
