"""Which candidates are shown: the best, but no page in every list and none in no list.

A greedy choice over all lists at once, the surest pairs first, with a limit to how many
lists a page may stand in; then two repairs that take the last places of lists only: pages
in no list get one, and pages that cannot be reached from the newest ones get a way.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

LISTS_PER_PLACE = 3  # a page stands in at most this times `count` lists: 15 at 5 places

NEWEST = 10  # as many as a home page shows: where readers start


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A page and a candidate for its list."""

    score: float
    page: int
    other: int


@dataclass(slots=True, kw_only=True)
class Lists:
    """The lists as they grow.

    Attributes:
        shown: The pages of each list, best first.
        held: How many of each list's first were picked by hand and stay.
        times: In how many lists each page stands.
    """

    shown: list[list[int]]
    held: list[int]
    times: list[int] = field(default_factory=list)


def choose(
    pairs: Sequence[Pair],
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
    lists = _picked(by_hand, count)
    ranked = sorted(pairs, key=lambda p: (-p.score, p.page, p.other))
    _fill(lists, ranked, labels, count)
    of_page = _sources(ranked, len(lists.shown))
    scores = {(p.page, p.other): p.score for p in ranked}
    _cover(lists, of_page, count)
    _connect(lists, of_page, newest, count)
    for page, shown in enumerate(lists.shown):
        held = lists.held[page]
        shown[held:] = sorted(shown[held:], key=lambda o: (-scores.get((page, o), 0.0), o))
    return lists.shown


def _picked(by_hand: Sequence[Sequence[int]], count: int) -> Lists:
    shown = [list(dict.fromkeys(picked))[:count] for picked in by_hand]
    times = [0] * len(shown)
    for each in shown:
        for other in each:
            times[other] += 1
    return Lists(shown=shown, held=[len(each) for each in shown], times=times)


def _fill(
    lists: Lists, ranked: Sequence[Pair], labels: Sequence[frozenset[str]], count: int
) -> None:
    limit = LISTS_PER_PLACE * count
    alike = max(1, (count + 1) // 2)  # of one brand in one list
    for pair in ranked:
        shown = lists.shown[pair.page]
        if len(shown) >= count or lists.times[pair.other] >= limit or pair.other in shown:
            continue
        if any(
            sum(label in labels[other] for other in shown) >= alike for label in labels[pair.other]
        ):
            continue
        shown.append(pair.other)
        lists.times[pair.other] += 1


def _sources(ranked: Sequence[Pair], total: int) -> list[list[Pair]]:
    """For each page the pairs that would show it, surest first."""
    sources: list[list[Pair]] = [[] for _ in range(total)]
    for pair in ranked:
        sources[pair.other].append(pair)
    return sources


def _cover(lists: Lists, of_page: Sequence[Sequence[Pair]], count: int) -> None:
    """Give pages in no list the last place in the list that they suit best."""
    for other in range(len(lists.shown)):
        if lists.times[other]:
            continue
        for pair in of_page[other]:
            if _place(lists, pair, count, free=lambda _, last: lists.times[last] > 1):
                break


def _connect(
    lists: Lists, of_page: Sequence[Sequence[Pair]], newest: Sequence[int], count: int
) -> None:
    """Give pages that no way leads to one, taking no other's only way."""
    if not newest:
        return
    ways = _ways(lists.shown, newest)
    for other in range(len(lists.shown)):
        if other in ways:
            continue
        for pair in of_page[other]:
            if pair.page not in ways:
                continue
            if _place(lists, pair, count, free=lambda page, last: ways.get(last) != page):
                ways[other] = pair.page
                _follow(lists.shown, [other], ways)
                break


def _place(lists: Lists, pair: Pair, count: int, free: Callable[[int, int], bool]) -> bool:
    shown = lists.shown[pair.page]
    if pair.other in shown or lists.times[pair.other] >= LISTS_PER_PLACE * count:
        return False
    if len(shown) >= count:
        last = next(
            (o for o in reversed(shown[lists.held[pair.page] :]) if free(pair.page, o)), None
        )
        if last is None or lists.times[last] <= 1:
            return False
        shown.remove(last)
        lists.times[last] -= 1
    shown.append(pair.other)
    lists.times[pair.other] += 1
    return True


def _ways(shown: Sequence[Sequence[int]], newest: Sequence[int]) -> dict[int, int]:
    """Each page that can be reached, and from where."""
    ways = dict.fromkeys(newest, -1)
    _follow(shown, list(newest), ways)
    return ways


def _follow(shown: Sequence[Sequence[int]], start: list[int], ways: dict[int, int]) -> None:
    waiting = deque(start)
    while waiting:
        page = waiting.popleft()
        for other in shown[page]:
            if other not in ways:
                ways[other] = page
                waiting.append(other)
