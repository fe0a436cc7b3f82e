"""Scores do not depend on where they were made, nor on what was kept."""

from collections.abc import Mapping

import pytest

from tertulia.analysis import scoring
from tertulia.analysis.scoring import analyzer_name, forced, key, score_texts
from tertulia.analyzers import vader
from tertulia.core.errors import BadSettings, UnknownName
from tertulia.core.findings import Label, Tone
from tertulia.edge import executor

TEXTS = [
    "Enhorabuena por el artículo, me ha encantado",
    "Un servicio pésimo, nadie contesta",
    "¿A qué hora abren?",
    "Great post, thanks!",
    "",
    "Un servicio pésimo, nadie contesta",
]
LANGS = ["es", "es", "es", "en", "es", "es"]
ANALYZERS = {"en": "vader", "": "rules"}


def scored(
    name: str = "serial",
    cached: dict[str, Tone] | None = None,
    analyzers: Mapping[str, str] = ANALYZERS,
) -> list[Tone]:
    with executor.opened(name, workers=2) as workers:
        kept = {} if cached is None else cached
        return score_texts(TEXTS, LANGS, analyzers, workers, kept)


def test_each_text_has_its_tone_in_order() -> None:
    labels = [tone.label for tone in scored()]
    assert labels[:2] == [Label.POSITIVE, Label.NEGATIVE]
    assert labels[3] is Label.POSITIVE
    assert len(labels) == len(TEXTS)


def test_no_texts_give_no_tones() -> None:
    with executor.opened("serial") as workers:
        assert score_texts([], [], ANALYZERS, workers, {}) == []


def test_what_was_kept_is_not_scored_again() -> None:
    kept: dict[str, Tone] = {}
    first = scored(cached=kept, analyzers={"": "vader"})
    assert len(kept) == 5  # one text stands twice
    marked = {k: Tone(**{**_fields(t), "words": ("kept",)}) for k, t in kept.items()}
    assert [t.words for t in scored(cached=marked, analyzers={"": "vader"})] == [("kept",)] * 6
    assert scored(cached=kept, analyzers={"": "vader"}) == first


def test_what_is_quicker_to_score_than_to_look_up_is_not_kept() -> None:
    kept: dict[str, Tone] = {}
    scored(cached=kept)
    assert list(kept) == [key("Great post, thanks!", "en", "vader", vader.analyzer().version)]
    scored(cached=(by_rules := {}), analyzers={"": "rules"})
    assert len(by_rules) == 1  # English, which rules have VADER read


def test_processes_give_what_one_process_gives() -> None:
    assert scored("processes") == scored("serial")


def test_the_key_holds_every_input() -> None:
    whole = key("a", "es", "rules", "1")
    assert len({whole, key("b", "es", "rules", "1"), key("a", "pt", "rules", "1")}) == 3
    assert len({whole, key("a", "es", "vader", "1"), key("a", "es", "rules", "2")}) == 3


def test_a_country_takes_its_language_s_analyzer() -> None:
    assert analyzer_name("es-MX", {"es": "rules", "": "vader"}) == "rules"
    assert analyzer_name("fr", {"es": "rules", "": "vader"}) == "vader"


def test_a_language_without_analyzer_is_said() -> None:
    with pytest.raises(BadSettings, match="'fr'"):
        analyzer_name("fr", {"es": "rules"})


def test_an_unknown_analyzer_is_said_with_those_there_are() -> None:
    with executor.opened("serial") as workers, pytest.raises(UnknownName, match="rules"):
        score_texts(["a"], ["es"], {"": "rulez"}, workers, {})


def test_a_worker_with_another_version_is_refused() -> None:
    with executor.opened("serial") as workers:
        answer = workers.submit(scoring._score, "rules", "another", ["a"], ["es"])
        with pytest.raises(BadSettings, match="same checkout"):
            answer.result()


def test_the_likeliest_label_can_be_told_from_a_tone() -> None:
    tone = Tone(polarity=-0.3, subjectivity=0.7, label=Label.UNCLEAR, confidence=0.5, lang="es")
    assert forced(tone) is Label.NEGATIVE


def _fields(tone: Tone) -> dict[str, object]:
    return {name: getattr(tone, name) for name in Tone.__dataclass_fields__}
