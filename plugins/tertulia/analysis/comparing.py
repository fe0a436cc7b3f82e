"""All pages compared with each other; where little has changed since, only what that touches.

What comes of it is the same either way. All is compared again where a word of how many
pages there are, how long they are or how often they come changes, and where much does.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np

from tertulia.analysis import ragged, words
from tertulia.analysis.bags import Bag
from tertulia.analysis.kinship import Site
from tertulia.analysis.marks import Labelled, labelled, marks
from tertulia.analysis.nearest import Near, candidate_rows, nearest, nothing
from tertulia.analysis.numbers import Floats, Ints, Prints, distinct
from tertulia.analysis.ragged import Rows
from tertulia.analysis.rarity import rounded
from tertulia.analysis.sharing import Share, alone
from tertulia.analysis.words import Change, Terms

TOGETHER = 500  # pages weighed at a time: 20 MB

LITTLE = 8  # one page of so many, beyond which all are compared again

_ODD = np.uint64(0x9E3779B97F4A7C15)
_ODDER = np.uint64(0x2545F4914F6CDD1D)

_Usual = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is compared of one page.

    Attributes:
        id: Pages are in the order of their ids.
        said: Of two times a page says the same words where this is the same.
        bag: Its words.
        labels: By the names in `facts.FACTS`.
        targets: Ids of the pages that it links to.
        day: When it was published, in days; None where that is not known.
    """

    id: str
    said: bytes
    bag: Bag
    labels: Mapping[str, Sequence[str]]
    targets: Sequence[str]
    day: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """All that was found, and what is needed to find it again after a change.

    Attributes:
        usual: Rounded: how many pages, their length in lemmas, days between two.
        prints: Of each page a number of all that others are compared with.
        anew: How many pages were compared with all others since what was kept.
        labelled: Of pages; nothing where it was kept meanwhile.
    """

    ids: tuple[str, ...]
    said: tuple[bytes, ...]
    usual: _Usual
    terms: Terms
    plain: Terms
    site: Site
    rows: Rows
    prints: Prints
    near: Near
    anew: int = 0
    labelled: Sequence[Labelled] = ()

    def shared(self, page: int, other: int, count: int = 6) -> tuple[int, ...]:
        """The numbers of the terms that bring two pages together most, the weightiest first."""
        here, here_weights = self.site.texts.row(page)
        there, there_weights = self.site.texts.row(other)
        both, at, at_there = np.intersect1d(here, there, assume_unique=True, return_indices=True)
        order = np.lexsort((both, -here_weights[at] * there_weights[at_there]))
        return tuple(int(n) for n in both[order[:count]])


