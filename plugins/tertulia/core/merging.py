"""What is stored and what is read become one: a function of the set of all that was read.

Any order, split or repetition of imports gives the same entries. Everything that a later
import could need stays in the result: ids in `also`, texts in `history`, each with the time
it was read. What a person changed here (`edited_by_hand`) no import touches.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import Any, TypeVar

from tertulia.core.dumps import Told, last_told
from tertulia.core.model import Author, Change, Entry, Kind, Status, Verified
from tertulia.core.sameness import digest, identities, said, together
from tertulia.core.threads import instant

# Of two sources the one that knows more wins: a feed calls a pingback a comment.
_KINDS = tuple(Kind)
_SURER = (Verified.ASSERTED, Verified.ARCHIVED, Verified.FETCHED)
_GRAVER = (Status.APPROVED, Status.PENDING, Status.SPAM, Status.DELETED)
_EMPTIED: dict[str, Any] = {
    "author": Author(),
    "title": "",
    "text": "",
    "html": "",
    "lang": "",
    "url": "",
    "likes": None,
    "edited": None,
    "read": None,
    "told": None,
    "gone": False,
    "missed": None,
    "history": (),
}

_NOTHING: Mapping[str, Told] = MappingProxyType({})

_T = TypeVar("_T")


def merge(
    stored: Iterable[Entry],
    read: Iterable[Entry],
    zone: tzinfo,
    guessing: frozenset[str] = frozenset(),
    withheld: Mapping[str, Told] = _NOTHING,
) -> tuple[Entry, ...]:
    """The entries of one page, each once.

    Entries are one where they share an id, where two sources give the same words of the same
    person in the same minute, and where two linkbacks come from the same address.

    Each has the time it was last told of (`core/dumps.py`): in `told`, or in `read` where `told`
    is None.

    The status of each is what its source said, or what a person decided here; rules are to be
    asked afterwards.

    Args:
        stored: What earlier imports left.
        read: What this one gives.
        zone: The site's, for times that have none.
        guessing: Names of the sources all of whose entries are pending because they are guesses:
            that says nothing of an entry which another source knows too.
        withheld: Of ids that dumps had and that were not stored: what their source said of them
            last, and when. Nothing else of them counts.
    """
    atoms = [*stored, *read]
    groups = together(atoms, zone)
    merged = [
        _one(group, zone, guessing, withheld)
        if len(group) > 1 or (withheld and not withheld.keys().isdisjoint(_ids(group[0])))
        else _alone(group[0], zone)
        for group in groups
    ]
    now = {id: entry.id for entry in merged for id in (entry.id, *entry.also)}
    return tuple(
        _with_parent(entry, group, now) for entry, group in zip(merged, groups, strict=True)
    )


def _ids(entry: Entry) -> tuple[str, ...]:
    return (entry.id, *entry.also)


def _alone(entry: Entry, zone: tzinfo) -> Entry:
    if entry.told is not None and entry.told == entry.read:
        entry = replace(entry, told=None)
    return undecided(entry, zone)


def undecided(entry: Entry, zone: tzinfo) -> Entry:
    """The entry as if no rule had been asked; a person's decision stays.

    What was deleted at its source keeps its place only.
    """
    if "status" in entry.edited_by_hand:
        return entry
    if entry.upstream is Status.DELETED:
        return replace(entry, status=Status.DELETED, prints=_prints([entry], zone), **_EMPTIED)
    reason = "" if entry.reason.startswith("rule ") else entry.reason
    if entry.status is entry.upstream and reason == entry.reason:
        return entry
    return replace(entry, status=entry.upstream, reason=reason)


@dataclass(slots=True)
class _Version:
    """One text that the entry has or had, and the best witness of it."""

    carrier: Entry
    change: Change
    whole: bool
    edited: datetime | None
    read: datetime | None


def _one(
    group: list[Entry], zone: tzinfo, guessing: frozenset[str], withheld: Mapping[str, Told]
) -> Entry:
    """One entry of several atoms; their order does not matter."""
    group = sorted(group, key=lambda e: (e.id, _order(e.read, zone), repr(e)))
    ids = sorted({id for e in group for id in (e.id, *e.also)})
    by_hand = any("text" in e.edited_by_hand for e in group)
    versions = (_last if by_hand else _versions)(_tellers(group), zone)
    ranked = sorted(
        versions.items(),
        key=lambda kv: (_order(kv[1].edited, zone), _order(kv[1].read, zone), kv[0]),
    )
    last = ranked[-1][1]
    base = last.carrier
    dated = min((e for e in group if e.posted), key=lambda e: _date_order(e, zone), default=base)
    upstream, told = _upstream(group, zone, guessing, [withheld[i] for i in ids if i in withheld])
    gone, missed = _missed(group, told, zone)
    merged = replace(
        base,
        id=ids[0],
        also=tuple(ids[1:]),
        source=next((e.source for e in group if e.id == ids[0]), base.source),
        kind=max((e.kind for e in group), key=_KINDS.index),
        author=base.author if base.author.name else _first((e.author for e in group), Author()),
        title=base.title or _first((e.title for e in group), ""),
        url=base.url or _first((e.url for e in group), ""),
        posted=dated.posted,
        posted_raw=dated.posted_raw
        or (_first((e.posted_raw for e in group), "") if not dated.posted else ""),
        edited=last.edited,
        text=last.change.text,
        html=last.change.html,
        lang=last.change.lang or _first((e.lang for e in group), ""),
        read=last.read,
        upstream=upstream,
        told=None if told == last.read else told,
        verified=max((e.verified for e in group), key=_SURER.index),
        likes=max((e.likes for e in group if e.likes is not None), default=None),
        history=tuple(_past(version) for _, version in ranked[:-1]),
        gone=gone,
        missed=missed,
    )
    return _by_hand(_decided(merged, group, zone), group, zone)


def _tellers(group: list[Entry]) -> list[Entry]:
    """Those whose words count: what takes a linkback for a comment has its title among them."""
    return [e for e in group if e.kind is not Kind.COMMENT] or group


def _versions(group: list[Entry], zone: tzinfo) -> dict[str, _Version]:
    """The texts of a group by what they say; of each the best witness, first and last times."""
    found: dict[str, _Version] = {}
    for entry in group:  # by id, then by the time it was read
        now = _now(entry)
        for change in (*entry.history, now):
            key, whole = said(change.text), change is now
            known = found.get(key)
            if known is None:
                found[key] = _Version(entry, change, whole, change.edited, change.read)
                continue
            known.edited = max(known.edited, change.edited, key=lambda t: _order(t, zone))
            known.read = min(known.read, change.read, key=lambda t: _order(t, zone))
            if _better(entry, whole, known):
                known.carrier, known.change, known.whole = entry, change, whole
    return found


def _last(group: list[Entry], zone: tzinfo) -> dict[str, _Version]:
    """Where a person changed the text: who said last what else there is to say of it."""
    last = max(group, key=lambda e: (_order(e.edited, zone), _order(e.read, zone)))
    return {"": _Version(last, _now(last), True, last.edited, last.read)}


def _now(entry: Entry) -> Change:
    return Change(
        text=entry.text, edited=entry.edited, html=entry.html, lang=entry.lang, read=entry.read
    )


def _better(entry: Entry, whole: bool, known: _Version) -> bool:
    """Whether this is a better witness of a text; the group is sorted by id and time read."""
    if entry.id != known.carrier.id:
        return False
    return whole or not known.whole


def _past(version: _Version) -> Change:
    return replace(version.change, edited=version.edited, read=version.read)


def _upstream(
    group: list[Entry], zone: tzinfo, guessing: frozenset[str], withheld: Iterable[Told]
) -> tuple[Status, datetime | None]:
    """What the sources say of it now, and when: the last word counts, deleted is the last of all.

    Who guesses says that it is there, not what it is.
    """
    said: dict[Status, datetime | None] = {}
    for entry in group:
        ids = (entry.id, *entry.also)
        guess = all(id.partition(":")[0] in guessing for id in ids)
        when = None if guess else last_told(entry)
        known = said.get(entry.upstream)
        said[entry.upstream] = max(known, when, key=lambda t: _order(t, zone))
    for status, when in withheld:
        said[status] = max(said.get(status), when, key=lambda t: _order(t, zone))
    last = max(
        said,
        key=lambda s: (s is Status.DELETED, _order(said[s], zone), _GRAVER.index(s)),
    )
    return last, said[last] if last is not Status.DELETED else None


def _missed(
    group: list[Entry], told: datetime | None, zone: tzinfo
) -> tuple[bool, datetime | None]:
    """Whether and since when it is gone: not if a later dump than the one without it has it."""
    missed = max((e.missed for e in group if e.missed), key=lambda t: _order(t, zone), default=None)
    if missed is None:
        return all(e.gone for e in group), None
    back = _order(told, zone) > _order(missed, zone)
    return not back, None if back else missed


def _decided(merged: Entry, group: list[Entry], zone: tzinfo) -> Entry:
    """The status that its source gives it."""
    reasons = sorted(
        e.reason
        for e in group
        if e.upstream is merged.upstream
        and e.reason
        and not e.reason.startswith("rule ")
        and "status" not in e.edited_by_hand
    )
    reason = reasons[0] if reasons else ""
    prints = _prints(group, zone) if merged.upstream is Status.DELETED else merged.prints
    merged = replace(merged, status=merged.upstream, reason=reason, prints=prints)
    kept = any("status" in e.edited_by_hand for e in group)
    return merged if kept else undecided(merged, zone)


def _by_hand(merged: Entry, group: list[Entry], zone: tzinfo) -> Entry:
    edited = [e for e in group if e.edited_by_hand]
    names = tuple(sorted({name for e in edited for name in e.edited_by_hand}))
    if not names:
        return merged
    values: dict[str, Any] = {"edited_by_hand": names}
    for entry in sorted(edited, key=repr):
        values |= {name: getattr(entry, name) for name in entry.edited_by_hand}
        if "status" in entry.edited_by_hand:
            values["reason"] = entry.reason
    if "text" in names:  # what was said before may be why it was edited: it does not come back
        values["history"] = ()
        values["prints"] = _prints(group, zone)
        values.setdefault("html", "")
    return replace(merged, **values)


def _prints(group: list[Entry], zone: tzinfo) -> tuple[str, ...]:
    """Digests of all words of a group, those that earlier imports left included."""
    left = {digest for e in group for digest in e.prints}
    made = {digest(key) for e in group for key in identities(e, zone) if key[0]}
    return tuple(sorted(left | made))


def _with_parent(entry: Entry, group: list[Entry], now: Mapping[str, str]) -> Entry:
    """Of what sources call its parent, what is known here; the rest is kept for later."""
    if "parent" in entry.edited_by_hand:
        return entry
    given = {id for e in group for id in (e.parent, *e.parent_also) if id is not None}
    if not given:
        return entry
    own = {entry.id, *entry.also}
    # One that is itself comes last, and of others one that is here comes first.
    ranked = sorted(
        {now.get(id, id) for id in given}, key=lambda name: (name in own, name not in now, name)
    )
    if entry.parent == ranked[0] and entry.parent_also == tuple(ranked[1:]):
        return entry
    return replace(entry, parent=ranked[0], parent_also=tuple(ranked[1:]))


def _first(values: Iterable[_T], empty: _T) -> _T:
    return next((value for value in values if value != empty), empty)


def _order(moment: datetime | None, zone: tzinfo) -> timedelta:
    return timedelta.min if moment is None else instant(moment, zone)


def _date_order(entry: Entry, zone: tzinfo) -> tuple[bool, timedelta, str]:
    """Times with a zone first, then the earliest."""
    assert entry.posted is not None
    return (entry.posted.tzinfo is None, instant(entry.posted, zone), entry.posted.isoformat())
