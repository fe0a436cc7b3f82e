"""How well tones agree with labels that people gave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import StatisticsError, correlation

from tertulia.analysis.scoring import forced
from tertulia.core.findings import Label, Tone

LABELS = (Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE)
THREADS, THREAD_LENGTH = 2_000, 10  # made up of labelled texts, each of a mood of its own

_SIGNS = {Label.POSITIVE: 1.0, Label.NEUTRAL: 0.0, Label.NEGATIVE: -1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Agreement over labelled texts; each figure from 0 to 1.

    Attributes:
        macro_f1: Mean of the three labels' F1, over the likeliest label of every text.
        severe: Share of texts where one says positive and the other negative.
        correlation: Of the mean polarity of ten texts drawn at random with the mean of people's
            labels (as -1, 0, 1); None where either never varies.
        thread_correlation: The same over threads of ten whose moods differ as those of real
            threads do: how many are of each label is drawn first, every mix as likely.
        counts: How often each (people's label, ours) occurs.
    """

    n: int
    macro_f1: float
    accuracy: float
    severe: float
    correlation: float | None
    thread_correlation: float | None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Texts answered about equally surely: a fair confidence is right as often as it says.

    Attributes:
        low: Where the band begins; it ends where the next one does.
        confidence, accuracy: Means; their difference is what the confidence is off by.
    """

    low: float
    n: int
    confidence: float
    accuracy: float


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
        correlation=_correlation(
            [_SIGNS[label] for label in gold], [tone.polarity for tone in tones]
        ),
        thread_correlation=_correlation(*_threads(gold, tones)),
        f1=f1,
        counts=counts,
    )


def over_confidence(
    gold: Sequence[Label], tones: Sequence[Tone], steps: Sequence[float]
) -> tuple[Share, ...]:
    """Coverage and accuracy where only answers of at least that confidence are given."""
    return tuple(_share(gold, tones, step) for step in steps)


def reliability(
    gold: Sequence[Label], tones: Sequence[Tone], lows: Sequence[float]
) -> tuple[Band, ...]:
    """How often answers are right by how sure they claim to be; bands without a text are left out.

    Courtesy and what was not read at all (confidence 0) claim nothing.
    """
    found: dict[float, list[tuple[float, bool]]] = {}
    for label, tone in zip(gold, tones, strict=True):
        if tone.confidence and tone.label is not Label.COURTESY:
            low = max((x for x in lows if x <= tone.confidence), default=0.0)
            found.setdefault(low, []).append((tone.confidence, forced(tone) is label))
    return tuple(
        Band(
            low=low,
            n=len(claims),
            confidence=sum(confidence for confidence, _ in claims) / len(claims),
            accuracy=sum(right for _, right in claims) / len(claims),
        )
        for low, claims in sorted(found.items())
    )


def calibration_error(bands: Sequence[Band]) -> float | None:
    """By how much the confidence is off on average, over all texts of the bands."""
    n = sum(band.n for band in bands)
    return sum(band.n * abs(band.confidence - band.accuracy) for band in bands) / n if n else None


def _correlation(theirs: Sequence[float], ours: Sequence[float]) -> float | None:
    """Of single texts it is also that of means of any number drawn at random."""
    try:
        return correlation(theirs, ours)
    except StatisticsError:  # fewer than two, or all alike
        return None


def _threads(gold: Sequence[Label], tones: Sequence[Tone]) -> tuple[list[float], list[float]]:
    """Means of people's labels and of our polarities over threads that are made up."""
    by_label: dict[Label, list[float]] = {}
    for label, tone in zip(gold, tones, strict=True):
        by_label.setdefault(label, []).append(tone.polarity)
    random = Random(0)  # the same threads in every run
    made = [_thread(by_label, random) for _ in range(THREADS)] if len(by_label) > 1 else []
    return [theirs for theirs, _ in made], [ours for _, ours in made]


def _thread(by_label: Mapping[Label, Sequence[float]], random: Random) -> tuple[float, float]:
    labels = sorted(by_label)
    mix = [random.expovariate(1) for _ in labels]  # once divided by their sum, even over all mixes
    drawn = random.choices(labels, mix, k=THREAD_LENGTH)
    ours = [random.choice(by_label[label]) for label in drawn]
    return sum(_SIGNS[label] for label in drawn) / len(drawn), sum(ours) / len(ours)


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
