"""Which candidates are shown: the best, but no page in every list and none in no list.

A greedy choice over all lists at once, the surest pairs first, with a limit to how many
lists a page may stand in; then two repairs that take the last places of lists only: pages
in no list get one, and pages that cannot be reached from the newest ones get a way.
"""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from tertulia.analysis.numbers import Floats, Ints

LISTS_PER_PLACE = 3  # a page stands in at most this times `count` lists: 15 at 5 places

STEP = 20_000  # pairs at a time

NEWEST = 10  # as many as a home page shows: where readers start


class Pairs:
    """Pages and candidates for their lists, the surest pair first; equals by row number.

    Attributes:
        pages, others, scores: One entry a pair.
    """

    def __init__(self, pages: Ints, others: Ints, scores: Floats) -> None:
        order = np.lexsort((others, pages, -scores))
        self.pages, self.others, self.scores = pages[order], others[order], scores[order]
        self._by_other = np.argsort(self.others, kind="stable")
        self._ordered = self.others[self._by_other]

    def showing(self, other: int) -> list[tuple[int, float]]:
        """The pages that may show a page, with their scores, the surest first."""
        start, end = np.searchsorted(self._ordered, (other, other + 1))
        at = self._by_other[start:end]
        return list(zip(self.pages[at].tolist(), self.scores[at].tolist(), strict=True))


@dataclass(slots=True, kw_only=True)
class _Lists:
    """The lists as they grow.

    Attributes:
        shown: For each page the pages shown, with their scores.
        held: How many of each list were picked by hand and stay first.
        times: In how many lists each page stands.
        labels: What no list may be full of, by page.
    """

    shown: list[dict[int, float]]
    held: list[int]
    times: list[int]
    labels: Sequence[frozenset[str]]
    count: int

    def crowded(self, other: int) -> bool:
        return self.times[other] >= LISTS_PER_PLACE * self.count

    def alike(self, page: int, other: int, without: int = -1) -> bool:
        """Whether a list is full of what a page would bring more of."""
        if not self.labels[other]:
            return False
        most = max(1, (self.count + 1) // 2)
        others = [o for o in self.shown[page] if o != without]
        return any(
            sum(label in self.labels[o] for o in others) >= most for label in self.labels[other]
        )

    def add(self, page: int, other: int, score: float) -> None:
        self.shown[page][other] = score
        self.times[other] += 1

    def remove(self, page: int, other: int) -> None:
        del self.shown[page][other]
        self.times[other] -= 1

    def loose(self, page: int) -> list[int]:
        """What may give way in a list, the least sure first."""
        return list(self.shown[page])[self.held[page] :][::-1]

    def ordered(self, page: int) -> list[int]:
        others = list(self.shown[page])
        picked, rest = others[: self.held[page]], others[self.held[page] :]
        return picked + sorted(rest, key=lambda other: (-self.shown[page][other], other))


def choose(
    pairs: Pairs,
    by_hand: Sequence[Sequence[int]],
    labels: Sequence[frozenset[str]],
    newest: Sequence[int],
    count: int,
) -> list[list[int]]:
    """The list of each page.

    Args:
        pairs: Every candidate that may be shown at all.
        by_hand: What each page's author picked, in that order.
        labels: What a list must not be full of: each page's brands.
        newest: Where readers start.
        count: Places in a list.
    """
    lists = _picked(by_hand, labels, count)
    _fill(lists, pairs)
    _cover(lists, pairs)
    _connect(lists, pairs, newest)
    return [lists.ordered(page) for page in range(len(lists.shown))]


def _picked(
    by_hand: Sequence[Sequence[int]], labels: Sequence[frozenset[str]], count: int
) -> _Lists:
    shown = [dict.fromkeys(tuple(dict.fromkeys(picked))[:count], 1.0) for picked in by_hand]
    times = [0] * len(shown)
    for others in shown:
        for other in others:
            times[other] += 1
    held = [len(others) for others in shown]
    return _Lists(shown=shown, held=held, times=times, labels=labels, count=count)


def _fill(lists: _Lists, pairs: Pairs) -> None:
    for start in range(0, len(pairs.pages), STEP):
        at = np.arange(start, min(start + STEP, len(pairs.pages)))
        if start:  # by now most lists are full: those need not be looked at one by one
            full = np.array([len(shown) >= lists.count for shown in lists.shown])
            at = at[~full[pairs.pages[at]]]
        columns = (pairs.pages[at], pairs.others[at], pairs.scores[at])
        for page, other, score in zip(*(c.tolist() for c in columns), strict=True):
            shown = lists.shown[page]
            if len(shown) >= lists.count or lists.crowded(other) or other in shown:
                continue
            if not lists.alike(page, other):
                lists.add(page, other, score)


def _cover(lists: _Lists, pairs: Pairs) -> None:
    """Give pages in no list the last place in the list that they suit best."""
    for other in range(len(lists.shown)):
        if lists.times[other]:
            continue
        for page, score in pairs.showing(other):
            if _place(lists, page, other, score):
                break


def _connect(lists: _Lists, pairs: Pairs, newest: Sequence[int]) -> None:
    """Give pages that no way leads to one, taking no other's only way."""
    if not newest:
        return
    ways = dict.fromkeys(newest, -1)
    _follow(lists, newest, ways)
    for other in range(len(lists.shown)):
        if other in ways:
            continue
        for page, score in pairs.showing(other):
            if page not in ways:
                continue
            only = {last for last in lists.shown[page] if ways.get(last) == page}
            if _place(lists, page, other, score, only):
                ways[other] = page
                _follow(lists, [other], ways)
                break


def _place(lists: _Lists, page: int, other: int, score: float, kept: Collection[int] = ()) -> bool:
    """Put a page into a list, if need be for another that stands elsewhere too."""
    if other in lists.shown[page] or lists.crowded(other):
        return False
    if len(lists.shown[page]) < lists.count:
        if lists.alike(page, other):
            return False
    else:
        loose = (o for o in lists.loose(page) if lists.times[o] > 1 and o not in kept)
        last = next((o for o in loose if not lists.alike(page, other, without=o)), None)
        if last is None:
            return False
        lists.remove(page, last)
    lists.add(page, other, score)
    return True


def _follow(lists: _Lists, start: Sequence[int], ways: dict[int, int]) -> None:
    """Add to `ways` all pages that can be reached, and from where."""
    waiting = deque(start)
    while waiting:
        page = waiting.popleft()
        for other in lists.shown[page]:
            if other not in ways:
                ways[other] = page
                waiting.append(other)
