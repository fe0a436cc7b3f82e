"""VADER (Hutto & Gilbert 2014) for English, and a table of our own of phrases that it misses."""

import math
import warnings
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tertulia.analyzers._clauses import WORDS_SHOWN, reader
from tertulia.analyzers._courtesy import is_courtesy
from tertulia.analyzers._irony import CONFIDENCE_LEFT, ROLLED_EYES, is_ironic
from tertulia.analyzers._text import TOKEN, own_words
from tertulia.analyzers._verdict import NOTHING, UNTOLD, Reading, shares, tone
from tertulia.analyzers._version import digest, version
from tertulia.core.findings import Tone

FILES = (
    "vader.py", "_clauses.py", "_courtesy.py", "_grammar.py", "_irony.py", "_lexicon.py",
    "_marks.py", "_tables.py", "_text.py", "_verdict.py", "_data/courtesy.tsv", "_data/emoji.tsv",
    "_data/grammar_en.tsv", "_data/lexicon_en.tsv",
)  # fmt: skip
LONGEST = 5_000  # characters: VADER's time grows with the square of the words
MOST_EMOJI = 100  # it puts several words in the place of each, and so they take seconds
QUESTION = 0.6
# "Customer care", "support never replied": VADER takes each for praise.
OF_THE_TRADE = ("support", "supports", "care", "credit", "please")
_ALPHA = 15.0  # VADER's own: where the sum of weights is the root of it, the balance is 0.7


class Vader:
    """VADER behind our contract; made for English, whatever language it is told."""

    name = "vader"
    quick: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.version = version_of()

    def score(self, texts: Sequence[str], langs: Sequence[str]) -> list[Tone]:
        """Score each text as English."""
        return [
            tone(read(own_words(text)), lang, doubt=CONFIDENCE_LEFT)
            for text, lang in zip(texts, langs, strict=True)
        ]


def analyzer() -> Vader:
    """A new analyzer."""
    return Vader()


@cache
def version_of() -> str:
    """The digest of our files and of VADER's."""
    spec = find_spec("vaderSentiment")  # importlib.metadata takes ten times as long
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent
    return f"{version(*FILES)}-vader.{digest(folder, 'vaderSentiment.py', 'vader_lexicon.txt')}"


def read(own: str) -> Reading:
    """Read one English text (its writer's own words)."""
    if not any(c.isalpha() for c in own) and own.isascii():
        return Reading(shares=NOTHING, empty=True)
    own = _bounded(own)
    scored = _vader().polarity_scores(own)
    tokens = TOKEN.findall(own)
    ours = reader("en").read(tokens)
    compound = _joined(scored["compound"], ours.positive - ours.negative)
    if own.rstrip().endswith("?"):
        compound *= QUESTION
    for_it, against = scored["pos"] > 0 or ours.positive > 0, scored["neg"] > 0 or ours.negative > 0
    return Reading(
        shares=shares(compound) if ours.words or scored["neu"] < 1.0 else UNTOLD,
        words=tuple(dict.fromkeys(ours.words + _words(own)))[:WORDS_SHOWN],
        ironic=is_ironic(own, praise=for_it, blame=against, rolled_eyes=ROLLED_EYES in own),
        courtesy=not against and is_courtesy(own, tokens),
    )


def _bounded(own: str) -> str:
    """As much of a text as VADER reads in no time."""
    own = own[:LONGEST]
    if own.isascii() or len(own) <= MOST_EMOJI:
        return own
    emoji = [at for at, sign in enumerate(own) if sign in _vader().emojis]
    return own[: emoji[MOST_EMOJI]] if len(emoji) > MOST_EMOJI else own


def _joined(compound: float, weight: float) -> float:
    """VADER's balance with more weight on its scales."""
    if not weight:
        return compound
    whole = weight + compound * math.sqrt(_ALPHA / max(1e-6, 1 - compound * compound))
    return whole / math.sqrt(whole * whole + _ALPHA)


def _words(own: str) -> tuple[str, ...]:
    known = _vader().lexicon
    found = [w for w in (t.strip(".,;:!?()\"'") for t in own.split()) if w.lower() in known]
    return tuple(dict.fromkeys(found))


@cache
def _vader() -> Any:  # noqa: ANN401  the package has no types
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    with warnings.catch_warnings():  # it opens its words in a way that Python 3.14 deprecates
        warnings.simplefilter("ignore", DeprecationWarning)
        made = SentimentIntensityAnalyzer()
    for word in OF_THE_TRADE:
        made.lexicon.pop(word, None)
    return made
