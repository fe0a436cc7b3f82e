"""Tokens and what is known of them, each looked up once and remembered."""

import re
from dataclasses import dataclass, field
from enum import IntEnum

from tertulia.analyzers._grammar import Grammar
from tertulia.analyzers._lexicon import Lexicon, Phrases, pictures
from tertulia.analyzers._text import FROWN, REMEMBERED, SMILE, fold

SHOUTED, DRAWN_OUT = 1.15, 1.2
SMILES, FROWNS, LAUGHS = 1.2, -1.3, 0.6

_LAUGH = re.compile(r"(?:j+[aeiou]+){2,}j*|(?:h+[aei]+){2,}h*|k{4,}|(?:rs){2,}s?|xd+|lol+")
_ENDS = frozenset(".!?…")
_PAUSES = frozenset(',;:()¿¡\n"«»“”')
_LAUGHS = frozenset("jhkrxl")


class Kind(IntEnum):
    """What a token does in its sentence."""

    WORD = 0
    SIGN = 1
    NEGATOR = 2
    BOOSTER = 3
    TURNER = 4
    CONTRAST = 5
    CONCESSION = 6
    CAN = 7
    WISH = 8
    PAUSE = 9
    END = 10


class Bearing(IntEnum):
    """What a word is to the others of its sentence."""

    NONE = 0
    TROUBLE = 1
    REMEDY = 2
    ACK = 3


_NO_PHRASES: Phrases = {}


@dataclass(frozen=True, slots=True)  # its parts are read in a third of the time of a tuple's names
class Mark:
    """What is known of a token.

    Attributes:
        weight: Of words and signs; of a booster what it adds, of a negator its reach in words.
        word: Folded.
        phrases: Those that may begin here; often none.
        denied: What it weighs where it is negated, if that is not its turned weight.
        bears: What it is to other words of its sentence.
        idle: It may begin a phrase, and does nothing else.
    """

    kind: Kind
    weight: float
    word: str
    phrases: Phrases = field(default_factory=dict)
    denied: float = 0.0
    bears: Bearing = Bearing.NONE
    idle: bool = False


class Marks(dict[str, Mark | None]):
    """Marks by token; None for a word without any weight."""

    def __init__(self, words: Lexicon, small: Grammar) -> None:
        super().__init__()
        self._words = words
        self._small = _small_words(small)
        self._can = tuple(small.can)
        self._expected = tuple(small.expected)
        self._denied = min(small.expected.values(), default=0.0)
        self._bearings = (
            (Bearing.REMEDY, tuple(small.remedy)),
            (Bearing.TROUBLE, tuple(small.trouble)),
            (Bearing.ACK, tuple(small.ack)),
        )

    def __missing__(self, token: str) -> Mark | None:
        if len(self) >= REMEMBERED:
            self.clear()
        mark = self[token] = self._find(token)
        return mark

    def _find(self, token: str) -> Mark | None:
        if not token.isalpha():
            return _sign(token)
        word = fold(token)
        phrases = self._words.phrases.get(word, _NO_PHRASES)
        small = self._small.get(word)
        if small:
            return Mark(*small, word, phrases)
        weight = self._words.weight(word)
        if not weight and word[0] in _LAUGHS and _LAUGH.fullmatch(token.lower()):
            return Mark(Kind.SIGN, LAUGHS, word, phrases)
        if not weight and self._can and word.startswith(self._can):
            return Mark(Kind.CAN, 0.0, word, phrases)
        denied = self._denied if weight >= 0 and word.startswith(self._expected) else 0.0
        bears = next((b for b, starts in self._bearings if word.startswith(starts)), Bearing.NONE)
        if not (weight or phrases or denied or bears):
            return None
        if len(token) > 2 and token.isupper():
            weight *= SHOUTED
        if len(word) < len(token):
            weight *= DRAWN_OUT
        idle = not (weight or denied or bears)
        return Mark(Kind.WORD, weight, word, phrases, denied, bears, idle)


def _sign(token: str) -> Mark | None:
    if token[0] in _ENDS:
        return Mark(Kind.END, 0.0, token)
    if token in _PAUSES:
        return Mark(Kind.PAUSE, 0.0, token)
    weight = pictures().get(token, 0.0)
    if not weight and FROWN.fullmatch(token):
        weight = FROWNS
    elif not weight and SMILE.fullmatch(token):
        weight = SMILES
    return Mark(Kind.SIGN, weight, token) if weight else None


def _small_words(small: Grammar) -> dict[str, tuple[Kind, float]]:
    found: dict[str, tuple[Kind, float]] = {}
    for kind, words in (
        (Kind.BOOSTER, small.booster),
        (Kind.TURNER, small.turner),
        (Kind.CONTRAST, small.contrast),
        (Kind.CONCESSION, small.concession),
        (Kind.WISH, small.wish),
        (Kind.NEGATOR, small.negator),
    ):
        found.update({word: (kind, number) for word, number in words.items()})
    return found
