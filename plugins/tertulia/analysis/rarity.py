"""How much it says that a page has a word or a label, from how many pages have it.

Nothing here is finer than it needs to be: one page more or less on the site hardly ever
changes a number, so that what was found of other pages stays.
"""

import math
from functools import cache

import numpy as np

from tertulia.analysis.vectors import Floats, Ints

RARE = 4  # pages: up to so many, a word is as rare as can be

EXACT = 8  # pages: up to so many, each one more counts

FEW = 2  # pages, below which a word joins nothing

_STEPS = 84  # bands of a quarter of a doubling each: far more pages than there will be


def rounded(count: float) -> float:
    """The nearest power of two; 1 at least."""
    return float(2.0 ** round(math.log2(max(1.0, count))))


@cache
def edges() -> Ints:
    """The least number of pages of each band but the first, in which a word joins nothing."""
    above = [math.floor(EXACT * 2 ** (step / 4)) + 1 for step in range(_STEPS)]
    return np.array([FEW, *range(RARE + 1, EXACT + 1), *above], dtype=np.int64)


def bands(having: Ints) -> Ints:
    """The band of each number of pages."""
    return np.asarray(np.searchsorted(edges(), having, side="right"), dtype=np.int64)


@cache
def pages_of_bands() -> Floats:
    """For how many pages each band stands; the first for what joins nothing."""
    above = [EXACT * 2 ** (step / 4 + 0.125) for step in range(_STEPS)]
    return np.array([1.0, RARE, *range(RARE + 1, EXACT + 1), *above])


def rarity(having: Ints, pages: int) -> Floats:
    """0 for words that every page has or only one, up.

    Args:
        having: How many pages have each word.
        pages: How many there are.
    """
    weights = np.log((rounded(pages) + 1) / (pages_of_bands() + 0.5))
    weights[0] = 0.0
    return np.asarray(np.maximum(weights, 0.0)[bands(having)])


def rarity_of_labels(having: Ints, pages: int, prior: float) -> Floats:
    """0 for labels that every page has or only one, 1 for those as rare as can be.

    Args:
        prior: As if so many pages more had it and as many had not: the more, the less it
            matters how many have it.
    """
    steps = np.floor(2 * np.log2(np.maximum(having, EXACT) / EXACT) + 1e-9)
    usual = np.where(having > EXACT, EXACT * 2 ** (steps / 2 + 0.25), EXACT)
    all_ = rounded(pages) + 2 * prior
    weights = np.maximum(0.0, np.log(all_ / (usual + prior)))
    weights[having < FEW] = 0.0
    return np.asarray(weights / max(0.1, math.log(all_ / (EXACT + prior))))
