"""The words of one page with their terms: all of a page that takes a dictionary to tell.

A term's number is made of its letters alone, so that pages are numbered apart from each
other and what one build worked out serves the next. Two terms share a number once in some
10^19 pairs.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import repeat

from tertulia.analysis import lemmas
from tertulia.core.model import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's words in its order: those of the title, of the summary, of the body.

    Attributes:
        spelt: As they stand there, with a blank between two.
        terms: The number of the term of each, 64 bits long; 0 for a glue word.
        title, summary: How many words these have.
    """

    spelt: str
    terms: bytes
    title: int
    summary: int

    @property
    def words(self) -> list[str]:
        """The words as they stand in the page."""
        return self.spelt.split(" ") if self.spelt else []


Read = Callable[[Page], Reading]


def read(page: Page) -> Reading:
    """Look up the words of a page."""
    title, summary, text = map(lemmas.words, (page.title, page.summary, page.text))
    words = [*title, *summary, *text]
    code = page.lang.split("-")[0].lower()
    return Reading(
        spelt=" ".join(words),
        terms=array("q", map(_number_of, words, repeat(code))).tobytes(),
        title=len(title),
        summary=len(summary),
    )


@lru_cache(maxsize=400_000)  # a pure function: what is kept changes no answer
def number(term: str) -> int:
    """The number of a lemma or word."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little", signed=True)


@lru_cache(maxsize=400_000)
def _number_of(word: str, lang: str) -> int:
    term = lemmas.term_of(word, lang)
    return number(term) if term else 0
