from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia.analysis import ragged
from tertulia.analysis.ragged import Products, Rows

rows_of_weights = st.lists(
    st.dictionaries(st.integers(-(2**63), 2**63 - 1) | st.integers(0, 9), st.integers(1, 4096)),
    min_size=2,
    max_size=12,
)


def rows_of(bags):
    ordered = [sorted(bag.items()) for bag in bags]
    flat = [pair for bag in ordered for pair in bag]
    return Rows(
        numbers=np.array([n for n, _ in flat], dtype=np.int64),
        weights=np.array([w for _, w in flat], dtype=np.float64),
        ends=np.cumsum([0, *map(len, ordered)], dtype=np.int64),
    )


@settings(max_examples=60, deadline=None)
@given(rows_of_weights, st.data())
@pytest.mark.parametrize(("many", "room"), [(False, 1), (False, 4_000_000), (True, 1)])
def test_products_are_those_of_the_rows_asked_for_with_all(many, room, bags, data):
    some = data.draw(st.lists(st.integers(0, len(bags) - 1), min_size=1, unique=True))
    before, ragged.ROOM = ragged.ROOM, room
    try:
        found = Products(rows_of(bags), many=many).of(np.array(some))
    finally:
        ragged.ROOM = before
    whole = [[sum(w * b.get(n, 0) for n, w in bags[a].items()) for b in bags] for a in some]
    assert found.tolist() == whole


@settings(max_examples=60, deadline=None)
@given(rows_of_weights, st.data())
def test_what_a_row_holds_is_found_in_it_and_nowhere_else(bags, data):
    rows = rows_of(bags)
    all_ = sorted({n for bag in bags for n in bag} | {0, 5})
    asked = data.draw(st.lists(st.tuples(st.integers(0, len(bags) - 1), st.sampled_from(all_))))
    where, wanted = (
        np.array(column, dtype=np.int64)
        for column in ([r for r, _ in asked], [n for _, n in asked])
    )
    at = ragged.held(rows.numbers, rows.ends, where, wanted)
    for (row, number), place in zip(asked, at.tolist(), strict=True):
        assert (place >= 0) == (number in bags[row])
        assert place < 0 or rows.numbers[place] == number
        assert place < 0 or rows.ends[row] <= place < rows.ends[row + 1]


@settings(max_examples=60, deadline=None)
@given(rows_of_weights, st.data())
@pytest.mark.parametrize("block", [2, 1 << 16])
def test_every_place_of_a_number_is_found(block, bags, data):
    rows = rows_of(bags)
    wanted = np.array(sorted(data.draw(st.sets(st.integers(0, 9)))), dtype=np.int64)
    before, ragged._BLOCK = ragged._BLOCK, block
    try:
        at, which = ragged.found(rows.numbers, wanted)
    finally:
        ragged._BLOCK = before
    assert at.tolist() == [n for n, number in enumerate(rows.numbers) if number in wanted]
    assert wanted[which].tolist() == rows.numbers[at].tolist()


@settings(max_examples=60, deadline=None)
@given(rows_of_weights, rows_of_weights, st.data())
def test_old_and_fresh_rows_stand_where_they_are_wanted(old, fresh, data):
    size = len(fresh) + data.draw(st.integers(0, 5))
    places = sorted(data.draw(st.permutations(range(size)))[: len(fresh)])
    taken = [data.draw(st.integers(0, len(old) - 1)) for _ in range(size)]
    merged = ragged.merged(rows_of(old), np.array(taken), rows_of(fresh), np.array(places))
    wanted = [old[place] for place in taken]
    for place, bag in zip(places, fresh, strict=True):
        wanted[place] = bag
    for place, bag in enumerate(wanted):
        numbers, weights = merged.row(place)
        assert dict(zip(numbers.tolist(), weights.tolist(), strict=True)) == bag


@settings(max_examples=60, deadline=None)
@given(rows_of_weights, st.data())
def test_rows_that_follow_each_other_are_taken_as_others_are(bags, data):
    rows = rows_of(bags)
    wanted = np.array(data.draw(st.lists(st.integers(0, len(bags) - 1))), dtype=np.int64)
    values, ends = ragged.part(rows.numbers, rows.ends, wanted)
    each = [values[start:end].tolist() for start, end in pairwise(ends.tolist())]
    assert each == [sorted(bags[row]) for row in wanted]


@given(st.lists(st.lists(st.integers(0, 2**30), max_size=4)))
def test_sums_are_of_each_row_and_nothing_of_an_empty_one(table):
    values = np.array([n for row in table for n in row], dtype=np.float64)
    ends = np.cumsum([0, *map(len, table)], dtype=np.int64)
    assert ragged.summed(values, ends).tolist() == [sum(row) for row in table]


def test_nothing_is_held_where_there_is_nothing():
    rows = rows_of([{}, {}])
    assert ragged.held(rows.numbers, rows.ends, np.array([0, 1]), np.array([7, 8])).tolist() == [
        -1,
        -1,
    ]
    assert Products(rows, many=False).of(np.array([0, 1])).tolist() == [[0, 0], [0, 0]]
    assert Products(rows, many=True).of(np.array([0, 1])).tolist() == [[0, 0], [0, 0]]
