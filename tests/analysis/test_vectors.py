import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from tertulia.analysis import vectors

small = st.integers(0, 3)
tables = st.integers(1, 9).flatmap(
    lambda width: st.lists(st.lists(small, min_size=width, max_size=width), min_size=2, max_size=12)
)


def rows_of(table):
    return sparse.csr_matrix(np.array(table, dtype=np.float64))


@settings(max_examples=40, deadline=None)
@given(tables, st.integers(1, 6))
def test_the_nearest_are_those_of_the_whole_product(table, count):
    rows = rows_of(table)
    scores = (rows @ rows.T).toarray()
    np.fill_diagonal(scores, 0.0)
    for row, found in enumerate(vectors.nearest(rows, count)):
        order = sorted(range(len(table)), key=lambda other: (-scores[row, other], other))
        best = [other for other in order if scores[row, other] > 0][:count]
        assert [n for n in found.tolist() if n >= 0] == best


@settings(max_examples=40, deadline=None)
@given(tables, st.randoms(use_true_random=False))
@pytest.mark.parametrize("room", [1, 500_000])
def test_sums_are_the_products_of_the_named_rows(room, table, random):
    left, right = rows_of(table), rows_of(table[::-1])
    near = np.array([[random.randrange(-1, len(table)) for _ in range(4)] for _ in table])
    whole = (left @ right.T).toarray()
    before, vectors.ROOM = vectors.ROOM, room
    try:
        found = vectors.sums(left, right, near)
    finally:
        vectors.ROOM = before
    for row, others in enumerate(near.tolist()):
        assert found[row].tolist() == [whole[row, o] if o >= 0 else 0.0 for o in others]


def test_rows_of_numbers_become_columns_and_what_one_row_has_may_be_left_out():
    rows = [np.array([7, 9]), np.array([], dtype=np.int64), np.array([-3, 9])]
    times = [np.array(t, dtype=np.int32) for t in ([1, 2], [], [4, 5])]
    every, numbers = vectors.joined(rows, times)
    assert numbers.tolist() == [-3, 7, 9]
    assert every.toarray().tolist() == [[0, 1, 2], [0, 0, 0], [4, 0, 5]]
    shared, numbers = vectors.joined(rows, times, shared=True)
    assert numbers.tolist() == [9]
    assert shared.toarray().tolist() == [[2], [0], [5]]
