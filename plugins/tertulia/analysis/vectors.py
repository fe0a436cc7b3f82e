"""Bags of terms as sparse rows, and the nearest rows of each.

Nothing here holds all pairs at once: the products are taken a band of rows at a time and
only the best of each row are kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SAMPLED = 8  # every so many-th score is looked at to guess where the best begin

BAND = 256  # rows at a time: 256 x 10,000 scores are 20 MB

ROOM = 500_000  # values of rows laid out in full: 4 MB, about what a core keeps at hand


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


def row(rows: sparse.csr_matrix, number: int) -> tuple[Ints, Floats]:
    """The columns and values of one row."""
    start, end = rows.indptr[number], rows.indptr[number + 1]
    return rows.indices[start:end], rows.data[start:end]


def having(rows: sparse.csr_matrix) -> Ints:
    """How many rows have each column."""
    return np.asarray(np.bincount(rows.indices, minlength=rows.shape[1]), dtype=np.int64)


def joined(
    rows: Sequence[Ints], values: Sequence[npt.NDArray[np.int32]], *, shared: bool = False
) -> tuple[sparse.csr_matrix, Ints]:
    """Rows of numbers as rows of a matrix, and the number of each column, ascending.

    Args:
        rows: Each number once a row.
        values: For each of them.
        shared: Whether what only one row has is left out.
    """
    ends = np.cumsum([0, *map(len, rows)])
    numbers, columns, times = np.unique(
        np.concatenate(rows), return_inverse=True, return_counts=True
    )
    data = np.concatenate(values)
    if shared:
        kept = times > 1
        found = kept[columns]
        ends = np.concatenate([[0], np.cumsum(found)])[ends]
        columns, data = (np.cumsum(kept) - 1)[columns[found]], data[found]
        numbers = numbers[kept]
    matrix = sparse.csr_matrix(
        (data.astype(np.float64), columns.astype(np.int32), ends), shape=(len(rows), len(numbers))
    )
    return matrix, numbers


def total(rows: sparse.csr_matrix, weights: Floats) -> Floats:
    """The sum of each row, its columns weighed."""
    return np.asarray(rows @ weights, dtype=np.float64)


def saturated(
    counts: sparse.csr_matrix, lengths: Floats, usual: float, k: float = 1.2, b: float = 0.5
) -> sparse.csr_matrix:
    """Counts as BM25 weighs them: the tenth time says little, long rows say less each time."""
    brake = k * (1 - b + b * lengths / usual)
    per_value = np.repeat(brake, np.diff(counts.indptr))
    out = counts.copy()
    out.data = counts.data * (k + 1) / (counts.data + per_value)
    return out


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


def heaviest(rows: sparse.csr_matrix, count: int) -> sparse.csr_matrix:
    """Each row with its `count` heaviest values only: what makes it different."""
    out = rows.copy()
    for row in range(rows.shape[0]):
        start, end = out.indptr[row], out.indptr[row + 1]
        if end - start > count:
            part = out.data[start:end]
            limit = np.partition(part, len(part) - count)[len(part) - count]
            part[part < limit] = 0.0
    out.eliminate_zeros()
    return out


def sums(left: sparse.csr_matrix, right: sparse.csr_matrix, near: Ints) -> Floats:
    """The products of each row of `left` with those rows of `right` that `near` names."""
    out = np.zeros(near.shape)
    lengths = np.diff(right.indptr)
    if not left.nnz or not right.nnz:
        return out
    band = max(1, min(BAND, ROOM // left.shape[1]))
    for start in range(0, near.shape[0], band):
        part = near[start : start + band]
        rows, places = np.nonzero((part >= 0) & (lengths[part] > 0))
        if not len(rows):
            continue
        others = part[rows, places]
        sizes = lengths[others]
        begins = np.cumsum(sizes) - sizes
        at = np.arange(sizes.sum()) + np.repeat(right.indptr[others] - begins, sizes)
        dense = left[start : start + band].toarray()
        products = dense[np.repeat(rows, sizes), right.indices[at]]
        products *= right.data[at]
        out[rows + start, places] = np.add.reduceat(products, begins)
    return out


def picked(rows: sparse.csr_matrix, near: Ints) -> Floats:
    """The values of a matrix of pages by pages at the places that `near` names."""
    out = np.zeros(near.shape)
    here, places = np.nonzero(near >= 0)
    if len(here) and rows.nnz:
        out[here, places] = np.asarray(rows[here, near[here, places]]).ravel()
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
