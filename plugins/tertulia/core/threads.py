"""Entries in, a thread in order out: a pure function of the set of entries.

Whatever order they come in, however often each is repeated, the thread is the same. Nothing
here recurses: threads 10,000 answers deep exist.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from tertulia.core.model import Entry, Placed, Status, Thread

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST_PUBLIC_LAST = (Status.APPROVED, Status.PENDING, Status.SPAM, Status.DELETED)

_TimeKey = tuple[bool, timedelta, int, str]


def assemble(page: str, entries: Iterable[Entry], zone: tzinfo) -> Thread:
    """Put the approved entries of one page in thread order.

    Entries that share an id, be it their own or one they are `also` known under, are one. A
    circle of answers is cut at its oldest. An answer whose parent is missing or not approved
    stays, as an orphan at the top level.

    Args:
        page: The page's id.
        entries: In any order; those not approved are left out.
        zone: The site's; times without a zone are ordered as if they were local there.
    """
    unique, known_as = _without_doubles(entries)
    shown = sorted(
        (e for e in unique if e.status is Status.APPROVED), key=lambda e: time_key(e, zone)
    )
    by_id = {e.id: e for e in shown}
    comments = [e for e in shown if not (e.kind.linkback or e.kind.reaction)]
    spoken = {e.id for e in comments}
    parents = {e.id: known_as.get(e.parent, e.parent) for e in comments if e.parent is not None}
    cut = _circles([e.id for e in comments], {c: p for c, p in parents.items() if p in spoken})
    for id in cut:
        del parents[id]
    below: dict[str | None, list[Entry]] = {}
    for entry in comments:
        parent = parents.get(entry.id)
        below.setdefault(parent if parent in spoken else None, []).append(entry)
    return Thread(
        page=page,
        comments=_placed(below, parents, by_id),
        linkbacks=tuple(e for e in shown if e.kind.linkback),
        reactions=tuple(e for e in shown if e.kind.reaction),
        cut=tuple(cut),
    )


def loose_ends(entries: Iterable[Entry], zone: tzinfo) -> tuple[int, int]:
    """How many orphans and how many circles `assemble` would find, without putting in order."""
    shown = [e for e in entries if e.status is Status.APPROVED]
    known = {id for e in shown for id in (e.id, *e.also)}
    answers = {
        e.id: e.parent
        for e in shown
        if e.parent is not None and not (e.kind.linkback or e.kind.reaction)
    }
    orphans = sum(parent not in known for parent in answers.values())
    times = {e.id: time_key(e, zone) for e in shown if e.id in answers}
    # A circle needs somebody who answers what is not older; nearly no thread has one.
    if all(parent not in times or times[parent] < times[id] for id, parent in answers.items()):
        return orphans, 0
    return orphans, len(assemble("", shown, zone).cut)


def time_key(entry: Entry, zone: tzinfo) -> _TimeKey:
    """What entries are ordered by: the oldest first, those without a date last.

    Entries of the same moment stay in the order of their ids, the shorter first: of two
    numbers that is the smaller one.
    """
    if entry.posted is None:
        return (True, timedelta(0), len(entry.id), entry.id)
    return (False, instant(entry.posted, zone), len(entry.id), entry.id)


def instant(moment: datetime, zone: tzinfo) -> timedelta:
    """The time since 1970 in UTC; a moment without a zone is taken as local in `zone`."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware - _EPOCH


def lapse(parent: Entry, child: Entry) -> timedelta | None:
    """How long after `parent` the child was written, where the two clocks compare.

    Two times without a zone compare within one source only, and a time with a zone never
    compares with one without: the difference may be off by hours. A reply that seems older
    than what it answers has no lapse either.
    """
    if parent.posted is None or child.posted is None:
        return None
    if (parent.posted.tzinfo is None) != (child.posted.tzinfo is None):
        return None
    if parent.posted.tzinfo is None and parent.source != child.source:
        return None
    passed = child.posted - parent.posted
    return passed if passed >= timedelta(0) else None


def _without_doubles(entries: Iterable[Entry]) -> tuple[list[Entry], dict[str, str]]:
    """One entry for each set of shared ids, and under which id each name is now found."""
    leader: dict[str, str] = {}

    def find(id: str) -> str:
        while leader.setdefault(id, id) != id:
            leader[id] = leader[leader[id]]
            id = leader[id]
        return id

    given = list(entries)
    if len({e.id for e in given}) == len(given) and not any(e.also for e in given):
        return given, {}  # as nearly always
    for entry in given:
        for other in entry.also:
            leader[find(other)] = find(entry.id)
        find(entry.id)
    groups: dict[str, list[Entry]] = {}
    for entry in given:
        groups.setdefault(find(entry.id), []).append(entry)
    kept = {
        root: group[0] if len(group) == 1 else max(group, key=_precedence)
        for root, group in groups.items()
    }
    return list(kept.values()), {id: kept[find(id)].id for id in list(leader)}


def _precedence(entry: Entry) -> tuple[object, ...]:
    """The double that stays is the least public one, then the one last changed."""
    changed = entry.edited or entry.posted
    return (
        _LEAST_PUBLIC_LAST.index(entry.status),
        len(entry.edited_by_hand),
        instant(changed, UTC) if changed else timedelta.min,
        repr(entry),
    )


def _circles(oldest_first: Sequence[str], parents: Mapping[str, str]) -> list[str]:
    """The oldest of each circle of answers: where it is to be cut."""
    age = {id: number for number, id in enumerate(oldest_first)}
    seen: dict[str, int] = {}  # by which walk
    cut = []
    for walk, start in enumerate(oldest_first):
        here: str | None = start
        while here is not None and here not in seen:
            seen[here] = walk
            here = parents.get(here)
        if here is not None and seen[here] == walk:
            circle, at = [here], parents[here]
            while at != here:
                circle.append(at)
                at = parents[at]
            cut.append(min(circle, key=age.__getitem__))
    return sorted(cut, key=age.__getitem__)


def _placed(
    below: Mapping[str | None, list[Entry]], parents: Mapping[str, str], by_id: Mapping[str, Entry]
) -> tuple[Placed, ...]:
    order: list[tuple[Entry, int]] = []
    waiting = [(entry, 0) for entry in reversed(below.get(None, ()))]
    while waiting:
        entry, depth = waiting.pop()
        order.append((entry, depth))
        waiting += [(answer, depth + 1) for answer in reversed(below.get(entry.id, ()))]
    replies = dict.fromkeys((entry.id for entry, _ in order), 0)
    for entry, depth in reversed(order):
        if depth:
            replies[parents[entry.id]] += 1 + replies[entry.id]
    return tuple(
        _place(entry, number, depth, parents.get(entry.id), by_id, replies[entry.id])
        for number, (entry, depth) in enumerate(order, 1)
    )


def _place(
    entry: Entry,
    number: int,
    depth: int,
    parent_id: str | None,
    by_id: Mapping[str, Entry],
    replies: int,
) -> Placed:
    # An answer to a linkback stands at the top level, beside no comment, but is no orphan.
    parent = by_id.get(parent_id) if parent_id is not None else None
    return Placed(
        entry=entry,
        number=number,
        depth=depth,
        parent=parent,
        orphan=parent_id is not None and parent is None,
        lapse=lapse(parent, entry) if parent else None,
        replies=replies,
    )