def compare(
    known: Sequence[Known],
    earlier: Compared | None = None,
    bag_of: Callable[[bytes], Bag | None] = lambda _: None,
    share: Share = alone,
) -> Compared:
    """Compare all pages.

    Args:
        known: In the order of their ids.
        earlier: What was found before a change.
        bag_of: The words of pages by their `said`, of what was compared earlier.
        share: Who compares them where all are compared.
    """
    ids, said = tuple(page.id for page in known), tuple(page.said for page in known)
    usual = _usual(known)
    if earlier is not None and earlier.usual == usual and len(earlier.ids) > 1:
        change = _change(earlier, ids, said)
        lost = [bag_of(earlier.said[place]) for place in change.gone.tolist()]
        if len(change.changed) + len(lost) <= max(2, len(ids) // LITTLE) and None not in lost:
            return _again(known, ids, said, usual, earlier, change, [b for b in lost if b])
    return compare_weighed(weigh(known), share)


def weigh(known: Sequence[Known]) -> Compared:
    """All that pages are compared by: as `compare` gives it, with nothing found yet.

    From here on nobody needs the pages' words any more.
    """
    ids, said = tuple(page.id for page in known), tuple(page.said for page in known)
    usual = _usual(known)
    bags, every = [page.bag for page in known], np.arange(len(known))
    labels = _labelled(known, ids)
    terms = words.count_all(*ragged.joined([bag.terms for bag in bags]))
    plain = words.count_all(*ragged.joined([bag.plain for bag in bags]))
    titles, sure = words.titles(terms, bags, every, usual[0])
    telling = np.flatnonzero(sure > 0)
    some = [every[start : start + TOGETHER] for start in range(0, max(1, len(known)), TOGETHER)]
    quotes = [words.quotations(terms, bags, telling, pages) for pages in some]
    site = Site(
        texts=ragged.stacked([words.texts(terms, bags, pages, *usual[:2]) for pages in some]),
        plain=ragged.stacked([words.plain(plain, bags, pages, usual[0]) for pages in some]),
        titles=titles,
        sure=sure,
        quotes=(np.concatenate([q[0] for q in quotes]), np.concatenate([q[1] for q in quotes])),
        numbers=terms.numbers,
        ends=terms.ends,
        marks=marks(labels, usual[0]),
        days=np.array([page.day for page in known], dtype=np.float64),
        rhythm=usual[2],
        log=words.log(usual[0]),
    )
    return Compared(
        ids=ids,
        said=said,
        usual=usual,
        terms=terms,
        plain=replace(plain, numbers=np.empty(0, dtype=np.int64)),
        site=site,
        rows=candidate_rows(site.texts, site.titles, site.marks),
        prints=_prints(site),
        near=nothing(0),
        anew=len(known),
        labelled=labels,
    )


def compare_weighed(weighed: Compared, share: Share = alone) -> Compared:
    """Compare all pages.

    Args:
        weighed: See `weigh`.
        share: Who compares them.
    """
    every = np.arange(len(weighed.ids))
    return replace(weighed, near=nearest(weighed.site, weighed.rows, every, share=share))


def _usual(known: Sequence[Known]) -> _Usual:
    days = [page.day for page in known if page.day is not None]
    rhythm = (max(days) - min(days)) / (len(days) - 1) if len(days) > 1 else 1.0
    length = sum(page.bag.length for page in known) / max(1, len(known))
    return rounded(len(known)), rounded(length), rounded(rhythm)


def _change(earlier: Compared, ids: tuple[str, ...], said: tuple[bytes, ...]) -> Change:
    place = {id_: n for n, id_ in enumerate(earlier.ids)}
    was = np.array([place.get(id_, -1) for id_ in ids], dtype=np.int64)
    same = [w >= 0 and earlier.said[w] == now for w, now in zip(was.tolist(), said, strict=True)]
    taken = np.where(same, was, -1)
    left = np.ones(len(earlier.ids), dtype=bool)
    left[taken[taken >= 0]] = False
    return Change(
        was=was, taken=taken, changed=np.flatnonzero(taken < 0), gone=np.flatnonzero(left)
    )


def _again(
    known: Sequence[Known],
    ids: tuple[str, ...],
    said: tuple[bytes, ...],
    usual: _Usual,
    earlier: Compared,
    change: Change,
    lost: Sequence[Bag],
) -> Compared:
    bags, old = [page.bag for page in known], earlier.site
    labels = _labelled(known, ids, earlier)
    terms, moved = words.count_again(
        *ragged.joined([bag.terms for bag in bags]), earlier.terms, change, [b.terms for b in lost]
    )
    plain, moved_plain = words.count_again(
        *ragged.joined([bag.plain for bag in bags]), earlier.plain, change, [b.plain for b in lost]
    )
    again = distinct(change.changed, moved)
    again_plain = distinct(change.changed, moved_plain)
    titles, sure = words.titles(terms, bags, again, usual[0])
    all_sure = np.where(change.was >= 0, old.sure[change.was], 0.0)
    all_sure[again] = sure
    texts = words.texts(terms, bags, again, *usual[:2])
    plains = words.plain(plain, bags, again_plain, usual[0])
    site = Site(
        texts=ragged.merged(old.texts, change.was, texts, again),
        plain=ragged.merged(old.plain, change.was, plains, again_plain),
        titles=ragged.merged(old.titles, change.was, titles, again),
        sure=all_sure,
        quotes=_quotes(earlier, change, terms, bags, all_sure, again),
        numbers=terms.numbers,
        ends=terms.ends,
        marks=marks(labels, usual[0]),
        days=np.array([page.day for page in known], dtype=np.float64),
        rhythm=usual[2],
        log=words.log(usual[0]),
    )
    to = _to(earlier, change.was)
    prints = _prints(site)
    differs = (change.taken < 0) | (prints != earlier.prints[change.taken])
    wanted = np.flatnonzero(differs)
    fresh = candidate_rows(
        site.texts.some(wanted), site.titles.some(wanted), site.marks.some(wanted)
    )
    rows = ragged.merged(earlier.rows, change.was, fresh, wanted)
    near = nearest(site, rows, wanted, _moved(earlier, ids, change.was, to))
    return Compared(
        ids=ids,
        said=said,
        usual=usual,
        terms=terms,
        plain=plain,
        site=site,
        rows=rows,
        prints=prints,
        near=near,
        anew=len(wanted) + len(change.gone),
        labelled=labels,
    )


def _quotes(
    earlier: Compared, change: Change, terms: Terms, bags: Sequence[Bag], sure: Floats, again: Ints
) -> tuple[Ints, Ints]:
    """Of pages that say what they said, and of titles that weigh what they did, as before."""
    to = _to(earlier, change.was)
    pages, others = (to[places] for places in earlier.site.quotes)
    changed = np.zeros(len(bags) + 1, dtype=bool)
    anew = changed.copy()
    changed[change.changed], anew[again] = True, True
    stays = (pages >= 0) & (others >= 0) & ~changed[pages] & ~anew[others]
    telling = sure > 0
    by_title = words.quotations(terms, bags, again[telling[again]], np.arange(len(bags)))
    by_text = words.quotations(terms, bags, np.flatnonzero(telling & ~anew[:-1]), change.changed)
    return (
        np.concatenate([pages[stays], by_title[0], by_text[0]]),
        np.concatenate([others[stays], by_title[1], by_text[1]]),
    )


def _to(earlier: Compared, was: Ints) -> Ints:
    """Where each page of before is now; -1 for those that are gone, and for -1."""
    to = np.full(len(earlier.ids) + 1, -1, dtype=np.int64)
    to[was[was >= 0]] = np.flatnonzero(was >= 0)
    return to


def _moved(earlier: Compared, ids: tuple[str, ...], was: Ints, to: Ints) -> Near:
    """What was found before, by the places that pages have now."""
    near = earlier.near
    edge = near.edge
    if ids != earlier.ids:
        edge = np.array([bisect_left(ids, id_) for id_ in earlier.ids], dtype=np.int64)[edge]
    return Near(
        others=to[near.others[was]],
        whole=near.whole[was],
        bound=near.bound[was],
        edge=edge[was],
        texts=near.texts[was],
        scores=near.scores[was],
        ranks=near.ranks[was],
    )


def _labelled(
    known: Sequence[Known], ids: tuple[str, ...], earlier: Compared | None = None
) -> list[Labelled]:
    """The labels of all pages; as they were found before, of those that were known as now."""
    place = {id_: n for n, id_ in enumerate(ids)}
    last = earlier.labelled if earlier and earlier.ids == ids else ()
    return [
        was
        if was and was.labels is page.labels and was.targets is page.targets
        else labelled(page.labels, page.targets, page.id, place)
        for page, was in zip_longest(known, last)
    ]


def _prints(site: Site) -> Prints:
    """A number of all that a page is compared by: it stays where all of that stays."""
    out = np.zeros(len(site.sure), dtype=np.uint64)
    for rows in (site.texts, site.plain, site.titles, site.marks.rows):
        out = out * _ODD + _print(rows)
    for values in (site.sure, site.days):
        out = (out ^ values.view(np.uint64)) * _ODD
    return out


def _print(rows: Rows) -> Prints:
    numbers = rows.numbers.astype(np.uint64) ^ (rows.weights.astype(np.uint64) * _ODDER)
    numbers *= _ODD
    numbers ^= numbers >> np.uint64(29)
    numbers *= _ODDER
    out = np.zeros(len(rows), dtype=np.uint64)
    begins = np.flatnonzero(rows.ends[1:] > rows.ends[:-1])
    if len(begins):
        out[begins] = np.add.reduceat(numbers, rows.ends[begins])
    return out
