import numpy as np
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
