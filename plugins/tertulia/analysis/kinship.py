"""How alike pages are, trait by trait.

A trait is a pair of sparse matrices whose product scores every two pages from 0 to 1; all
traits side by side, each times the root of its weight, make one product that finds the
candidates. Only their scores are ever worked out: never all pairs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tertulia.analysis import lemmas, vectors
from tertulia.analysis.vectors import Floats, Ints
from tertulia.core.findings import Ending, Talk
from tertulia.core.model import Page, Silence

TERMS_KEPT = 100  # of each page's text: the rest is common to too many pages to tell it apart

CANDIDATES = 60  # looked at for each page


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One way of being alike.

    Attributes:
        left, right: A row a page; `left[a] · right[b]` says how near b is to a, 0 to 1.
    """

    name: str
    weight: float
    left: sparse.csr_matrix
    right: sparse.csr_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """The nearest pages of each page.

    Attributes:
        near: Row numbers, best first; -1 where there are no more.
        scores: Their scores, 0 to 1.
        parts: The same by trait, before weights.
        texts: The terms of each page's text by weight.
        spelt: How the term of each column is written.
    """

    near: Ints
    scores: Floats
    parts: Mapping[str, Floats]
    texts: sparse.csr_matrix
    spelt: Sequence[str]

    def shared(self, page: int, other: int, count: int = 3) -> tuple[str, ...]:
        """The words that bring two pages together most, as they are written."""
        both = self.texts[page].multiply(self.texts[other]).tocoo()
        order = sorted(range(both.nnz), key=lambda n: (-both.data[n], self.spelt[both.col[n]]))
        found: list[str] = []
        for n in order:
            word = self.spelt[both.col[n]]
            if not any(word in longer or longer in word for longer in found):
                found.append(word)
            if len(found) == count:
                break
        return tuple(found)


WEIGHTS: Mapping[str, float] = {
    "text": 0.5,
    "title": 0.25,
    "topic": 0.15,
    "brand": 0.05,
    "channel": 0.03,
    "sector": 0.03,
    "trigger": 0.05,
    "outcome": 0.02,
    "point": 0.05,
    "turn": 0.03,
    "link": 0.2,
}


def kinship(pages: Sequence[Page], talks: Mapping[str, Talk]) -> Kinship:
    """The nearest pages of each page by all traits."""
    texts, spelt, traits = _traits(pages, talks)
    left = sparse.hstack([t.left * np.sqrt(t.weight) for t in traits], format="csr")
    right = sparse.hstack([t.right * np.sqrt(t.weight) for t in traits], format="csr")
    near, _ = vectors.nearest(left, right, CANDIDATES)
    parts = {t.name: _pair_scores(t, near) for t in traits}
    total = sum(t.weight for t in traits)
    scores = sum((parts[t.name] * t.weight for t in traits), np.zeros(near.shape)) / total
    near, scores, parts = _sorted(near, scores, parts)
    return Kinship(near=near, scores=scores, parts=parts, texts=texts, spelt=spelt)


def _traits(
    pages: Sequence[Page], talks: Mapping[str, Talk]
) -> tuple[sparse.csr_matrix, list[str], list[Trait]]:
    text, title, spelt = _texts(pages)
    facts = [_facts(page, talks.get(page.id)) for page in pages]
    names = ("topic", "brand", "channel", "sector", "trigger", "outcome", "point", "turn")
    plain = [_labels(name, [f.get(name, ()) for f in facts]) for name in names]
    return text.left, spelt, [text, title, *plain, _links(pages)]


def _texts(pages: Sequence[Page]) -> tuple[Trait, Trait, list[str]]:
    words = vectors.Vocabulary()
    bodies, titles = [], []
    for page in pages:
        heads = lemmas.terms(page.title, page.lang)
        body = lemmas.terms(f"{page.summary}\n{page.text}", page.lang)
        titles.append(words.bag([*heads, *lemmas.pairs(heads)]))
        bodies.append(words.bag([*heads, *lemmas.pairs(heads), *body, *lemmas.pairs(body)]))
    width = len(words.columns)
    counts = vectors.matrix(bodies, width)
    rare = vectors.rarity(counts)
    weighed = vectors.unit(vectors.scaled(vectors.saturated(counts), rare))
    body = vectors.unit(vectors.heaviest(weighed, TERMS_KEPT))
    head = vectors.unit(vectors.scaled(vectors.matrix(titles, width), rare))
    present = _capped(weighed, 0.2)
    return (
        Trait(name="text", weight=WEIGHTS["text"], left=body, right=body),
        Trait(name="title", weight=WEIGHTS["title"], left=present, right=head),
        list(words.columns),
    )


