"""What plain words say where none of them is loaded: "sigo sin", "al día siguiente", "ni rastro".

Words and pairs of words of `_data/turns_es.tsv`, each with what it adds to the log odds of the
three labels. `invoke train` works them out from our own sentences.
"""

import math
import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tertulia.analyzers._tables import has_table, rows
from tertulia.analyzers._text import REMEMBERED, TOKEN, fold
from tertulia.analyzers._verdict import Shares

OPENS, CLOSES, NUMBER = "^", "$", "#"
LONG = 6  # tokens; beyond them each weighs less, as no text is the surer for being long
TELLING = 0.5  # what a turn must add to one side over the other two to be named
MOST_TOLD = 3

_SPOKEN = re.compile(rf"{TOKEN.pattern}|\d+")
_STOPS = frozenset(".!?…")


_ZERO: Shares = (0.0, 0.0, 0.0)


class Known(NamedTuple):
    """What is known of a word.

    Attributes:
        word: As it is looked up.
        alone: What it adds by itself.
        pairs: What it adds with the word that follows, by that word.
    """

    word: str
    alone: Shares
    pairs: dict[str, Shares]


class Turns:
    """Reads texts of one language; threads may share it."""

    def __init__(self, lang: str) -> None:
        name = f"turns_{lang}"
        by_word: dict[str, Known] = {}
        for negative, neutral, positive, turn in rows(name) if has_table(name) else ():
            first, _, second = turn.partition(" ")
            weights = float(negative), float(neutral), float(positive)
            known = by_word.setdefault(first, Known(first, _ZERO, {}))
            if second:
                known.pairs[second] = weights
            else:
                by_word[first] = known._replace(alone=weights)
        self._tokens = _Tokens(by_word) if by_word else None

    def odds(self, own: str) -> Shares:
        """What a text's turns (its writer's own words) add to the log odds of the three labels."""
        if self._tokens is None:
            return _ZERO
        tokens = _SPOKEN.findall(own)
        pairs = self._tokens[OPENS].pairs
        negative, neutral, positive = self._tokens[OPENS].alone
        for word, alone, its_pairs in map(self._tokens.__getitem__, (*tokens, CLOSES)):
            if word in pairs:
                less, none, more = pairs[word]
                negative += less
                neutral += none
                positive += more
            if alone is not _ZERO:
                less, none, more = alone
                negative += less
                neutral += none
                positive += more
            pairs = its_pairs
        share = 1.0 if len(tokens) <= LONG else math.sqrt(LONG / len(tokens))
        return negative * share, neutral * share, positive * share

    def telling(self, own: str, side: int) -> tuple[str, ...]:
        """The turns that speak most for a label (0, 1 or 2), as they stand in the text."""
        if self._tokens is None:
            return ()
        heard = []
        before = self._tokens[OPENS]
        last = ""
        for token in (*_SPOKEN.findall(own), ""):
            known = self._tokens[token or CLOSES]
            pair = before.pairs.get(known.word, _ZERO)
            for weights, said in ((pair, (last, token)), (known.alone, (token,))):
                more = weights[side] - max(weights[side - 1], weights[side - 2])
                if more >= TELLING:
                    heard.append((-more, " ".join(filter(str.isalpha, said))))
            before, last = known, token
        return tuple(dict.fromkeys(said for _, said in sorted(heard) if said))[:MOST_TOLD]


@cache
def turns(lang: str) -> Turns:
    """The one reader of a language; one without a table finds nothing."""
    return Turns(lang)


def turns_of(own: str) -> set[str]:
    """All words and pairs of words of a text."""
    words = [OPENS, *map(_said, _SPOKEN.findall(own)), CLOSES]
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


class _Tokens(dict[str, Known]):
    """What is known of tokens, each looked up once."""

    def __init__(self, by_word: dict[str, Known]) -> None:
        super().__init__()
        self._by_word = by_word

    def __missing__(self, token: str) -> Known:
        if len(self) >= REMEMBERED:
            self.clear()
        word = _said(token)
        known = self[token] = self._by_word.get(word) or Known(word, _ZERO, {})
        return known


def _said(token: str) -> str:
    """A token as it is looked up."""
    if token.isalpha():
        return fold(token)
    if token[0] in _STOPS:
        return token[0]
    return NUMBER if token.isdecimal() else token
