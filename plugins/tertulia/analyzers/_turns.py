"""What plain words say where none of them is loaded: "sigo sin", "al día siguiente", "ni rastro".

A *turn* is a word, a pair of words, or two words with any third between them; of long words the
beginning counts as well, so that "contestaron" tells of "contestaban". `_data/turns_es.tsv` has
what each adds to the log odds of the three labels. `invoke train` works it out from our own
sentences.
"""

import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tertulia.analyzers._tables import has_table, lines
from tertulia.analyzers._text import REMEMBERED, TOKEN, fold
from tertulia.analyzers._verdict import Shares

OPENS, CLOSES, NUMBER = "^", "$", "#"
STEM = 5  # letters of a long word's beginning
ANY, STEMS = "_", "~"  # how a turn is written: "sin _ respuesta", "~conte", "~no conte"
TELLING = 0.5  # what a turn must add to one side over the other two to be named
MOST_TOLD = 3

_SPOKEN = re.compile(rf"{TOKEN.pattern}|\d+")
_STOPS = frozenset(".!?…")

_ZERO: Shares = (0.0, 0.0, 0.0)


class Entry(NamedTuple):
    """What the table says of a word or of a beginning.

    Attributes:
        alone: What it adds by itself.
        pairs: What it adds with what follows, by that.
        skips: What it adds with the word after the next, by that.
    """

    alone: Shares
    pairs: dict[str, Shares]
    skips: dict[str, Shares]


class Known(NamedTuple):
    """What is known of a token: one flat row, as it is unpacked for every token of every text.

    Attributes:
        word: As it is looked up.
        alone, pairs, skips: What the table says of it.
        stem: Its beginning, which is all of a short one.
        stem_alone, stem_pairs: What the table says of that.
    """

    word: str
    alone: Shares
    pairs: dict[str, Shares]
    skips: dict[str, Shares]
    stem: str
    stem_alone: Shares
    stem_pairs: dict[str, Shares]


class Turns:
    """Reads texts of one language; threads may share it."""

    def __init__(self, lang: str) -> None:
        name = f"turns_{lang}"
        self._tokens = _Tokens(lines(name)) if has_table(name) else None

    def odds(self, own: str) -> Shares | None:
        """What a text's turns (its writer's own words) add to the log odds of the three labels.

        Returns:
            None in a language that has no table of them.
        """
        if self._tokens is None:
            return None
        _, alone, pairs, next_skips, _, _, stem_pairs = self._tokens[OPENS]
        skips = dict[str, Shares]()
        heard = [alone]
        hear = heard.append
        for token in (*_SPOKEN.findall(own), CLOSES):
            word, alone, its_pairs, its_skips, stem, stem_alone, its_stem_pairs = self._tokens[
                token
            ]
            if word in pairs:
                hear(pairs[word])
            if word in skips:
                hear(skips[word])
            if stem in stem_pairs:
                hear(stem_pairs[stem])
            hear(alone)
            hear(stem_alone)
            pairs, stem_pairs = its_pairs, its_stem_pairs
            skips, next_skips = next_skips, its_skips
        once = dict(zip(map(id, heard), heard, strict=True))  # however often a turn is said
        negative, neutral, positive = map(sum, zip(*once.values(), strict=True))
        return negative, neutral, positive

    def telling(self, own: str, side: int) -> tuple[str, ...]:
        """The turns that speak most for a label (0, 1 or 2), as they stand in the text."""
        if self._tokens is None:
            return ()
        heard = []
        before = self._tokens[OPENS]
        last = ""
        for token in (*_SPOKEN.findall(own), ""):
            known = self._tokens[token or CLOSES]
            both = (
                before.pairs.get(known.word, _ZERO),
                before.stem_pairs.get(known.stem, _ZERO),
            )
            alone = known.alone, known.stem_alone
            for weights, said in ((both, (last, token)), (alone, (token,))):
                negative, neutral, positive = map(sum, zip(*weights, strict=True))
                odds = negative, neutral, positive
                more = odds[side] - max(odds[side - 1], odds[side - 2])
                if more >= TELLING:
                    heard.append((-more, " ".join(filter(str.isalpha, said))))
            before, last = known, token
        return tuple(dict.fromkeys(said for _, said in sorted(heard) if said))[:MOST_TOLD]


@cache
def turns(lang: str) -> Turns:
    """The one reader of a language; one without a table finds nothing."""
    return Turns(lang)


def turns_of(own: str) -> set[str]:
    """All turns of a text, as the table writes them."""
    words = [OPENS, *map(_said, _SPOKEN.findall(own)), CLOSES]
    stems = [word[:STEM] for word in words]
    found = {*words, *(f"{STEMS}{stem}" for stem in stems if len(stem) == STEM)}
    for n, (one, other) in enumerate(pairwise(stems)):
        found.add(f"{words[n]} {words[n + 1]}")
        if STEM in (len(one), len(other)):
            found.add(f"{STEMS}{one} {other}")
    found.update(f"{one} {ANY} {other}" for one, other in zip(words, words[2:], strict=False))
    return found


class _Tokens(dict[str, Known]):
    """What is known of tokens, each looked up once.

    Args:
        lines: Of a table, in the order of their turns; only those that are asked for are read.
    """

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines
        self._entries: dict[str, Entry] = {}

    def __missing__(self, token: str) -> Known:
        if len(self) >= REMEMBERED:
            self.clear()
            self._entries.clear()
        word = _said(token)
        stem = word[:STEM]
        stem_alone, stem_pairs, _ = self._entry(STEMS + stem)
        known = self[token] = Known(word, *self._entry(word), stem, stem_alone, stem_pairs)
        return known

    def _entry(self, first: str) -> Entry:
        entry = self._entries.get(first)
        if entry is None:
            entry = self._entries[first] = self._read(first)
        return entry

    def _read(self, first: str) -> Entry:
        """What the lines say that begin with it: its own, then those with a word that follows."""
        alone, pairs, skips = _ZERO, dict[str, Shares](), dict[str, Shares]()
        for at in range(bisect_left(self._lines, first), len(self._lines)):
            turn, negative, neutral, positive = self._lines[at].split("\t")
            beginning, _, rest = turn.partition(" ")
            if beginning != first:
                break
            odds = float(negative), float(neutral), float(positive)
            if not rest:
                alone = odds
            elif rest.startswith(_SKIP):
                skips[rest.removeprefix(_SKIP)] = odds
            else:
                pairs[rest] = odds
        return Entry(alone, pairs, skips)


_SKIP = f"{ANY} "


def _said(token: str) -> str:
    """A token as it is looked up."""
    if token.isalpha():
        return fold(token)
    if token[0] in _STOPS:
        return token[0]
    return NUMBER if token.isdecimal() else token
