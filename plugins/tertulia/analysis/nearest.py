"""Which pages are the nearest of each.

One product of sparse rows finds the candidates; only the candidates' scores are ever worked out:
never all pairs. Where little has changed, only pairs with a page that is weighed another way are
looked at again; what comes of it is what would come of looking at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tertulia.analysis.kinship import ONE, WEIGHTS, Site, scored
from tertulia.analysis.marks import TRAITS, Marks
from tertulia.analysis.numbers import Floats, Ints
from tertulia.analysis.ragged import Products, Rows
from tertulia.analysis.sharing import Share, alone
from tertulia.analysis.words import FINE

FEW_PAGES = 100  # they are compared before the package for more of them is loaded

CANDIDATES = 48  # looked at for each page

KEPT = 64  # of each page: some more, for those that may fall out of them

BLOCK = 128  # pages at a time: 128 x 10,000 scores are 10 MB

FEW = 32  # pages at a time where only few are looked at

WORTH_SHARING = 400  # pages compared with all: about 0.1 s

_HEAD = 12  # terms of a title that candidates are found by


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The nearest pages of each page, one row a page.

    Attributes:
        others: Their places, the likest by `whole` first; -1 where there are no more.
        whole: How near they are by what finds candidates.
        bound, edge: Who is nearer than that, or as near and of a place before the second, is
            among `others`.
        texts: The products of their texts.
        scores: How near they are by the traits alone.
        ranks: What decides their order: the scores, plain words and time.
    """

    others: Ints
    whole: Floats
    bound: Floats
    edge: Ints
    texts: Floats
    scores: Floats
    ranks: Ints


def candidate_rows(texts: Rows, titles: Rows, marks: Marks) -> Rows:
    """What candidates are found by: text, title and labels as one row of each page."""
    parts = [
        (texts.of_each(), texts.numbers, texts.weights),
        _title_rows(titles),
        (marks.rows.of_each(), marks.rows.numbers, _mark_weights(marks)),
    ]
    pages, numbers, weights = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((numbers, pages))
    pages, numbers, weights = pages[order], numbers[order], weights[order]
    first = np.ones(len(pages), dtype=bool)
    first[1:] = (pages[1:] != pages[:-1]) | (numbers[1:] != numbers[:-1])
    begins = np.flatnonzero(first)
    sums = np.add.reduceat(weights, begins) if len(begins) else weights
    ends = np.searchsorted(pages[begins], np.arange(len(texts) + 1))
    return Rows(numbers=numbers[begins], weights=sums, ends=ends.astype(np.int64))


def _title_rows(titles: Rows) -> tuple[Ints, Ints, Floats]:
    pages = titles.of_each()
    order = np.lexsort((titles.numbers, -titles.weights, pages))
    place = np.arange(len(order)) - titles.ends[pages]
    at = order[(place < _HEAD) & (titles.weights[order] > 0)]
    at = np.sort(at)
    weights, rows = titles.weights[at], pages[at]
    squares = np.bincount(rows, weights=weights * weights, minlength=len(titles))
    part = WEIGHTS["title"] * FINE
    return rows, titles.numbers[at], np.rint(weights / np.sqrt(squares[rows]) * part)


def _mark_weights(marks: Marks) -> Floats:
    """So that the product of two is as much as the trait adds to the score."""
    table = np.array([WEIGHTS[name] / 2 for name in TRAITS])
    table[-1] *= 2
    each = table[marks.traits] * marks.rows.weights / FINE
    linked = marks.traits == len(TRAITS) - 1
    targets = np.maximum(1, marks.targets)[marks.rows.of_each()]
    return np.asarray(np.rint(np.sqrt(np.where(linked, each / targets, each)) * FINE))


def nearest(
    site: Site, rows: Rows, wanted: Ints, earlier: Near | None = None, share: Share = alone
) -> Near:
    """The nearest pages of each page.

    Args:
        rows: `candidate_rows` of the site.
        wanted: The places of pages that are compared with all; without `earlier` all of them.
        earlier: What was found of the others, their places as they are now, and -1 for
            pages that are gone; what it says of pages that are `wanted` is not looked at.
        share: Who compares all pages, where there is no `earlier`.
    """
    near = earlier or nothing(len(rows))
    if earlier is None:
        _compare_all(site, rows, near, wanted, share)
        return near
    anew = np.zeros(len(rows) + 1, dtype=bool)  # the last one for -1
    anew[wanted] = True
    rest = np.flatnonzero(~anew[:-1])
    leaves = anew[near.others]
    near.others[leaves] = -1
    near.whole[near.others < 0] = 0.0
    loose = rest[leaves[rest].any(axis=1)]
    _compare(site, rows, near, wanted, loose)
    left = (near.others[rest] >= 0).sum(axis=1)
    _compare(site, rows, near, rest[(near.bound[rest] > 0) & (left < CANDIDATES)])
    return near


def nothing(pages: int) -> Near:
    """What is known of so many pages before any two are compared."""
    shape = pages, KEPT
    return Near(
        others=np.full(shape, -1, dtype=np.int64),
        whole=np.zeros(shape),
        bound=np.zeros(pages),
        edge=np.zeros(pages, dtype=np.int64),
        texts=np.zeros(shape),
        scores=np.zeros(shape),
        ranks=np.zeros(shape, dtype=np.int64),
    )


