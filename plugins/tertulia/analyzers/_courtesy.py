"""Bare greetings and thanks: politeness, which says nothing of what the person thinks."""

from collections.abc import Sequence
from functools import cache

from tertulia.analyzers._tables import rows
from tertulia.analyzers._text import fold

LONGEST = 120  # characters
MOST_NAMES = 2


def is_courtesy(text: str, tokens: Sequence[str]) -> bool:
    """Whether a text (its writer's own words) is nothing but greeting and thanks.

    Up to two names may stand among them: "Gracias, Marta".

    Args:
        tokens: What `TOKEN` finds in it.
    """
    if len(text) > LONGEST or "?" in text:
        return False
    core, others = _words()
    met = names = 0
    for place, word in enumerate(filter(str.isalpha, tokens)):
        low = fold(word)
        if low in core:
            met += 1
        elif low not in others:
            if not (place and word[0].isupper()) or names == MOST_NAMES:
                return False
            names += 1
    return met > 0


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that make a courtesy, and words that may stand with them."""
    listed: dict[str, set[str]] = {"core": set(), "with": set()}
    for role, words in rows("courtesy"):
        listed[role].update(words.split())
    return frozenset(listed["core"]), frozenset(listed["with"])
