"""What pages say, as sparse rows: their texts, their titles, and titles that others quote.

A term is a lemma or a pair of neighbouring lemmas, so that names and phrases count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tertulia.analysis import vectors
from tertulia.analysis.bags import Bag
from tertulia.analysis.rarity import bands, pages_of_bands, rarity, rounded
from tertulia.analysis.vectors import Floats, Ints

TERMS_KEPT = 120  # of each page's text: fewer loses links, more finds none (docs/related.md)

WORDS_KEPT = 160  # as they are written

SHARPNESS = 2.0  # power of a term's rarity: names and phrases weigh more than in plain TF-IDF

SURE = 0.15  # of a title's rarity, below which its words stand together by chance

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
        numbers: The number of each column's term.
    """

    texts: sparse.csr_matrix
    plain: sparse.csr_matrix
    present: sparse.csr_matrix
    titles: sparse.csr_matrix
    quoted: sparse.csr_matrix
    numbers: Ints


def read_words(bags: Sequence[Bag]) -> Words:
    """The words of all pages."""
    counts, numbers = vectors.joined(
        [np.frombuffer(bag.terms, dtype=np.int64) for bag in bags],
        [np.frombuffer(bag.times, dtype=np.int32) for bag in bags],
        shared=True,
    )
    rare = rarity(vectors.having(counts), len(bags))
    lengths = np.array([bag.length for bag in bags], dtype=np.float64)
    usual = rounded(float(lengths.mean()))
    weighed = vectors.scaled(vectors.saturated(counts, lengths, usual), rare**SHARPNESS)
    texts = vectors.unit(vectors.heaviest(vectors.unit(weighed), TERMS_KEPT))
    del weighed
    present = counts
    present.data[:] = 1.0
    titles = _found([bag.title for bag in bags], numbers)
    return Words(
        texts=texts,
        plain=_plain(bags),
        present=present,
        titles=vectors.scaled(titles, rare),
        quoted=_quoted(bags, numbers, rare, present),
        numbers=numbers,
    )


def _plain(bags: Sequence[Bag]) -> sparse.csr_matrix:
    """What lemmas lose: how things are spelt, and languages that have none."""
    counts, _ = vectors.joined(
        [np.frombuffer(bag.plain, dtype=np.int64) for bag in bags],
        [np.frombuffer(bag.plain_times, dtype=np.int32) for bag in bags],
    )
    having = pages_of_bands()[np.maximum(1, bands(vectors.having(counts)))]
    weights = np.maximum(0.0, np.log((1 + rounded(len(bags))) / (1 + having)) + 1)
    return vectors.heaviest(vectors.unit(vectors.scaled(counts, weights)), WORDS_KEPT)


def _found(rows: Sequence[bytes], numbers: Ints) -> sparse.csr_matrix:
    """1.0 for each term of a row that has a column."""
    found = [_at(numbers, np.frombuffer(row, dtype=np.int64)) for row in rows]
    kept = [at[at >= 0] for at in found]
    ends = np.cumsum([0, *map(len, kept)])
    columns = np.concatenate(kept).astype(np.int32)
    shape = (len(rows), len(numbers))
    return sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)


def _at(ordered: Ints, numbers: Ints) -> Ints:
    """Where each number stands in an ascending row; -1 where it does not."""
    if not len(ordered):
        return np.full(len(numbers), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(ordered, numbers), len(ordered) - 1)
    return np.asarray(np.where(ordered[at] == numbers, at, -1), dtype=np.int64)


def _quoted(
    bags: Sequence[Bag], numbers: Ints, rare: Floats, present: sparse.csr_matrix
) -> sparse.csr_matrix:
    """A title of two terms as rare as can be is quoted for sure; one common word never.

    A title stands in a text that has each pair of neighbours in it.
    """
    needles = _found([bag.needle for bag in bags], numbers)
    titles = _found([bag.title for bag in bags], numbers)
    wanted = np.array([len(bag.needle) // 8 for bag in bags])
    alone = np.array([bag.needle == bag.title for bag in bags])
    lemmas = np.array([len(bag.title) // 8 for bag in bags]) - np.where(alone, 0, wanted)
    weight = vectors.total(titles, rare) - np.where(alone, 0.0, vectors.total(needles, rare))
    sure = np.minimum(1.0, weight / (2 * np.log(max(3.0, rounded(len(bags))))))
    telling = (np.diff(needles.indptr) == wanted) & (wanted > 0)
    telling &= (lemmas <= LONGEST_TITLE) & (sure >= SURE)
    held = (present @ (sparse.diags(telling.astype(np.float64)) @ needles).T).tocoo()
    whole = (held.data >= wanted[held.col] - 0.5) & (held.row != held.col)
    rows, columns = held.row[whole], held.col[whole]
    shape = (len(bags), len(bags))
    return sparse.csr_matrix((sure[columns], (rows, columns)), shape=shape)
