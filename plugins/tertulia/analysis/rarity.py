"""How much it says that a page has a word or a label, from how many pages have it.

Nothing here is finer than it needs to be: one page more or less on the site hardly ever
changes a number, so that what was found of other pages stays.
"""

import math
from functools import cache

import numpy as np

from tertulia.analysis.numbers import Floats, Ints

RARE = 4  # pages: up to so many, a word is as rare as can be

EXACT = 8  # pages: up to so many, each one more counts for a word, and none for a label

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
def pages_of_bands() -> tuple[float, ...]:
    """For how many pages each band stands; the first for what joins nothing."""
    above = [EXACT * 2 ** (step / 4 + 0.125) for step in range(_STEPS)]
    return (1.0, float(RARE), *map(float, range(RARE + 1, EXACT + 1)), *above)


@cache
def rarity(pages: float) -> Floats:
    """By band: 0 for words that every page has or only one, up.

    Args:
        pages: How many there are, `rounded`.
    """
    weights = [max(0.0, math.log((pages + 1) / (n + 0.5))) for n in pages_of_bands()]
    return np.array([0.0, *weights[1:]])


@cache
def plainness(pages: float) -> Floats:
    """By band, for words as they are written: what only one page has is no rarer than the rest."""
    weights = [max(0.0, math.log((pages + 1) / (n + 1)) + 1) for n in pages_of_bands()]
    return np.array([weights[1], *weights[1:]])


def rarity_of_labels(having: Ints, pages: float, prior: float) -> Floats:
    """0 for labels that every page has or only one, 1 for those as rare as can be.

    Args:
        pages: How many there are, `rounded`.
        prior: As if so many pages more had it and as many had not: the more, the less it
            matters how many have it.
    """
    times, which = np.unique(having, return_inverse=True)
    return np.array([_of_label(int(n), pages + 2 * prior, prior) for n in times])[which]


def _of_label(having: int, pages: float, prior: float) -> float:
    if having < FEW:
        return 0.0
    step = math.floor(2 * math.log2(max(having, EXACT) / EXACT) + 1e-9)
    usual = EXACT * 2 ** (step / 2 + 0.25) if having > EXACT else EXACT
    rarest = max(0.1, math.log(pages / (EXACT + prior)))
    return max(0.0, math.log(pages / (usual + prior))) / rarest
