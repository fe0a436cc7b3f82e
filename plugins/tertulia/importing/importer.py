"""The import as a whole: everything is read first and written last, all files or none.

Entries wait in a spill, so that memory grows with the longest thread and not with the export.
"""

import contextlib
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, TypeVar

from tertulia.core.contracts import HEAD_BYTES, Silent, Source
from tertulia.core.masking import masked
from tertulia.core.model import PageRef, Record, Skipped
from tertulia.core.pseudonyms import pseudonymous
from tertulia.core.reports import Report
from tertulia.core.sameness import instance_of
from tertulia.core.urls import waiting_key
from tertulia.edge.inputfile import Input
from tertulia.edge.journal import Journal
from tertulia.importing.reading import Reading, recognise, taken
from tertulia.importing.work import Dump, Site, Work
from tertulia.importing.writing import write_all

_Given = TypeVar("_Given", BinaryIO, Mapping[str, bytes])

STEP = 1_000  # records between two signs of life
COLLECTED = 100_000  # new objects before Python looks for circles among them
GATHERED = 256 << 20  # bytes of small files that are read as one, such as a comment a file


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
    work = Work(site, tell or _quiet)
    with _rare_collections():
        try:
            _read_all(work, inputs, sources)
            write_all(work, journal)
        finally:
            work.spill.close()
    counts = work.counts
    return Report(
        files=tuple(reading.report() for reading in work.files),
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
        statuses=dict(sorted(work.statuses.items())),
        found=tuple(work.found),
        unmatched=tuple(work.unmatched),
    )


@dataclass(slots=True)
class _Gathered:
    """Files of one source in one folder, for formats that keep a comment a file."""

    source: Source
    read: datetime
    files: dict[str, bytes] = field(default_factory=dict)
    size: int = 0


def _read_all(work: Work, inputs: Iterable[Input], sources: tuple[Source, ...]) -> None:
    gathered: dict[tuple[str, str], _Gathered] = {}
    for given in inputs:
        now = Reading(given.name)
        source = recognise(given, sources, now)
        if source is not None and source.read_folder is not None:
            group = gathered.setdefault((given.root, source.name), _Gathered(source, given.read))
            if not _gather(group, given, now):
                work.files.append(now)
            continue
        work.files.append(now)
        if given.cut:
            now.skip(
                Skipped(place="end of file", reason="the packed file is cut: the rest is lost")
            )
        if source is not None:
            now.whole = _is_whole(source, given)
            _read_into(work, now, source, source.read, given.file, given.read)
    for (root, _), group in gathered.items():
        files = group.files
        now = Reading(next(iter(files)) if len(files) == 1 else f"{root}: {len(files):,} files")
        work.files.append(now)
        assert group.source.read_folder is not None
        _read_into(work, now, group.source, group.source.read_folder, files, group.read)


def _is_whole(source: Source, given: Input) -> bool:
    if not callable(source.whole):
        return source.whole
    head = given.file.read(HEAD_BYTES)
    given.file.seek(0)
    return source.whole(head)


def _gather(group: _Gathered, given: Input, now: Reading) -> bool:
    content = given.file.read(GATHERED - group.size + 1)
    if group.size + len(content) > GATHERED:
        now.refused = f"with the files before it more than {GATHERED >> 20} MiB; import it alone"
        return False
    group.files[given.place] = content
    group.size += len(content)
    group.read = max(group.read, given.read)
    return True


def _read_into(
    work: Work,
    now: Reading,
    source: Source,
    read: Callable[[_Given], Iterator[Record | Silent | Skipped]],
    given: _Given,
    date: datetime,
) -> None:
    """Read one file, each entry to the page it belongs to."""
    site = work.site
    now.source, now.whole = source.name, now.whole or source.name in site.complete
    named = site.named if source.social else None
    places: dict[PageRef, str] = {}
    covered: set[tuple[str, str]] = set()
    for number, record in enumerate(taken(read(given), site.keeps, date, now), 1):
        place = places.get(record.page)
        if place is None:
            place = places[record.page] = _place(work, record.page)
        entry = record.entry
        if site.forgotten.covers(entry, site.zone):
            work.counts["forgotten"] += 1
            continue
        if named is not None:
            entry = pseudonymous(entry, named, site.forgotten)
        covered.add((place, instance_of(entry.id)))
        work.spill.add(place, len(work.files), entry)
        if number % STEP == 0:
            work.tell(now.name, number)
    covered.update((_name(work, _masked(one.page)), one.instance) for one in now.silent)
    _note_wholes(work, now, covered, date)


def _note_wholes(
    work: Work, now: Reading, covered: Iterable[tuple[str, str]], date: datetime
) -> None:
    """Keep of which places a file had all there is."""
    sound = now.whole and not now.lost and not now.refused
    if now.source in work.site.complete:
        for name in {instance for _, instance in covered}:
            known = work.dumps.setdefault(name, Dump(sound, work.site.complete[now.source]))
            known.whole = known.whole and sound
    elif sound:
        for place, name in covered:
            dates = work.whole.setdefault(place, {})
            dates[name] = max(dates.get(name, date), date)


def _place(work: Work, ref: PageRef) -> str:
    ref = _masked(ref)
    place = _name(work, ref)
    if place.startswith("waiting:"):
        work.remember(place, ref)
    return place


def _masked(ref: PageRef) -> PageRef:
    """What is said of a page, without anybody's address."""
    return PageRef(
        url=masked(ref.url), slug=masked(ref.slug), guid=masked(ref.guid), title=masked(ref.title)
    )


def _name(work: Work, ref: PageRef) -> str:
    page = work.site.page or work.site.finder.find(ref)
    return f"page:{page}" if page else f"waiting:{waiting_key(ref)}"


@contextlib.contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for circles of objects seldom: entries make none, and there are very many of them.

    At Python's own threshold a quarter of the time of a large WXR goes into looking.
    """
    usual = gc.get_threshold()
    gc.set_threshold(COLLECTED, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _quiet(name: str, count: int) -> None:
    """Tell nobody."""
