"""VADER (Hutto & Gilbert 2014) for English; its package brings its own lexicon."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tertulia.analyzers._courtesy import is_courtesy
from tertulia.analyzers._irony import CONFIDENCE_LEFT, is_ironic
from tertulia.analyzers._text import own_words
from tertulia.analyzers._verdict import NOTHING, UNTOLD, Reading, shares, tone
from tertulia.analyzers._version import digest, version
from tertulia.core.findings import Tone

FILES = (
    "vader.py",
    "_courtesy.py",
    "_irony.py",
    "_tables.py",
    "_text.py",
    "_verdict.py",
    "_data/courtesy.tsv",
)
LONGEST = 5_000  # characters: VADER's time grows with the square of the words
QUESTION = 0.6


class Vader:
    """VADER behind our contract; made for English, whatever language it is told."""

    name = "vader"

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
    own = own[:LONGEST]
    scored = _vader().polarity_scores(own)
    compound = scored["compound"] * (QUESTION if own.rstrip().endswith("?") else 1.0)
    mixed = scored["pos"] > 0 and scored["neg"] > 0
    return Reading(
        shares=shares(compound) if scored["neu"] < 1.0 else UNTOLD,
        words=_words(own),
        ironic=is_ironic(own, mixed=mixed, rolled_eyes="🙄" in own and scored["pos"] > 0),
        courtesy=not scored["neg"] and is_courtesy(own),
    )


def _words(own: str) -> tuple[str, ...]:
    known = _vader().lexicon
    found = [w for w in (t.strip(".,;:!?()\"'") for t in own.split()) if w.lower() in known]
    return tuple(dict.fromkeys(found))[:8]


@cache
def _vader() -> Any:  # noqa: ANN401  the package has no types
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
