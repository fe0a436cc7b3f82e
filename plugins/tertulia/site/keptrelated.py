"""Related pages, of which only those are found again that a change touches.

What was found by comparing all pages is kept as a whole, and stays as it is where only a few are
compared again: what comes of it is the same. Lists with their reasons are kept by what they rest
on.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from tertulia.analysis.facts import Heard
from tertulia.analysis.reading import Reading
from tertulia.analysis.reading import read as read_words
from tertulia.analysis.wording import Speak
from tertulia.core.findings import Related
from tertulia.core.model import Page
from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, decoder, digest

if TYPE_CHECKING:
    from tertulia.analysis.comparing import (  # it needs numpy, which takes its time to load
        Compared,
        Known,
    )

T = TypeVar("T")
R = TypeVar("R")

KIND = "related"
KINDS = (KIND, "bag", "reading", "compared")  # all that is kept here

WORTH_A_PROCESS = 100  # pages to read: about 0.05 s

# Pages compared again, up to which what was compared before stays as it is kept: to write it
# takes longer than to compare so many once more.
MOST_BEHIND = 16

Found = tuple[Related, ...]


class Digests(Protocol):
    """Of pages."""

    def of(self, page: Page) -> bytes:
        """Of all that a page holds."""

    def words(self, page: Page) -> bytes:
        """Of what it says."""


class Lists(msgspec.Struct, frozen=True):
    """The lists of all pages.

    Attributes:
        key: Digest of all that they rest on together.
        rests: Of what each rests on, by page id.
        heard: What was heard of conversations (`facts.hear`), encoded, by page id.
    """

    key: bytes = b""
    rests: dict[str, bytes] = {}
    lists: dict[str, Found] = {}
    heard: dict[str, bytes] = {}


class KeptRelated:
    """As `analysis.related.relate`.

    Args:
        code: Digest of our code and of what the reasons' words rest on besides.
        digests: Of pages.
    """

    def __init__(self, keep: Keep, code: bytes, digests: Digests) -> None:
        self._keep = keep
        self._code = code
        self._digest_of = digests.of
        self._words_of = digests.words
        self._found: tuple[list[Known], Compared] | None = None  # of what it was found last
        self._unpacked: Compared | None = None  # it stays, whatever is compared since

    def key(self, pages: Sequence[Page], heard: Mapping[str, bytes], count: int) -> bytes:
        """Digest of all that the lists of these pages rest on.

        Args:
            heard: See `Lists`.
            count: Places in a list.
        """
        ordered = sorted(pages, key=lambda page: (page.id, page.lang))
        said = (heard[page.id] for page in ordered)
        return digest(self._code, str(count), *map(self._digest_of, ordered), *said)

    def last(self) -> Lists | None:
        """The lists that were kept last."""
        return self._keep.find(KIND, self._code, Lists)

    def ready(self) -> None:
        """Read what pages are compared by, before it is known how they are."""
        from tertulia.analysis.bags import Bag

        self._keep.ready("bag", Bag)
        self._earlier()

    def compare(self, pages: Sequence[Page], heard: Mapping[str, bytes]) -> None:
        """Compare pages ahead: where they and the labels of what was heard stay, it is done."""
        from tertulia.analysis.related import shown

        if compared := shown(pages):
            self._compare(compared, _decoded(heard))

    def spare(self) -> None:
        """Keep what the lists were found by, though they are found no more."""
        self._keep.spare(*KINDS)

    def relate(
        self, pages: Sequence[Page], heard: Mapping[str, bytes], count: int, speak: Speak
    ) -> dict[str, Found]:
        """The lists of all pages, of which those of before stay that rest on the same."""
        from tertulia.analysis.related import relate

        rests: dict[str, bytes] = {}
        remember = partial(self._remember, self.last() or Lists(), heard, rests)
        lists = relate(
            pages,
            _decoded(heard),
            count,
            speak,
            self._read,
            self._compare,
            remember,
        )
        key = self.key(pages, heard, count)
        self._keep.add(KIND, self._code, Lists(key, rests, lists, dict(heard)))
        return lists

    def rest(self, pages: Sequence[Page], heard: Mapping[str, bytes], rest: bytes) -> bytes:
        """On what one list rests: see `remember` of `analysis.related.relate`."""
        said = (heard[page.id] for page in pages)
        return digest(rest, *map(self._digest_of, pages), *said)

    def words(self, page: Page) -> bytes:
        """By what the words of a page are kept."""
        return digest(self._code, self._words_of(page))

    def _compare(self, pages: Sequence[Page], heard: Mapping[str, Heard]) -> "Compared":
        from tertulia.analysis import bags
        from tertulia.analysis.comparing import compare
        from tertulia.analysis.comparisons import packed
        from tertulia.analysis.related import known

        keys = [self.words(page) for page in pages]
        _work_out("bag", dict(zip(keys, pages, strict=True)), bags.pack, bags.Bag, self._keep)

        def bag_of(key: bytes) -> bags.Bag | None:
            return self._keep.find("bag", key, bags.Bag)

        each = [
            known(page, heard.get(page.id), bag_of(key) or bags.pack(page), key)
            for page, key in zip(pages, keys, strict=True)
        ]
        if self._found and self._found[0] == each:
            return self._found[1]
        earlier = self._earlier()
        found = compare(each, earlier, bag_of)
        if earlier is None or found.anew > MOST_BEHIND:
            self._keep.add("compared", self._code, packed(found))
        self._found = each, found
        return found

    def _earlier(self) -> "Compared | None":
        """What was compared before."""
        from tertulia.analysis.comparisons import unpacked
        from tertulia.analysis.packing import Packed

        kept = self._keep.find("compared", self._code, Packed)
        if kept is not None and self._unpacked is None:
            self._unpacked = unpacked(kept)
        return self._unpacked

    def _remember(
        self,
        earlier: Lists,
        heard: Mapping[str, bytes],
        rests: dict[str, bytes],
        pages: Sequence[Page],
        rest: bytes,
        make: Callable[[], Found],
    ) -> Found:
        page = pages[0].id
        now = rests[page] = self.rest(pages, heard, rest)
        return earlier.lists[page] if earlier.rests.get(page) == now else make()

    def _read(self, page: Page) -> Reading:
        return self._keep.value("reading", self.words(page), Reading, lambda: read_words(page))


def _decoded(heard: Mapping[str, bytes]) -> dict[str, Heard]:
    return {page: decoder(Heard).decode(data) for page, data in heard.items()}


def _work_out(
    kind: str, wanted: Mapping[bytes, T], do: Callable[[T], R], of: type[R], keep: Keep
) -> None:
    """Work out what is not kept, in several processes where it pays.

    Args:
        wanted: From what, by the key that it is kept by.
        of: What comes of it.
    """
    missing = [key for key in wanted if not keep.has(kind, key)]

    def share_of(keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        return [(key, msgspec.msgpack.encode(do(wanted[key]))) for key in keys]

    for share in spread(share_of, missing, WORTH_A_PROCESS) if missing else ():
        for key, data in share:
            keep.add(kind, key, msgspec.msgpack.decode(data, type=of), data)
