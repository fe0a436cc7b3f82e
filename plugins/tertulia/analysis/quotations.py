"""Words that stand for more: for each side one that is typical, and one that goes against it.

Quotations are verbatim: whole sentences of one comment, cut only at their ends, with "…".
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tertulia.analysis.voices import fold, folded_name, voice
from tertulia.core.findings import Label, Quotation, Tone
from tertulia.core.model import Placed

LONGEST = 240  # characters of a quotation
SHORTEST = 25  # below this a comment says too little to stand for others
ENOUGH = 500  # comments of a side that are looked at, evenly spread over a longer one
SURE = 0.5  # confidence that a quotation should rest on
_CUT = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-zñáéíóú]|[¿¡\"«“(\d])")
_WORD = re.compile(r"[^\W\d_]{4,}")


def quotations(people: Sequence[Placed], tones: Mapping[str, Tone]) -> tuple[Quotation, ...]:
    """Up to four: of the larger side first, each side's typical one, then its dissent.

    The smaller side's typical words are the dissent of the whole thread and marked so; besides
    them, for each side, an answer of the other tone to somebody of that side.
    """
    sides = {label: _of(people, tones, label) for label in (Label.POSITIVE, Label.NEGATIVE)}
    larger, smaller = sorted(sides, key=lambda side: -len(sides[side]))
    taken: dict[str, Quotation] = {}
    for side, dissent in ((larger, False), (smaller, len(sides[larger]) > len(sides[smaller]))):
        best = _typical(sides[side], tones, taken)
        if best is not None:
            taken[best.entry.id] = _quotation(best, tones, dissent=dissent)
    for side, other in ((larger, smaller), (smaller, larger)):
        against = [p for p in sides[other] if _answers(p, tones, side)]
        best = _typical(against, tones, taken)
        if best is not None and len(sides[side]) > 1:
            taken[best.entry.id] = _quotation(best, tones, dissent=True)
    return tuple(taken.values())


def asked(people: Sequence[Placed], tones: Mapping[str, Tone]) -> tuple[Quotation, ...]:
    """What these people ask, in their words."""
    return tuple(
        Quotation(
            id=p.entry.id,
            author=p.entry.author.name,
            text=excerpt(p.entry.text, _asking(p.entry.text)),
            label=tones[p.entry.id].label if p.entry.id in tones else Label.UNCLEAR,
        )
        for p in people
    )


def excerpt(text: str, words: Sequence[str] = (), longest: int = LONGEST) -> str:
    """Whole sentences of a text, round the one with the words that its tone rests on.

    Args:
        words: The heaviest first.
        longest: In characters, the marks of omission included.
    """
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    parts = [" ".join(p.split()) for line in text.splitlines() for p in _CUT.split(line)]
    parts = [part for part in parts if part]
    weights = {fold(word): 1 / rank for rank, word in enumerate(words, 1)}
    scores = [sum(w for word, w in weights.items() if word in fold(part)) for part in parts]
    start = scores.index(max(scores))
    end, room = start + 1, longest - 4
    while end < len(parts) and len(" ".join(parts[start : end + 1])) <= room:
        end += 1
    while start > 0 and len(" ".join(parts[start - 1 : end])) <= room:
        start -= 1
    cut = " ".join(parts[start:end])
    before = "… " if start else ""
    if len(cut) <= room:
        return f"{before}{cut}{' …' if end < len(parts) else ''}"
    short = cut[:room].rpartition(" ")[0] or cut[:room]
    return f"{before}{short} …"


def forget() -> None:
    """Let go of the texts that were read."""
    _words.cache_clear()


def _asking(text: str) -> list[str]:
    """The last question in a text, for an excerpt to stand round it."""
    found = [part for line in text.splitlines() for part in _CUT.split(line) if "?" in part]
    return [" ".join(found[-1].split())] if found else []


def _of(people: Sequence[Placed], tones: Mapping[str, Tone], label: Label) -> list[Placed]:
    return [p for p in people if p.entry.id in tones and tones[p.entry.id].label is label]


def _typical(
    side: Sequence[Placed], tones: Mapping[str, Tone], taken: Mapping[str, Quotation]
) -> Placed | None:
    """Whoever says what most of the side say: shares its words, is sure, is short enough."""
    side = side[:: max(1, len(side) // ENOUGH)]
    free = [p for p in side if p.entry.id not in taken]
    if not free:
        return None
    quoted = {folded_name(quotation.author) for quotation in taken.values()}
    common: Counter[str] = Counter()
    words = {p.entry.id: _words(p.entry.text[:2000]) for p in side}
    for found in words.values():
        common.update(found)

    def worth(p: Placed) -> tuple[float, int]:
        tone, own = tones[p.entry.id], words[p.entry.id]
        shared = (
            (sum(map(common.__getitem__, own)) - len(own)) / (len(own) + 5) / max(1, len(side) - 1)
        )
        length = len(p.entry.text)
        fits = 1.0 if SHORTEST <= length <= LONGEST else 0.8 if length > LONGEST else 0.2
        sure = (
            tone.confidence
            * (0.4 if tone.ironic else 1.0)
            * (1 if tone.confidence >= SURE else 0.7)
        )
        new = 0.6 if voice(p.entry) in quoted else 1.0  # rather somebody else's words
        return fits * sure * new * (0.5 + shared) * (0.5 + abs(tone.polarity)), -p.number

    return max(free, key=worth)


@lru_cache(maxsize=2_000)  # a comment stands for its side, and against the other one
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text)))


def _answers(p: Placed, tones: Mapping[str, Tone], side: Label) -> bool:
    up = tones.get(p.parent.id) if p.parent is not None else None
    return up is not None and up.label is side


def _quotation(p: Placed, tones: Mapping[str, Tone], *, dissent: bool) -> Quotation:
    tone = tones[p.entry.id]
    return Quotation(
        id=p.entry.id,
        author=p.entry.author.name,
        text=excerpt(p.entry.text, tone.words),
        label=tone.label,
        dissent=dissent,
    )
