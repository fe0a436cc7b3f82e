import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import START
from tertulia.core.charts import bar, in_time, line, outcomes, smooth
from tertulia.core.course import chart
from tertulia.core.findings import Label, Point
from tertulia.core.model import Role
from tertulia.core.views import PageView
from themedsite import case_page, talk


def point(hours: float, tone: float | None = 0.0, role: str = "other", **rest: object) -> Point:
    values = {
        "id": f"t:s:{hours}",
        "posted": START + timedelta(hours=hours),
        "polarity": tone,
        "label": Label.NEUTRAL if tone is None or abs(tone) < 0.1 else Label.POSITIVE,
        "role": Role(role),
        "depth": 0,
    }
    return Point(**(values | rest))  # type: ignore[arg-type]


tones = st.lists(st.floats(-1, 1), min_size=3, max_size=200)


@given(tones)
def test_the_thread_line_stays_in_its_frame(values: list[float]) -> None:
    drawn = line([point(n, tone) for n, tone in enumerate(values)])
    assert drawn is not None
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", drawn.path)]
    assert all(0 <= x <= 240 for x in numbers[::2])
    assert all(0 <= y <= 56 for y in numbers[1::2])


@given(tones)
def test_a_thread_line_is_short_however_long_the_thread(values: list[float]) -> None:
    drawn = line([point(n, tone) for n, tone in enumerate(values)])
    assert drawn is not None
    assert len(drawn.path) < 1300


def test_two_opinions_make_no_line() -> None:
    assert line([point(0, 0.5), point(1, -0.5), point(2, None)]) is None
    assert chart([point(0, 0.5), point(1, -0.5)], before=None, after=None) is None


def test_own_answers_are_marks_on_the_line_and_bend_it_nowhere() -> None:
    public = [point(0, -0.5), point(2, -0.5), point(4, -0.5)]
    drawn = line([*public, point(3, 1.0, "brand")])
    assert drawn is not None
    assert [round(m.y, 1) for m in drawn.marks] == [round(drawn.low.y, 1)]
    assert (drawn.answers, drawn.start, drawn.end) == (1, -0.5, -0.5)


def test_a_smooth_path_does_not_overshoot() -> None:
    path = smooth([(0, 0), (10, 0), (20, 10), (30, 10)])
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]
    assert all(0 <= y <= 10 for y in numbers[1::2])


def test_messages_without_a_time_come_last_and_zones_do_not_clash() -> None:
    naive = point(1, posted=datetime(2025, 3, 4, 9, 30))
    undated = point(2, posted=None)
    assert in_time([undated, point(3), naive]) == [naive, point(3), undated]


def test_the_first_wait_is_shaded_up_to_the_first_answer() -> None:
    course = [point(0, -0.5), point(1, -0.5), point(5, None, "brand"), point(10, 0.5)]
    drawn = chart(course, before=-0.5, after=0.5)
    assert drawn is not None
    assert drawn.wait == pytest.approx((22.0, 298.0))
    assert drawn.replies == pytest.approx((320.0,))
    assert drawn.before is not None
    assert drawn.before[:2] == pytest.approx((22.0, 320.0))
    assert [d.x for d in drawn.dots] == pytest.approx([22.0, 81.6, 618.0])


def test_without_an_answer_nothing_is_shaded() -> None:
    drawn = chart([point(n, 0.1 * n) for n in range(5)], before=None, after=None)
    assert drawn is not None
    assert (drawn.wait, drawn.replies, drawn.before, drawn.after) == (None, (), None, None)


