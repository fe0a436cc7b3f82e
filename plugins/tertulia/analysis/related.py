"""For each page the pages worth reading next, each with its reason.

The author's own picks come first, then the nearest by all traits (`kinship`), chosen so
that no page is everywhere and none is nowhere (`choice`). Nothing is better than filler:
below a least score a list stays short. The same pages in any order give the same lists.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from tertulia.analysis.bags import Pack, pack
from tertulia.analysis.choice import NEWEST, Pairs, choose
from tertulia.analysis.kinship import Kinship, kinship
from tertulia.analysis.reading import Read, read
from tertulia.analysis.reasons import Two, reasons, spelt
from tertulia.analysis.wording import Speak, english
from tertulia.core.findings import Related, Talk
from tertulia.core.model import Page, PageKind

LEAST = (0.03, 0.07)  # where the least score lies: long texts are less near to each other
LEAST_SHARE = 0.15  # of how near the nearest page is to the median page

KINDS = (PageKind.POST, PageKind.CASE)


def relate(
    pages: Sequence[Page],
    talks: Mapping[str, Talk],
    count: int,
    speak: Speak = english,
    read: Read = read,
    pack: Pack = pack,
) -> dict[str, tuple[Related, ...]]:
    """Up to `count` related posts and cases of each post and case, best first.

    Args:
        pages: All pages; topics and plain pages are neither given lists nor listed, except
            where an author picked them by hand.
        talks: By page id; pages without a thread may be missing.
        count: Places in a list.
        speak: In which words a page of each language gives its reasons.
        read: Another way to `reading.read`, such as one that remembers.
        pack: Another way to `bags.pack`.
    """
    shown = sorted((p for p in pages if p.kind in KINDS), key=lambda p: p.id)
    if not shown or count < 1:
        return {page.id: () for page in shown}
    kin = kinship(shown, talks, pack)
    lists = _lists(kin, shown, count)
    titles = {page.id: page.title for page in pages}
    commonness = Counter(topic for page in shown for topic in page.topics)

    def two(row: int, other: int) -> Two:
        here, there = shown[row], shown[other]
        common = [t for t in there.topics if t in here.topics]
        return Two(
            here=here,
            there=there,
            here_talk=talks.get(here.id),
            there_talk=talks.get(there.id),
            topics=tuple(
                titles.get(t, t) for t in sorted(common, key=lambda t: (commonness[t], t))
            ),
            phrases=lambda: spelt(kin.shared(row, other), read(there)),
            by_hand=there.id in here.related,
        )

    found = {}
    for row, page in enumerate(shown):
        twos = [two(row, other) for other in lists[row]]
        figures = [_figures(kin, row, other) for other in lists[row]]
        found[page.id] = tuple(map(_related, twos, figures, reasons(twos, speak(page.lang))))
    return found


def rankings(
    pages: Sequence[Page], talks: Mapping[str, Talk], count: int
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """For each page its list of up to `count`, and the same with all other candidates after it."""
    shown = sorted(pages, key=lambda p: p.id)
    kin = kinship(shown, talks)
    lists, ranked = {}, {}
    for row, (page, others) in enumerate(zip(shown, _lists(kin, shown, count), strict=True)):
        rest = [int(other) for other in kin.near[row] if other >= 0]
        lists[page.id] = tuple(shown[o].id for o in others)
        ranked[page.id] = tuple(shown[o].id for o in dict.fromkeys([*others, *rest]))
    return lists, ranked


def _lists(kin: Kinship, pages: Sequence[Page], count: int) -> list[list[int]]:
    at = {page.id: row for row, page in enumerate(pages)}
    return choose(
        _pairs(kin, pages),
        [[at[o] for o in p.related if at.get(o, at[p.id]) != at[p.id]] for p in pages],
        [frozenset(p.case.brands) if p.case else frozenset() for p in pages],
        _newest(pages),
        count,
    )


def _pairs(kin: Kinship, pages: Sequence[Page]) -> Pairs:
    """What may be shown: near enough, and not the same page in another language."""
    threads = np.array([page.thread or f"\n{page.id}" for page in pages])
    other_thread = threads[kin.near] != threads[:, None]
    usual = LEAST_SHARE * np.median(kin.scores.max(axis=1, initial=0.0))
    least = round(float(np.clip(usual, *LEAST)), 2)
    rows, places = np.nonzero((kin.near >= 0) & (kin.scores >= least) & other_thread)
    return Pairs(rows, kin.near[rows, places], np.round(kin.ranks[rows, places], 6))


def _newest(pages: Sequence[Page]) -> list[int]:
    dated = [(_moment(page.published), row) for row, page in enumerate(pages) if page.published]
    return [row for _, row in sorted(dated, reverse=True)[:NEWEST]]


def _moment(when: datetime | None) -> datetime:
    assert when is not None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _figures(kin: Kinship, row: int, other: int) -> tuple[float, dict[str, float]]:
    places = (kin.near[row] == other).nonzero()[0]
    if not len(places):
        return 0.0, {}
    place = places[0]
    parts = {name: round(float(values[row, place]), 3) for name, values in kin.parts.items()}
    return round(min(1.0, float(kin.scores[row, place])), 3), {n: v for n, v in parts.items() if v}


def _related(two: Two, figures: tuple[float, dict[str, float]], reason: str) -> Related:
    score, parts = figures
    return Related(page=two.there.id, score=score, reason=reason, parts=parts, by_hand=two.by_hand)
