"""The words of one page as numbers that any two pages can be compared by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tertulia.analysis.numbers import Ints, distinct
from tertulia.analysis.reading import Read, Reading, number, read
from tertulia.core.model import Page

_SPREAD = np.int64(0x1E3779B97F4A7C15)  # odd: "a b" and "b a" are two phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """The numbers of a page's terms, each once and ascending, with how often they stand there.

    Attributes:
        terms: Lemmas, and pairs of neighbouring lemmas, of title, summary and body.
        times: For each of them.
        title: Those of the title.
        needle: Those of them that show that the whole title stands somewhere.
        plain: Words of title and body as they are written, in lower case.
        plain_times: For each of them.
        length: Of all in lemmas.
    """

    terms: bytes
    times: bytes
    title: bytes
    needle: bytes
    plain: bytes
    plain_times: bytes
    length: int


def pack(page: Page, read: Read = read) -> Bag:
    """Number the words of a page."""
    reading = read(page)
    found = np.frombuffer(reading.terms, dtype=np.int64)
    head, body = (some[some != 0] for some in (found[: reading.title], found))
    terms, times = np.unique(np.concatenate([body, _pairs(body)]), return_counts=True)
    title = distinct(head, _pairs(head))
    plain, plain_times = np.unique(_numbers(_plain(reading)), return_counts=True)
    return Bag(
        terms=terms.tobytes(),
        times=times.astype(np.int32).tobytes(),
        title=title.tobytes(),
        needle=distinct(_pairs(head) if len(head) > 1 else head).tobytes(),
        plain=plain.tobytes(),
        plain_times=plain_times.astype(np.int32).tobytes(),
        length=len(body),
    )


def spelt(reading: Reading, wanted: Sequence[int]) -> dict[int, tuple[str, tuple[int, ...]]]:
    """How these terms first stand in a page, by number, with the numbers of their lemmas."""
    words = reading.words
    terms = np.frombuffer(reading.terms, dtype=np.int64)
    places = np.flatnonzero(terms)
    row = terms[places]
    pairs = _pairs(row)
    found: dict[int, tuple[str, tuple[int, ...]]] = {}
    for term in wanted:
        if len(at := np.flatnonzero(row == term)):
            found[term] = words[places[at[0]]], (term,)
        elif len(at := np.flatnonzero(pairs == term)):
            start, end = places[at[0]], places[at[0] + 1]
            lemmas = int(row[at[0]]), int(row[at[0] + 1])
            found[term] = " ".join(words[start : end + 1]), lemmas
    return found


def _numbers(terms: Sequence[str]) -> Ints:
    return np.fromiter(map(number, terms), dtype=np.int64, count=len(terms))


def _pairs(row: Ints) -> Ints:
    """The number of each two neighbours; it may well overflow."""
    return np.asarray(row[:-1] * _SPREAD + row[1:], dtype=np.int64)


def _plain(reading: Reading) -> list[str]:
    words = reading.spelt.lower().split(" ") if reading.spelt else []
    return words[: reading.title] + words[reading.title + reading.summary :]
