"""Which candidates are shown, whatever is looked at together."""

from random import Random

import numpy as np
import pytest

from tertulia.analysis import choice
from tertulia.analysis.choice import Pairs, choose


def chosen(seed: int) -> list[list[int]]:
    chance, pages = Random(seed), 40
    pairs = [(a, b, chance.randrange(9) / 9) for a in range(pages) for b in range(pages) if a != b]
    kept = chance.sample(pairs, 600)
    columns = (np.array(column) for column in zip(*kept, strict=True))
    by_hand = [chance.sample(range(page), 1) if page % 7 == 6 else [] for page in range(pages)]
    labels = [frozenset(chance.sample("ab", 1)) for _ in range(pages)]
    return choose(Pairs(*columns), by_hand, labels, [0, 1], 3)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("step", [1, 7, 100])
def test_lists_that_are_full_are_looked_at_no_more_and_stay_the_same(seed, step, monkeypatch):
    whole = chosen(seed)
    monkeypatch.setattr(choice, "STEP", step)
    assert chosen(seed) == whole
