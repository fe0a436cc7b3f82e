"""Words and pairs of words that tell a tone where no word is loaded."""

import numpy as np

from tertulia.analyzers import _model
from tertulia.analyzers._tables import lines
from tertulia.analyzers._turns import CLOSES, NUMBER, OPENS, turns, turns_of
from tertulia.commands.trainhead import fit
from tertulia.commands.trainturns import fit_turns


def test_a_text_is_its_words_and_pairs_between_two_marks() -> None:
    assert turns_of("¡Van 3!") == {
        OPENS, "¡", "van", NUMBER, "!", CLOSES,
        f"{OPENS} ¡", "¡ van", f"van {NUMBER}", f"{NUMBER} !", f"! {CLOSES}",
    }  # fmt: skip


def test_the_table_holds_what_its_kind_of_training_gives() -> None:
    texts = ["sigo sin luz", "sigo sin agua", "sin luz", "por fin hay luz"]
    known, weights = fit_turns(texts, np.array([0, 0, 1, 2]))
    assert "sigo sin" in known
    assert "sigo" in known
    assert "agua" not in known  # in one sentence only
    assert weights[known.index("sigo")][0] > weights[known.index("sigo")][1]


def test_odds_are_the_same_whatever_the_case_and_accents() -> None:
    reader = turns("es")
    assert reader.odds("Nadie me avisó") == reader.odds("NADIE ME AVISO")


def test_a_long_text_is_not_the_surer() -> None:
    reader = turns("es")
    once, often = reader.odds("Nadie me avisó. "), reader.odds("Nadie me avisó. " * 200)
    assert 0 < often[0] < 40 * once[0]


def test_a_language_without_a_table_and_an_empty_text_say_nothing() -> None:
    assert turns("pt").odds("Ninguém responde") == (0.0, 0.0, 0.0)
    assert turns("pt").telling("Ninguém responde", 0) == ()
    assert turns("es").telling("", 0) == ()


def test_a_head_answers_what_it_was_taught() -> None:
    points = np.random.default_rng(1).normal(size=(30, 8))
    labels = np.arange(30) % 3
    head = fit(points, labels)
    assert (_model.pulled(points, head).argmax(axis=1) == labels).mean() > 0.9


def test_what_is_kept_of_a_sentence_fits_in_a_byte() -> None:
    head = _model.head()
    steps = head.points * _model.STEPS
    assert abs(steps).max() <= 127
    assert len(head.pulls) == len(head.points)


def test_the_lines_of_a_word_are_found_where_they_stand() -> None:
    table = [line.split("\t") for line in lines("turns_es")]
    assert [turn for *_, turn in table] == sorted(turn for *_, turn in table)
    tokens = turns("es")._tokens
    assert tokens is not None
    for *weights, turn in table:
        word, _, second = turn.partition(" ")
        known = tokens._read(word)
        assert (known.pairs[second] if second else known.alone) == tuple(map(float, weights))
