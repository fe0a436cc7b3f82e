"""Findings as coordinates: the thread line, the bar, the outcomes; `course.py` has the chart.

Pure geometry; templates write the SVG and its words. y grows downwards, 1 (positive) is up.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from math import log
from operator import le, mul

from tertulia.core.findings import Label, Point
from tertulia.core.model import Outcome
from tertulia.core.views import PageView

LINE_POINTS = 36  # more would not be seen at a card's width, and cost bytes on every card
LEAST = 3  # opinions that a line needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a drawing and what stands there."""

    x: float
    y: float
    value: float = 0.0
    label: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A thread line ("hebra"): the tone from the first message to the last.

    In a long thread single messages would hide the course, so each is drawn with its
    neighbours: a weighted mean over about a sixth of them.

    Attributes:
        smoothed: It was drawn so.
        marks: Where own voices answered.
        start, end: The tone at both ends.
        low: The most negative place.
        free: Where a word of two lines on the first mark is least in the way; its label is
            the side on which the text ends: "start" or "end".
    """

    width: float
    height: float
    path: str
    marks: tuple[Spot, ...]
    answers: int
    start: float
    end: float
    smoothed: bool
    low: Spot
    free: Spot | None


def line(course: Iterable[Point], *, width: float = 240, height: float = 56) -> Line | None:
    """The thread line of a course; None where fewer than three messages have an opinion."""
    points = in_time(course)
    tones: list[tuple[int, float]] = []
    answers: list[float] = []
    for point in points:
        if point.role.own:
            answers.append(len(tones) - 0.5)  # between the messages before and after it
        elif point.polarity is not None:
            tones.append((len(tones), point.polarity))
    if len(tones) < LEAST:
        return None
    reached = len(tones) // 12
    tones = _softened(tones, reached)
    pad, middle, reach = 4.0, height / 2, height / 2 - height / 10
    step = (width - 2 * pad) / (len(tones) - 1)
    knots = [
        (pad + step * index, middle - tone * reach) for index, tone in _thinned(tones, LINE_POINTS)
    ]
    places = sorted({pad + step * min(max(place, 0), len(tones) - 1) for place in answers})
    xs = [x for x, _ in knots]
    marks = tuple(Spot(x=x, y=_height_at(knots, xs, x)) for x in spread(places, width / 26))
    lowest = max(knots, key=lambda knot: knot[1])
    return Line(
        width=width,
        height=height,
        path=smooth(knots),
        marks=marks,
        answers=len(answers),
        start=tones[0][1],
        end=tones[-1][1],
        smoothed=reached > 0,
        low=Spot(x=lowest[0], y=lowest[1], value=(middle - lowest[1]) / reach),
        free=_free(marks[0], knots, xs, width, height) if marks else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a bar."""

    label: str
    x: float
    width: float
    count: int


