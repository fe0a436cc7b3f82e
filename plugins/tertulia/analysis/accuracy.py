"""How well tones agree with labels that people gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation

from tertulia.analysis.scoring import forced
from tertulia.core.findings import Label, Tone

LABELS = (Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Agreement over labelled texts; each figure from 0 to 1.

    Attributes:
        macro_f1: Mean of the three labels' F1, over the likeliest label of every text.
        severe: Share of texts where one says positive and the other negative.
        correlation: Of the mean polarity of ten texts drawn at random with the mean of people's
            labels (as -1, 0, 1); None where either never varies.
        counts: How often each (people's label, ours) occurs.
    """

    n: int
    macro_f1: float
    accuracy: float
    severe: float
    correlation: float | None
    f1: dict[Label, float]
    counts: dict[tuple[Label, Label], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What remains where answers below a confidence are left out.

    Attributes:
        coverage: Share of texts that are answered.
        accuracy: Of those; None where none is.
    """

    confidence: float
    coverage: float
    accuracy: float | None


def accuracy(gold: Sequence[Label], tones: Sequence[Tone]) -> Accuracy:
    """Agreement of the likeliest labels, however unsure, with people's."""
    pairs = [(label, forced(tone)) for label, tone in zip(gold, tones, strict=True)]
    counts = {(a, b): pairs.count((a, b)) for a in LABELS for b in LABELS}
    f1 = {label: _f1(counts, label) for label in LABELS}
    n = max(1, len(pairs))
    opposite = counts[Label.POSITIVE, Label.NEGATIVE] + counts[Label.NEGATIVE, Label.POSITIVE]
    return Accuracy(
        n=len(pairs),
        macro_f1=sum(f1.values()) / len(f1),
        accuracy=sum(counts[label, label] for label in LABELS) / n,
        severe=opposite / n,
        correlation=_correlation(gold, tones),
        f1=f1,
        counts=counts,
    )


def over_confidence(
    gold: Sequence[Label], tones: Sequence[Tone], steps: Sequence[float]
) -> tuple[Share, ...]:
    """Coverage and accuracy where only answers of at least that confidence are given."""
    return tuple(_share(gold, tones, step) for step in steps)


def _correlation(gold: Sequence[Label], tones: Sequence[Tone]) -> float | None:
    """Over many drawings of ten it is that of single texts: means of independent draws keep it."""
    signs = {Label.POSITIVE: 1.0, Label.NEGATIVE: -1.0}
    try:
        return correlation([signs.get(g, 0.0) for g in gold], [tone.polarity for tone in tones])
    except StatisticsError:  # fewer than two, or all alike
        return None


def _share(gold: Sequence[Label], tones: Sequence[Tone], confidence: float) -> Share:
    right = [
        label is forced(tone)
        for label, tone in zip(gold, tones, strict=True)
        if tone.confidence >= confidence and tone.label is not Label.UNCLEAR
    ]
    return Share(
        confidence=confidence,
        coverage=len(right) / max(1, len(gold)),
        accuracy=sum(right) / len(right) if right else None,
    )


def _f1(counts: dict[tuple[Label, Label], int], label: Label) -> float:
    hit = counts[label, label]
    ours = sum(counts[other, label] for other in LABELS)
    theirs = sum(counts[label, other] for other in LABELS)
    return 2 * hit / (ours + theirs) if ours + theirs else 0.0
