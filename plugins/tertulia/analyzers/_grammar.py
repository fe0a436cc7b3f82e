"""The small words that turn, strengthen or part what is said, from `_data/grammar_*.tsv`.

A line is a role, a number and the words (folded, parted by spaces).
"""

from dataclasses import dataclass
from functools import cache

from tertulia.analyzers._tables import has_table, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """Small words of one language: each with its number.

    Attributes:
        negator: How many words it reaches.
        booster: What it adds to the weight of the word that follows; below 0 it takes away.
        turner: Turns the next word: "poco profesional".
        contrast: What comes after counts for more.
        concession: What stands in its clause counts for less.
        can: Beginnings of verbs that make "no puede ser mejor" praise.
        wish: A sentence with it tells what is not.
        expected: Beginnings of what one may expect: nothing by themselves, but that weight
            where they are denied ("sin respuesta", "nadie contesta").
        trouble: Beginnings of what is no complaint where a `remedy` stands in the sentence.
        ack: Opens an answer; then it is no praise ("Perfecto, mañana voy").
    """

    negator: dict[str, float]
    booster: dict[str, float]
    turner: dict[str, float]
    contrast: dict[str, float]
    concession: dict[str, float]
    can: dict[str, float]
    wish: dict[str, float]
    expected: dict[str, float]
    trouble: dict[str, float]
    remedy: dict[str, float]
    ack: dict[str, float]


@cache
def grammar(lang: str) -> Grammar:
    """The grammar of a language; an empty one where we have none."""
    roles: dict[str, dict[str, float]] = {role: {} for role in Grammar.__dataclass_fields__}
    name = f"grammar_{lang}"
    if has_table(name):
        for role, number, words in rows(name):
            roles[role].update(dict.fromkeys(words.split(), float(number)))
    return Grammar(**roles)
