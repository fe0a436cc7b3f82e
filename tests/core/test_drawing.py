from hypothesis import given
from hypothesis import strategies as st

from builders import entry
from tertulia.core.drawing import DEEPEST, Step, begun, paged, steps
from tertulia.core.model import Placed

depth_lists = st.lists(st.integers(0, 12), max_size=60).map(
    lambda wished: [min(d, i) for i, d in enumerate(wished)]
)


def row(depths: list[int]) -> list[Placed]:
    parent = entry("t:s:0", name="Eva")
    return [
        Placed(entry=entry(f"t:s:{n}"), number=n, depth=d, parent=parent if d else None)
        for n, d in enumerate(depths, 1)
    ]


def lists_open_after(drawn: tuple[Step, ...]) -> list[int]:
    level, levels = 0, []
    for step in drawn:
        levels.append(level)
        level += step.opens
        level -= step.closes
    return [*levels, level]


@given(depth_lists)
def test_every_list_that_opens_is_closed_and_none_lies_too_deep(depths: list[int]) -> None:
    levels = lists_open_after(steps(row(depths)))
    assert levels[-1] == 0
    assert all(0 <= level <= DEEPEST for level in levels)


@given(depth_lists)
def test_a_thread_begins_where_no_list_is_open(depths: list[int]) -> None:
    drawn = steps(row(depths))
    levels = lists_open_after(drawn)
    assert [s.top for s in drawn] == [level == 0 for level in levels[:-1]]


def test_a_reply_below_the_deepest_indent_says_whom_it_answers() -> None:
    drawn = steps(row(list(range(8))))
    assert [s.to is not None for s in drawn] == [False] * 5 + [True] * 3


def test_ten_thousand_levels_are_drawn() -> None:
    drawn = steps(row(list(range(10_000))))
    assert sum(s.opens for s in drawn) == sum(s.closes for s in drawn) == DEEPEST


def test_a_thread_counts_as_answered_where_an_own_voice_replied() -> None:
    comments = row([0, 1, 0, 1])
    comments[3] = Placed(entry=entry("t:s:9", role="brand"), number=4, depth=1)
    assert [s.answered for s in steps(comments) if s.top] == [False, True]
    assert begun(steps(comments)) == (2, 1)
    assert begun(()) == (0, 0)


def test_an_old_anchor_is_given_once_a_page() -> None:
    comments = [
        Placed(entry=entry("wxr:a.example:7"), number=1),
        Placed(entry=entry("wxr:b.example:7"), number=2),
    ]
    assert [s.old for s in steps(comments)] == ["comment-7", ""]


@given(depth_lists, st.integers(1, 20))
def test_pages_hold_every_comment_once_and_in_order(depths: list[int], size: int) -> None:
    comments = row(depths)
    pages = paged(comments, size)
    assert [p for page in pages for p in page] == comments
    assert all(len(page) <= size for page in pages)


def test_a_thread_stays_on_one_page_where_it_fits() -> None:
    assert [len(page) for page in paged(row([0, 1, 1, 0, 1, 0]), 4)] == [3, 3]


def test_the_rest_of_a_parted_thread_is_drawn_from_the_top() -> None:
    second = paged(row([0, 1, 2, 2, 2, 3]), 3)[1]
    assert [s.top for s in steps(second)] == [True, True, False]
