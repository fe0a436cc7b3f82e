"""Pages pushed some at a time stand where they would if all were pushed at once."""

import numpy as np
import pytest

from tertulia.analysis.forces import AT_ONCE, _pushes


def all_at_once(spots, ideal):
    apart = spots[:, None, :] - spots[None, :, :]
    distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-4)
    return (apart * (ideal**2 / distance**2)[:, :, None]).sum(axis=1)


@pytest.mark.parametrize(
    "count", [1, 2, 3, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE + 1, 300]
)
def test_pushes_are_the_same_to_the_last_digit(count):
    spots = np.random.default_rng(count).random((count, 2))
    spots[-1] = spots[0]  # two at one place do not push each other
    ideal = 1.0 / np.sqrt(count)
    assert np.array_equal(_pushes(spots, ideal), all_at_once(spots, ideal))