@pytest.mark.parametrize("hours", [24 * 900, -24 * 900])
def test_a_message_years_apart_does_not_press_the_others_into_a_corner(hours: float) -> None:
    course = [point(n / 4, -0.2) for n in range(12)] + [point(hours, 0.4)]
    drawn = chart(course, before=None, after=None)
    assert drawn is not None
    assert drawn.even
    gaps = {round(b.x - a.x, 3) for a, b in zip(drawn.dots, drawn.dots[1:], strict=False)}
    assert len(gaps) == 1


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [(2, 9998, "year"), (2, 80, "year"), (9990, 9998, "year"), (2012, 2013, "month")],
)
def test_the_axis_has_ticks_however_long_a_thread_goes_on(first: int, last: int, unit: str) -> None:
    years = (first + (last - first) * n / 8 for n in range(9))
    moments = [datetime(int(year), 1 + int(year % 1 * 12), 2, tzinfo=UTC) for year in years]
    course = [point(0, 0.1, posted=moment) for moment in moments]
    drawn = chart(course, before=None, after=None)
    assert drawn is not None
    assert not drawn.even
    assert {tick.unit for tick in drawn.ticks} == {unit}
    assert all(moments[0] <= tick.when <= moments[-1] for tick in drawn.ticks)


def test_all_marks_of_a_kind_are_one_path() -> None:
    heard = (
        (Label.NEGATIVE, -0.5),
        (Label.NEUTRAL, 0.0),
        (Label.POSITIVE, 0.5),
        (Label.NEGATIVE, -0.2),
    )
    public = [point(n, tone, label=label) for n, (label, tone) in enumerate(heard)]
    drawn = chart([*public, point(9, None, "brand")], before=None, after=None)
    assert drawn is not None
    paths = dict(drawn.paths)
    assert {shape: path.count("M") for shape, path in paths.items()} == {
        "reply": 1, "sq": 1, "neu": 1, "pos": 1, "neg": 2,
    }  # fmt: skip
    assert paths["neu"] == f"M{drawn.dots[1].x:.1f} {drawn.middle:.0f}h0"


def test_a_thousand_messages_share_marks() -> None:
    drawn = chart([point(n, (n % 7 - 3) / 4) for n in range(1000)], before=None, after=None)
    assert drawn is not None
    assert drawn.grouped
    assert len(drawn.dots) < 130
    assert sum(d.count for d in drawn.dots) == 1000


@given(st.floats(0.01, 200_000), st.integers(3, 30))
def test_ticks_stand_in_the_chart_and_are_few(hours: float, n: int) -> None:
    drawn = chart([point(hours * i / n, 0.2) for i in range(n)], before=None, after=None)
    assert drawn is not None
    assert len(drawn.ticks) <= 11
    assert all(0 <= t.x <= drawn.width for t in drawn.ticks)


def test_all_at_one_moment_is_drawn_too() -> None:
    drawn = chart([point(0, 0.2)] * 4, before=None, after=None)
    assert drawn is not None
    assert drawn.even


def test_a_bar_fills_its_width_in_fixed_order() -> None:
    parts = bar({Label.POSITIVE: 1, Label.NEGATIVE: 2, Label.UNCLEAR: 9})
    assert [(p.label, p.count) for p in parts] == [("negative", 2), ("positive", 1)]
    assert parts[-1].x + parts[-1].width == pytest.approx(600, abs=0.2)
    assert bar({Label.COURTESY: 3}) == ()


def views(*cases: tuple[float, str]) -> list[PageView]:
    return [
        PageView(page=case_page("c", "C", first=timedelta(hours=h), outcome=o), talk=talk())
        for h, o in cases
    ]


def test_slower_cases_stand_further_right() -> None:
    drawn = outcomes(views((0.2, "recovered"), (5, "partly"), (100, "recovered")))
    assert drawn is not None
    assert [m.x for m in drawn.marks] == sorted(m.x for m in drawn.marks)
    assert drawn.marks[0].x < drawn.four < drawn.marks[1].x
    assert (drawn.quick, drawn.quick_recovered, drawn.slow, drawn.slow_recovered) == (1, 1, 2, 1)


def test_what_is_not_known_is_no_mark() -> None:
    assert outcomes(views((1, "unknown"), (1, "partly"), (2, "partly"))) is None


def test_the_zone_of_the_first_message_does_not_move_marks() -> None:
    course = [point(n, 0.1) for n in range(4)]
    moved = [point(n, 0.1, posted=(START + timedelta(hours=n)).astimezone(UTC)) for n in range(4)]
    one, two = (chart(c, before=None, after=None) for c in (course, moved))
    assert one is not None
    assert two is not None
    assert one.dots == two.dots
