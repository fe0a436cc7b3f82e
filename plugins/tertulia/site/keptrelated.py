"""Related pages, of which only those are found again that a change touches.

What was found by comparing all pages is kept as a whole, and stays as it is where only a few are
compared again: what comes of it is the same. Lists with their reasons are kept by what they rest
on.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import is_
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from tertulia.analysis.facts import Heard
from tertulia.analysis.reading import Reading
from tertulia.analysis.reading import read as read_words
from tertulia.analysis.wording import Speak
from tertulia.core.findings import Related, Talk
from tertulia.core.model import Page
from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, digest
from tertulia.site.lastrelated import LastRelated, Listed, Stays, topics_of

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

_LEFT = "related pages"

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
        again: Lists are found more than once: what is known of pages is held.
    """

    def __init__(self, keep: Keep, code: bytes, digests: Digests, *, again: bool = False) -> None:
        self._keep = keep
        self._code = code
        self._digest_of = digests.of
        self._words_of = digests.words
        self._found: tuple[list[Known], Compared] | None = None  # of what it was found last
        self._chosen: tuple[Compared, Sequence[Page], int, list[list[int]]] | None = None
        self._unpacked: Compared | None = None  # it stays, whatever is compared since
        last = keep.left(_LEFT, LastRelated)
        self._last = last if last and last.code == code else LastRelated(code)
        keep.leave(_LEFT, self._last)
        self._again = again or keep.lasting

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

    def compare(self, pages: Sequence[Page], heard: Mapping[str, bytes], count: int) -> None:
        """Compare pages ahead, and choose what the lists show that were kept last of the same.

        Where little else is heard, little is left to do.
        """
        from tertulia.analysis.related import shown

        if compared := shown(pages):
            each, found = self._compared(compared, self._last.decoded(heard))
            self._choose(found, compared, count)
            self._last.list(self.last(), Listed(each, found, topics_of(compared, pages)))

    def hear(self, pages: Sequence[Page], talks: Mapping[str, Talk]) -> dict[str, bytes]:
        """What was heard of the talks on these pages, see `Lists`."""
        return self._last.hear(pages, talks)

    def spare(self) -> None:
        """Keep what the lists were found by, though they are found no more."""
        self._keep.spare(*KINDS)

    def relate(
        self,
        pages: Sequence[Page],
        heard: Mapping[str, bytes],
        count: int,
        speak: Speak,
        key: bytes,
    ) -> dict[str, Found]:
        """The lists of all pages, of which those of before stay that rest on the same.

        Args:
            heard: See `Lists`.
            count: Places in a list.
            key: As `key` gives it.
        """
        from tertulia.analysis.related import relate, shown

        topics = topics_of(shown(pages), pages)
        one = _Lister(self, self._last, self.last() or Lists(), heard)

        def compare(compared: Sequence[Page], decoded: Mapping[str, Heard]) -> "Compared":
            each, found = self._compared(compared, decoded)
            one.begin(Listed(each, found, topics))
            return found

        decoded = self._last.decoded(heard)
        lists = relate(pages, decoded, count, speak, self._read, compare, one.list, self._choose)
        made = Lists(key, one.rests, lists, dict(heard))
        self._keep.add(KIND, self._code, made)
        if self._again and one.listed:
            self._last.list(made, one.listed)
        return lists

    def rest(self, pages: Sequence[Page], heard: Mapping[str, bytes], rest: bytes) -> bytes:
        """On what one list rests: see `remember` of `analysis.related.relate`."""
        said = (heard[page.id] for page in pages)
        return digest(rest, *map(self._digest_of, pages), *said)

    def words(self, page: Page) -> bytes:
        """By what the words of a page are kept."""
        return digest(self._code, self._words_of(page))

    def _compared(
        self, pages: Sequence[Page], heard: Mapping[str, Heard]
    ) -> "tuple[list[Known], Compared]":
        """What is compared of these pages, and what that finds."""
        from tertulia.analysis import bags
        from tertulia.analysis.comparing import compare

        each = self._known(pages, heard)
        if self._found and self._found[0] == each:
            self._found = each, self._found[1]  # equal, but of what is heard now
            return self._found

        def bag_of(key: bytes) -> bags.Bag | None:
            return self._keep.find("bag", key, bags.Bag)

        earlier = self._last.found or self._earlier()
        self._found = each, compare(each, earlier, bag_of)
        self._keep_compared(self._found[1], first=earlier is None)
        return self._found

    def _known(self, pages: Sequence[Page], heard: Mapping[str, Heard]) -> "list[Known]":
        """What is known of each of these pages: as it was in the last build, where it stayed."""
        from tertulia.analysis import bags
        from tertulia.analysis.related import known

        last = [self._last.known(p.id, self._digest_of(p), heard.get(p.id)) for p in pages]
        keys = [one.said if one else self.words(p) for one, p in zip(last, pages, strict=True)]
        for key in keys:  # what a page says may be asked for when another one changes
            self._keep.claim("reading", key)
        wanted = dict(zip(keys, pages, strict=True))
        _work_out("bag", wanted, bags.pack, bags.Bag, self._keep)

        def know(page: Page, key: bytes) -> "Known":
            bag = self._keep.find("bag", key, bags.Bag) or bags.pack(page)
            return known(page, heard.get(page.id), bag, key)

        each = [one or know(p, key) for one, p, key in zip(last, pages, keys, strict=True)]
        if self._again:
            self._last.learn(
                (self._digest_of(page), heard.get(page.id), one)
                for page, one in zip(pages, each, strict=True)
            )
        return each

    def _keep_compared(self, found: "Compared", *, first: bool) -> None:
        """Keep what comparing found, where that is no longer near to what is kept already."""
        from tertulia.analysis.comparisons import packed, without_words

        last, keep = self._last, self._keep
        behind = last.behind + found.anew
        if first or behind > MOST_BEHIND:
            behind = 0
            if keep.path or not keep.lasting:
                keep.add("compared", self._code, packed(found))
        if self._again:
            keep.claim("compared", self._code)
            last.found, last.behind = without_words(found), behind

    def _choose(self, found: "Compared", pages: Sequence[Page], count: int) -> list[list[int]]:
        """As `choose_lists`, which need not choose twice among the very same."""
        from tertulia.analysis.related import choose_lists

        last = self._chosen
        if last is None or last[0] is not found or last[2] != count or not _same(last[1], pages):
            chosen = choose_lists(found, pages, count)
            last = self._chosen = found, pages, count, chosen
        return last[3]

    def _earlier(self) -> "Compared | None":
        """What was compared before."""
        from tertulia.analysis.comparisons import unpacked
        from tertulia.analysis.packing import Packed

        kept = self._keep.find("compared", self._code, Packed)
        if kept is not None and self._unpacked is None:
            self._unpacked = unpacked(kept)
        return self._unpacked

    def _read(self, page: Page) -> Reading:
        return self._keep.value("reading", self.words(page), Reading, lambda: read_words(page))


