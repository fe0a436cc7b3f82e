"""Figures that say how far they may be off: 95 % intervals without random numbers.

Shares have Wilson's interval (E. B. Wilson, Probable inference, JASA 22, 1927). Means have
Student's t with one imagined observation of variance more, so that three equal values do not
pass for certainty; `tests/analysis/test_figures.py` measures how often the interval holds.
"""

import math
from collections.abc import Iterable
from statistics import fmean

from tertulia.core.findings import Interval

FEWEST = 3  # opinions; under this nothing is said
Z = 1.959964  # 97.5 % of a normal distribution
IMAGINED = 0.25  # variance of the imagined observation: tones half a scale from their mean
DIGITS = 4  # of every figure: more are noise, and files would differ between machines

# Student's t, 97.5 %, by degrees of freedom 1 to 30; beyond that Z / (1 - 0.6 / n) is within 0.001.
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


def share(part: int, whole: int) -> Interval:
    """How much of a whole; `whole` must not be 0."""
    p, square = part / whole, Z * Z
    middle = (p + square / (2 * whole)) / (1 + square / whole)
    reach = Z * math.sqrt(p * (1 - p) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return Interval(
        value=_round(p), low=_round(max(0.0, middle - reach)), high=_round(min(1.0, middle + reach))
    )


def mean(values: Iterable[float]) -> float | None:
    """The mean of enough values, or None."""
    found = list(values)
    return _round(fmean(found)) if len(found) >= FEWEST else None


def mean_interval(values: Iterable[float]) -> Interval | None:
    """The mean of enough polarities and how far it may be off, or None."""
    found = list(values)
    n = len(found)
    if n < FEWEST:
        return None
    middle = fmean(found)
    squares = math.fsum((v - middle) ** 2 for v in found)
    reach = _t(n - 1) * math.sqrt((squares + IMAGINED) / n / n)
    return Interval(
        value=_round(middle),
        low=_round(max(-1.0, middle - reach)),
        high=_round(min(1.0, middle + reach)),
    )


def _t(freedom: int) -> float:
    return _T[freedom - 1] if freedom <= len(_T) else Z / (1 - 0.6 / freedom)


def _round(value: float) -> float:
    return round(value, DIGITS) + 0.0  # + 0.0: no "-0.0" in files
