"""Related pages, of which only those are found again that a change touches.

What was found by comparing all pages is kept as a whole, and stays as it is where only a few are
compared again: what comes of it is the same. Lists with their reasons are kept by what they rest
on.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

from tertulia.analysis.facts import Heard, hear
from tertulia.analysis.reading import Reading
from tertulia.analysis.reading import read as read_words
from tertulia.analysis.wording import Speak
from tertulia.core.findings import Related, Talk
from tertulia.core.model import Page
from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, digest
from tertulia.site.dependencies import PageDigests

if TYPE_CHECKING:
    from tertulia.analysis.comparing import Compared  # it needs numpy, which takes its time to load
    from tertulia.site.relating import Found as Answer

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_PROCESS = 100  # pages to read: about 0.05 s

# Pages compared again, up to which what was compared before stays as it is kept: to write it
# takes longer than to compare so many once more.
MOST_BEHIND = 16

_ENCODED = msgspec.msgpack.Encoder().encode

Found = tuple[Related, ...]


class Lists(msgspec.Struct, frozen=True):
    """The lists of all pages.

    Attributes:
        key: Digest of all that they rest on together.
        rests: Of what each rests on, by page id.
    """

    key: bytes = b""
    rests: dict[str, bytes] = {}
    lists: dict[str, Found] = {}


class KeptRelated:
    """As `analysis.related.relate`.

    Args:
        code: Digest of our code and of what the reasons' words rest on besides.
        digests: Of pages.
        ask: Asks the copy of a first build, see `relating.ask`.
    """

    def __init__(
        self,
        keep: Keep,
        code: bytes,
        digests: PageDigests,
        ask: "Callable[..., Answer | None]",
    ) -> None:
        self._keep = keep
        self._code = code
        self._heard: dict[str, bytes] = {}
        self._digest_of = digests.of
        self._words_of = digests.words
        self._ask = ask

    def relate(
        self, pages: Sequence[Page], talks: Mapping[str, Talk], count: int, speak: Speak
    ) -> dict[str, Found]:
        """The lists of all pages; those of the last time where they rest on the same."""
        self._heard = {page.id: _ENCODED(hear(talks[page.id])) for page in pages}
        all_ = (*map(self._digest_of, pages), *self._heard.values())
        key = digest(self._code, str(count), *all_)
        earlier = self._keep.find("related", self._code, Lists)
        if earlier and earlier.key == key:
            self._keep.spare("bag", "reading", "compared")
            return earlier.lists
        answer = self._ask(listed=pages, talks=talks, count=count, key_of=self._words)
        if answer:
            lists, rests = answer.related, self._kept(pages, answer)
        else:
            from tertulia.analysis.related import relate

            rests = {}
            remember = partial(self._remember, earlier or Lists(), rests)
            lists = relate(pages, talks, count, speak, self._read, self._compare, remember)
        self._keep.add("related", self._code, Lists(key=key, rests=rests, lists=lists))
        return lists

    def _kept(self, pages: Sequence[Page], answer: "Answer") -> dict[str, bytes]:
        """Keep what the copy compared as if it had been compared here; what each list rests on."""
        by_id = {page.id: page for page in pages}
        self._keep.store("compared", self._code, answer.compared)
        return {
            page: self._rest(
                [by_id[page], *(by_id[other.page] for other in answer.related[page])], rest
            )
            for page, rest in answer.rests.items()
        }

    def _compare(self, pages: Sequence[Page], heard: Mapping[str, Heard]) -> "Compared":
        from tertulia.analysis import bags
        from tertulia.analysis.comparing import compare
        from tertulia.analysis.comparisons import packed, unpacked
        from tertulia.analysis.packing import Packed
        from tertulia.analysis.related import known

        keys = [self._words(page) for page in pages]
        _work_out("bag", dict(zip(keys, pages, strict=True)), bags.pack, bags.Bag, self._keep)

        def bag_of(key: bytes) -> bags.Bag | None:
            return self._keep.find("bag", key, bags.Bag)

        earlier = self._keep.find("compared", self._code, Packed)
        found = compare(
            [
                known(page, heard.get(page.id), bag_of(key) or bags.pack(page), key)
                for page, key in zip(pages, keys, strict=True)
            ],
            unpacked(earlier) if earlier else None,
            bag_of,
        )
        if earlier is None or found.anew > MOST_BEHIND:
            self._keep.add("compared", self._code, packed(found))
        return found

    def _remember(
        self,
        earlier: "Lists",
        rests: dict[str, bytes],
        pages: Sequence[Page],
        rest: bytes,
        make: Callable[[], Found],
    ) -> Found:
        page = pages[0].id
        now = rests[page] = self._rest(pages, rest)
        return earlier.lists[page] if earlier.rests.get(page) == now else make()

    def _rest(self, pages: Sequence[Page], rest: bytes) -> bytes:
        heard = (self._heard[page.id] for page in pages)
        return digest(rest, *map(self._digest_of, pages), *heard)

    def _read(self, page: Page) -> Reading:
        return self._keep.value("reading", self._words(page), Reading, lambda: read_words(page))

    def _words(self, page: Page) -> bytes:
        return digest(self._code, self._words_of(page))


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