def _compare_all(site: Site, rows: Rows, near: Near, wanted: Ints, share: Share) -> None:
    """Find the nearest of these pages, of which each is looked at apart from the others."""
    many = len(wanted) > max(len(rows) // 4, FEW_PAGES)
    found_by, texts, plain = (Products(each, many=many) for each in (rows, site.texts, site.plain))

    def look(pages: Sequence[int]) -> tuple[Ints, list[tuple[Floats | Ints, ...]]]:
        at = np.array(pages, dtype=np.int64)
        found = []
        for some in _blocks(at, BLOCK if many else FEW):
            part = nothing(len(some))
            places = np.arange(len(some))
            _fill(part, places, _whole(site, found_by, some))
            _score(site, part, places, some, texts.of(some), plain.of(some))
            found.append(_columns(part))
        return at, found

    for at, found in share(look, wanted.tolist(), WORTH_SHARING):
        for some, part in zip(_blocks(at, BLOCK if many else FEW), found, strict=True):
            for column, values in zip(_columns(near), part, strict=True):
                column[some] = values


def _columns(near: Near) -> tuple[Floats | Ints, ...]:
    return (
        near.others,
        near.whole,
        near.bound,
        near.edge,
        near.texts,
        near.scores,
        near.ranks,
    )


def _compare(site: Site, rows: Rows, near: Near, wanted: Ints, loose: Ints | None = None) -> None:
    """Find the nearest of some pages.

    Args:
        loose: Other pages that lost some of their nearest; given, the wanted ones are put
            among the nearest of all others that they are near enough to.
    """
    many = len(wanted) > max(len(rows) // 4, FEW_PAGES)
    found_by, texts, plain = (Products(each, many=many) for each in (rows, site.texts, site.plain))
    comes: dict[int, list[_Entry]] = {page: [] for page in _listed(loose)}
    for some in _blocks(wanted, BLOCK if many else FEW):
        whole = _whole(site, found_by, some)
        both = texts.of(some), plain.of(some)
        _fill(near, some, whole)
        _score(site, near, some, some, *both)
        if loose is not None:
            whole[:, wanted] = 0.0
            for page, *entry in _coming(site, near, some, whole, *both):
                comes.setdefault(page, []).append(tuple(entry))
    for page, entries in comes.items():
        _merge(near, page, entries)


def _listed(pages: Ints | None) -> list[int]:
    return [] if pages is None else pages.tolist()


def _blocks(pages: Ints, size: int) -> Iterator[Ints]:
    for start in range(0, len(pages), size):
        yield pages[start : start + size]


def _whole(site: Site, found_by: Products, some: Ints) -> Floats:
    """For some pages how near they are to all, by what finds candidates."""
    whole = found_by.of(some)
    place = np.full(whole.shape[1], -1)
    place[some] = np.arange(len(some))
    for pairs, part in ((site.quotes, WEIGHTS["quoted"]), (site.marks.links, WEIGHTS["link"])):
        for here, there in (pairs, pairs[::-1]):
            known = place[here] >= 0
            np.add.at(whole, (place[here[known]], there[known]), round(part * ONE))
    whole[np.arange(len(some)), some] = 0.0
    return whole


def _fill(near: Near, places: Ints, whole: Floats) -> None:
    """The best of each of some pages, which stand there in `near`."""
    for page, row in zip(places.tolist(), whole, strict=True):
        at = np.flatnonzero(row > 0)
        if len(at) > KEPT:
            least = np.partition(row[at], len(at) - KEPT - 1)[len(at) - KEPT - 1 :].min()
            at = at[row[at] >= least]
        order = np.lexsort((at, -row[at]))
        best = at[order[:KEPT]]
        near.others[page] = -1
        near.others[page, : len(best)] = best
        near.whole[page] = 0.0
        near.whole[page, : len(best)] = row[best]
        near.bound[page] = row[at[order[KEPT]]] if len(at) > KEPT else 0.0
        near.edge[page] = at[order[KEPT]] if len(at) > KEPT else 0


def _coming(
    site: Site, near: Near, some: Ints, whole: Floats, texts: Floats, plain: Floats
) -> Iterator[tuple[Any, ...]]:
    """Which of some pages come among the nearest of which page, as entries of that."""
    nearer = whole > near.bound
    nearer |= (whole == near.bound) & (some[:, None] < near.edge) & (near.bound > 0)
    new, pages = np.nonzero(nearer)
    products = texts[new, pages]
    scores, ranks = scored(site, pages, some[new], products, plain[new, pages])
    columns = (pages, some[new], whole[new, pages], products, scores, ranks)
    return zip(*(column.tolist() for column in columns), strict=True)


_Entry = tuple[int, float, float, float, int]  # other, whole, product of texts, score, rank


def _merge(near: Near, page: int, entries: list[_Entry]) -> None:
    """Put entries among the nearest of a page."""
    held = near.others[page] >= 0
    columns = near.others, near.whole, near.texts, near.scores, near.ranks
    new = zip(*entries, strict=True) if entries else ([] for _ in columns)
    all_ = [
        np.concatenate([column[page][held], np.array(values, dtype=column.dtype)])
        for column, values in zip(columns, new, strict=True)
    ]
    order = np.lexsort((all_[0], -all_[1]))
    if len(order) > KEPT:
        near.bound[page] = all_[1][order[KEPT]]
        near.edge[page] = all_[0][order[KEPT]]
    kept = order[:KEPT]
    near.others[page, len(kept) :] = -1
    near.whole[page, len(kept) :] = 0.0
    for column, values in zip(columns, all_, strict=True):
        column[page, : len(kept)] = values[kept]


def _score(site: Site, near: Near, places: Ints, some: Ints, texts: Floats, plain: Floats) -> None:
    """The scores of some pages and their candidates.

    Args:
        places: Where the pages stand in `near`.
        some: The pages.
    """
    rows, columns = np.nonzero(near.others[places] >= 0)
    at = places[rows], columns
    others = near.others[at]
    products = texts[rows, others]
    scores, ranks = scored(site, some[rows], others, products, plain[rows, others])
    near.texts[at] = products
    near.scores[at] = scores
    near.ranks[at] = ranks
