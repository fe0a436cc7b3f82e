"""What plain words say where none of them is loaded: "sigo sin", "al día siguiente", "ni rastro".

Words and pairs of words of `_data/turns_es.tsv`, each with what it adds to the log odds of the
three labels. `invoke train` works them out from our own sentences.
"""

import math
import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tertulia.analyzers._tables import has_table, lines
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
        self._tokens = _Tokens(lines(name)) if has_table(name) else None

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
    """What is known of tokens, each looked up once.

    Args:
        lines: Of a table, in the order of their turns; only those that are asked for are read.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines
        self._by_word: dict[str, Known] = {}

    def __missing__(self, token: str) -> Known:
        if len(self) >= REMEMBERED:
            self.clear()
            self._by_word.clear()
        word = _said(token)
        known = self._by_word.get(word)
        if known is None:
            known = self._by_word[word] = self._read(word)
        self[token] = known
        return known

    def _read(self, word: str) -> Known:
        """What the lines of a word say: its own, then those of its pairs."""
        alone, pairs = _ZERO, dict[str, Shares]()
        for at in range(bisect_left(self._lines, word, key=_turn), len(self._lines)):
            *weights, turn = self._lines[at].split("\t")
            first, _, second = turn.partition(" ")
            if first != word:
                break
            negative, neutral, positive = map(float, weights)
            if second:
                pairs[second] = negative, neutral, positive
            else:
                alone = negative, neutral, positive
        return Known(word, alone, pairs)


def _turn(line: str) -> str:
    return line.rpartition("\t")[2]


def _said(token: str) -> str:
    """A token as it is looked up."""
    if token.isalpha():
        return fold(token)
    if token[0] in _STOPS:
        return token[0]
    return NUMBER if token.isdecimal() else token
