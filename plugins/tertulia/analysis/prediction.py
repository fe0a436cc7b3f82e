"""How well lists of related pages predict links that authors made.

For every post that links to others (a query) a method ranks the other posts.

- `mrr`: mean over the queries of 1 / the rank of the first post that it links to.
- `recall_at_5`: mean over the queries of the share of its links among the first 5.
- `never_shown`: share of all posts that stand in no list of 5.
- `max_in_degree`: in how many lists of 5 the most shown post stands.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tertulia.analysis import vectors
from tertulia.analysis.lemmas import WORD
from tertulia.core.model import Page

PLACES = 5

DEPTH = 100  # a first hit beyond this counts as none: at most 0.01 is lost

Rankings = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The figures of one method."""

    mrr: float
    recall_at_5: float
    never_shown: float
    max_in_degree: int


def measure(
    rankings: Rankings, links: Mapping[str, Sequence[str]], lists: Rankings | None = None
) -> Scores:
    """How well rankings predict the links.

    Args:
        rankings: For every post the others, likeliest first.
        links: For every post what it links to.
        lists: What is really shown of it; without it the first 5.
    """
    shown = lists or {page: ranked[:PLACES] for page, ranked in rankings.items()}
    queries = {page: set(targets) for page, targets in links.items() if targets}
    firsts, recalls = [], []
    for page, targets in queries.items():
        ranked = rankings.get(page, ())
        hit = next((n for n, other in enumerate(ranked, 1) if other in targets), 0)
        firsts.append(1 / hit if hit else 0.0)
        recalls.append(len(targets.intersection(shown.get(page, ()))) / len(targets))
    times = Counter(other for others in shown.values() for other in others)
    total = max(1, len(rankings))
    return Scores(
        mrr=round(sum(firsts) / max(1, len(firsts)), 3),
        recall_at_5=round(sum(recalls) / max(1, len(recalls)), 3),
        never_shown=round(1 - len(times) / total, 3),
        max_in_degree=max(times.values(), default=0),
    )


def by_cosine(pages: Sequence[Page]) -> Rankings:
    """By TF-IDF cosine of title and text: plain words, no lemmas, nothing else."""
    words = vectors.Vocabulary()
    bags = [words.bag(w.lower() for w in WORD.findall(f"{p.title}\n{p.text}")) for p in pages]
    counts = vectors.matrix(bags, len(words.columns))
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    weighed = vectors.scaled(counts, np.log((1 + len(pages)) / (1 + having)) + 1)
    return _ranked(pages, vectors.unit(weighed))


def by_tags(pages: Sequence[Page]) -> Rankings:
    """By cosine of the sets of tags."""
    names = vectors.Vocabulary()
    bags = [names.marks(page.topics) for page in pages]
    return _ranked(pages, vectors.unit(vectors.matrix(bags, max(1, len(names.columns)))))


def at_random(pages: Sequence[Page], seed: int = 1) -> Rankings:
    """By chance."""
    ids = [page.id for page in pages]
    chance = random.Random(seed)
    return {
        page: [o for o in chance.sample(ids, min(len(ids), DEPTH)) if o != page] for page in ids
    }


BASELINES: Mapping[str, Callable[[Sequence[Page]], Rankings]] = {
    "tfidf": by_cosine,
    "tags": by_tags,
    "random": at_random,
}


def _ranked(pages: Sequence[Page], rows: sparse.csr_matrix) -> Rankings:
    near = vectors.nearest(rows, DEPTH)
    return {
        page.id: [pages[int(n)].id for n in found if n >= 0]
        for page, found in zip(pages, near, strict=True)
    }
