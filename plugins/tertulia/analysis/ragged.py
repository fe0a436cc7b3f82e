"""Rows of numbers of differing length side by side, and sums of products of them.

All values are whole numbers, small enough that sums of products are exact: what comes of
them does not depend on the order, on the library, or on which other rows are looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tertulia.analysis.numbers import Floats, Ints

ROOM = 4_000_000  # products at a time: 32 MB

_LARGE = 2**31

_LOW = 0xFFFF  # of a number: enough to pass most of those by that are not looked for

_BLOCK = 1 << 16  # numbers looked at together: what comes between stays in the processor's cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of numbers with a weight each.

    Attributes:
        numbers: Those of all rows, one after the other.
        weights: A whole number for each.
        ends: Where each row begins; and the end of the last.
    """

    numbers: Ints
    weights: Floats
    ends: Ints

    def __len__(self) -> int:
        return len(self.ends) - 1

    def row(self, at: int) -> tuple[Ints, Floats]:
        """The numbers and weights of one row."""
        start, end = self.ends[at], self.ends[at + 1]
        return self.numbers[start:end], self.weights[start:end]

    def of_each(self) -> Ints:
        """The row of each number."""
        return np.repeat(np.arange(len(self)), np.diff(self.ends))

    def some(self, rows: Ints) -> "Rows":
        """Some of the rows."""
        at, ends = spans(self.ends, rows)
        return Rows(numbers=self.numbers[at], weights=self.weights[at], ends=ends)


def stacked(parts: Sequence[Rows]) -> Rows:
    """The rows of all parts, one after the other."""
    sizes = [np.diff(part.ends) for part in parts]
    return Rows(
        numbers=np.concatenate([part.numbers for part in parts]),
        weights=np.concatenate([part.weights for part in parts]),
        ends=np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64),
    )


