"""Corrections by hand win over the machine, and both are compared in the open.

A correction names one entry and one field: its `label` (the tone), its `lang` or the `role` of
who speaks. One that says the same as the machine is worth writing too: it is a check that
passed, and the agreement of machine and people is counted over all that were checked.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from tertulia.analysis.figures import FEWEST, share
from tertulia.core.findings import Agreement, Correction, Label, Tone
from tertulia.core.model import Entry, Role

FIELDS: Mapping[str, tuple[str, ...]] = {
    "label": tuple(label.value for label in Label),
    "lang": (),
    "role": tuple(role.value for role in Role),
}

# The polarity that goes with a label that a person gave where the machine's points elsewhere:
# the middle of each side.
_MIDDLE = {Label.POSITIVE: 0.5, Label.NEGATIVE: -0.5}


def with_fields(entries: Iterable[Entry], corrections: Sequence[Correction]) -> tuple[Entry, ...]:
    """The entries with the language and role that people gave them."""
    langs = _by_id(corrections, "lang")
    roles = _by_id(corrections, "role")
    return tuple(_corrected(e, _of(e, langs), _of(e, roles)) for e in entries)


def with_tones(
    tones: Mapping[str, Tone], entries: Iterable[Entry], corrections: Sequence[Correction]
) -> dict[str, Tone]:
    """The tones with the labels that people gave; sure, and resting on no words."""
    labels = _by_id(corrections, "label")
    found = dict(tones)
    for entry in entries:
        given = _of(entry, labels)
        if given is not None:
            found[entry.id] = _toned(tones.get(entry.id), Label(given.value), entry.lang)
    return found


def agreement(
    tones: Mapping[str, Tone], entries: Iterable[Entry], corrections: Sequence[Correction]
) -> Agreement:
    """How often the machine said what people say, over the entries that people checked.

    Args:
        tones: The machine's own, before any correction.
        entries: Of all pages.
        corrections: Of all pages.
    """
    labels = _by_id(corrections, "label")
    pairs = Counter(
        (tones[e.id].label, Label(given.value))
        for e in entries
        if e.id in tones and (given := _of(e, labels)) is not None
    )
    return _agreement(pairs)


def joined(pairs: Iterable[Iterable[tuple[Label, Label, int]]]) -> Agreement:
    """The agreement over several threads, from the `pairs` of each."""
    total: Counter[tuple[Label, Label]] = Counter()
    for of_thread in pairs:
        for machine, person, times in of_thread:
            total[machine, person] += times
    return _agreement(total)


def unused(entries: Iterable[Entry], corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Corrections of entries that are not there, for a person to look at; nothing drops them."""
    known = {id for e in entries for id in (e.id, *e.also)}
    return tuple(c for c in corrections if c.id not in known)


def _agreement(pairs: Counter[tuple[Label, Label]]) -> Agreement:
    checked = sum(pairs.values())
    same = sum(n for (machine, person), n in pairs.items() if machine is person)
    return Agreement(
        checked=checked,
        same=same,
        share=share(same, checked) if checked >= FEWEST else None,
        pairs=tuple(
            (machine, person, n)
            for (machine, person), n in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _by_id(corrections: Iterable[Correction], field: str) -> dict[str, Correction]:
    return {c.id: c for c in corrections if c.field == field}


def _of(entry: Entry, given: Mapping[str, Correction]) -> Correction | None:
    """The correction of an entry, under whichever of its ids it was written down."""
    return next((given[id] for id in (entry.id, *entry.also) if id in given), None)


def _corrected(entry: Entry, lang: Correction | None, role: Correction | None) -> Entry:
    if lang is not None:
        entry = replace(entry, lang=lang.value)
    if role is not None:
        entry = replace(entry, author=replace(entry.author, role=Role(role.value)))
    return entry


def _toned(tone: Tone | None, label: Label, lang: str) -> Tone:
    told = tone or Tone(polarity=0.0, subjectivity=0.0, label=label, confidence=1.0, lang=lang)
    fits: Callable[[float], bool] = {
        Label.POSITIVE: lambda p: p > 0,
        Label.NEGATIVE: lambda p: p < 0,
    }.get(label, lambda p: p == 0)
    polarity = told.polarity if fits(told.polarity) else _MIDDLE.get(label, 0.0)
    return replace(told, polarity=polarity, label=label, confidence=1.0, words=(), ironic=False)
