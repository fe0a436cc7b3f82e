"""Intervals hold as often as they claim to."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia.analysis.figures import mean, mean_interval, share


def test_wilsons_interval_of_a_known_share():
    found = share(9, 10)  # Wilson 1927: 0.596 to 0.982
    assert (found.value, round(found.low, 3), round(found.high, 3)) == (0.9, 0.596, 0.982)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval_and_the_interval_in_the_possible(pair):
    found = share(*pair)
    assert 0 <= found.low <= found.value <= found.high <= 1


@given(st.lists(st.floats(-1, 1), max_size=40))
def test_a_mean_lies_in_its_interval_and_is_none_of_too_few(values):
    found = mean_interval(values)
    assert (found is None) == (len(values) < 3) == (mean(values) is None)
    if found:
        assert -1 <= found.low <= found.value <= found.high <= 1


def test_three_equal_values_are_no_certainty():
    found = mean_interval([0.6, 0.6, 0.6])
    assert found.high - found.low > 0.5


@pytest.mark.parametrize("n", [3, 5, 8, 15, 30, 100])
def test_the_interval_holds_the_true_mean_in_93_of_100_threads(n):
    """Tones come in three heaps; 2,000 threads of each size from a crowd whose mean is known."""
    dice = random.Random(n)
    crowd = [-0.8] * 30 + [-0.4] * 15 + [0.0] * 25 + [0.5] * 10 + [0.9] * 20
    truth = sum(crowd) / len(crowd)
    held = 0
    for _ in range(2000):
        found = mean_interval([dice.choice(crowd) for _ in range(n)])
        held += found.low <= truth <= found.high
    assert held >= 0.93 * 2000
