"""`invoke evaluate`: how often an analyzer agrees with labels that people gave."""

import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tertulia import registry
from tertulia.analysis.accuracy import (
    LABELS,
    Accuracy,
    Band,
    accuracy,
    calibration_error,
    over_confidence,
    reliability,
)  # fmt: skip
from tertulia.analysis.language import base, languages_of
from tertulia.config import Config
from tertulia.core.contracts import Analyzer
from tertulia.core.errors import BadSource
from tertulia.core.findings import Label, Tone

FEW_S, LONG_ENOUGH_S = 1.0, 0.25  # of CPU time, for the speed to be more than chance
STEPS = (0.5, 0.6, 0.7, 0.8, 0.9)
LABEL_SHOWN = 30  # characters of a wrong one

_FORM = "a line is a text, a tab and positive, neutral or negative"


def evaluate(path: Path, analyzer: str = "", lang: str = "", console: Console | None = None) -> str:
    """Print a table and give back one line of JSON with the figures.

    Args:
        path: Text, tab, positive|neutral|negative; a line each, UTF-8.
        analyzer: Its name; by default the one that the settings name for the language.
        lang: The language of all texts; by default the one that most of them are in.

    Raises:
        BadSource: The file cannot be read, or a line is not of that form.
        UnknownName: There is no such analyzer.
    """
    texts, gold = _read(path)
    lang = base(lang) or _most(languages_of(texts, ["es"] * len(texts), Config().languages))
    name = analyzer or Config().analyzers.get(lang) or Config().analyzers[""]
    scorer = registry.analyzer(name)
    scorer.score(texts[:1], [lang])  # what it loads once is no part of its speed
    tones, speed = _timed(scorer, texts, lang)
    found = accuracy(gold, tones)
    bands = reliability(gold, tones, STEPS)
    figures = {
        "macro_f1": round(found.macro_f1, 4),
        "accuracy": round(found.accuracy, 4),
        "severe": round(found.severe, 4),
        "n": found.n,
        "correlation": _rounded(found.correlation),
        "thread_correlation": _rounded(found.thread_correlation),
        "calibration_error": _rounded(calibration_error(bands)),
        "comments_per_s": round(speed, 1),
        "analyzer": name,
        "version": scorer.version,
        "lang": lang,
    }
    _show(console or Console(highlight=False, soft_wrap=True), figures, found, gold, tones, bands)
    return json.dumps(figures, ensure_ascii=False)


def _timed(scorer: Analyzer, texts: list[str], lang: str) -> tuple[list[Tone], float]:
    """The tones, and how many texts were scored in a CPU-second.

    Few texts are scored again: what is loaded with their first words does not count then.
    """
    langs = [lang] * len(texts)
    started = time.process_time()
    tones = scorer.score(texts, langs)
    scored, spent_s = len(texts), time.process_time() - started
    if spent_s < FEW_S:
        scored, started = 0, time.process_time()
        while (spent_s := time.process_time() - started) < LONG_ENOUGH_S:
            scorer.score(texts, langs)
            scored += len(texts)
    return tones, scored / spent_s


def _read(path: Path) -> tuple[list[str], list[Label]]:
    texts, gold = [], []
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSource(f"{path}: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        text, tab, last = line.rpartition("\t")
        label = last.strip().lower()
        if not tab:
            raise BadSource(f"{path}:{number}: no tab; {_FORM}")
        if label not in LABELS:
            raise BadSource(f"{path}:{number}: there is no label {label[:LABEL_SHOWN]!r}; {_FORM}")
        texts.append(text)
        gold.append(Label(label))
    if not texts:
        raise BadSource(f"{path}: no labelled text in it")
    return texts, gold


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _most(langs: Sequence[str]) -> str:
    return Counter(langs).most_common(1)[0][0]


def _show(
    console: Console,
    figures: Mapping[str, object],
    found: Accuracy,
    gold: Sequence[Label],
    tones: Sequence[Tone],
    bands: Sequence[Band],
) -> None:
    console.print(
        f"{figures['n']} texts read as {figures['lang']!r} by {figures['analyzer']}"
        f" ({figures['version']})"
    )
    console.print(
        f"macro-F1 {found.macro_f1:.3f}   accuracy {found.accuracy:.3f}"
        f"   severe errors {found.severe:.3f}   {figures['comments_per_s']} comments per CPU-second"
    )
    if found.correlation is not None and found.thread_correlation is not None:
        console.print(
            "mean tone of ten comments against people's:"
            f" r = {found.thread_correlation:.3f} over threads of all moods,"
            f" {found.correlation:.3f} over random ones"
        )
    labels = Table("people \\ analyzer", *LABELS, "F1")
    for label in LABELS:
        row = [str(found.counts[label, ours]) for ours in LABELS]
        labels.add_row(label, *row, f"{found.f1[label]:.3f}")
    console.print(labels)
    sure = Table("confidence at least", "coverage", "accuracy")
    for share in over_confidence(gold, tones, STEPS):
        right = "" if share.accuracy is None else f"{share.accuracy:.3f}"
        sure.add_row(f"{share.confidence:.1f}", f"{share.coverage:.3f}", right)
    console.print(sure)
    claimed = Table("confidence from", "texts", "claimed", "right")
    for band in bands:
        claimed.add_row(
            f"{band.low:.1f}", str(band.n), f"{band.confidence:.3f}", f"{band.accuracy:.3f}"
        )
    console.print(claimed)
    given = Counter(tone.label for tone in tones)
    console.print("labels given: " + ", ".join(f"{k} {given[k]}" for k in Label if given[k]))