def spans(ends: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Where the values of some rows stand, and where each of these rows then begins."""
    sizes = ends[rows + 1] - ends[rows]
    begins = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return counted(ends[rows], sizes), begins


def counted(first: Ints, times: Ints) -> Ints:
    """From each first number on as many as it is to be counted."""
    begins = np.cumsum(times) - times
    return np.asarray(np.arange(times.sum()) + np.repeat(first - begins, times))


def stretches(rows: Ints) -> list[tuple[int, int]]:
    """Rows that follow each other: the place of the first of them, and that after the last's.

    What stands in them can be copied at once, with no list of places, which costs more.
    """
    if not len(rows):
        return []
    breaks = np.flatnonzero((np.diff(rows) != 1) | (rows[:-1] < 0)) + 1
    return list(pairwise([0, *breaks.tolist(), len(rows)]))


def part(values: Ints, ends: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """The values of some rows, and where each of these rows then begins."""
    parts = [values[ends[rows[a]] : ends[rows[b - 1] + 1]] for a, b in stretches(rows)]
    begins = np.concatenate([[0], np.cumsum(ends[rows + 1] - ends[rows])]).astype(np.int64)
    return (parts[0] if len(parts) == 1 else np.concatenate([values[:0], *parts])), begins


def merged(old: Rows, taken: Ints, fresh: Rows, places: Ints) -> Rows:
    """Old rows in a new order, and fresh ones among them.

    Args:
        taken: For each place the old row; -1 where there is none.
        fresh: The rows at `places`, whatever `taken` says there; they are all where it says -1.
    """
    rows = taken.copy()
    behind = len(old) + 1  # so that no fresh row seems to follow an old one
    rows[places] = behind + np.arange(len(fresh))
    sizes = np.concatenate([np.diff(old.ends), [0], np.diff(fresh.ends)])[rows]
    numbers, weights = [old.numbers[:0]], [old.weights[:0]]
    for start, stop in stretches(rows):
        first = int(rows[start])
        source, first = (old, first) if first < behind else (fresh, first - behind)
        at = slice(source.ends[first], source.ends[first + stop - start])
        numbers.append(source.numbers[at])
        weights.append(source.weights[at])
    return Rows(
        numbers=np.concatenate(numbers),
        weights=np.concatenate(weights),
        ends=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
    )


def joined(parts: Sequence[bytes]) -> tuple[Ints, Ints]:
    """Rows of 64-bit numbers one after the other, and where each begins."""
    ends = np.cumsum([0, *(len(part) // 8 for part in parts)], dtype=np.int64)
    return np.frombuffer(b"".join(parts), dtype=np.int64), ends


def found(numbers: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Where any of `wanted`, ascending, stands among many numbers, and which of them it is."""
    if not len(wanted):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    if len(wanted) < _LOW // 8:
        table = np.zeros(_LOW + 1, dtype=bool)
        table[wanted & _LOW] = True
        starts = range(0, len(numbers), _BLOCK)
        passed = [np.flatnonzero(table[numbers[n : n + _BLOCK] & _LOW]) + n for n in starts]
        at = np.concatenate([np.empty(0, dtype=np.int64), *passed])
    else:
        at = np.arange(len(numbers))
    which = np.minimum(np.searchsorted(wanted, numbers[at]), len(wanted) - 1)
    same = wanted[which] == numbers[at]
    return at[same], which[same]


def held(numbers: Ints, ends: Ints, rows: Ints, wanted: Ints) -> Ints:
    """Where each wanted number stands in its row of ascending numbers; -1 where it does not."""
    if not len(numbers):
        return np.full(len(wanted), -1, dtype=np.int64)
    low, high = ends[rows].copy(), ends[rows + 1].copy()
    last = high.copy()
    longest = int((high - low).max(initial=0))
    for _ in range(longest.bit_length()):
        middle = (low + high) // 2
        less = (low < high) & (numbers[np.minimum(middle, len(numbers) - 1)] < wanted)
        low, high = np.where(less, middle + 1, low), np.where(less, high, middle)
    low_at = np.minimum(low, len(numbers) - 1)
    return np.asarray(np.where((low < last) & (numbers[low_at] == wanted), low, -1))


def summed(values: Floats, ends: Ints) -> Floats:
    """The sum of each row of values; 0 for an empty one."""
    out = np.zeros(len(ends) - 1)
    begins = np.flatnonzero(ends[1:] > ends[:-1])
    if len(begins):
        out[begins] = np.add.reduceat(values, ends[begins])
    return out


class Products:
    """Products of rows with all rows, a few at a time.

    Args:
        rows: All.
        many: Whether it will be asked for most of them: then a package for that is loaded.
    """

    def __init__(self, rows: Rows, *, many: bool) -> None:
        self._rows = rows
        self._across = None
        if many:
            from scipy import sparse

            weights = rows.weights.astype(np.int32 if _small(rows) else np.float64)
            _, columns = np.unique(rows.numbers, return_inverse=True)
            shape = (len(rows), int(columns.max(initial=0)) + 1)
            self._matrix = sparse.csr_matrix((weights, columns, rows.ends), shape=shape)
            self._across = self._matrix.T.tocsr()

    def of(self, some: Ints) -> Floats:
        """For each of some rows its products with all."""
        if self._across is not None:
            products = (self._matrix[some] @ self._across).toarray()
            return np.asarray(products, dtype=np.float64)
        part = self._rows.some(some)
        wanted, columns = np.unique(part.numbers, return_inverse=True)
        dense = np.zeros((len(wanted), len(some)))
        dense[columns, part.of_each()] = part.weights
        at, which = found(self._rows.numbers, wanted)
        out = np.zeros((len(some), len(self._rows)))
        if not len(at):
            return out
        rows = np.searchsorted(self._rows.ends, at, side="right") - 1
        first = np.flatnonzero(np.diff(rows, prepend=-1))
        weights = self._rows.weights[at][:, None]
        step = max(1, ROOM // len(at))
        for start in range(0, len(some), step):
            each = dense[which, start : start + step] * weights
            out[start : start + step, rows[first]] = np.add.reduceat(each, first, axis=0).T
        return out


def _small(rows: Rows) -> bool:
    """Whether no product of two rows is too large for 32 bits, which take half the room."""
    return bool(summed(rows.weights * rows.weights, rows.ends).max(initial=0) < _LARGE)
