"""What people speak of in a thread, and whether they speak well of it.

The tone of a comment is one figure; "la atención de diez, pero el envío fatal" has two. So a
comment is cut into passages at its sentences and at *pero*, and each passage with an aspect in
it may have a tone of its own (`parts`); where it has none, the comment's tone stands for it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations

from tertulia.analysis import questions, vocabulary
from tertulia.analysis.voices import any_in, fold, voice
from tertulia.analysis.wording import ENGLISH, Wording
from tertulia.core.findings import Aspect, Label, Tone
from tertulia.core.model import Placed

_TURNS = (
    "pero", "aunque", "sin embargo", "en cambio", "mientras que", "but", "although", "however",
)  # fmt: skip
_BEFORE_TURN = rf",?\s+(?=(?:{'|'.join(_TURNS)})\b)"
_TURN = re.compile(_BEFORE_TURN, re.IGNORECASE)
_ENDED = re.compile(r" (?<=[.!?;…] )")
_CUT = re.compile(rf"(?<=[.!?;…])\s+|\n+|{_BEFORE_TURN}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
MOST = 8  # aspects shown
FEWEST_VOICES = 2
CONTESTED_VOICES = 3
LONGEST = 20_000  # characters read of one comment
MOST_SCORED = 24  # passages of one comment; the tone of a longer one's rest is the comment's


@lru_cache(maxsize=10_000)  # a text is cut before it is scored, and again when it is weighed
def passages(text: str) -> tuple[str, ...]:
    """The parts of a text that may have a tone of their own."""
    lines = [" ".join(line.split()) for line in text[:LONGEST].splitlines()]
    if len(lines) == 1:  # the same, in steps that cost half of it
        parts = _ENDED.split(lines[0])
        low = lines[0].casefold()
        if any_in(_TURNS, low):
            parts = [piece for part in parts for piece in _TURN.split(part)]
    else:
        parts = _CUT.split("\n".join(lines))
    return tuple(part for part in parts if part)


def to_score(text: str) -> tuple[str, ...]:
    """The passages worth scoring apart: an aspect in them, and more than one in their text."""
    parts = passages(text)
    if len(parts) < 2:
        return ()
    return tuple(dict.fromkeys(part for part in parts if _spoken_of(part)))[:MOST_SCORED]


def forget() -> None:
    """Let go of the texts that were read."""
    for known in (passages, _spoken_of):
        known.cache_clear()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """The comments with an opinion on one aspect.

    Attributes:
        sides: Ids by what they say of it, in the order of the comments.
        voices: How many people they are.
    """

    name: str
    sides: Mapping[Label, tuple[str, ...]]
    voices: int

    @property
    def total(self) -> int:
        """How many comments have an opinion on it."""
        return sum(len(ids) for ids in self.sides.values())


def mentions(
    people: Sequence[Placed], tones: Mapping[str, Tone], parts: Mapping[str, Tone]
) -> tuple[Mentions, ...]:
    """The aspects that two people or more have an opinion on, the most spoken of first.

    Args:
        people: Comments of the public.
        tones: By entry id.
        parts: Tones of single passages by their text, see `to_score`.
    """
    sides: dict[str, dict[Label, list[str]]] = {}
    who: dict[str, set[str]] = {}
    for p in people:
        tone = tones.get(p.entry.id)
        if tone is None:
            continue
        for name, label in _opinions(p.entry.text, tone, parts).items():
            sides.setdefault(name, {}).setdefault(label, []).append(p.entry.id)
            who.setdefault(name, set()).add(voice(p.entry))
    found = [
        Mentions(
            name=name,
            sides={label: tuple(ids) for label, ids in sides[name].items()},
            voices=len(who[name]),
        )
        for name in sides
        if len(who[name]) >= FEWEST_VOICES
    ]
    found.sort(key=lambda m: (-m.total, -m.voices, m.name))
    return tuple(found[:MOST])


def aspect(mentions: Mentions, words: NullTranslations = ENGLISH) -> Aspect:
    """The figures of one aspect, under its name in a language."""
    good, bad, plain = (
        len(mentions.sides.get(label, ()))
        for label in (Label.POSITIVE, Label.NEGATIVE, Label.NEUTRAL)
    )
    return Aspect(
        name=Wording(words).forms(vocabulary.NAMES[mentions.name])[0],
        positive=good,
        negative=bad,
        neutral=plain,
        voices=mentions.voices,
        contested=bool(good and bad) and mentions.voices >= CONTESTED_VOICES,
    )


def _opinions(text: str, tone: Tone, parts: Mapping[str, Tone]) -> dict[str, Label]:
    """What one comment says of each aspect; once a comment, however often it says so."""
    sums: dict[str, list[float]] = {}
    if questions.quotes(text) and not _named(questions.fold_lines(text)):
        return {}
    cut = passages(text)
    for part in cut:
        names = _spoken_of(part)
        if not names:
            continue
        here = parts.get(part, tone) if len(cut) > 1 else tone
        if not here.label.opinion:
            continue
        value = 0.0 if here.label is Label.NEUTRAL else here.polarity
        for name in names:
            sums.setdefault(name, []).append(value)
    return {name: _side(values) for name, values in sums.items()}


def _side(values: Sequence[float]) -> Label:
    total = sum(values)
    if total > 0:
        return Label.POSITIVE
    return Label.NEGATIVE if total < 0 else Label.NEUTRAL


@lru_cache(maxsize=20_000)  # a passage is read before it is scored, and again when it is weighed
def _spoken_of(part: str) -> frozenset[str]:
    return _named(fold(part))


def _named(folded: str) -> frozenset[str]:
    return frozenset(filter(None, map(vocabulary.aspect, _WORD.findall(folded))))
