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


@dataclass(slots=True)
class Vocabulary:
    """The column of each term, in the order they were met."""

    columns: dict[str, int] = field(default_factory=dict)

    def bag(self, terms: Iterable[str]) -> dict[int, float]:
        """How often each term's column occurs."""
        known = self.columns
        return {known.setdefault(t, len(known)): float(n) for t, n in Counter(terms).items()}


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


def rarity(counts: sparse.csr_matrix) -> Floats:
    """How much it says that a row has a column: 0 for what every row or only one has, up.

    The rarest that two rows share says about log(rows).
    """
    rows = counts.shape[0]
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    out = np.log((rows + 1) / (having + 0.5))
    out[having < 2] = 0.0  # it joins nothing
    return np.asarray(np.maximum(out, 0.0), dtype=np.float64)


def saturated(counts: sparse.csr_matrix, k: float = 1.2, b: float = 0.5) -> sparse.csr_matrix:
    """Counts as BM25 weighs them: the tenth time says little, long rows say less each time."""
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    mean = max(1.0, float(lengths.mean())) if len(lengths) else 1.0
    brake = k * (1 - b + b * lengths / mean)
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
    for start in range(0, near.shape[0], BAND):
        band = near[start : start + BAND]
        rows, places = np.nonzero(band >= 0)
        products = left[rows + start].multiply(right[band[rows, places]])
        out[rows + start, places] = np.asarray(products.sum(axis=1)).ravel()
    return out


def picked(rows: sparse.csr_matrix, near: Ints) -> Floats:
    """The values of a matrix of pages by pages at the places that `near` names."""
    out = np.zeros(near.shape)
    here, places = np.nonzero(near >= 0)
    if len(here) and rows.nnz:
        out[here, places] = np.asarray(rows[here, near[here, places]]).ravel()
    return out


def nearest(
    left: sparse.csr_matrix,
    right: sparse.csr_matrix,
    count: int,
    besides: sparse.csr_matrix | None = None,
) -> Ints:
    """The best `count` rows of `right` for each row of `left`, itself left out.

    Args:
        besides: Pages by pages, added to the products; it must be sparse indeed.

    Returns:
        Row numbers, best first, equal scores by row number; -1 where there are fewer.
    """
    total = left.shape[0]
    keep = min(count, max(0, right.shape[0] - 1))
    found = np.full((total, keep), -1, dtype=np.int64)
    across = right.T.tocsr()
    for start in range(0, total, BAND):
        band = (left[start : start + BAND] @ across).toarray()
        if besides is not None:
            band += besides[start : start + BAND].toarray()
        for offset, row in enumerate(band):
            row[start + offset] = 0.0
            best = _best(row, keep)
            found[start + offset, : len(best)] = best
    return found


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
