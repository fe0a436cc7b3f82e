"""What pages say, as sparse rows: their texts, their titles, and titles that others quote.

A term is a lemma or a pair of neighbouring lemmas, so that names and phrases count.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tertulia.analysis import vectors
from tertulia.analysis.reading import Read, Reading, read
from tertulia.analysis.vectors import Floats, Ints
from tertulia.core.model import Page

TERMS_KEPT = 120  # of each page's text: fewer loses links, more finds none (docs/related.md)

SHARPNESS = 1.5  # power of a term's rarity: names and phrases weigh more than in plain TF-IDF

SURE = 0.15  # of a title's rarity, below which its words stand together by chance

SINGLE = 1 << 62  # marks the key of a title of one term

LONGEST_TITLE = 12  # terms; longer titles are never quoted whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of all pages.

    Attributes:
        texts: Rows of length 1: the terms of title, summary and body by weight.
        plain: Rows of length 1 of words as they are written, glue words too, by TF-IDF.
        present: 1.0 for each term that a page has and others too.
        titles: The terms of each title by rarity.
        quoted: Pages by pages: how surely the row's text holds the column's whole title.
        lemmas: The first columns are these.
        pairs: The further columns are pairs of these columns.
    """

    texts: sparse.csr_matrix
    plain: sparse.csr_matrix
    present: sparse.csr_matrix
    titles: sparse.csr_matrix
    quoted: sparse.csr_matrix
    lemmas: tuple[str, ...]
    pairs: Ints

    def term(self, column: int) -> tuple[str, ...]:
        """The one or two lemmas of a column."""
        if column < len(self.lemmas):
            return (self.lemmas[column],)
        first, second = self.pairs[column - len(self.lemmas)]
        return (self.lemmas[first], self.lemmas[second])


def read_words(pages: Sequence[Page], read: Read = read) -> Words:
    """The words of all pages.

    Args:
        read: Another way to `reading.read`, such as one that remembers.
    """
    known: dict[str, int] = {}
    readings = [read(page) for page in pages]
    heads = [_columns(each.terms[: each.title], known) for each in readings]
    bodies = [
        np.concatenate([head, _columns(each.terms[each.title :], known)])
        for head, each in zip(heads, readings, strict=True)
    ]
    pairs = _shared_pairs(bodies)
    counts = _counted(bodies, len(known), pairs)
    rare = vectors.rarity(counts)
    weighed = vectors.scaled(vectors.saturated(counts), rare**SHARPNESS)
    present = vectors.scaled(counts, (rare > 0).astype(np.float64))
    present.data[:] = 1.0
    titles = _counted(heads, len(known), pairs)
    titles.data[:] = 1.0
    return Words(
        texts=vectors.unit(vectors.heaviest(vectors.unit(weighed), TERMS_KEPT)),
        plain=_plain(readings),
        present=present,
        titles=vectors.scaled(titles, rare),
        quoted=_quoted(heads, bodies, rare),
        lemmas=tuple(known),
        pairs=np.stack([pairs >> 32, pairs & 0xFFFFFFFF], axis=1),
    )


def _plain(readings: Sequence[Reading]) -> sparse.csr_matrix:
    """What lemmas lose: how things are spelt, and languages that have none."""
    known: dict[str, int] = {}
    rows = []
    for each in readings:
        words = each.spelt.lower().split(" ") if each.spelt else []
        found = words[: each.title] + words[each.title + each.summary :]
        rows.append(np.array([known.setdefault(w, len(known)) for w in found], dtype=np.int64))
    counts = _counted(rows, len(known), np.array([], dtype=np.int64))
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    return vectors.unit(vectors.scaled(counts, np.log((1 + len(readings)) / (1 + having)) + 1))


def _columns(terms: Sequence[str], known: dict[str, int]) -> Ints:
    found = [known.setdefault(term, len(known)) for term in terms if term]
    return np.array(found, dtype=np.int64)


def _pair_keys(row: Ints) -> Ints:
    return (row[:-1] << 32) | row[1:]


def _shared_pairs(rows: Sequence[Ints]) -> Ints:
    """The keys of the pairs that two rows have or more, ascending."""
    every = [np.unique(_pair_keys(row)) for row in rows]
    keys, times = np.unique(np.concatenate(every), return_counts=True)
    return np.asarray(keys[times > 1], dtype=np.int64)


def _at(ordered: Ints, keys: Ints) -> Ints:
    """Where each key stands in an ascending row; -1 where it does not."""
    if not len(ordered):
        return np.full(len(keys), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    return np.asarray(np.where(ordered[at] == keys, at, -1), dtype=np.int64)


def _counted(rows: Sequence[Ints], width: int, pairs: Ints) -> sparse.csr_matrix:
    columns, values, ends = [], [], [0]
    for row in rows:
        at = _at(pairs, _pair_keys(row))
        shared = at[at >= 0]
        found, times = np.unique(np.concatenate([row, shared + width]), return_counts=True)
        columns.append(found.astype(np.int32))
        values.append(times.astype(np.float64))
        ends.append(ends[-1] + len(found))
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns), np.array(ends)),
        shape=(len(rows), width + len(pairs)),
    )


def _quoted(heads: Sequence[Ints], bodies: Sequence[Ints], rare: Floats) -> sparse.csr_matrix:
    """A title of two terms as rare as can be is quoted for sure; one common word never."""
    most = 2 * np.log(max(3, len(heads)))
    sure = [min(1.0, float(rare[head].sum()) / most) for head in heads]
    telling = [
        row for row, head in enumerate(heads) if len(head) <= LONGEST_TITLE and sure[row] >= SURE
    ]
    having: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in telling:  # by their rarest pair, or their only term: the least to look at
        keys, weights = _keys(heads[row], rare)
        place = int(np.argmax(weights))
        having[int(keys[place])].append((row, place))
    wanted = np.array(sorted(having), dtype=np.int64)
    found: set[tuple[int, int]] = set()
    for row, body in enumerate(bodies):
        keys = np.concatenate([_pair_keys(body), SINGLE | body])
        for place in np.flatnonzero(_at(wanted, keys) >= 0).tolist():
            start = place if place < len(body) - 1 else place - max(0, len(body) - 1)
            for other, offset in having[int(keys[place])]:
                if other != row and _stands(body, start - offset, heads[other]):
                    found.add((row, other))
    ordered = sorted(found)
    shape = (len(heads), len(heads))
    values = np.array([sure[other] for _, other in ordered])
    rows, columns = [a for a, _ in ordered], [b for _, b in ordered]
    return sparse.csr_matrix((values, (rows, columns)), shape=shape)


def _keys(head: Ints, rare: Floats) -> tuple[Ints, Floats]:
    if len(head) == 1:
        return SINGLE | head, rare[head]
    return _pair_keys(head), rare[head[:-1]] + rare[head[1:]]


def _stands(body: Ints, start: int, head: Ints) -> bool:
    return start >= 0 and np.array_equal(body[start : start + len(head)], head)
