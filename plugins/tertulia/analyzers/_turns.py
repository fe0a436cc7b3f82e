"""What plain words say where none of them is loaded: "sigo sin", "al día siguiente", "ni rastro".

A *turn* is a word, a pair of words, or two words with any third between them; of long words the
beginning counts as well, so that "contestaron" tells of "contestaban". `_data/turns_es.tsv` has
what each adds to the log odds of the three labels. `invoke train` works it out from our own
sentences.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import NamedTuple

from tertulia.analyzers._tables import has_table, lines
from tertulia.analyzers._text import REMEMBERED, fold, spoken
from tertulia.analyzers._verdict import Shares

OPENS, CLOSES, NUMBER = "^", "$", "#"
LONG = 12  # tokens; beyond them each turn weighs less, as no text is the surer for being long
STEM = 5  # letters of a long word's beginning
ANY, STEMS = "_", "~"  # how a turn is written: "sin _ respuesta", "~conte", "~no conte"
TELLING = 0.5  # what a turn must add to one side over the other two to be named
MOST_TOLD = 3

_STOPS = frozenset(".!?…")
_PARTS = 100  # of one, in which the table tells odds


class Turn(complex):
    """What one turn adds: to the odds of negative, and as the other part to those of positive.

    Both are whole hundredths, so that sums are exact, in whatever order. It is nobody's equal:
    two turns that add the same are two.
    """

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


class Known(NamedTuple):
    """What is known of a token: one flat row, as it is unpacked for every token of every text.

    Attributes:
        word: As it is looked up.
        after: The same as it is looked up after any other word.
        alone: What it is by itself: a word, and a beginning.
        turns: What it is with the word that follows or the one after that, by that.
        stem: Its beginning, which is all of a short one.
        stem_turns: What that is with the beginning that follows.
    """

    word: str
    after: str
    alone: tuple[Turn, ...]
    turns: dict[str, Turn]
    stem: str
    stem_turns: dict[str, Turn]


class Turns:
    """Reads texts of one language; threads may share it."""

    def __init__(self, lang: str) -> None:
        name = f"turns_{lang}"
        self._table = _Table(lines(name)) if has_table(name) else None

    def odds(self, tokens: Sequence[str]) -> Shares | None:
        """What a text's turns add to the log odds of the three labels.

        A turn counts once, however often it is said.

        Args:
            tokens: Of its writer's own words, see `_text.spoken`.

        Returns:
            None in a language that has no table of them.
        """
        table = self._table
        if table is None:
            return None
        _, _, alone, turns, _, stem_turns = table.tokens[OPENS]
        skips: dict[str, Turn] = {}
        heard = [*alone]
        hear = heard.append
        for word, after, alone, its_turns, stem, its_stem_turns in map(
            table.tokens.__getitem__, (*tokens, CLOSES)
        ):
            heard += alone
            if word in turns:
                hear(turns[word])
            if after in skips:
                hear(skips[after])
            if stem in stem_turns:
                hear(stem_turns[stem])
            skips, turns, stem_turns = turns, its_turns, its_stem_turns
        odds = sum(set(heard), 0j)
        share = share_of(len(tokens)) / _PARTS
        return odds.real * share, 0.0, odds.imag * share

    def telling(self, tokens: Sequence[str], side: int) -> tuple[str, ...]:
        """The turns that speak most for a label (0, 1 or 2), as they stand in the text.

        Args:
            tokens: As of `odds`.
        """
        table = self._table
        if table is None:
            return ()
        heard = []
        before = table.tokens[OPENS]
        last = ""
        for token in (*tokens, ""):
            known = table.tokens[token or CLOSES]
            both = before.turns.get(known.word), before.stem_turns.get(known.stem)
            for turns, said in ((both, (last, token)), (known.alone, (token,))):
                odds = _added(turns)
                more = odds[side] - max(odds[side - 1], odds[side - 2])
                if more >= TELLING:
                    heard.append((-more, " ".join(filter(str.isalpha, said))))
            before, last = known, token
        return tuple(dict.fromkeys(said for _, said in sorted(heard) if said))[:MOST_TOLD]


@cache
def turns(lang: str) -> Turns:
    """The one reader of a language; one without a table finds nothing."""
    return Turns(lang)


def share_of(tokens: int) -> float:
    """What each turn of a text of so many tokens counts for."""
    return 1.0 if tokens <= LONG else math.sqrt(LONG / tokens)


def _added(turns: Iterable[Turn | None]) -> Shares:
    negative = positive = 0.0
    for turn in turns:
        if turn is not None:
            negative += turn.real / _PARTS
            positive += turn.imag / _PARTS
    return negative, 0.0, positive


def turns_of(own: str) -> tuple[set[str], float]:
    """All turns of a text, as the table writes them, and what each counts for."""
    tokens = spoken(own)
    words = [OPENS, *map(_said, tokens), CLOSES]
    stems = [word[:STEM] for word in words]
    found = {*words, *(f"{STEMS}{stem}" for stem in stems if len(stem) == STEM)}
    found.update(f"{one} {other}" for one, other in pairwise(words))
    for one, other in pairwise(stems):
        if STEM in (len(one), len(other)):
            found.add(f"{STEMS}{one} {other}")
    found.update(f"{one} {ANY} {other}" for one, other in zip(words, words[2:], strict=False))
    return found, share_of(len(tokens))


class _Table:
    """What has been asked for of a table of turns.

    Args:
        lines: Each has a word or a beginning, what it adds alone, then what may follow it and what
            both add; in order, and only those that are asked for are read.

    Attributes:
        tokens: What is known of each token.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._read: dict[str, tuple[tuple[Turn, ...], dict[str, Turn]]] = {}
        self._one_at_a_time = Lock()
        self.tokens = _Tokens(self)

    def turns(self, first: str) -> tuple[tuple[Turn, ...], dict[str, Turn]]:
        """What a word or a beginning is alone, and what it is with others."""
        at = bisect_left(self._lines, f"{first}\t")
        if at == len(self._lines) or not self._lines[at].startswith(f"{first}\t"):
            return (), {}
        with self._one_at_a_time:
            if first not in self._read:
                self._read[first] = _entry(self._lines[at])
            return self._read[first]


def _entry(line: str) -> tuple[tuple[Turn, ...], dict[str, Turn]]:
    _, alone, *others = line.split("\t")
    with_others = zip(others[::2], map(_turn, others[1::2]), strict=True)
    return (_turn(alone),) if alone else (), dict(with_others)


def _turn(odds: str) -> Turn:
    negative, positive = odds.split()
    return Turn(round(float(negative) * _PARTS), round(float(positive) * _PARTS))


class _Tokens(dict[str, Known]):
    """What is known of tokens, each looked up once."""

    def __init__(self, table: _Table) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, token: str) -> Known:
        if len(self) >= REMEMBERED:
            self.clear()
        word = _said(token)
        stem = word[:STEM]
        alone, turns = self._table.turns(word)
        stem_alone, stem_turns = self._table.turns(STEMS + stem)
        known = self[token] = Known(
            word=word,
            after=f"{ANY} {word}",
            alone=alone + stem_alone,
            turns=turns,
            stem=stem,
            stem_turns=stem_turns,
        )
        return known


def _said(token: str) -> str:
    """A token as it is looked up."""
    if token.isalpha():
        return fold(token)
    if token[0] in _STOPS:
        return token[0]
    return NUMBER if token.isdecimal() else token
