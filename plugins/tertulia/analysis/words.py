"""What pages say, as rows of numbers: their texts, their titles, and words as they are written.

A term is a lemma or a pair of neighbouring lemmas, so that names and phrases count. Of pages
that say what they said, only those are weighed again that have a word whose band of rarity
is another one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tertulia.analysis import ragged
from tertulia.analysis.bags import Bag
from tertulia.analysis.numbers import Bytes, Floats, Ints, distinct
from tertulia.analysis.ragged import Rows
from tertulia.analysis.rarity import bands, plainness, rarity

TERMS_KEPT = 120  # of each page's text: fewer loses links, more finds none (docs/related.md)

WORDS_KEPT = 160  # as they are written

SHARPNESS = 2  # power of a term's rarity: names and phrases weigh more than in plain TF-IDF

FINE = 4096  # weights are whole numbers of this part of 1

FINER = 1024  # the same of weights before rows are brought to length 1

SURE = 0.15  # of a title's rarity, below which its words stand together by chance

ROOM = 500_000  # terms looked up at a time: 4 MB

LONGEST_TITLE = 12  # terms; longer titles are never quoted whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One kind of words of all pages.

    Attributes:
        numbers: Ascending within each page.
        ends: Where each page's begin; and the end of the last's.
        bands: For each of them how many pages have it.
    """

    numbers: Ints
    ends: Ints
    bands: Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Which pages are which of an earlier time.

    Attributes:
        was: For each page its place then; -1 for new ones.
        taken: The same, but -1 too where it does not say what it said.
        changed: The pages for which it is -1, ascending.
        gone: The places then of pages that said something else, or are gone.
    """

    was: Ints
    taken: Ints
    changed: Ints
    gone: Ints


def count_all(numbers: Ints, ends: Ints) -> Terms:
    """The bands of all words of all pages."""
    each, times = np.unique(numbers, return_counts=True)
    of_each, found = bands(times).astype(np.uint8), np.empty(len(numbers), dtype=np.uint8)
    for start in range(0, len(numbers), ROOM):  # numpy's own way takes five times the memory
        some = numbers[start : start + ROOM]
        found[start : start + ROOM] = of_each[np.searchsorted(each, some)]
    return Terms(numbers=numbers, ends=ends, bands=found)


def count_again(
    numbers: Ints, ends: Ints, old: Terms, change: Change, gone: Sequence[bytes]
) -> tuple[Terms, Ints]:
    """The bands after a change, and the pages that have a word in another band than before.

    Args:
        old: As they were; its numbers are not looked at.
        gone: The words of the pages `change.gone`.
    """
    out = np.zeros(len(numbers), dtype=np.uint8)
    for start, stop in ragged.stretches(change.taken):
        was = int(change.taken[start])
        if was >= 0:
            bands_then = old.bands[old.ends[was] : old.ends[was + stop - start]]
            out[ends[start] : ends[stop]] = bands_then
    left, _ = ragged.joined(gone)
    left_bands = old.bands[ragged.spans(old.ends, change.gone)[0]]
    at = ragged.spans(ends, change.changed)[0]
    both, which = np.unique(np.concatenate([left, numbers[at]]), return_inverse=True)
    signs = np.concatenate([np.full(len(left), -1.0), np.ones(len(at))])
    moves = np.bincount(which, weights=signs, minlength=len(both)) != 0
    known = np.zeros(len(both), dtype=np.uint8)
    known[which[: len(left)]] = left_bands
    out[at] = known[which[len(left) :]]
    there, which = ragged.found(numbers, both[moves])
    now = bands(np.bincount(which, minlength=int(moves.sum())))[which].astype(np.uint8)
    other = distinct(np.searchsorted(ends, there[out[there] != now], side="right") - 1)
    out[there] = now
    return Terms(numbers=numbers, ends=ends, bands=out), other


def texts(terms: Terms, bags: Sequence[Bag], pages: Ints, site: float, usual: float) -> Rows:
    """Rows of length 1: the terms of some pages by weight, as BM25 has it.

    Args:
        site: How many pages there are, rounded.
        usual: How many lemmas they have, rounded.
    """
    at, ends = ragged.spans(terms.ends, pages)
    times = _times([bags[page].times for page in pages])
    lengths = np.array([bags[page].length for page in pages], dtype=np.float64)
    brake = np.repeat(1.2 * (0.5 + 0.5 * lengths / usual), np.diff(ends))
    weights = 2.2 * times / (times + brake) * (rarity(site) ** SHARPNESS)[terms.bands[at]]
    return _rows(terms.numbers[at], weights, ends, TERMS_KEPT)


def plain(terms: Terms, bags: Sequence[Bag], pages: Ints, site: float) -> Rows:
    """What lemmas lose: how things are spelt, and languages that have none."""
    at, ends = ragged.spans(terms.ends, pages)
    times = _times([bags[page].plain_times for page in pages])
    weights = times * plainness(site)[terms.bands[at]]
    return _rows(terms.numbers[at], weights, ends, WORDS_KEPT, whole=True)


def titles(terms: Terms, bags: Sequence[Bag], pages: Ints, site: float) -> tuple[Rows, Floats]:
    """The terms of titles by rarity; and how sure it is that who has them all quotes it.

    A title of two terms as rare as can be is quoted for sure; one common word never.
    """
    numbers, ends = ragged.joined([bags[page].title for page in pages])
    at = ragged.held(terms.numbers, terms.ends, np.repeat(pages, np.diff(ends)), numbers)
    rare = rarity(site)[terms.bands[at]]
    rows = Rows(numbers=numbers, weights=np.rint(rare * FINE), ends=ends)
    return rows, _sure([bags[page] for page in pages], rows, site)


def quotations(terms: Terms, bags: Sequence[Bag], titles: Ints, pages: Ints) -> tuple[Ints, Ints]:
    """Which of some pages have the whole titles of which: a title stands where its needle does.

    Returns:
        The places of pages and titles.
    """
    needles, needle_ends = ragged.joined([bags[title].needle for title in titles])
    at = ragged.held(terms.numbers, terms.ends, np.repeat(titles, np.diff(needle_ends)), needles)
    rarest = _rarest(needles, terms.bands[at], needle_ends)
    numbers, ends = ragged.part(terms.numbers, terms.ends, pages)
    order = np.argsort(rarest, kind="stable")
    wanted = distinct(rarest)
    at, which = ragged.found(numbers, wanted)
    first = np.searchsorted(rarest[order], wanted, side="left")[which]
    times = np.searchsorted(rarest[order], wanted, side="right")[which] - first
    holders = np.repeat(np.searchsorted(ends, at, side="right") - 1, times)
    asked = order[ragged.counted(first, times)]
    at, all_ends = ragged.spans(needle_ends, asked)
    has = ragged.held(numbers, ends, np.repeat(holders, np.diff(all_ends)), needles[at]) >= 0
    whole = ragged.summed(has.astype(np.float64), all_ends) == np.diff(all_ends)
    whole &= pages[holders] != titles[asked]
    return pages[holders[whole]], titles[asked[whole]]


def _rarest(needles: Ints, bands: Bytes, ends: Ints) -> Ints:
    """One term of each needle, which few pages have."""
    order = np.lexsort((needles, bands, np.repeat(np.arange(len(ends) - 1), np.diff(ends))))
    return np.asarray(needles[order[ends[:-1]]])


def _sure(bags: Sequence[Bag], titles: Rows, site: float) -> Floats:
    """Of titles, that they are quoted where all their needles' terms are; 0 where too common."""
    needles, ends = ragged.joined([bag.needle for bag in bags])
    sizes = np.diff(ends)
    rows = np.repeat(np.arange(len(bags)), sizes)
    at = ragged.held(titles.numbers, titles.ends, rows, needles)
    inner = np.zeros(len(titles.numbers), dtype=bool)
    inner[at[at >= 0]] = True
    alone = np.array([bag.needle == bag.title for bag in bags], dtype=bool)
    lemmas = np.diff(titles.ends) - np.where(alone, 0, sizes)
    counted = ~inner | alone[titles.of_each()]
    weights = ragged.summed(np.where(counted, titles.weights, 0.0), titles.ends) / FINE
    sure = np.minimum(1.0, weights / (2 * log(site)))
    common = (inner & (titles.weights <= 0)).astype(np.float64)
    telling = (sizes > 0) & (ragged.summed(common, titles.ends) == 0)
    return np.where(telling & (lemmas <= LONGEST_TITLE) & (sure >= SURE), sure, 0.0)


