"""People who asked to be forgotten: known again by digests, held by no name.

A tombstone is a keyed digest of a name, an address, an id or of words. It survives every
import and says nothing to who reads it; who has the file and a list of names can test
whether one of them is in it, as with any tombstone.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo

from tertulia.core.model import Entry
from tertulia.core.sameness import identities, said
from tertulia.core.urls import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The tombstones of a site.

    Attributes:
        salt: Random, of this site; pseudonyms are made with it too.
        digests: In hexadecimal.
    """

    salt: str = ""
    digests: frozenset[str] = frozenset()

    def covers(self, entry: Entry, zone: tzinfo) -> bool:
        """Whether the entry is of a person who is forgotten."""
        if not self.digests:
            return False
        return any(self.digest(mark) in self.digests for mark in marks(entry, zone))

    def digest(self, mark: str) -> str:
        """The tombstone of a mark."""
        return hashlib.blake2b(
            mark.encode("utf-8", "replace"), key=self._key, digest_size=12
        ).hexdigest()

    def pseudonym(self, name: str) -> str:
        """A name for somebody who shall not be named: the same for the same person here.

        Five hexadecimal digits: in a network of a hundred million people a hundred share
        each, so that it cannot be traced back to one.
        """
        return hashlib.blake2b(
            b"name\0" + name.encode("utf-8", "replace"), key=self._key, digest_size=8
        ).hexdigest()[:5]

    @property
    def _key(self) -> bytes:
        return self.salt.encode()[:64]


def marks(entry: Entry, zone: tzinfo) -> Iterator[str]:
    """What an entry, its writer or its words are known by."""
    if entry.author.name:
        yield name_mark(entry.author.name)
    if entry.author.url:
        yield url_mark(entry.author.url)
    yield from own_marks(entry, zone)


def own_marks(entry: Entry, zone: tzinfo) -> Iterator[str]:
    """What the entry alone is known by, wherever it comes from."""
    for id in (entry.id, *entry.also):
        yield f"id:{id}"
    for key in identities(entry, zone):
        if key[0]:
            yield f"words:{key[1:]!r}"


def name_mark(name: str) -> str:
    """A person by name; case, accents kept, spaces and signs do not count."""
    return f"name:{said(name)}"


def url_mark(url: str) -> str:
    """A person by address."""
    return f"url:{folded(url)}"


def with_marks(forgotten: Forgotten, new: Iterable[str]) -> Forgotten:
    """The tombstones with those of `new` added."""
    added = {forgotten.digest(mark) for mark in new}
    return Forgotten(salt=forgotten.salt, digests=forgotten.digests | added)
