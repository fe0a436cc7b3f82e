"""Service measures of one thread: who answered, how fast, how it ended; pure.

A message is *open to an answer* when it asks or complains, or begins a conversation; bare
courtesy does not. Praise for a brand is open only where it got an answer, while a blog's
author may answer any reader. It is *answered* when an own entry stands below it, names its
writer, or in a thread without any nesting comes right after it (`answers.find`).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from statistics import median

from tertulia.analysis import answers, endings
from tertulia.analysis.answers import Answers
from tertulia.analysis.conversation import conversation
from tertulia.analysis.figures import FEWEST
from tertulia.analysis.voices import in_time, public, voice
from tertulia.core.findings import Customer, Ending, Label, Service, Tone
from tertulia.core.model import Placed, Role, Thread
from tertulia.core.threads import lapse

LIMITS_S = (3600, 14_400, 86_400)  # one hour, four hours, one day

# Where it ends in different ways for different people, the one that most of them met; the worse
# of two that are equally many.
_WORST_FIRST = (Ending.ABANDONED, Ending.OPEN, Ending.PRIVATE, Ending.RESOLVED)


def measure(thread: Thread, tones: Mapping[str, Tone], found: Answers | None = None) -> Service:
    """Measure the service in a thread; a repeatable function of its arguments.

    Args:
        found: Who answered whom in its conversation, where that is known already.
    """
    thread = conversation(thread)
    found = found or answers.find(thread)
    people = _served(public(thread))
    brand = serves(thread)
    asked = [p for p in people if _open(p, tones, found, brand=brand)]
    answered = [p for p in asked if p.entry.id in found.own]
    waits = _waits(answered, found)
    ordered = in_time(thread.comments)
    ways = Counter(endings.endings(in_time(people), tones, found, brand=brand))
    pair = _first_pair(ordered)
    return Service(
        first_answer=lapse(*(p.entry for p in pair)) if pair else None,
        median_answer=_median(waits.values()),
        asked=len(asked),
        answered=len(answered),
        within_s={limit: _within(waits, limit) for limit in LIMITS_S},
        waits=waits,
        last_word=ordered[-1].entry.author.role if ordered else None,
        ending=_overall(ways),
        customers=_customers(people, tones),
        open=tuple(p.entry.id for p in in_time(asked)),
        first_pair=tuple(p.entry.id for p in pair),
        endings={way: ways[way] for way in Ending if ways[way]},
    )


def serves(thread: Thread) -> bool:
    """Whether a brand serves customers here; otherwise an author talks with readers."""
    return any(p.entry.author.role in (Role.BRAND, Role.CUSTOMER) for p in thread.comments)


def _served(people: Sequence[Placed]) -> tuple[Placed, ...]:
    """The customers, where some are known; otherwise everybody."""
    known = tuple(p for p in people if p.entry.author.role is Role.CUSTOMER)
    return known or tuple(people)


def _open(p: Placed, tones: Mapping[str, Tone], found: Answers, *, brand: bool) -> bool:
    if endings.wanting(p, tones):
        return True
    tone = tones.get(p.entry.id)
    if p.depth or (tone is not None and tone.label is Label.COURTESY):
        return False
    praise = tone is not None and tone.label is Label.POSITIVE
    return not (brand and praise) or p.entry.id in found.own


def _waits(answered: Sequence[Placed], found: Answers) -> dict[str, timedelta]:
    waits = {}
    for p in answered:
        wait = lapse(p.entry, found.own[p.entry.id])
        if wait is not None:
            waits[p.entry.id] = wait
    return waits


def _within(waits: Mapping[str, timedelta], limit_s: int) -> int:
    return sum(wait.total_seconds() <= limit_s for wait in waits.values())


def _median(waits: Collection[timedelta]) -> timedelta | None:
    if len(waits) < FEWEST:
        return None
    return timedelta(seconds=median(wait.total_seconds() for wait in waits))


def _first_pair(ordered: Sequence[Placed]) -> tuple[Placed, ...]:
    """The first message of the public and the first own one after it."""
    asked = next((n for n, p in enumerate(ordered) if not p.entry.author.role.own), None)
    if asked is None:
        return ()
    answer = next((p for p in ordered[asked:] if p.entry.author.role.own), None)
    return (ordered[asked], answer) if answer is not None else ()


def _overall(ways: Counter[Ending]) -> Ending:
    most = max((ways[w] for w in _WORST_FIRST), default=0)
    return next((w for w in _WORST_FIRST if most and ways[w] == most), Ending.NONE)


def _customers(people: Sequence[Placed], tones: Mapping[str, Tone]) -> tuple[Customer, ...]:
    """Everybody with a name, by their first message."""
    messages: dict[str, list[Placed]] = {}
    for p in in_time(people):
        if voice(p.entry):
            messages.setdefault(voice(p.entry), []).append(p)
    return tuple(
        Customer(
            name=said[0].entry.author.name or said[0].entry.author.url,
            messages=len(said),
            first=_tone(said[0], tones),
            last=_tone(said[-1], tones) if len(said) > 1 else None,
        )
        for said in messages.values()
    )


def _tone(p: Placed, tones: Mapping[str, Tone]) -> float | None:
    tone = tones.get(p.entry.id)
    return tone.polarity if tone is not None and tone.label.opinion else None
