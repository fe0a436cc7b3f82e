"""The import as a whole: everything is read first and written last, all files or none.

Entries wait in a spill, so that memory grows with the longest thread and not with the export.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from tertulia.analysis.moderation import decide, needs_repeats
from tertulia.core.contracts import Source
from tertulia.core.forgetting import Forgotten
from tertulia.core.merging import instance_of, merge, said, vanished
from tertulia.core.model import Entry, PageRef, Status
from tertulia.core.pseudonyms import Named, pseudonymous
from tertulia.core.reports import Report, Unmatched
from tertulia.core.rules import Around, Rule
from tertulia.core.threads import assemble
from tertulia.core.urls import Finder, waiting_key
from tertulia.edge import store, threadfile
from tertulia.edge.inputs import Input
from tertulia.edge.journal import Journal
from tertulia.edge.spill import Spill
from tertulia.importing.reading import Reading, read_file

STEP = 1_000  # records between two signs of life


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What an import needs to know of the site.

    Attributes:
        threads: `<content>/threads`.
        zone: The site's, for times that have none.
        finder: Finds pages.
        published: When pages came out, by id, where that is known.
        keep: Status that entries may have at their source and be stored all the same.
        named: Who keeps their name in what comes from networks; None: everybody.
    """

    threads: Path
    zone: tzinfo
    finder: Finder
    rules: tuple[Rule, ...] = ()
    forgotten: Forgotten = field(default_factory=Forgotten)
    published: Mapping[str, datetime] = field(default_factory=dict)
    keep: frozenset[Status] = frozenset({Status.APPROVED, Status.DELETED})
    named: Named | None = None


@dataclass(slots=True)
class _Dump:
    """What the files of one call say about one instance, such as one blog."""

    whole: bool
    read: datetime


@dataclass(slots=True)
class _Totals:
    """Figures of the report while they are counted."""

    counts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)


def run(
    inputs: Iterable[Input],
    sources: tuple[Source, ...],
    site: Site,
    journal: Journal,
    tell: Callable[[str, int], None] | None = None,
) -> Report:
    """Import files; what changes is staged in the journal, which the caller commits.

    Args:
        inputs: Open files, one after the other.
        sources: Those they may be of.
        site: Where the entries go.
        journal: Of `site.threads`; a dry one writes nothing.
        tell: Called now and then with what is being read and how far it has come.
    """
    spill, totals, tell = Spill(), _Totals(), tell or _quiet
    files: list[Reading] = []
    dumps: dict[str, _Dump] = {}
    refs: dict[str, PageRef] = {}
    try:
        for given in inputs:
            files.append(Reading(given.name))
            _read_into(spill, given, sources, site, files, dumps, refs, totals, tell)
        waiting = dict(store.waiting(site.threads))
        for key, ref in waiting.items():
            _remember(refs, f"waiting:{key}", ref)
        moved = _moves(site, waiting)
        _merge_all(spill, moved, refs, dumps, site, journal, totals, tell)
    finally:
        spill.close()
    counts = totals.counts
    return Report(
        files=tuple(reading.report() for reading in files),
        dry=journal.dry,
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"],
        joined=counts["joined"],
        repeated=counts["repeated"],
        gone=counts["gone"],
        kept_by_hand=counts["kept_by_hand"],
        forgotten=counts["forgotten"],
        zoneless=counts["zoneless"],
        undated=counts["undated"],
        orphans=counts["orphans"],
        circles=counts["circles"],
        pages=counts["pages"],
        statuses=dict(sorted(totals.statuses.items())),
        found=tuple(totals.found),
        unmatched=tuple(totals.unmatched),
    )


def _quiet(name: str, count: int) -> None:
    """Tell nobody."""


def _read_into(
    spill: Spill,
    given: Input,
    sources: tuple[Source, ...],
    site: Site,
    files: list[Reading],
    dumps: dict[str, _Dump],
    refs: dict[str, PageRef],
    totals: _Totals,
    tell: Callable[[str, int], None],
) -> None:
    """Read one file, each entry to the page it belongs to."""
    now = files[-1]
    social = frozenset(source.name for source in sources if source.social)
    places: dict[PageRef, str] = {}
    instances: set[str] = set()
    for number, record in enumerate(read_file(given, sources, site.keep, now), 1):
        place = places.get(record.page)
        if place is None:
            place = places[record.page] = _place(record.page, site.finder, refs)
        entry = record.entry
        if site.forgotten.covers(entry, site.zone):
            totals.counts["forgotten"] += 1
            continue
        if site.named is not None and now.source in social:
            entry = pseudonymous(entry, site.named, site.forgotten)
        instances.add(instance_of(entry.id))
        spill.add(place, len(files), _stamped(entry, given.read))
        if number % STEP == 0:
            tell(now.name, number)
    sound = now.whole and not now.lost and not now.refused
    for name in instances:
        known = dumps.setdefault(name, _Dump(sound, given.read))
        known.whole = known.whole and sound
        known.read = max(known.read, given.read)


