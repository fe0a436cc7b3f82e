"""From what was found to a tone: shares of three labels, and how sure that is."""

import math
from typing import NamedTuple

from tertulia.core.findings import Label, Tone

SURE = 0.5  # below it the answer is "not clear"; docs/sentiment.md has what that costs and brings

NOTHING = (0.0, 1.0, 0.0)
# Words, but none that weighs anything: mostly neutral. In our seeds 9 of 10 such questions are, and
# 6 of 10 texts with a "no", "ni", "nadie".
UNTOLD = (0.17, 0.68, 0.15)
ASKED = (0.08, 0.84, 0.08)
DENIED = (0.28, 0.58, 0.14)

_STEEP = 4.0  # slope of a side's odds over the balance: one strong word is right nine times in ten
# Praise is easily said, complaint is not: neutral texts hold more kind words than harsh ones.
_PRAISE_FROM, _COMPLAINT_FROM = 0.36, 0.12


Shares = tuple[float, float, float]  # negative, neutral, positive


class Reading(NamedTuple):
    """What an analyzer makes of one text.

    Attributes:
        shares: How likely it is negative, neutral, positive; together 1.
        words: What that rests on.
        empty: There is nothing in it that could be read.
        foreign: It is in a language that the analyzer does not know.
    """

    shares: Shares
    words: tuple[str, ...] = ()
    ironic: bool = False
    courtesy: bool = False
    empty: bool = False
    foreign: bool = False


def shares(balance: float) -> Shares:
    """How likely each label is, given the balance of for and against (-1 to 1)."""
    against = math.exp(-_STEEP * (balance + _COMPLAINT_FROM))
    in_favour = math.exp(_STEEP * (balance - _PRAISE_FROM))
    whole = against + 1.0 + in_favour
    return against / whole, 1.0 / whole, in_favour / whole


def raised(shares: Shares, weigh: float, odds: Shares, odds_weigh: float) -> Shares:
    """Shares whose log odds are weighed, and to which others are added, weighed as well."""
    negative, neutral, positive = [
        share**weigh * math.exp(odds_weigh * more) for share, more in zip(shares, odds, strict=True)
    ]
    whole = negative + neutral + positive
    return negative / whole, neutral / whole, positive / whole


def tone(reading: Reading, lang: str, *, doubt: float = 1.0) -> Tone:
    """The tone of a reading.

    Polarity is the positive share less the negative one, subjectivity is both together: from the
    two of them the three shares, and so the likeliest label, can be told again.

    Args:
        reading: What the analyzer found.
        lang: The language it was read in.
        doubt: What irony leaves of the confidence, where there is any.
    """
    negative, neutral, positive = reading.shares
    confidence = 0.0 if reading.empty or reading.foreign else max(reading.shares)
    if reading.ironic:
        confidence *= doubt
    if reading.courtesy:
        label = Label.COURTESY
    elif confidence < SURE:
        label = Label.UNCLEAR
    elif neutral >= max(negative, positive):
        label = Label.NEUTRAL
    else:
        label = Label.POSITIVE if positive > negative else Label.NEGATIVE
    return Tone(
        polarity=round(positive - negative, 4),
        subjectivity=round(positive + negative, 4),
        label=label,
        confidence=round(confidence, 4),
        lang=lang,
        words=reading.words,
        ironic=reading.ironic,
    )