def bar(counts: Mapping[Label, int], *, width: float = 600, gap: float = 3) -> tuple[Part, ...]:
    """The opinions as parts of one bar, negative first; empty where there are none."""
    shown = [
        (label, counts.get(label, 0))
        for label in (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)
        if counts.get(label, 0)
    ]
    total = sum(count for _, count in shown)
    room = width - gap * (len(shown) - 1)
    parts, x = [], 0.0
    for label, count in shown:
        part = room * count / total
        parts.append(Part(label=label.value, x=round(x, 1), width=round(part, 1), count=count))
        x += part + gap
    return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Cases by first response (logarithmic) and outcome.

    Attributes:
        marks: Their y is the row: 0 recovered, 1 partly, 2 unresolved.
        ticks: x and seconds.
        four: Where four hours stand; what comes before is quick, the rest slow.
    """

    marks: tuple[Spot, ...]
    ticks: tuple[tuple[float, int], ...]
    four: float
    quick: int
    quick_recovered: int
    slow: int
    slow_recovered: int


_ROWS = {Outcome.RECOVERED: 0, Outcome.PARTLY: 1, Outcome.UNRESOLVED: 2}
_FOUR_HOURS = 14_400.0
_TICKS = (60, 300, 900, 3600, 14_400, 43_200, 86_400, 259_200, 604_800, 2_592_000)


def outcomes(views: Iterable[PageView], *, width: float = 560) -> Outcomes | None:
    """The cases whose first response and outcome are known; None where they are under three."""
    cases = [
        (max(case.first.total_seconds(), 60.0), case.outcome)
        for case in (view.page.case for view in views)
        if case and isinstance(case.first, timedelta) and case.outcome in _ROWS
    ]
    if len(cases) < LEAST:
        return None
    low = min([900.0, *(s for s, _ in cases)])
    high = max([259_200.0, *(s for s, _ in cases)])

    def x(value: float) -> float:
        return round(14 + (width - 28) * log(value / low) / log(high / low), 1)

    quick = [outcome for seconds, outcome in cases if seconds < _FOUR_HOURS]
    slow = [outcome for seconds, outcome in cases if seconds >= _FOUR_HOURS]
    return Outcomes(
        marks=tuple(Spot(x=x(s), y=_ROWS[o], value=s, label=o.value) for s, o in cases),
        ticks=_apart([(x(s), s) for s in _TICKS if low <= s <= high], 52),
        four=x(_FOUR_HOURS),
        quick=len(quick),
        quick_recovered=quick.count(Outcome.RECOVERED),
        slow=len(slow),
        slow_recovered=slow.count(Outcome.RECOVERED),
    )


def in_time(course: Iterable[Point]) -> list[Point]:
    """The points from the oldest on; those without a time keep their place behind."""
    points = list(course)
    posted = [p.posted for p in points if p.posted is not None]
    if (
        len(posted) == len(points)
        and all(type(when.tzinfo) is timezone for when in posted)
        and all(map(le, posted, posted[1:]))
    ):
        return points  # nearly always: a summary has them in this order
    return sorted(points, key=lambda p: (p.posted is None, instant(p.posted)))


def smooth(knots: Sequence[tuple[float, float]]) -> str:
    """An SVG path through the knots that never overshoots them (monotone cubic)."""
    slopes = _slopes(knots)
    (x, y), m = knots[0], slopes[0]
    numbers = [x, y]
    for (right, below), n in zip(knots[1:], slopes[1:], strict=True):
        third = (right - x) / 3
        numbers += (x + third, y + m * third, right - third, below - n * third, right, below)
        x, y, m = right, below, n
    path = "M%.1f %.1f" + "C%.1f %.1f %.1f %.1f %.1f %.1f" * (len(knots) - 1)
    return shortened(path % tuple(numbers))


def instant(when: datetime | None) -> float:
    """Seconds since 1970; a time without a zone is taken as UTC."""
    if when is None:
        return 0.0
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def shortened(path: str) -> str:
    """A path of coordinates with one digit, each as short as it can be: "12" for "12.0"."""
    return path.replace(".0", "")


def _slopes(knots: Sequence[tuple[float, float]]) -> list[float]:
    secants = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(knots)]
    slopes = [secants[0]]
    for left, right in pairwise(secants):
        # Fritsch and Carlson, SIAM J. Numer. Anal. 17 (1980): the harmonic mean keeps it monotone
        slopes.append(0.0 if left * right <= 0 else 2 * left * right / (left + right))
    return [*slopes, secants[-1]]


def _softened(tones: Sequence[tuple[int, float]], reach: int) -> list[tuple[int, float]]:
    if not reach:
        return list(tones)
    result = []
    values = [tone for _, tone in tones]
    peak = [reach + 1 - abs(n) for n in range(-reach, reach + 1)]
    whole, last = sum(peak), len(tones) - reach
    for number, (index, _) in enumerate(tones):
        if reach <= number < last:
            weights, weight = peak, whole
            near = values[number - reach : number + reach + 1]
        else:
            before, after = min(number, reach), min(len(tones) - number, reach + 1)
            weights = peak[reach - before : reach + after]
            weight = sum(weights)
            near = values[number - before : number + after]
        result.append((index, sum(map(mul, weights, near)) / weight))
    return result


def _thinned(tones: Sequence[tuple[int, float]], most: int) -> list[tuple[float, float]]:
    if len(tones) <= most:
        return [(float(index), tone) for index, tone in tones]
    places, values = [index for index, _ in tones], [tone for _, tone in tones]
    result = []
    for number in range(most):
        start, end = number * len(tones) // most, (number + 1) * len(tones) // most
        result.append(
            (sum(places[start:end]) / (end - start), sum(values[start:end]) / (end - start))
        )
    return result


def _height_at(knots: Sequence[tuple[float, float]], xs: Sequence[float], x: float) -> float:
    if x <= xs[0]:
        return knots[0][1]
    next_ = bisect_left(xs, x, lo=1)
    if next_ == len(knots):
        return knots[-1][1]
    a, b = knots[next_ - 1], knots[next_]
    return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])


def _free(
    mark: Spot,
    knots: Sequence[tuple[float, float]],
    xs: Sequence[float],
    width: float,
    height: float,
) -> Spot | None:
    """The baseline of two lines of text beside a mark, of the four that keep clear of the line."""
    wide, tall = width * 0.36, height * 0.2
    best, room = None, -1.0
    for side, above in (("end", True), ("start", True), ("start", False), ("end", False)):
        x = mark.x - 4 if side == "end" else mark.x + 4
        left, right = (x - wide, x) if side == "end" else (x, x + wide)
        y = mark.y - tall - 3 if above else mark.y + 7
        if left < 0 or right > width or y < 4 or y + tall > height:
            continue
        heights = [_height_at(knots, xs, left + (right - left) * n / 8) for n in range(9)]
        clear = min(max(y - 4 - h, h - (y + tall), 0.0) for h in heights)
        if clear > room:
            best, room = Spot(x=x, y=y, label=side), clear
    return best if room > 1 else None


def spread(places: Sequence[float], least: float) -> tuple[float, ...]:
    """The places that lie at least so far apart, from the first on."""
    kept: list[float] = []
    for x in places:
        if not kept or x - kept[-1] >= least:
            kept.append(x)
    return tuple(kept)


def _apart(ticks: Sequence[tuple[float, int]], least: float) -> tuple[tuple[float, int], ...]:
    kept: list[tuple[float, int]] = []
    for x, value in ticks:
        if not kept or x - kept[-1][0] >= least:
            kept.append((x, value))
    return tuple(kept)
