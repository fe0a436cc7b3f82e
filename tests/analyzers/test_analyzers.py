"""What every analyzer keeps to, whatever it is given."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertulia import registry
from tertulia.analyzers import _model, embeddings, rules, vader
from tertulia.analyzers._lexicon import lexicon
from tertulia.core.errors import BadSettings
from tertulia.core.findings import Label

NAMES = ("rules", "vader", "embeddings")

ODD = {
    "empty": "",
    "blank": " \n\t ",
    "one word": "Hola",
    "one letter": "k",
    "figures": "12345 67,8 %",
    "stops": "... !!! ???",
    "emoji": "👍🏽👍🏽👍🏽🇪🇸",
    "control characters": "Muy\x00 bien\x07\x1b[31m \x85\u2028",
    "right to left": "هذا رائع جدا\u202e",
    "half a surrogate": "bien \ud83d mal",
    "unknown script": "これは素晴らしいです",
    "one endless word": "a" * 100_000,
    "a word after endless blanks": " " * 50_000 + "bien",
    "endless emoji": "👍🏽" * 10_000,
    "endless grins": "😀" * 10_000,
    "endless quotation marks": '"' * 50_000,
    "endless brackets": "[…" * 20_000,
    "endless smiles": ":)" * 50_000,
    "200,000 words": "La atención fue mala pero el envío llegó bien y rápido " * 20_000,
}


@pytest.fixture(params=NAMES)
def analyzer(request):
    made = registry.analyzer(request.param)
    made.score(["Hola"], ["es"])  # loads what it loads once
    return made


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_an_odd_comment_is_scored_within_a_second(analyzer, text) -> None:
    started = time.process_time()
    (tone,) = analyzer.score([text], ["es"])
    assert time.process_time() - started < 1
    assert -1 <= tone.polarity <= 1
    assert 0 <= tone.confidence <= 1


@pytest.mark.parametrize("text", ["", "   ", "12345", "..."])
def test_of_nothing_nothing_is_said(analyzer, text) -> None:
    (tone,) = analyzer.score([text], ["es"])
    assert tone.label is Label.UNCLEAR
    assert tone.confidence == tone.polarity == 0


def test_a_text_s_tone_does_not_depend_on_its_neighbours(analyzer) -> None:
    texts = ["Me ha encantado", "", "No funciona nada", "¿A qué hora?", "Gracias"]
    together = analyzer.score(texts, ["es"] * 5)
    assert together == [analyzer.score([text], ["es"])[0] for text in texts]


def test_texts_of_many_languages_come_back_in_their_order() -> None:
    texts = [f"{word} {n}" for n in range(3 * rules.TOGETHER) for word in ("Pésimo", "Gracias")]
    langs = [("es", "en", "pt-BR", "es")[n * 7 // len(texts) % 4] for n in range(len(texts))]
    scorer = rules.analyzer()
    alone = [scorer.score([text], [lang])[0] for text, lang in zip(texts, langs, strict=True)]
    assert scorer.score(texts, langs) == alone


def test_no_texts_give_no_tones(analyzer) -> None:
    assert analyzer.score([], []) == []


def test_another_object_of_the_analyzer_has_its_version(analyzer) -> None:
    assert registry.analyzer(analyzer.name).version == analyzer.version


@given(st.text(max_size=300), st.sampled_from(["es", "en", "pt", "ca", "de", "es-MX", ""]))
@settings(max_examples=200, deadline=None)
def test_the_rules_read_anything(text, lang) -> None:
    (tone,) = registry.analyzer("rules").score([text], [lang])
    assert 0 <= abs(tone.polarity) <= tone.subjectivity <= 1
    assert tone.lang == lang


def test_versions_tell_analyzers_apart() -> None:
    assert len({registry.analyzer(name).version for name in NAMES}) == len(NAMES)


def test_a_long_comment_is_read_piece_by_piece() -> None:
    praise = "El equipo fue amable y lo resolvió todo en el día. "
    (tone,) = registry.analyzer("embeddings").score([praise * 40], ["es"])
    assert tone.label is Label.POSITIVE


def test_the_model_sees_what_no_word_of_the_lexicon_says() -> None:
    texts = [
        "El sábado nos quedamos en la calle con las maletas",
        "Tres semanas con la caldera parada y nadie viene",
        "El billete salió cobrado dos veces y ahí sigue",
        "Llamé cuatro veces y cada vez me mandaron a otra extensión",
        "Mi madre estuvo seis horas en el pasillo de urgencias",
    ]
    assert not any(lexicon("es").weight(word) for text in texts for word in text.lower().split())
    tones = registry.analyzer("embeddings").score(texts, ["es"] * len(texts))
    assert sum(tone.polarity for tone in tones) / len(tones) < -0.4
    assert sum(tone.label is Label.NEGATIVE for tone in tones) >= 4


def test_without_its_package_embeddings_say_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(_model, "PACKAGE", "no-such-package")
    with pytest.raises(BadSettings, match=r"\[embeddings\]"):
        registry.analyzer("embeddings")


@pytest.mark.parametrize("name", NAMES)
def test_textblob_takes_the_analyzer(name) -> None:
    code = (
        "from textblob import Blobber; from tertulia.registry import textblob_analyzer;"
        f"made = Blobber(analyzer=textblob_analyzer({name!r}, lambda _: 'en'));"
        "print(made('I love it, thank you so much').sentiment.label)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env={"PYTHONPATH": "plugins", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "positive"


def test_the_rules_need_no_textblob_and_load_fast() -> None:
    code = (
        "import sys, time; t = time.process_time();"
        "from tertulia.analyzers import rules;"
        "rules.analyzer().score(['Muy bien'], ['es']);"
        "print(time.process_time() - t, 'textblob' in sys.modules, 'numpy' in sys.modules)"
    )
    spent = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": "plugins", "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, *loaded = done.stdout.split()
        spent.append(float(seconds))
        assert loaded == ["False", "False"]
    assert min(spent) < 0.25  # 0.1 s on an idle machine: docs/sentiment.md


@pytest.mark.parametrize("module", [rules, vader, embeddings], ids=["rules", "vader", "embeddings"])
def test_the_version_covers_every_file_that_a_score_comes_from(module) -> None:
    folder = Path(module.__file__).parent
    named = set(module.FILES)
    if module is not vader:
        named |= set(vader.FILES)  # their versions hold VADER's, and the rules'
    if module is embeddings:
        named |= set(rules.FILES)
    needed, queue = set(), [Path(module.__file__).name]
    while queue:
        name = queue.pop()
        if name in needed or not (folder / name).is_file():
            continue
        needed.add(name)
        code = (folder / name).read_text("utf-8")
        queue += [f"{found}.py" for found in re.findall(r"tertulia\.analyzers\.(\w+)", code)]
        for names in re.findall(r"tertulia\.analyzers import (.+)", code):
            queue += [f"{found.strip()}.py" for found in names.split(",")]
    assert needed - {"_version.py"} <= named
    tables = {f"_data/{path.name}" for path in (folder / "_data").glob("[!s]*.tsv")}
    if module is embeddings:
        assert tables <= named
