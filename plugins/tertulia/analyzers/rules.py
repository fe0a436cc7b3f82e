"""Rules over our own lexicon: Spanish first, Portuguese and Catalan too; English by VADER.

No model and nothing trained on foreign text. How it works and how far it can be trusted:
docs/sentiment.md.
"""

import math
import re
from collections.abc import Sequence
from itertools import groupby, islice
from operator import itemgetter

from tertulia.analyzers import vader
from tertulia.analyzers._clauses import Evidence, reader
from tertulia.analyzers._courtesy import is_courtesy
from tertulia.analyzers._irony import CONFIDENCE_LEFT, PRAISE_LEFT, ROLLED_EYES, is_ironic
from tertulia.analyzers._text import own_words, spoken, without_numbers
from tertulia.analyzers._turns import turns
from tertulia.analyzers._verdict import (
    ASKED,
    DENIED,
    NOTHING,
    UNTOLD,
    Reading,
    Shares,
    raised,
    shares,
    tone,
)  # fmt: skip
from tertulia.analyzers._version import version
from tertulia.core.findings import Tone

FILES = (
    "rules.py", "_clauses.py", "_courtesy.py", "_grammar.py", "_irony.py", "_lexicon.py",
    "_marks.py", "_tables.py", "_text.py", "_turns.py", "_verdict.py", "_data/courtesy.tsv",
    "_data/emoji.tsv", "_data/grammar_ca.tsv", "_data/grammar_es.tsv", "_data/grammar_pt.tsv",
    "_data/lexicon_ca.tsv", "_data/lexicon_es.tsv", "_data/lexicon_pt.tsv", "_data/turns_es.tsv",
)  # fmt: skip

SERVED = ("es", "pt", "ca", "en")

_LATIN = re.compile("[a-zA-ZñÑáéíóúÁÉÍÓÚ]")
_OF_A_NETWORK = re.compile(r"(?<!\w)[@#]\w|\bhttps?\b")
# What the lexicon's log odds weigh, and what turns do, which are taught what it lacks. In a few
# words a loaded one is nearly all there is; turns are those of comments, not of networks' messages.
LEXICON_WEIGHS, IN_A_FEW_WORDS, IN_A_NETWORK = 0.7, 1.8, 1.2
TURNS_IN_A_NETWORK = 0.4
A_FEW_WORDS = 8  # tokens
TOGETHER = 100  # texts: what a step needs stays in the processor's cache, which spares a tenth
FEWEST_TOKENS = 3  # fewer with a loaded word among them say no more than that word
ENOUGH = 8.0  # three or four strong words
_HALF = 6.0  # the square of the weight at which the balance is at 0.7


class Rules:
    """The default analyzer."""

    name = "rules"
    quick = frozenset(SERVED) - {"en"}

    def __init__(self) -> None:
        self.version = f"{version(*FILES)}-{vader.version_of()}"

    def score(self, texts: Sequence[str], langs: Sequence[str]) -> list[Tone]:
        """Score each text by its language."""
        tones: list[Tone] = []
        for lang, same in groupby(zip(langs, texts, strict=True), key=itemgetter(0)):
            while some := [text for _, text in islice(same, TOGETHER)]:
                readings = read_all(some, lang)
                tones += [tone(reading, lang, doubt=CONFIDENCE_LEFT) for reading in readings]
        return tones


def analyzer() -> Rules:
    """A new analyzer."""
    return Rules()


def read(text: str, lang: str) -> Reading:
    """Read one text."""
    (reading,) = read_all([text], lang)
    return reading


