"""The words of one page with their terms: all of a page that takes a dictionary to tell."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat

from tertulia.analysis import lemmas
from tertulia.core.model import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's words in its order: those of the title, of the summary, of the body.

    Attributes:
        spelt: As they stand there, with a blank between two.
        said: Their terms in the same way; nothing between two blanks for a glue word.
        title, summary: How many words these have.
    """

    spelt: str
    said: str
    title: int
    summary: int

    @property
    def words(self) -> list[str]:
        """The words as they stand in the page."""
        return self.spelt.split(" ") if self.spelt else []

    @property
    def terms(self) -> list[str]:
        """The term of each word; empty for glue words."""
        return self.said.split(" ") if self.spelt else []


Read = Callable[[Page], Reading]


def read(page: Page) -> Reading:
    """Look up the words of a page."""
    title, summary, text = map(lemmas.words, (page.title, page.summary, page.text))
    words = [*title, *summary, *text]
    code = page.lang.split("-")[0].lower()
    return Reading(
        spelt=" ".join(words),
        said=" ".join(map(lemmas.term_of, words, repeat(code))),
        title=len(title),
        summary=len(summary),
    )
