"""What is known of pages besides their words, as rows of labels that two pages may share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tertulia.analysis import ragged
from tertulia.analysis.facts import FACTS, sources
from tertulia.analysis.numbers import Floats, Ints
from tertulia.analysis.ragged import Rows
from tertulia.analysis.rarity import rarity_of_labels
from tertulia.analysis.reading import number
from tertulia.analysis.words import FINE

PRIOR = 8.0  # pages: so that a label is hardly rarer, and lists stay, where one page goes

TOGETHER = "link"  # the pages that a page links to are labels too

TRAITS = (*FACTS, TOGETHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The labels of all pages.

    Attributes:
        rows: Labels, ascending within each page, with how rare they are.
        traits: Of each label its place in `TRAITS`.
        links: Pages and those that they link to, by place.
        targets: How many of the site's pages each page links to.
    """

    rows: Rows
    traits: Ints
    links: tuple[Ints, Ints]
    targets: Ints

    def some(self, pages: Ints) -> "Marks":
        """The labels of some of the pages, without the links between them."""
        return Marks(
            rows=self.rows.some(pages),
            traits=self.traits[ragged.spans(self.rows.ends, pages)[0]],
            links=(pages[:0], pages[:0]),
            targets=self.targets[pages],
        )

    def parts(self, pages: Ints, others: Ints) -> dict[str, Floats]:
        """For pairs of pages what they share, by trait, from 0 to 1."""
        ends = self.rows.ends
        at, pair_ends = ragged.spans(ends, others)
        pair = np.repeat(np.arange(len(others)), np.diff(pair_ends))
        shared = ragged.held(self.rows.numbers, ends, pages[pair], self.rows.numbers[at]) >= 0
        at, pair = at[shared], pair[shared]
        place = pair * len(TRAITS) + self.traits[at]
        size = len(pages) * len(TRAITS)
        sums = np.bincount(place, weights=self.rows.weights[at], minlength=size)
        table = sums.reshape(len(pages), len(TRAITS)) / FINE
        found = {name: np.minimum(1.0, table[:, n] / 2) for n, name in enumerate(FACTS)}
        both = np.sqrt(self.targets[pages] * self.targets[others]).astype(np.float64)
        together = table[:, len(FACTS)] / np.maximum(1.0, both)
        found[TOGETHER] = np.minimum(1.0, self._linked(pages, others) + together)
        return found

    def _linked(self, pages: Ints, others: Ints) -> Floats:
        """How many of two pages link to the other."""
        total = len(self.rows)
        known = np.sort(self.links[0] * total + self.links[1])
        if not len(known):
            return np.zeros(len(pages))
        out = np.zeros(len(pages))
        for code in (pages * total + others, others * total + pages):
            at = np.minimum(np.searchsorted(known, code), len(known) - 1)
            out += known[at] == code
        return out


def learn(beyond: Iterable[str], targets: Iterable[str]) -> None:
    """Have labels that a page may have numbered before they are asked for.

    Args:
        beyond: Addresses that it links to. targets: Ids of pages that it links to.
    """
    for source in sources(beyond):
        number(f"source {source}")
    for target in targets:
        number(f"{TOGETHER} {target}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The labels of one page.

    Attributes:
        labels, targets: Of what they are made.
        numbers, traits: As in `Marks`.
        links: The places of the pages that it links to, each once.
    """

    labels: Mapping[str, Sequence[str]]
    targets: Sequence[str]
    numbers: Sequence[int]
    traits: Sequence[int]
    links: Sequence[int]


def labelled(
    labels: Mapping[str, Sequence[str]], targets: Sequence[str], id: str, place: Mapping[str, int]
) -> Labelled:
    """The labels of one page.

    Args:
        labels: By the names in `FACTS`.
        targets: Ids of the pages that it links to.
        place: Of each page of the site by its id.
    """
    found = {
        number(f"{name} {label}"): n
        for n, name in enumerate(FACTS)
        for label in labels.get(name, ())
    }
    links = [target for target in sorted(set(targets)) if target != id and target in place]
    found |= {number(f"{TOGETHER} {target}"): len(FACTS) for target in links}
    numbers = sorted(found)
    return Labelled(
        labels=labels,
        targets=targets,
        numbers=numbers,
        traits=[found[number] for number in numbers],
        links=[place[target] for target in links],
    )


def marks(each: Sequence[Labelled], site: float) -> Marks:
    """The labels of pages.

    Args:
        each: Of each page.
        site: How many pages there are, rounded.
    """
    links = [page.links for page in each]
    ends = np.cumsum([0, *(len(page.numbers) for page in each)], dtype=np.int64)
    numbers = np.array([n for page in each for n in page.numbers], dtype=np.int64)
    traits = np.array([t for page in each for t in page.traits], dtype=np.int64)
    _, which, times = np.unique(numbers, return_inverse=True, return_counts=True)
    linked = traits == len(FACTS)
    rare = rarity_of_labels(times, site, PRIOR)[which]
    rare[linked] = rarity_of_labels(times, site, 0.5)[which][linked]
    return Marks(
        rows=Rows(numbers=numbers, weights=np.rint(rare * FINE), ends=ends),
        traits=traits,
        links=(
            np.repeat(np.arange(len(links)), [len(found) for found in links]),
            np.array([target for found in links for target in found], dtype=np.int64),
        ),
        targets=np.array([len(found) for found in links], dtype=np.int64),
    )