def log(site: float) -> float:
    """Of how many pages there are, rounded."""
    return math.log(max(3.0, site))


def _times(parts: Sequence[bytes]) -> Floats:
    return np.frombuffer(b"".join(parts), dtype=np.int32).astype(np.float64)


def _rows(numbers: Ints, weights: Floats, ends: Ints, most: int, *, whole: bool = False) -> Rows:
    """Each row with its `most` heaviest, ties by number, at length 1.

    Args:
        whole: What is left out counts for the length.
    """
    weights = np.rint(weights * FINER)
    kept = weights > 0
    if whole:
        squares = ragged.summed(weights * weights, ends)
    for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        if end - start > most:
            part = weights[start:end]
            limit = np.partition(part, len(part) - most)[len(part) - most]
            keep = part > limit
            ties = np.flatnonzero(part == limit)
            keep[ties[: most - int(np.count_nonzero(keep))]] = True
            kept[start:end] &= keep
    sizes = ragged.summed(kept.astype(np.float64), ends).astype(np.int64)
    out_ends = np.concatenate([[0], np.cumsum(sizes)])
    chosen = weights[kept]
    if not whole:
        squares = ragged.summed(chosen * chosen, out_ends)
    lengths = np.repeat(np.sqrt(squares), sizes)
    return Rows(numbers=numbers[kept], weights=np.rint(chosen / lengths * FINE), ends=out_ends)
