"""Measuring an analyzer on labelled texts."""

import io
import json

import pytest
from rich.console import Console

from tertulia.analysis.accuracy import accuracy, calibration_error, over_confidence, reliability
from tertulia.commands.evaluate import evaluate
from tertulia.core.errors import BadSource, UnknownName
from tertulia.core.findings import Label, Tone

TSV = """Me ha encantado\tpositive
No funciona nada\tnegative
#Madrid El acto es el jueves\tneutral
Qué vergüenza\tpositive
"""


def tone(label: Label, confidence: float = 0.8) -> Tone:
    polarity = {Label.POSITIVE: 0.7, Label.NEGATIVE: -0.7}.get(label, 0.0)
    return Tone(
        polarity=polarity,
        subjectivity=abs(polarity),
        label=label,
        confidence=confidence,
        lang="es",
    )


def run(tmp_path, text: str, **options: str) -> tuple[str, dict[str, object]]:
    path = tmp_path / "gold.tsv"
    path.write_text(text, "utf-8")
    out = io.StringIO()
    last = evaluate(path, console=Console(file=out, width=100), **options)
    return out.getvalue(), json.loads(last)


def test_the_last_line_has_the_figures(tmp_path) -> None:
    shown, figures = run(tmp_path, TSV, analyzer="rules", lang="es")
    assert figures["n"] == 4
    assert figures["accuracy"] == 0.75
    assert figures["severe"] == 0.25
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3, abs=1e-4)
    assert figures["comments_per_s"] > 0
    assert "coverage" in shown
    assert "claimed" in shown
    assert 0 <= figures["calibration_error"] <= 1


def test_the_language_is_found_where_none_is_given(tmp_path) -> None:
    text = "I love this phone\tpositive\nThis is terrible service\tnegative\n"
    _, figures = run(tmp_path, text)
    assert (figures["lang"], figures["analyzer"]) == ("en", "vader")


def test_files_of_other_programs_are_read(tmp_path) -> None:
    text = '\ufeff"Me ha encantado"\tpositive\r\nuna\tcosa mala\t Negative \r\n\r\n'
    _, figures = run(tmp_path, text, analyzer="rules", lang="es")
    assert (figures["n"], figures["accuracy"]) == (2, 1.0)


def test_an_unknown_label_is_named_with_its_line(tmp_path) -> None:
    with pytest.raises(BadSource, match=r"gold\.tsv:2: there is no label 'good'"):
        run(tmp_path, "Hola\tneutral\nBien\tgood\n")


@pytest.mark.parametrize("text", ["Hola\n", "Hola\tgood\n", "", "\n\n"])
def test_a_file_of_another_form_is_refused(tmp_path, text) -> None:
    with pytest.raises(BadSource, match=r"gold\.tsv"):
        run(tmp_path, text)


def test_a_missing_file_is_said(tmp_path) -> None:
    with pytest.raises(BadSource, match="missing"):
        evaluate(tmp_path / "missing.tsv")


def test_an_unknown_analyzer_is_said(tmp_path) -> None:
    with pytest.raises(UnknownName, match="embeddings"):
        run(tmp_path, TSV, analyzer="embedings")


def test_an_unsure_answer_counts_with_its_likeliest_label() -> None:
    unsure = Tone(polarity=0.3, subjectivity=0.7, label=Label.UNCLEAR, confidence=0.5, lang="es")
    found = accuracy([Label.POSITIVE], [unsure])
    assert found.accuracy == 1.0
    (share,) = over_confidence([Label.POSITIVE], [unsure], [0.5])
    assert (share.coverage, share.accuracy) == (0.0, None)


def test_where_labels_never_vary_there_is_no_correlation() -> None:
    assert accuracy([Label.POSITIVE] * 2, [tone(Label.POSITIVE)] * 2).correlation is None
    gold = [Label.POSITIVE, Label.NEGATIVE]
    found = accuracy(gold, [tone(label) for label in gold])
    assert found.correlation == pytest.approx(1.0)


def test_made_up_threads_differ_in_mood_and_are_the_same_in_every_run() -> None:
    gold = [Label.POSITIVE, Label.NEUTRAL, Label.NEGATIVE] * 20
    wrong_third = [tone(label if n % 3 else Label.NEGATIVE) for n, label in enumerate(gold)]
    found = accuracy(gold, wrong_third)
    assert found.correlation is not None
    assert found.thread_correlation is not None
    assert found.thread_correlation > found.correlation
    assert accuracy(gold, wrong_third) == found
    assert accuracy(gold[:1], wrong_third[:1]).thread_correlation is None


def test_coverage_falls_and_accuracy_is_of_what_is_left() -> None:
    gold = [Label.POSITIVE, Label.NEGATIVE]
    tones = [tone(Label.POSITIVE, 0.9), tone(Label.POSITIVE, 0.6)]
    low, high = over_confidence(gold, tones, [0.5, 0.8])
    assert (low.coverage, low.accuracy) == (1.0, 0.5)
    assert (high.coverage, high.accuracy) == (0.5, 1.0)


def test_a_fair_confidence_is_right_as_often_as_it_says() -> None:
    gold = [Label.POSITIVE] * 5
    tones = [tone(Label.POSITIVE, 0.8)] * 4 + [tone(Label.NEGATIVE, 0.8)]
    (band,) = reliability(gold, tones, [0.5, 0.9])
    assert (band.low, band.n, band.accuracy) == (0.5, 5, 0.8)
    assert calibration_error([band]) == pytest.approx(0.0)
    boasting = reliability(gold, [tone(Label.NEGATIVE, 0.9)] * 5, [0.5, 0.9])
    assert calibration_error(boasting) == pytest.approx(0.9)


def test_what_was_not_read_claims_nothing() -> None:
    silent = tone(Label.UNCLEAR, 0.0)
    assert reliability([Label.NEUTRAL], [silent], [0.5]) == ()
    assert calibration_error(()) is None