def read_all(texts: Sequence[str], lang: str) -> list[Reading]:
    """Read texts of one language, all of them at each step before the next."""
    owns = [own_words(text) for text in texts]
    base = lang.partition("-")[0].lower()
    if base == "en":
        return [vader.read(own) for own in owns]
    tokens = [spoken(own) for own in owns]
    words = [without_numbers(said) for said in tokens]
    found = [reader(base).read(said) for said in words]
    readings = [
        _lexical(own, said, base, its) for own, said, its in zip(owns, words, found, strict=True)
    ]
    odds = [
        None if _is_told(reading, its) else turns(base).odds(said)
        for reading, its, said in zip(readings, found, tokens, strict=True)
    ]
    return [
        reading if more is None else _guessed(reading, more, _weighs(text, its), said, base)
        for reading, more, text, its, said in zip(readings, odds, texts, found, tokens, strict=True)
    ]


def _is_told(reading: Reading, found: Evidence) -> bool:
    """Whether turns have nothing to add."""
    # A word or two with a loaded one among them say no more than that one.
    few = found.tokens < FEWEST_TOKENS and bool(found.words)
    return reading.empty or reading.foreign or few


def _guessed(
    reading: Reading, odds: Shares, weighs: tuple[float, float], tokens: Sequence[str], lang: str
) -> Reading:
    """What loaded words say and what turns say, weighed."""
    guessed = raised(reading.shares, weighs[0], odds, weighs[1])
    return Reading(
        shares=guessed,
        words=reading.words or _telling(tokens, lang, guessed),
        ironic=reading.ironic,
        courtesy=reading.courtesy,
    )


def by_lexicon(text: str, lang: str) -> tuple[Reading, float, float]:
    """What loaded words say, or that there are none; what that weighs, and what turns do.

    Args:
        text: As it was written.
        lang: Without a region.
    """
    own = own_words(text)
    words = without_numbers(spoken(own))
    found = reader(lang).read(words)
    return _lexical(own, words, lang, found), *_weighs(text, found)


def _weighs(text: str, found: Evidence) -> tuple[float, float]:
    network = _is_of_a_network(text)
    turns_weigh = TURNS_IN_A_NETWORK if network else 1.0
    if found.words and found.tokens <= A_FEW_WORDS:
        return IN_A_FEW_WORDS, turns_weigh
    return IN_A_NETWORK if network else LEXICON_WEIGHS, turns_weigh


def _is_of_a_network(text: str) -> bool:
    if "@" in text or "#" in text or "http" in text:  # most texts have none of these
        return _OF_A_NETWORK.search(text) is not None
    return False


def _lexical(own: str, words: Sequence[str], lang: str, found: Evidence) -> Reading:
    if not found.words:
        if not any(c.isalpha() for c in own):
            return Reading(shares=NOTHING, empty=True)
        foreign = lang not in SERVED or not _LATIN.search(own)
        courtesy = not foreign and is_courtesy(own, words)
        return Reading(shares=_untold(found), foreign=foreign, courtesy=courtesy)
    ironic = is_ironic(
        own,
        praise=found.positive > 0,
        blame=found.negative > 0,
        rolled_eyes=ROLLED_EYES in found.words,
    )
    return Reading(
        shares=shares(balance(_without_praise(found) if ironic else found)),
        words=found.words,
        ironic=ironic,
        courtesy=not found.negative and is_courtesy(own, words),
    )


def _telling(tokens: Sequence[str], lang: str, guessed: Shares) -> tuple[str, ...]:
    """What an opinion rests on where no loaded word stands in the text."""
    negative, neutral, positive = guessed
    if neutral >= max(negative, positive):
        return ()
    return turns(lang).telling(tokens, 2 if positive > negative else 0)


def _untold(found: Evidence) -> Shares:
    if found.asks:
        return ASKED
    return DENIED if found.denies else UNTOLD


def balance(found: Evidence) -> float:
    """For and against on a scale from -1 to 1, which no number of words leaves."""
    weight = found.positive - found.negative
    whole = found.positive + found.negative
    if whole > ENOUGH:  # a long text is judged by its proportions
        weight *= ENOUGH / whole
    return weight / math.sqrt(weight * weight + _HALF)


def _without_praise(found: Evidence) -> Evidence:
    return found._replace(positive=found.positive * PRAISE_LEFT)
