"""What filters have worked out for a page is not worked out again for the next one."""

from unittest.mock import Mock

from tertulia.site.presentation import remembered


def test_what_is_asked_again_of_the_same_value_is_worked_out_once() -> None:
    total = Mock(side_effect=lambda values, **_: sum(values))
    asked, values = remembered(total), (1, 2)
    assert [asked(values), asked(values), asked(values, twice=True)] == [3, 3, 3]
    assert total.call_count == 2


def test_of_what_may_change_nothing_is_remembered() -> None:
    asked, values = remembered(sum), [1, 2]
    assert asked(values) == 3
    values.append(3)
    assert asked(values) == 6


def test_the_oldest_answer_makes_room() -> None:
    total = Mock(side_effect=sum)
    asked = remembered(total, most=2)
    first, second, third = (1,), (2,), (3,)
    for values in (first, second, third, second, first):
        asked(values)
    assert total.call_count == 4
