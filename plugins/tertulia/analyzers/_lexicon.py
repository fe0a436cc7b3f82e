"""Words and what they weigh, from the tables in `_data/`.

A table's line is a weight from -4 to 4, a tab, and entries parted by spaces. `genial` is that
word, `genial*` every word that begins so, `da_gusto` words in a row; the last of them may end in
`*` too. Entries are folded (no case, no accents), so `vergüenza` and `VERGUENZA` are one. A weight
of 0 keeps a phrase from being read by its words: `buenos_dias`. Lines with `#` are comments.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tertulia.analyzers._tables import rows
from tertulia.analyzers._text import fold

SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in a row that weigh something together."""

    words: tuple[str, ...]
    weight: float
    open: bool  # the last word may go on

    def fits(self, words: list[str]) -> bool:
        """Whether these folded words are the phrase."""
        if len(words) != len(self.words) or words[:-1] != list(self.words[:-1]):
            return False
        return words[-1].startswith(self.words[-1]) if self.open else words[-1] == self.words[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Weights of one language.

    Attributes:
        phrases: By their first word, the longest first.
    """

    exact: Mapping[str, float] = field(default_factory=dict)
    stems: Mapping[str, float] = field(default_factory=dict)
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)

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


@cache
def lexicon(*tables: str) -> Lexicon:
    """The lexicon of some tables, such as "es"; an earlier table's entry wins."""
    exact: dict[str, float] = {}
    stems: dict[str, float] = {}
    phrases: dict[str, list[Phrase]] = {}
    for table in tables:
        for entry, weight in _entries(f"lexicon_{table}"):
            open_end = entry.endswith("*")
            words = tuple(fold(w) for w in entry.rstrip("*").split("_"))
            if len(words) > 1:
                found = phrases.setdefault(words[0], [])
                found.append(Phrase(words=words, weight=weight, open=open_end))
            else:
                (stems if open_end else exact).setdefault(words[0], weight)
    return Lexicon(
        exact=exact,
        stems=stems,
        phrases={k: tuple(sorted(v, key=lambda p: -len(p.words))) for k, v in phrases.items()},
    )


@cache
def pictures() -> Mapping[str, float]:
    """What each emoji weighs."""
    return dict(_entries("emoji"))


def _entries(table: str) -> list[tuple[str, float]]:
    return [(word, float(weight)) for weight, words in rows(table) for word in words.split()]