def _stamped(entry: Entry, read: datetime) -> Entry:
    """The entry with the time it was read and what its source said of it.

    It comes fresh from its source and nobody else has it, so that it may be changed in place:
    a copy of each would take longer than all the rest that is done with it here.
    """
    if entry.read is None:
        object.__setattr__(entry, "read", read)
    ours = "status" in entry.edited_by_hand or entry.reason.startswith("rule ")
    if entry.upstream is Status.APPROVED and entry.status is not Status.APPROVED and not ours:
        object.__setattr__(entry, "upstream", entry.status)
    return entry


def _place(ref: PageRef, finder: Finder, refs: dict[str, PageRef]) -> str:
    if page := finder.find(ref):
        return f"page:{page}"
    place = f"waiting:{waiting_key(ref)}"
    _remember(refs, place, ref)
    return place


def _remember(refs: dict[str, PageRef], place: str, ref: PageRef) -> None:
    """What is known of a page, of all that exports say; their order does not matter."""
    known = refs.get(place, ref)
    names = ("url", "slug", "guid", "title")
    refs[place] = PageRef(**{n: max(getattr(known, n), getattr(ref, n)) for n in names})


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


def _merge_all(
    spill: Spill,
    moved: Mapping[str, list[_Moved]],
    refs: Mapping[str, PageRef],
    dumps: Mapping[str, _Dump],
    site: Site,
    journal: Journal,
    totals: _Totals,
    tell: Callable[[str, int], None],
) -> None:
    places = sorted({*spill.places(), *moved})
    repeats: Counter[str] = Counter()
    if needs_repeats(site.rules):
        places = sorted({*places, *(f"page:{name}" for name in store.page_names(site.threads))})
        repeats = _repeats(spill, places, moved, site)
    for number, place in enumerate(places, 1):
        rows = spill.take(place)
        read = [entry for _, entry in rows]
        old = [entry for group in moved.get(place, ()) for entry in group.entries]
        kind, _, name = place.partition(":")
        folder = site.threads if kind == "page" else site.threads / store.UNMATCHED
        stored = store.load_page(folder, name)
        around = Around(published=site.published.get(name), repeats=repeats)
        entries = _merged((*stored, *old), read, dumps, site, around)
        _count(stored, old, read, entries, site.zone, totals)
        for group in moved.get(place, ()):
            journal.remove(group.path)
            totals.found.append(group.name)
        path = store.path_of(folder, name)
        ref = refs.get(place, PageRef()) if kind == "waiting" else None
        if entries:
            content = threadfile.encode(name, entries, ref)
            totals.counts["pages"] += journal.write(path, content)
        if kind == "waiting" and entries:
            totals.unmatched.append(
                Unmatched(
                    key=name,
                    title=(ref or PageRef()).title,
                    entries=len(entries),
                    likeliest=site.finder.likeliest(ref or PageRef()),
                )
            )
        tell("pages", number)


def _merged(
    stored: tuple[Entry, ...],
    read: list[Entry],
    dumps: Mapping[str, _Dump],
    site: Site,
    around: Around,
) -> tuple[Entry, ...]:
    known = {id for entry in stored for id in (entry.id, *entry.also)}
    kept = [e for e in read if e.upstream in site.keep or e.id in known]
    entries = merge(stored, kept, site.zone)
    seen = frozenset(entry.id for entry in read)
    here = {instance_of(id) for id in seen}
    for name in sorted(here):
        if (dump := dumps.get(name)) and dump.whole:
            entries = vanished(entries, frozenset({name}), seen, dump.read)
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
        read = (entry for _, entry in rows if entry.upstream in site.keep)
        repeats.update(said(e.text) for e in merge(stored, read, site.zone) if e.text)
    return repeats


def _count(
    stored: tuple[Entry, ...],
    moved: list[Entry],
    read: list[Entry],
    entries: tuple[Entry, ...],
    zone: tzinfo,
    totals: _Totals,
) -> None:
    before = {id: e for e in (*stored, *moved) for id in (e.id, *e.also)}
    seen = {entry.id for entry in read}
    counts = totals.counts
    counts["repeated"] += len(read) - len(seen)
    for entry in entries:
        ids = (entry.id, *entry.also)
        olds = list({before[id].id: before[id] for id in ids if id in before}.values())
        if not olds:
            counts["added"] += 1
        elif olds != [entry]:
            counts["changed"] += 1
        else:
            counts["unchanged"] += any(id in seen for id in ids)
        new = sum(id in seen and id not in before for id in ids)
        counts["joined"] += max(0, new + len(olds) - 1)
        counts["gone"] += entry.gone and not any(old.gone for old in olds)
        counts["kept_by_hand"] += bool(entry.edited_by_hand) and any(id in seen for id in ids)
        counts["undated"] += entry.posted is None and entry.status is not Status.DELETED
        counts["zoneless"] += entry.posted is not None and entry.posted.tzinfo is None
        totals.statuses[entry.status.value] += 1
    thread = assemble("", entries, zone)
    counts["orphans"] += len(thread.orphans)
    counts["circles"] += len(thread.cut)
