"""For each page the pages worth reading next, each with its reason.

The author's own picks come first, then the nearest by all traits (`kinship`), chosen so
that no page is everywhere and none is nowhere (`choice`). Nothing is better than filler:
below a least score a list stays short. The same pages in any order give the same lists.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from statistics import median

import numpy as np

from tertulia.analysis.bags import Bag, pack
from tertulia.analysis.choice import NEWEST, Pairs, choose
from tertulia.analysis.comparing import Compared, Known, compare
from tertulia.analysis.facts import Heard, facts_of
from tertulia.analysis.kinship import EVEN, parts
from tertulia.analysis.nearest import CANDIDATES
from tertulia.analysis.numbers import Floats, Ints
from tertulia.analysis.reading import Read, read
from tertulia.analysis.reasons import Two, reasons, spelt
from tertulia.analysis.wording import Speak, english
from tertulia.core.findings import Related
from tertulia.core.model import Page, PageKind

LEAST = (0.03, 0.07)  # where the least score lies: long texts are less near to each other
LEAST_SHARE = 0.15  # of how near the nearest page is to the median page

KINDS = (PageKind.POST, PageKind.CASE)

Found = tuple[Related, ...]

Compare = Callable[[Sequence[Page], Mapping[str, Heard]], Compared]

Choose = Callable[[Compared, Sequence[Page], int], list[list[int]]]

Remember = Callable[[Sequence[Page], Callable[[], bytes], "Making"], Found]


def compare_all(pages: Sequence[Page], heard: Mapping[str, Heard]) -> Compared:
    """Compare pages in the order of their ids with each other."""
    return compare([known(page, heard.get(page.id), pack(page), b"") for page in pages])


def known(page: Page, heard: Heard | None, bag: Bag, said: bytes) -> Known:
    """What is compared of a page.

    Args:
        bag, said: See `Known`.
    """
    return Known(
        id=page.id,
        said=said,
        bag=bag,
        labels=facts_of(page, heard),
        targets=[target for target, _ in page.links],
        day=_moment(page.published).timestamp() / 86400 if page.published else None,
    )


def _work_out(
    _pages: Sequence[Page], _rest: Callable[[], bytes], make: Callable[[], Found]
) -> Found:
    return make()


def choose_lists(found: Compared, pages: Sequence[Page], count: int) -> list[list[int]]:
    """Which pages stand in the list of which, by their places."""
    at = {page.id: row for row, page in enumerate(pages)}
    return choose(
        _pairs(found, pages),
        [[at[o] for o in p.related if at.get(o, at[p.id]) != at[p.id]] for p in pages],
        [frozenset(p.case.brands) if p.case else frozenset() for p in pages],
        _newest(pages),
        count,
    )


def relate(
    pages: Sequence[Page],
    heard: Mapping[str, Heard],
    count: int,
    speak: Speak = english,
    read: Read = read,
    compare: Compare = compare_all,
    remember: Remember = _work_out,
    lists: Choose = choose_lists,
) -> dict[str, Found]:
    """Up to `count` related posts and cases of each post and case, best first.

    Args:
        pages: All pages; topics and plain pages are neither given lists nor listed, except
            where an author picked them by hand.
        heard: What of the talks on them (`facts.hear`), by page id; some may be missing.
        count: Places in a list.
        speak: In which words a page of each language gives its reasons.
        read: Another way to `reading.read`, such as one that remembers.
        compare: Another way to `compare_all`.
        remember: Gives what the last argument makes. That rests on these pages, on what is
            heard of what was said on them, and on the bytes that the second one gives.
        lists: Another way to `choose_lists`.
    """
    compared = shown(pages)
    if not compared or count < 1:
        return {page.id: () for page in compared}
    found = compare(compared, heard)
    telling = _Telling(
        pages=compared,
        heard=heard,
        found=found,
        titles={page.id: page.title for page in pages},
        commonness=Counter(topic for page in compared for topic in page.topics),
        prints=found.prints.tolist(),
        usual=repr(found.usual),
        read=read,
        speak=speak,
    )
    return {
        page.id: remember(
            [page, *(compared[other] for other in others)],
            partial(telling.rests_on, row, others),
            Making(telling, row, others),
        )
        for row, (page, others) in enumerate(
            zip(compared, lists(found, compared, count), strict=True)
        )
    }


def shown(pages: Iterable[Page]) -> list[Page]:
    """Those that have lists and may stand in them, in the order in which they are compared."""
    return sorted((page for page in pages if page.kind in KINDS), key=lambda page: page.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """What the entries of a list are told from: score, parts and reason; pages go by their rows.

    Attributes:
        titles: By page id, of topics too.
        commonness: On how many pages each topic is.
        prints, usual: As plain values, of which each list takes some.
    """

    pages: Sequence[Page]
    heard: Mapping[str, Heard]
    found: Compared
    titles: Mapping[str, str]
    commonness: Mapping[str, int]
    prints: Sequence[int]
    usual: str
    read: Read
    speak: Speak

    def tell(self, lists: Sequence[tuple[int, Sequence[int]]]) -> list[Found]:
        """The lists of some pages."""
        figures = _figures(self.found, lists)
        return [self._list(row, others, figures) for row, others in lists]

    def _list(self, row: int, others: Sequence[int], figures: "_Figures") -> Found:
        twos = [self._two(row, other) for other in others]
        each = [figures.get((row, other), (0.0, {})) for other in others]
        return tuple(map(_related, twos, each, reasons(twos, self.speak(self.pages[row].lang))))

    def rests_on(self, row: int, others: Sequence[int]) -> bytes:
        """On what the list rests beside its pages themselves."""
        topics = [self._topics(row, other) for other in others]
        prints = [self.prints[other] for other in others]
        return f"{self.usual} {self.prints[row]} {prints} {topics}".encode()

    def _two(self, row: int, other: int) -> Two:
        here, there = self.pages[row], self.pages[other]
        return Two(
            here=here,
            there=there,
            here_heard=self.heard.get(here.id),
            there_heard=self.heard.get(there.id),
            topics=self._topics(row, other),
            phrases=lambda: spelt(self.found.shared(row, other), self.read(there)),
            by_hand=there.id in here.related,
        )

    def _topics(self, row: int, other: int) -> tuple[str, ...]:
        """Titles of the topics that both have, the rarest first."""
        here = self.pages[row].topics
        if not here:
            return ()
        common = [topic for topic in self.pages[other].topics if topic in here]
        ordered = sorted(common, key=lambda topic: (self.commonness[topic], topic))
        return tuple(self.titles.get(topic, topic) for topic in ordered)


@dataclass(frozen=True, slots=True)
class Making:
    """Makes the list of one page, of which `made` makes many sooner."""

    telling: _Telling
    row: int
    others: Sequence[int]

    def __call__(self) -> Found:
        """The list."""
        return made([self])[0]


def made(makings: Sequence[Making]) -> list[Found]:
    """The lists that these make, all of one `relate`."""
    return makings[0].telling.tell([(one.row, one.others) for one in makings]) if makings else []


def rankings(
    pages: Sequence[Page], heard: Mapping[str, Heard], count: int, compare: Compare = compare_all
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """For each page its list of up to `count`, and the same with all other candidates after it."""
    shown = sorted(pages, key=lambda p: p.id)
    found = compare(shown, heard)
    near, ranks, _ = _candidates(found)
    order = np.lexsort((near, -ranks), axis=1)
    lists, ranked = {}, {}
    for row, (page, others) in enumerate(
        zip(shown, choose_lists(found, shown, count), strict=True)
    ):
        rest = [int(other) for other in near[row][order[row]] if other >= 0]
        lists[page.id] = tuple(shown[o].id for o in others)
        ranked[page.id] = tuple(shown[o].id for o in dict.fromkeys([*others, *rest]))
    return lists, ranked


def _candidates(found: Compared) -> tuple[Ints, Ints, Floats]:
    """Of each page the candidates, their ranks and scores."""
    near = found.near
    return near.others[:, :CANDIDATES], near.ranks[:, :CANDIDATES], near.scores[:, :CANDIDATES]


def _pairs(found: Compared, pages: Sequence[Page]) -> Pairs:
    """What may be shown: near enough, and not the same page in another language."""
    near, ranks, scores = _candidates(found)
    of_thread: dict[str, int] = {}
    threads = np.array(
        [of_thread.setdefault(page.thread or f"\n{page.id}", n) for n, page in enumerate(pages)]
    )
    other_thread = threads[near] != threads[:, None]
    best = np.where(near >= 0, scores, 0.0).max(axis=1, initial=0.0)
    least = round(min(max(LEAST_SHARE * median(best.tolist()), LEAST[0]), LEAST[1]), 2)
    rows, places = np.nonzero((near >= 0) & (scores >= least) & other_thread)
    return Pairs(rows, near[rows, places], ranks[rows, places] / EVEN)


def _newest(pages: Sequence[Page]) -> list[int]:
    dated = [(_moment(page.published), row) for row, page in enumerate(pages) if page.published]
    return [row for _, row in sorted(dated, reverse=True)[:NEWEST]]


def _moment(when: datetime | None) -> datetime:
    assert when is not None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


_Figures = dict[tuple[int, int], tuple[float, dict[str, float]]]


def _figures(found: Compared, lists: Iterable[tuple[int, Sequence[int]]]) -> _Figures:
    """The scores and their parts of the pages of lists, by both rows; not of what is no candidate.

    They are told together: there is little to each, and much to begin with.
    """
    twos, at = [], []
    for row, others in lists:
        of_row = found.near.others[row, :CANDIDATES].tolist()
        known = [other for other in others if other in of_row]
        twos += [(row, other) for other in known]
        at += [of_row.index(other) for other in known]
    rows, near, places = (
        np.array(each, dtype=np.int64) for each in ([r for r, _ in twos], [o for _, o in twos], at)
    )
    traits = parts(found.site, rows, near, found.near.texts[rows, places])
    scores = found.near.scores[rows, places].tolist()
    values = zip(*(trait.tolist() for trait in traits.values()), strict=True)
    return {
        two: (
            round(min(1.0, score), 3),
            {
                name: part
                for name, value in zip(traits, of_two, strict=True)
                if (part := round(value, 3))
            },
        )
        for two, score, of_two in zip(twos, scores, values, strict=True)
    }


def _related(two: Two, figures: tuple[float, dict[str, float]], reason: str) -> Related:
    score, parts = figures
    return Related(page=two.there.id, score=score, reason=reason, parts=parts, by_hand=two.by_hand)