class _Lister:
    """Gives the lists of pages as `analysis.related.relate` asks for them.

    Args:
        earlier: Those of before.
        heard: See `Lists`.

    Attributes:
        rests: See `Lists`.
        listed: Of what they are made.
    """

    def __init__(
        self, kept: KeptRelated, last: LastRelated, earlier: Lists, heard: Mapping[str, bytes]
    ) -> None:
        self._kept = kept
        self._last = last
        self._earlier = earlier
        self._heard = heard
        self._stays: Stays | None = None
        self.rests: dict[str, bytes] = {}
        self.listed: Listed | None = None

    def begin(self, listed: Listed) -> None:
        """Say of what they are made, once it is known."""
        self.listed = listed
        if self._last.lists is self._earlier:
            self._stays = self._last.stays(listed)

    def list(
        self, pages: Sequence[Page], rest: Callable[[], bytes], make: Callable[[], Found]
    ) -> Found:
        """The list of the first of some pages, which shows the others."""
        page = pages[0].id
        known, before = self._earlier.rests.get(page), self._earlier.lists.get(page, ())
        if known and self._stays and self._stays(pages, before):
            self.rests[page] = known
            return before
        now = self.rests[page] = self._kept.rest(pages, self._heard, rest())
        return before if known == now else make()


def _same(one: Sequence[Page], other: Sequence[Page]) -> bool:
    """Whether these are the very same pages."""
    return len(one) == len(other) and all(map(is_, one, other))


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
