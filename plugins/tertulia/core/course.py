"""The course of a thread over time as coordinates: marks, the first wait, an axis of dates."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tertulia.core.charts import LEAST, Spot, in_time, instant, shortened, spread
from tertulia.core.findings import Label, Point

CHART_DOTS = 120  # marks drawn singly; beyond, neighbours of one tone share a mark
# The class in the theme, where the mark begins beside its place, and its outline from there.
_MARKS = {
    "neutral": ("neu", 0, 0, "h0"),  # a dot is a round pen set down
    "positive": ("pos", -6, 5, "h12l-6 -11z"),
    "negative": ("neg", -6, -5, "h12l-6 11z"),
}
_LABEL = 90.0  # room that a date under the axis takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on the axis of time.

    Attributes:
        unit: What is worth printing: "hour", "day", "date" (with its year), "month", "year".
        minor: May be left out where it is narrow.
    """

    x: float
    when: datetime
    unit: str
    minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The public's messages over time, the first wait shaded, own answers as lines.

    Attributes:
        wait: Left edge and width of the time before the first own answer.
        before, after: x from, x to, y and value of the mean tone.
        even: Messages stand at even distances in their order, since nearly all came within
            a small part of the whole time.
        grouped: A mark may stand for several messages.
    """

    width: float
    height: float
    top: float
    bottom: float
    wait: tuple[float, float] | None
    replies: tuple[float, ...]
    before: tuple[float, float, Spot] | None
    after: tuple[float, float, Spot] | None
    dots: tuple[Spot, ...]
    ticks: tuple[Tick, ...]
    even: bool
    grouped: bool

    @property
    def middle(self) -> float:
        """Where a tone of nothing stands."""
        return (self.top + self.bottom) / 2

    @property
    def paths(self) -> tuple[tuple[str, str], ...]:
        """All marks as SVG: a class of the theme, and one path for all marks of that kind.

        A path of its own for each message would be most of a long thread's page.
        """
        drawn = {"reply": "", "sq": "", "neu": "", "pos": "", "neg": ""}
        for x in self.replies:
            drawn["reply"] += f"M{x:.1f} {self.top:.1f}V{self.bottom:.1f}"
            drawn["sq"] += f"M{x - 3.5:.1f} {self.top - 3.5:.1f}h7v7h-7z"
        for dot in self.dots:
            shape, right, down, outline = _MARKS[dot.label]
            drawn[shape] += f"M{dot.x + right:.1f} {dot.y + down:.1f}{outline}"
        return tuple((shape, shortened(path)) for shape, path in drawn.items() if path)


def chart(
    course: Iterable[Point],
    *,
    before: float | None,
    after: float | None,
    width: float = 640,
    height: float = 268,
    clock: Callable[[datetime], datetime] = lambda when: when,
) -> Chart | None:
    """The chart of a course; None where fewer than three messages have an opinion and a time.

    Args:
        clock: Gives a time as the axis shall have it.
    """
    points = [p for p in in_time(course) if p.posted is not None]
    public = [p for p in points if not p.role.own]
    voiced = [p for p in public if p.polarity is not None]
    if len(voiced) < LEAST:
        return None
    at, even = _scale(points, 22.0, width - 22.0)
    top, bottom = 34.0, height - 42.0
    middle, reach = (top + bottom) / 2, (bottom - top) / 2 - 7

    def y(tone: float) -> float:
        return middle - tone * reach

    places = {p.id: at[index] for index, p in enumerate(points)}
    answers = [places[p.id] for p in points if p.role.own]
    first = places[public[0].id]
    cut = answers[0] if answers and answers[0] > first else None
    dots = [
        Spot(x=places[p.id], y=y(p.polarity or 0.0), label=_shape(p), value=p.polarity or 0.0)
        for p in voiced
    ]
    return Chart(
        width=width,
        height=height,
        top=top,
        bottom=bottom,
        wait=(first, cut - first) if cut is not None else None,
        replies=spread(answers, 6.0),
        before=_mean(first, cut, before, y) if cut is not None else None,
        after=_mean(cut, width - 2.0, after, y) if cut is not None else None,
        dots=tuple(_grouped(dots, width)) if len(dots) > CHART_DOTS else tuple(dots),
        ticks=_even_ticks(points, at, clock) if even else _ticks(points, at, width, clock),
        even=even,
        grouped=len(dots) > CHART_DOTS,
    )


def _scale(points: Sequence[Point], left: float, right: float) -> tuple[list[float], bool]:
    times = [instant(p.posted) for p in points]
    span = times[-1] - times[0]
    # A few messages long before or after the others would press all of these into one place.
    few = len(times) // 8
    core = min(times[n - few - 1] - times[n] for n in range(few + 1))
    even = span == 0 or core < span / 5
    if even:
        step = (right - left) / max(len(times) - 1, 1)
        return [left + step * index for index in range(len(times))], True
    return [left + (right - left) * (t - times[0]) / span for t in times], False


def _mean(
    left: float, right: float, tone: float | None, y: Callable[[float], float]
) -> tuple[float, float, Spot] | None:
    if tone is None:
        return None
    return left, right, Spot(x=(left + right) / 2, y=y(tone), value=tone)


def _shape(point: Point) -> str:
    return point.label.value if point.label.opinion else Label.NEUTRAL.value


def _grouped(dots: Sequence[Spot], width: float) -> list[Spot]:
    groups: dict[tuple[int, str], list[Spot]] = {}
    for dot in dots:
        groups.setdefault((int(dot.x / (width / 40)), dot.label), []).append(dot)
    return [
        Spot(
            x=sum(d.x for d in group) / len(group),
            y=sum(d.y for d in group) / len(group),
            label=label,
            count=len(group),
        )
        for (_, label), group in sorted(groups.items())
    ]


_STEPS = (
    ("hour", 3600), ("hour", 2 * 3600), ("hour", 4 * 3600), ("hour", 6 * 3600), ("hour", 12 * 3600),
    ("day", 86_400), ("day", 2 * 86_400), ("day", 7 * 86_400), ("day", 14 * 86_400),
)  # fmt: skip


def _ticks(
    points: Sequence[Point],
    at: Sequence[float],
    width: float,
    clock: Callable[[datetime], datetime],
) -> tuple[Tick, ...]:
    first, last = points[0].posted, points[-1].posted
    assert first is not None
    assert last is not None
    first, last = clock(first), clock(last)
    span = instant(last) - instant(first)
    moments = list(_moments(first, span))
    scale = (at[-1] - at[0]) / span
    ticks = []
    for number, (when, unit) in enumerate(moments):
        x = at[0] + (instant(when) - instant(first)) * scale
        if 0 <= x <= width - 14:
            ticks.append(Tick(x=max(x, 12.0), when=when, unit=unit, minor=number % 2 == 1))
    return tuple(ticks)


def _moments(first: datetime, span: float) -> Iterable[tuple[datetime, str]]:
    fitting = next(((unit, s) for unit, s in _STEPS if span / s <= 8), None)
    if fitting is None:
        yield from _months(first, span)
        return
    unit, seconds = fitting
    when = first.replace(hour=0, minute=0, second=0, microsecond=0)
    end = instant(first) + span
    while instant(when) <= end:
        if instant(when) >= instant(first) - seconds / 4:
            yield when, "day" if when.hour == 0 else unit
        when += timedelta(seconds=seconds)


def _months(first: datetime, span: float) -> Iterable[tuple[datetime, str]]:
    end = instant(first) + span
    last = first + timedelta(seconds=span)
    months = span / 2_629_800
    every = next((n for n in (1, 3, 6, 12, 24, 60) if months / n <= 8), 120)
    begin = max((first.year * 12 + first.month - 1) // every * every, 12)  # there is no year 0
    for number in range(begin, last.year * 12 + last.month, every):
        when = first.replace(
            year=number // 12, month=number % 12 + 1, day=1, hour=0, minute=0, second=0,
            microsecond=0,
        )  # fmt: skip
        if instant(first) <= instant(when) <= end:
            yield when, "year" if every >= 12 else "month"


def _even_ticks(
    points: Sequence[Point], at: Sequence[float], clock: Callable[[datetime], datetime]
) -> tuple[Tick, ...]:
    """A tick where a new day begins, as many as have room."""
    told = [clock(p.posted) for p in points if p.posted]
    years = {when.year for when in told}
    ticks: list[Tick] = []
    for index, when in enumerate(told):
        before = told[index - 1] if index else None
        new = before is None or when.date() != before.date()
        if new and (not ticks or at[index] - ticks[-1].x >= _LABEL):
            unit = "date" if len(years) > 1 else "day"
            ticks.append(Tick(x=at[index], when=when, unit=unit, minor=len(ticks) % 2 == 1))
    return tuple(ticks)