def _capped(rows: sparse.csr_matrix, limit: float) -> sparse.csr_matrix:
    out = vectors.heaviest(rows, TERMS_KEPT)
    out.data = np.minimum(out.data, limit) / limit
    return out


def _facts(page: Page, talk: Talk | None) -> dict[str, tuple[str, ...]]:
    facts: dict[str, tuple[str, ...]] = {"topic": page.topics}
    if page.case is not None:
        case = page.case
        facts |= {
            "brand": case.brands,
            "channel": (case.channel,),
            "sector": (case.sector,),
            "trigger": tuple(lemmas.terms(case.trigger, page.lang)),
            "outcome": (str(case.outcome),),
        }
    if talk is not None:
        facts["point"] = tuple(a.name for a in talk.summary.aspects if a.contested)
        facts["turn"] = tuple(_turn(talk))
    return facts


def _turn(talk: Talk) -> Iterable[str]:
    before, after = talk.summary.before, talk.summary.after
    if before is not None and after is not None and abs(after - before) >= 0.2:
        yield "better" if after > before else "worse"
    if talk.service.ending not in (Ending.NONE, Ending.OPEN):
        yield str(talk.service.ending)


def _labels(name: str, of_pages: Sequence[Sequence[str]]) -> Trait:
    """A trait of plain labels: the rarer the shared ones, the nearer."""
    columns = vectors.Vocabulary()
    bags = [columns.bag(label for label in labels if label) for labels in of_pages]
    rows = vectors.matrix(bags, max(1, len(columns.columns)))
    rare = vectors.rarity(rows) + 0.1
    weighed = vectors.unit(vectors.scaled(rows, rare))
    return Trait(name=name, weight=WEIGHTS[name], left=weighed, right=weighed)


def _links(pages: Sequence[Page]) -> Trait:
    """Linked either way, or linking to the same pages."""
    at = {page.id: row for row, page in enumerate(pages)}
    pairs = [
        (row, at[target])
        for row, page in enumerate(pages)
        for target in {t for t, _ in page.links}
        if at.get(target, row) != row
    ]
    shape = (len(pages), len(pages))
    rows = [a for a, b in pairs] + [b for a, b in pairs]
    columns = [b for a, b in pairs] + [a for a, b in pairs]
    both = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    both.data[:] = 1.0
    own = sparse.identity(len(pages), format="csr")
    joined = vectors.unit((both + own).tocsr())
    return Trait(name="link", weight=WEIGHTS["link"], left=joined, right=joined)


def _pair_scores(trait: Trait, near: Ints) -> Floats:
    out = np.zeros(near.shape)
    for start in range(0, near.shape[0], vectors.BAND):
        block = near[start : start + vectors.BAND]
        rows, places = np.nonzero(block >= 0)
        left = trait.left[rows + start]
        right = trait.right[block[rows, places]]
        out[rows + start, places] = np.asarray(left.multiply(right).sum(axis=1)).ravel()
    return out


def _sorted(
    near: Ints, scores: Floats, parts: Mapping[str, Floats]
) -> tuple[Ints, Floats, dict[str, Floats]]:
    scores = np.where(near >= 0, scores, 0.0)
    order = np.lexsort((near, -np.round(scores, 12)), axis=1)
    return (
        np.take_along_axis(near, order, axis=1),
        np.take_along_axis(scores, order, axis=1),
        {name: np.take_along_axis(part, order, axis=1) for name, part in parts.items()},
    )


def first_answer_s(page: Page, talk: Talk | None) -> float | None:
    """Seconds to the first answer: as the case states it, else as the thread shows it."""
    if page.case is not None and not isinstance(page.case.first, Silence):
        return page.case.first.total_seconds()
    if talk is not None and talk.service.first_answer is not None:
        return talk.service.first_answer.total_seconds()
    return None
