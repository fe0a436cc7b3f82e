"""What speaks for and against in a text: weights of its words, as its grammar turns them.

Sentence by sentence, left to right. A negator turns what follows it up to the next stop, *pero*
moves the weight to what comes after it, a question takes most of it away.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tertulia.analyzers._grammar import grammar
from tertulia.analyzers._lexicon import Phrase, Phrases, lexicon
from tertulia.analyzers._marks import Bearing, Kind, Mark, Marks
from tertulia.analyzers._text import Folds

WORD, SIGN, NEGATOR, BOOSTER, TURNER, CONTRAST, CONCESSION, CAN, WISHES, PAUSE, END = Kind

WORDS_SHOWN = 8
BOOST_REACH = 2  # "muy, muy bien", "tan mal atendido"

POSITIVE_TURNED = -0.75  # "no es bueno" is less bad than "es malo"
NEGATIVE_TURNED = -0.5  # "no está mal" is hardly praise
NEGATIVE_NEVER = -0.8  # "nunca me han fallado" is
LITTLE_TURNED = -0.7  # "poco profesional"
OUTDONE = 1.2  # "no puede ser mejor"
ASKED_PRAISE, ASKED_COMPLAINT = 0.25, 0.8  # who asks for the best has praised nothing yet
EXCLAMATION, WISH = 1.1, 0.6
REMEDIED = 0.25  # what is left of a trouble that was put right
LONGEST_THANKS = 5  # tokens
ACKNOWLEDGED = 0.4  # "Perfecto, mañana voy"
BEFORE_CONTRAST, AFTER_CONTRAST, CONCEDED = 0.5, 1.3, 0.55

# Across our languages: "no puede ser mejor", "nunca vi nada tan bueno".
# fmt: off
_COMPARED = frozenset((
    "mas", "tan", "tanto", "mejor", "mejores", "peor", "peores", "igual", "mais", "melhor", "pior",
    "mes", "tant", "millor", "pitjor",
))
_ABSOLUTE = frozenset((
    "nunca", "jamas", "nada", "nadie", "ningun", "ninguna", "mai", "res", "ningu", "ninguem",
    "jamais",
))
# fmt: on


class Evidence(NamedTuple):
    """What was found in a text.

    Attributes:
        positive, negative: Sums of weights, neither below 0.
        words: As they stand in the text, the heaviest first.
        asks: Its last sentence is a question.
        denies: A negator stands in it.
        sentences: How many weighed something.
        tokens: Words, signs and stops.
    """

    positive: float = 0.0
    negative: float = 0.0
    words: tuple[str, ...] = ()
    asks: bool = False
    denies: bool = False
    sentences: int = 0
    tokens: int = 0


@dataclass(slots=True)
class _Hit:
    weight: float
    words: str
    bears: Bearing = Bearing.NONE


class Reader:
    """Reads texts of one language; threads may share it."""

    def __init__(self, lang: str) -> None:
        tables = _TABLES.get(lang)
        self._folds = Folds()
        self._marks = Marks(lexicon(*tables) if tables else lexicon(), grammar(lang))

    def read(self, tokens: list[str]) -> Evidence:
        """What speaks for and against in a text.

        Args:
            tokens: What `TOKEN` finds in its writer's own words.
        """
        folded = [*map(self._folds.__getitem__, tokens), ""]  # what follows the last is nothing
        sentence = _Sentence(tokens, folded)
        hits: list[_Hit] = []
        sentences = after = 0
        asks = denies = begun = False
        for place, mark in enumerate(map(self._marks.__getitem__, tokens)):
            if mark is None or place < after:
                continue
            if mark.idle:  # most are: a call of `_may_begin` would be a tenth of all
                phrases = mark.phrases
                if folded[place + 1] not in phrases and "" not in phrases:
                    continue
            if mark.kind is END:
                asks = "?" in mark.word
                if begun:
                    if sentence.hits:
                        hits += sentence.settle(mark.word)
                        sentences += 1
                    sentence, begun = _Sentence(tokens, folded), False
                continue
            denies = denies or mark.kind is NEGATOR
            after = sentence.take(place, mark)
            begun = True
        if sentence.hits:
            hits += sentence.settle("")
            sentences += 1
        if len(hits) == 1 and hits[0].bears is Bearing.ACK and _goes_on(tokens):
            hits[0].weight *= ACKNOWLEDGED
        return _sum(hits, sentences=sentences, asks=asks, denies=denies, tokens=len(tokens))


def _may_begin(second: str, phrases: Phrases) -> bool:
    """Whether the word that follows is a second word of any: most are not."""
    return second in phrases or "" in phrases


@cache
def reader(lang: str) -> Reader:
    """The one reader of a language."""
    return Reader(lang)


# Portuguese and Catalan share stems with Spanish: what their own table lacks is looked up there.
_TABLES = {"es": ("es",), "pt": ("pt", "es"), "ca": ("ca", "es"), "en": ("en",)}


class _Sentence:
    """One sentence on its way."""

    boost = 0.0
    boost_until = turned_until = little_until = negator_place = -1
    negator = ""
    can = wish = conceded = remedied = False
    contrast: int | None = None

    def __init__(self, tokens: list[str], folded: list[str]) -> None:
        """Begin with nothing taken in.

        Args:
            tokens: Of the whole text.
            folded: The same, folded, and one more that is empty.
        """
        self.tokens = tokens
        self.folded = folded
        self.hits: list[_Hit] = []

    def take(self, place: int, mark: Mark) -> int:
        """Take in a token; what comes back is the first place not yet taken in."""
        kind = mark.kind
        if mark.phrases and _may_begin(self.folded[place + 1], mark.phrases):
            phrase = self._phrase(place, mark.phrases)
            if phrase:
                after = place + 1 + len(phrase.rest)
                if phrase.weight:
                    negated = place <= self.turned_until and kind is not NEGATOR
                    self._weigh(place, after, mark, phrase.weight, negated)
                return after
        if kind is WORD:
            turned = place <= self.turned_until
            if mark.denied and (turned or place <= self.little_until):
                self.hits.append(_Hit(mark.denied, self.tokens[place]))
            elif mark.weight:
                self._weigh(place, place + 1, mark, mark.weight, turned)
            if mark.bears is Bearing.REMEDY and not turned:
                self.remedied = True
        elif kind is SIGN:
            self.hits.append(_Hit(mark.weight, self.tokens[place]))
        elif kind is BOOSTER:
            self.boost = mark.weight + (self.boost if place <= self.boost_until else 0.0)
            self.boost_until = place + BOOST_REACH
        elif kind is NEGATOR:
            self._negate(place, mark)
        elif kind is PAUSE:
            self.turned_until = self.little_until = -1
            self.conceded = False
        else:
            self._set(place, kind)
        return place + 1

    def _set(self, place: int, kind: Kind) -> None:
        if kind is TURNER:
            self.little_until = place + BOOST_REACH
        elif kind is CONTRAST:
            self.contrast = len(self.hits)
            self.turned_until = -1
        elif kind is CONCESSION:
            self.conceded = True
            self.turned_until = -1
        elif kind is CAN:
            self.can = True
        elif kind is WISHES:
            self.wish = True

    def _negate(self, place: int, mark: Mark) -> None:
        again = mark.word == self.negator == "no" and place <= self.turned_until
        if again and place > self.negator_place + 1:
            self.turned_until = -1  # "no es que no me guste"
        else:
            self.turned_until = max(self.turned_until, place + int(mark.weight))
            self.can = False if not self.negator else self.can
        self.negator, self.negator_place = mark.word, place

    def _phrase(self, place: int, phrases: Phrases) -> Phrase | None:
        start = place + 1
        for candidates in (phrases.get(self.folded[start]), phrases.get("")):
            for phrase in candidates or ():
                if phrase.fits(tuple(self.folded[start : start + len(phrase.rest)])):
                    return phrase
        return None

    def _weigh(self, place: int, after: int, mark: Mark, weight: float, turned: bool) -> None:
        if place <= self.boost_until:
            weight *= 1 + self.boost
        if turned:
            if self._outdone(place, mark.word):
                weight *= OUTDONE
            else:
                weight *= POSITIVE_TURNED if weight > 0 else self._complaint_turned()
        if place <= self.little_until:
            weight *= LITTLE_TURNED
            self.little_until = -1
        if self.conceded:
            weight *= CONCEDED
        self.boost = 0.0
        self.hits.append(_Hit(weight, " ".join(self.tokens[place:after]), mark.bears))

    def _complaint_turned(self) -> float:
        return NEGATIVE_NEVER if self.negator in _ABSOLUTE else NEGATIVE_TURNED

    def _outdone(self, place: int, word: str) -> bool:
        """Whether a negated word says that nothing is above it: "no puede ser mejor"."""
        if not self.can and self.negator not in _ABSOLUTE:
            return False
        return word in _COMPARED or (place > 0 and self.folded[place - 1] in _COMPARED)

    def settle(self, ending: str) -> list[_Hit]:
        """The sentence's hits, as its form weighs them."""
        hits = self.hits
        if "?" in ending:
            for hit in hits:
                hit.weight *= ASKED_PRAISE if hit.weight > 0 else ASKED_COMPLAINT
        if self.remedied:
            for hit in hits:
                if hit.bears is Bearing.TROUBLE and hit.weight < 0:
                    hit.weight *= REMEDIED
        factor = EXCLAMATION if "!" in ending else 1.0
        if self.wish:
            factor *= WISH
        if factor != 1.0:
            for hit in hits:
                hit.weight *= factor
        if self.contrast is not None and self.contrast < len(hits):
            for number, hit in enumerate(hits):
                hit.weight *= BEFORE_CONTRAST if number < self.contrast else AFTER_CONTRAST
        return hits


def _goes_on(tokens: list[str]) -> bool:
    """Whether an opening word is followed by a stop and more than thanks."""
    return len(tokens) > LONGEST_THANKS and tokens[1] in ",.;:!…"


def _sum(hits: list[_Hit], *, sentences: int, asks: bool, denies: bool, tokens: int) -> Evidence:
    if not hits:
        return Evidence(0.0, 0.0, (), asks, denies, sentences, tokens)
    positive = negative = 0.0
    for hit in hits:
        if hit.weight > 0:
            positive += hit.weight
        else:
            negative -= hit.weight
    if len(hits) > 1:
        hits.sort(key=lambda h: -abs(h.weight))
    return Evidence(
        positive=positive,
        negative=negative,
        words=tuple(dict.fromkeys([hit.words for hit in hits[:WORDS_SHOWN]])),
        asks=asks,
        denies=denies,
        sentences=sentences,
        tokens=tokens,
    )
