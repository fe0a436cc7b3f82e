"""Bags of terms as sparse rows, and the nearest rows of each.

Nothing here holds all pairs at once: the products are taken a band of rows at a time and
only the best of each row are kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from tertulia.analysis.numbers import Floats, Ints

SAMPLED = 8  # every so many-th score is looked at to guess where the best begin

BAND = 256  # rows at a time: 256 x 10,000 scores are 20 MB


@dataclass(slots=True)
class Vocabulary:
    """The column of each term, in the order they were met."""

    columns: dict[str, int] = field(default_factory=dict)

    def bag(self, terms: Iterable[str]) -> dict[int, float]:
        """How often each term's column occurs."""
        known = self.columns
        return {known.setdefault(t, len(known)): float(n) for t, n in Counter(terms).items()}

    def marks(self, labels: Iterable[str]) -> dict[int, float]:
        """1.0 for each label's column."""
        known = self.columns
        return {known.setdefault(label, len(known)): 1.0 for label in labels}


def matrix(bags: Sequence[Mapping[int, float]], width: int) -> sparse.csr_matrix:
    """One row a bag."""
    ends = np.zeros(len(bags) + 1, dtype=np.int64)
    np.cumsum([len(bag) for bag in bags], out=ends[1:])
    columns = np.fromiter((c for bag in bags for c in bag), dtype=np.int32, count=int(ends[-1]))
    values = np.fromiter(
        (v for bag in bags for v in bag.values()), dtype=np.float64, count=int(ends[-1])
    )
    rows = sparse.csr_matrix((values, columns, ends), shape=(len(bags), width))
    rows.sort_indices()
    return rows


def scaled(rows: sparse.csr_matrix, weights: Floats) -> sparse.csr_matrix:
    """Each column times its weight; what comes to nothing is left out."""
    out = rows.copy()
    out.data = rows.data * weights[rows.indices]
    out.eliminate_zeros()
    return out


def unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each row at length 1, so that products are cosines; empty rows stay empty."""
    squares = np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
    lengths = np.sqrt(squares)
    lengths[lengths == 0] = 1.0
    out = rows.copy()
    out.data = rows.data / np.repeat(lengths, np.diff(rows.indptr))
    return out


def nearest(rows: sparse.csr_matrix, count: int) -> Ints:
    """The best `count` other rows for each row, by their products.

    Returns:
        Row numbers, best first, equal scores by row number; -1 where there are fewer.
    """
    total = rows.shape[0]
    found = np.full((total, min(count, max(0, total - 1))), -1, dtype=np.int64)
    across = rows.T.tocsr()
    for start in range(0, total, BAND):
        keep_best((rows[start : start + BAND] @ across).toarray(), start, found)
    return found


def keep_best(band: Floats, start: int, found: Ints) -> None:
    """Write the best of each row of scores into the rows of `found` from `start` on."""
    for offset, row in enumerate(band):
        row[start + offset] = 0.0  # itself
        best = _best(row, found.shape[1])
        found[start + offset, : len(best)] = best


def _best(row: Floats, keep: int) -> Ints:
    floor = 1e-12
    sample = row[::SAMPLED]
    wanted = 2 * keep // SAMPLED + 2
    if len(sample) > wanted:  # a guess that leaves few to sort; it may only be too low
        guess = np.partition(sample, len(sample) - wanted)[len(sample) - wanted]
        if guess > floor and np.count_nonzero(row >= guess) >= keep:
            floor = guess
    at = np.flatnonzero(row >= floor)
    return at[np.lexsort((at, -row[at]))][:keep]
