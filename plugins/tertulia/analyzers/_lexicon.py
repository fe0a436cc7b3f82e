"""Words and what they weigh, from the tables in `_data/`.

A table's line is a weight from -4 to 4, a tab, and entries parted by spaces. `genial` is that
word, `genial*` every word that begins so, `da_gusto` words in a row; the last of them may end in
`*` too. Entries are folded (no case, no accents), so `vergüenza` and `VERGUENZA` are one. A weight
of 0 keeps a phrase from being read by its words: `buenos_dias`. Lines with `#` are comments.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from tertulia.analyzers._tables import rows
from tertulia.analyzers._text import fold

SHORTEST_STEM = 3


class Phrase(NamedTuple):
    """Words in a row that weigh something together.

    Attributes:
        rest: The words after the first.
        open: The last word may go on.
    """

    rest: tuple[str, ...]
    weight: float
    open: bool

    def fits(self, words: tuple[str, ...]) -> bool:
        """Whether these folded words are the rest of the phrase."""
        if not self.open:
            return words == self.rest
        return (
            len(words) == len(self.rest)
            and words[:-1] == self.rest[:-1]
            and words[-1].startswith(self.rest[-1])
        )


Phrases = Mapping[str, tuple[Phrase, ...]]  # by their second word; "" where that one is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Weights of one language.

    Attributes:
        phrases: By their first word.
    """

    exact: Mapping[str, float] = field(default_factory=dict)
    stems: Mapping[str, float] = field(default_factory=dict)
    phrases: Mapping[str, Phrases] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """What a folded word weighs; 0 where it is not known."""
        known = self.exact.get(word)
        if known is None:
            known = self._by_stem(word)
        return known if known is not None else self._by_ending(word)

    def _by_stem(self, word: str) -> float | None:
        for end in range(len(word), SHORTEST_STEM - 1, -1):
            weight = self.stems.get(word[:end])
            if weight is not None:
                return weight
        return None

    def _by_ending(self, word: str) -> float:
        if not word.endswith(_ANY_ENDING):
            return 0.0
        for ending, factor, vowels in _ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                base = word[: -len(ending)]
                for vowel in vowels:
                    weight = self.exact.get(base + vowel) or self._by_stem(base + vowel)
                    if weight:
                        return weight * factor
        return 0.0


# Superlatives weigh more than their word, diminutives a little less; -mente as much.
_ENDINGS = (
    *(
        (ending + tail, factor, vowels)
        for ending, factor, vowels in (
            ("isim", 1.4, ("o", "a", "e", "", "il")),
            ("cit", 0.85, ("", "e")),
            ("it", 0.85, ("o", "a", "e")),
            ("ill", 0.85, ("o", "a")),
            ("az", 1.2, ("o", "e", "")),
        )
        for tail in ("o", "a", "os", "as")
    ),
    ("mente", 1.0, ("", "o", "a", "e")),
)
_ANY_ENDING = tuple(ending for ending, _, _ in _ENDINGS)


_PARTS = re.compile("[_'·-]")  # texts are cut at all of these


@cache
def lexicon(*tables: str) -> Lexicon:
    """The lexicon of some tables, such as "pt", "es": the first table's entry wins.

    Within one table it is the last entry.
    """
    entries: dict[str, tuple[list[str], float]] = {}
    for table in reversed(tables):
        entries |= _parted(table)
    exact: dict[str, float] = {}
    stems: dict[str, float] = {}
    phrases: dict[str, dict[str, list[Phrase]]] = {}
    for entry, (words, weight) in entries.items():
        is_open = entry.endswith("*")
        if len(words) > 1:
            first, *rest = words
            second = "" if is_open and len(rest) == 1 else rest[0]
            found = phrases.setdefault(first, {}).setdefault(second, [])
            found.append(Phrase(tuple(rest), weight, is_open))
        else:
            (stems if is_open else exact)[words[0]] = weight
    return Lexicon(
        exact=exact, stems=stems, phrases={k: _longest_first(v) for k, v in phrases.items()}
    )


@cache
def _parted(table: str) -> Mapping[str, tuple[list[str], float]]:
    """The folded words of each entry, and its weight; several languages share a table."""
    found = {}
    for entry, weight in _entries(f"lexicon_{table}").items():
        word = fold(entry.rstrip("*"))
        found[entry] = [word] if word.isalpha() else _PARTS.split(word), weight
    return found


def _longest_first(found: dict[str, list[Phrase]]) -> Phrases:
    for several in found.values():
        if len(several) > 1:
            several.sort(key=lambda p: -len(p.rest))
    return {k: tuple(v) for k, v in found.items()}


@cache
def pictures() -> Mapping[str, float]:
    """What each emoji weighs."""
    return _entries("emoji")


def _entries(table: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for weight, words in rows(table):
        found.update(dict.fromkeys(words.split(), float(weight)))
    return found
