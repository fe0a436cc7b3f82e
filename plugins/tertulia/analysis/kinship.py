"""How alike pages are, trait by trait.

A trait scores two pages from 0 to 1; what is known of all pages says how much each weighs. The
weights and how they were found: docs/related.md.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from tertulia.analysis import ragged
from tertulia.analysis.marks import Marks
from tertulia.analysis.numbers import Floats, Ints
from tertulia.analysis.ragged import Rows
from tertulia.analysis.words import FINE

WEIGHTS: Mapping[str, float] = {
    "text": 1.0,
    "title": 0.6,
    "quoted": 0.3,
    "topic": 0.4,
    "link": 0.2,
    "source": 0.2,
    "brand": 0.2,
    "channel": 0.15,
    "sector": 0.15,
    "trigger": 0.1,
    "outcome": 0.05,
    "point": 0.15,
    "turn": 0.05,
}

PLAIN = 0.4  # for words as they are written: they order what is near, and make nothing near

EARLIER = 0.2  # for pages that stood already: authors link to what they have written

SOON = 0.08  # for the next page in time; less the more of the usual time lies between

BETWEEN = 5  # pages at the usual rhythm, after which that is down to a third

ONE = FINE * FINE  # what a product of two rows that are the same comes to

EVEN = 1_000_000  # ranks are whole numbers of this part of 1

_DISTANCES = 8  # steps of closeness in time for each page at the usual rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that pages are compared by; each attribute by the pages' places.

    Attributes:
        texts, plain, titles: Rows of terms, words and titles (`words`).
        sure: How surely who has a page's whole title quotes it.
        quotes: Pages, and those whose whole titles they have.
        numbers, ends: The terms of all pages.
        marks: What is known besides (`marks`).
        days: When each was published, in days; not a number where that is not known.
        rhythm: Days from one page to the next, rounded.
        log: Of how many pages there are, rounded.
    """

    texts: Rows
    plain: Rows
    titles: Rows
    sure: Floats
    quotes: tuple[Ints, Ints]
    numbers: Ints
    ends: Ints
    marks: Marks
    days: Floats
    rhythm: float
    log: float


def scored(
    site: Site, pages: Ints, others: Ints, texts: Floats, plain: Floats
) -> tuple[Floats, Ints]:
    """How near pairs of pages are by the traits alone, and with all that orders them."""
    each = parts(site, pages, others, texts)
    scores = np.zeros(len(pages))
    for name, weight in WEIGHTS.items():
        scores += each[name] * weight
    ranks = scores + PLAIN * (plain / ONE) + _timely(site, pages, others)
    return scores, np.rint(ranks * EVEN).astype(np.int64)


def parts(site: Site, pages: Ints, others: Ints, texts: Floats) -> dict[str, Floats]:
    """How near pairs of pages are by each trait, from 0 to 1.

    Args:
        texts: The products of their texts.
    """
    total = len(site.ends)
    known = np.sort(site.quotes[0] * total + site.quotes[1])
    code = pages * total + others
    quoted = np.zeros(len(pages))
    if len(known):
        at = np.minimum(np.searchsorted(known, code), len(known) - 1)
        quoted = np.where(known[at] == code, site.sure[others], 0.0)
    return {
        "text": texts / ONE,
        "title": _titles(site, pages, others),
        "quoted": quoted,
        **site.marks.parts(pages, others),
    }


def _titles(site: Site, pages: Ints, others: Ints) -> Floats:
    """How much of the other's title stands in this text, and how rare that is."""
    at, ends = ragged.spans(site.titles.ends, others)
    numbers, weights = site.titles.numbers[at], site.titles.weights[at]
    here = np.repeat(pages, np.diff(ends))
    present = ragged.held(site.numbers, site.ends, here, numbers) >= 0
    found = ragged.summed(np.where(present, weights, 0.0), ends) / FINE
    share = found / np.maximum(ragged.summed(weights, ends) / FINE, 1e-9)
    return np.asarray(share * np.minimum(1.0, found / (4 * site.log)))


def _timely(site: Site, pages: Ints, others: Ints) -> Floats:
    """By days and the site's rhythm, not by places: a page less changes nothing for others."""
    gap = (site.days[pages] - site.days[others]) / site.rhythm
    known = ~np.isnan(gap)
    gap = np.where(known, gap, 0.0)
    table = _closeness()
    steps = np.minimum(np.rint(np.abs(gap) * _DISTANCES), len(table) - 1).astype(np.int64)
    return np.asarray(np.where(known, EARLIER * (gap > 0) + table[steps], 0.0))


@cache
def _closeness() -> Floats:
    """What nearness in time adds, by steps; beyond the last it is nothing."""
    steps = range(10 * BETWEEN * _DISTANCES)
    return np.array([*(SOON * math.exp(-step / _DISTANCES / BETWEEN) for step in steps), 0.0])
