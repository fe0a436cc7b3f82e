"""How alike pages are, trait by trait.

A trait scores two pages from 0 to 1. Most are products of sparse matrices; the main ones,
side by side, make one product that finds the candidates. Only the candidates' scores are
ever worked out: never all pairs. The weights and how they were found: docs/related.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tertulia.analysis import vectors
from tertulia.analysis.bags import Pack, pack
from tertulia.analysis.facts import FACTS, facts_of
from tertulia.analysis.rarity import rarity_of_labels, rounded
from tertulia.analysis.vectors import Floats, Ints
from tertulia.analysis.words import Words, read_words
from tertulia.core.findings import Talk
from tertulia.core.model import Page

CANDIDATES = 60  # looked at for each page

WEIGHTS: Mapping[str, float] = {
    "text": 1.0,
    "title": 0.6,
    "quoted": 0.3,
    "topic": 0.4,
    "link": 0.2,
    "source": 0.2,
    "brand": 0.2,
    "channel": 0.15,
    "sector": 0.15,
    "trigger": 0.1,
    "outcome": 0.05,
    "point": 0.15,
    "turn": 0.05,
}

PLAIN = 0.4  # for words as they are written: they order what is near, and make nothing near

EARLIER = 0.2  # for pages that stood already: authors link to what they have written

SOON = 0.08  # for the next page in time; less the more of the usual time lies between

BETWEEN = 5  # pages at the usual rhythm, after which that is down to a third

PRIOR = 8.0  # pages: so that a label is hardly rarer, and lists stay, where one page goes


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """The nearest pages of each page.

    Attributes:
        near: Row numbers, best first by `ranks`; -1 where there are no more.
        scores: How near they are, by the traits alone.
        ranks: What decides their order: the scores, plain words and time.
        parts: The scores by trait, before weights.
    """

    near: Ints
    scores: Floats
    ranks: Floats
    parts: Mapping[str, Floats]
    words: Words

    def shared(self, page: int, other: int, count: int = 6) -> tuple[int, ...]:
        """The numbers of the terms that bring two pages together most, the weightiest first."""
        here, here_weights = vectors.row(self.words.texts, page)
        there, there_weights = vectors.row(self.words.texts, other)
        both, at, at_there = np.intersect1d(here, there, assume_unique=True, return_indices=True)
        order = np.lexsort((both, -here_weights[at] * there_weights[at_there]))
        return tuple(int(n) for n in self.words.numbers[both[order[:count]]])


def kinship(pages: Sequence[Page], talks: Mapping[str, Talk], pack: Pack = pack) -> Kinship:
    """The nearest pages of each page by all traits.

    Args:
        pack: Another way to `bags.pack`, such as one that remembers.
    """
    words = read_words([pack(page) for page in pages])
    facts = [facts_of(page, talks.get(page.id)) for page in pages]
    labels = {name: _labels([f.get(name, ()) for f in facts]) for name in FACTS}
    links = _links(pages)
    near, texts, plain = _candidates(words, labels, links)
    parts = {
        "text": texts,
        "title": _titles(words, near),
        "quoted": vectors.picked(words.quoted, near),
        "link": vectors.picked(links, near),
    } | {name: np.minimum(1.0, vectors.sums(*pair, near)) for name, pair in labels.items()}
    scores = sum((values * WEIGHTS[name] for name, values in parts.items()), np.zeros(near.shape))
    ranks = scores + PLAIN * plain + _timely(pages, near)
    ranks[near < 0] = -1.0
    order = np.lexsort((near, -np.round(ranks, 9)), axis=1)
    return Kinship(
        near=np.take_along_axis(near, order, axis=1),
        scores=np.take_along_axis(scores, order, axis=1),
        ranks=np.take_along_axis(ranks, order, axis=1),
        parts={name: np.take_along_axis(part, order, axis=1) for name, part in parts.items()},
        words=words,
    )


Labels = tuple[sparse.csr_matrix, sparse.csr_matrix]


def _labels(of_pages: Sequence[Sequence[str]]) -> Labels:
    """Plain labels: two shared ones as rare as can be make 1, one that all have makes 0."""
    columns = vectors.Vocabulary()
    bags = [columns.marks(labels) for labels in of_pages]
    rows = vectors.matrix(bags, max(1, len(columns.columns)))
    rare = rarity_of_labels(vectors.having(rows), len(of_pages), PRIOR) / 2
    return vectors.scaled(rows, rare), rows


def _links(pages: Sequence[Page]) -> sparse.csr_matrix:
    """1 where one links to the other, up to 1 where they link to the same pages."""
    at = {page.id: row for row, page in enumerate(pages)}
    outward = [
        (row, at[target])
        for row, page in enumerate(pages)
        for target in sorted({t for t, _ in page.links})
        if at.get(target, row) != row
    ]
    shape = (len(pages), len(pages))
    rows, columns = [a for a, _ in outward], [b for _, b in outward]
    there = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    together = vectors.unit(there)
    rare = rarity_of_labels(vectors.having(there), len(pages), 0.5)
    both = there + there.T + vectors.scaled(together, rare) @ together.T
    both.data = np.minimum(both.data, 1.0)
    return both.tocsr()


def _candidates(
    words: Words, labels: Mapping[str, Labels], links: sparse.csr_matrix
) -> tuple[Ints, Floats, Floats]:
    """The pages worth a closer look, and how alike their texts and plain words are."""
    titles = vectors.heaviest(words.titles, 12)
    left, right = [vectors.unit(titles) * WEIGHTS["title"]], [words.texts]
    for name, (weighed, plain) in labels.items():
        left.append(weighed * WEIGHTS[name])
        right.append(plain)
    more = sparse.hstack(left, format="csr")
    more_across = sparse.hstack(right, format="csr").T.tocsr()
    besides = words.quoted * WEIGHTS["quoted"] + links * WEIGHTS["link"]
    texts_across, plain_across = words.texts.T.tocsr(), words.plain.T.tocsr()
    total = words.texts.shape[0]
    near = np.full((total, min(CANDIDATES, max(0, total - 1))), -1, dtype=np.int64)
    texts, plains = np.zeros(near.shape), np.zeros(near.shape)
    for start in range(0, total, vectors.BAND):
        band = slice(start, start + vectors.BAND)
        text = (words.texts[band] @ texts_across).toarray()
        whole = text * WEIGHTS["text"] + (more[band] @ more_across).toarray()
        whole += besides[band].toarray()
        vectors.keep_best(whole, start, near)
        kept = near[band] >= 0
        plain = (words.plain[band] @ plain_across).toarray()
        texts[band] = np.where(kept, np.take_along_axis(text, near[band], axis=1), 0.0)
        plains[band] = np.where(kept, np.take_along_axis(plain, near[band], axis=1), 0.0)
    return near, texts, plains


def _titles(words: Words, near: Ints) -> Floats:
    """How much of the other's title stands in this text, and how rare that is."""
    wholes = np.asarray(words.titles.sum(axis=1)).ravel()
    found = vectors.sums(words.present, words.titles, near)
    share = found / np.maximum(wholes[near], 1e-9)
    return np.asarray(
        share * np.minimum(1.0, found / (4 * np.log(max(3.0, rounded(near.shape[0])))))
    )


def _timely(pages: Sequence[Page], near: Ints) -> Floats:
    """By days and the site's rhythm, not by places: a page less changes nothing for others."""
    days = np.array([p.published.timestamp() / 86400 if p.published else np.nan for p in pages])
    dated = days[~np.isnan(days)]
    if len(dated) < 2:
        return np.zeros(near.shape)
    rhythm = rounded(float(np.ptp(dated)) / (len(dated) - 1))
    gap = (days[:, None] - days[near]) / rhythm
    bonus = EARLIER * (gap > 0) + SOON * np.exp(-np.abs(gap) / BETWEEN)
    return np.asarray(np.where((near >= 0) & ~np.isnan(gap), bonus, 0.0))
