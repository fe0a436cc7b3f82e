"""What makes two records one entry: ids, words of the same person in the same minute, addresses."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta, tzinfo
from functools import lru_cache

from tertulia.core.model import Entry, Kind
from tertulia.core.threads import instant, time_key
from tertulia.core.urls import folded

_MINUTE = timedelta(minutes=1)
_UNSAID = re.compile(r"[\W_]+")

Key = tuple[object, ...]


def instance_of(id: str) -> str:
    """The source and site, forum or network that an id belongs to."""
    source = id.find(":")
    end = id.find(":", source + 1) if source >= 0 else -1
    return id[:end] if end >= 0 else id


def said(text: str) -> str:
    """A text without what sources write differently: case, spaces, punctuation, mark-up, 3×4."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("×", "x")
    return _UNSAID.sub("", plain.casefold()) or plain.strip()


@lru_cache(maxsize=10_000)
def _name(text: str) -> str:
    """As `said`; the same people speak again and again."""
    return said(text)


def identities(entry: Entry, zone: tzinfo) -> Iterator[Key]:
    """What makes an entry the same as one with another id.

    A key that begins with True joins across sources only: one person may well say the same
    thing twice in one place.
    """
    if entry.kind is not Kind.COMMENT:
        address = folded(entry.url) if entry.url else ""
        if entry.kind.reaction:
            if who := address or (folded(entry.author.url) if entry.author.url else ""):
                yield (False, entry.kind, who)
            return
        if address.rstrip("?").count("/"):
            yield (False, entry.kind, address)
    name = _name(entry.author.name)
    if not name and entry.posted is None:
        return
    minute = None if entry.posted is None else instant(entry.posted, zone) // _MINUTE
    for text in (entry.text, *(change.text for change in entry.history)):
        if words := said(text):
            yield (True, name, minute, words)


def digest(key: Key) -> str:
    """What stands for words that are no longer kept."""
    return hashlib.blake2b(repr(key[1:]).encode(errors="replace"), digest_size=12).hexdigest()


def together(atoms: Sequence[Entry], zone: tzinfo) -> list[list[Entry]]:
    """The atoms that are one entry, together."""
    leader = list(range(len(atoms)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    by_id: dict[str, int] = {}
    for at, entry in enumerate(atoms):
        for id in (entry.id, *entry.also) if entry.also else (entry.id,):
            if (first := by_id.setdefault(id, at)) != at:
                leader[find(at)] = find(first)
    alike = _alike(atoms, zone)
    for key, members in alike.items():
        if len(members) > 1 and not key[0]:
            for at in members[1:]:
                leader[find(at)] = find(members[0])
    several = [key for key, members in alike.items() if key[0] and len(members) > 1]
    places = _places(atoms, find) if several else {}
    for key in sorted(several, key=repr):
        _pair(sorted(alike[key], key=lambda at: time_key(atoms[at], zone)), leader, find, places)
    groups: dict[int, list[Entry]] = {}
    for at, entry in enumerate(atoms):
        groups.setdefault(find(at), []).append(entry)
    return list(groups.values())


def _alike(atoms: Sequence[Entry], zone: tzinfo) -> dict[Key, list[int]]:
    """Which of the atoms share what makes entries one."""
    alike: dict[Key, list[int]] = {}
    printed = any(entry.prints for entry in atoms)
    mixed = printed or _from_several(atoms)  # else no words can join two entries
    for at, entry in enumerate(atoms):
        for key in identities(entry, zone) if mixed or entry.kind is not Kind.COMMENT else ():
            alike.setdefault((True, digest(key)) if printed and key[0] else key, []).append(at)
        for print_ in entry.prints:
            alike.setdefault((True, print_), []).append(at)
    return alike


def _places(atoms: Sequence[Entry], find: Callable[[int], int]) -> dict[int, set[str]]:
    """The instances that each group has ids of."""
    places: dict[int, set[str]] = {}
    for at, entry in enumerate(atoms):
        ids = (entry.id, *entry.also)
        places.setdefault(find(at), set()).update(instance_of(id) for id in ids)
    return places


def _pair(
    members: Iterable[int],
    leader: list[int],
    find: Callable[[int], int],
    places: dict[int, set[str]],
) -> None:
    """Join what says the same words: the first of one place with the first of another.

    Who thanks two people in one minute says so twice in each place, and did say it twice.

    Args:
        members: From the oldest on.
        leader: The groups so far, which are joined here.
        find: The one that stands for a group.
        places: The instances of each group.
    """
    kept: list[int] = []
    for root in dict.fromkeys(find(at) for at in members):
        other = next((one for one in kept if places[one].isdisjoint(places[root])), None)
        if other is None:
            kept.append(root)
            continue
        leader[root] = other
        places[other] |= places[root]


def _from_several(entries: Iterable[Entry]) -> bool:
    """Whether their ids are of more than one instance."""
    first = ""
    for entry in entries:
        for id in (entry.id, *entry.also) if entry.also else (entry.id,):
            if not first:
                first = f"{instance_of(id)}:"
            elif not id.startswith(first):
                return True
    return False
