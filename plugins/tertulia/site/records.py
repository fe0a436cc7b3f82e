"""What a build left behind: its files, what each was made of, and what it had looked up.

A page is named by the digest of its own inputs and by its look-ups. All pages make much the same
look-ups, so each stands here once with the digest of what it gave. Most are of another page:
where that page as a whole is as it was, none of its look-ups needs to be made again.
"""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from itertools import chain

import msgspec

Read = tuple[str, ...]  # a path into the site's findings, such as ("rollup", "comments")

_OF_A_PAGE = ("view", "has")  # look-ups whose second part is a page's id


class Record(msgspec.Struct, array_like=True, frozen=True):
    """One file.

    Attributes:
        key: Digest of its inputs but for what it looked up; None where they are not all known.
        size, mtime_ns: How it looked when it was written.
        reads: Numbers of its look-ups.
    """

    key: bytes | None = None
    size: int = 0
    mtime_ns: int = 0
    reads: tuple[int, ...] = ()


class Left(msgspec.Struct, frozen=True):
    """What a build left in one output folder.

    Attributes:
        files: By name.
        reads: Each look-up with the digest of what it gave.
        pages: Digest of each page that a look-up is of, by id; empty where there was none.
    """

    files: dict[str, Record] = {}
    reads: tuple[tuple[Read, bytes], ...] = ()
    pages: dict[str, bytes] = {}


class Index:
    """Where the look-ups of pages stand, and all others.

    Attributes:
        left: Where they stand so.
    """

    def __init__(self, left: Left) -> None:
        self.left = left
        self.of_page: dict[str, list[int]] = {}
        self.others: list[int] = []
        for number, (read, _) in enumerate(left.reads):
            if read[0] in _OF_A_PAGE and read[1] in left.pages:
                self.of_page.setdefault(read[1], []).append(number)
            else:
                self.others.append(number)


class Answers:
    """What the look-ups of the last build would give now.

    Args:
        digest_of: Digest of what a look-up gives.
        page_of: Digest of a page as a whole.
        index: As `index` was when the last build ended.
    """

    def __init__(
        self,
        left: Left,
        digest_of: Callable[[Read], bytes],
        page_of: Callable[[str], bytes],
        index: Index | None = None,
    ) -> None:
        self._left = left
        self._known = index
        self._digest_of = digest_of
        self._page_of = page_of

    def same(self, record: Record) -> bool:
        """Whether all that a file had looked up is as it was."""
        return self._changed.isdisjoint(record.reads)

    def closed(
        self, files: Mapping[str, Record], looked_up: Mapping[str, Collection[Read]]
    ) -> Left:
        """What this build leaves.

        Args:
            files: All of its files.
            looked_up: What those looked up that were made anew.
        """
        again = self._again(files, looked_up)
        if again is not None:
            return again
        told = {read: n for n, (read, _) in enumerate(self._left.reads)}
        known = [digest for _, digest in self._left.reads]
        closed = dict(files)
        for name, reads in looked_up.items():
            numbers = tuple(told.setdefault(read, len(told)) for read in sorted(reads))
            closed[name] = msgspec.structs.replace(files[name], reads=numbers)
        used = sorted({number for record in closed.values() for number in record.reads})
        if len(used) < len(told):
            place = {number: n for n, number in enumerate(used)}
            closed = {
                name: msgspec.structs.replace(record, reads=tuple(map(place.get, record.reads)))
                for name, record in closed.items()
            }
        every = list(told)
        pages = {every[n][1] for n in used if every[n][0] in _OF_A_PAGE}
        return Left(
            files=closed,
            reads=tuple(
                (
                    every[n],
                    known[n]
                    if n < len(known) and n not in self._changed
                    else self._digest_of(every[n]),
                )
                for n in used
            ),
            pages={id: self._page_of(id) for id in sorted(pages)},
        )

    def _again(
        self, files: Mapping[str, Record], looked_up: Mapping[str, Collection[Read]]
    ) -> Left | None:
        """The same, where every file has looked up what it had looked up before; None elsewhere."""
        before = self._left.files
        if files.keys() != before.keys():
            return None
        closed = dict(files)
        for name, record in before.items():
            if name in looked_up:
                if {self._left.reads[n][0] for n in record.reads} != set(looked_up[name]):
                    return None
                closed[name] = msgspec.structs.replace(files[name], reads=record.reads)
            elif files[name] is not record and record.reads:
                return None
        reads, changed = list(self._left.reads), self._changed
        for number in changed:
            reads[number] = reads[number][0], self._digest_of(reads[number][0])
        pages = {id: self._page_of(id) for id in self._changed_pages}
        left = Left(files=closed, reads=tuple(reads), pages={**self._left.pages, **pages})
        self.index.left = left
        return left

    @cached_property
    def index(self) -> Index:
        """Of what the last build left; once `closed` has given the same look-ups, of that."""
        known = self._known
        return known if known and known.left is self._left else Index(self._left)

    @cached_property
    def _changed_pages(self) -> set[str]:
        """Ids of the pages that look-ups are of and that are not as they were."""
        pages = self._left.pages
        return {id for id, digest in pages.items() if self._page_of(id) != digest}

    @cached_property
    def _changed(self) -> set[int]:
        """Numbers of the look-ups that would give something else."""
        index, reads = self.index, self._left.reads
        pages = (index.of_page.get(id, ()) for id in sorted(self._changed_pages))
        return {
            number
            for number in chain(index.others, *pages)
            if self._digest_of(reads[number][0]) != reads[number][1]
        }
