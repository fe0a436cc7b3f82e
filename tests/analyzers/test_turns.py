"""Words and pairs of words that tell a tone where no word is loaded."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tertulia.analyzers import _model
from tertulia.analyzers._tables import lines
from tertulia.analyzers._text import TOKEN, spoken, without_numbers
from tertulia.analyzers._turns import CLOSES, NUMBER, OPENS, Turn, turns, turns_of
from tertulia.commands.trainhead import fit
from tertulia.commands.trainturns import fit_turns


def test_a_text_is_its_words_and_pairs_between_two_marks() -> None:
    found, share = turns_of("¡Van 3!")
    assert share == 1.0
    assert found == {
        OPENS, "¡", "van", NUMBER, "!", CLOSES,
        f"{OPENS} ¡", "¡ van", f"van {NUMBER}", f"{NUMBER} !", f"! {CLOSES}",
        f"{OPENS} _ van", f"¡ _ {NUMBER}", "van _ !", f"{NUMBER} _ {CLOSES}",
    }  # fmt: skip


def test_of_long_words_the_beginning_counts_too() -> None:
    assert {turn for turn in turns_of("No contestaron nada")[0] if turn[0] == "~"} == {
        "~conte", "~no conte", "~conte nada",
    }  # fmt: skip
    assert "~conte" in turns_of("conte")[0]  # five letters are a beginning themselves


def test_the_table_holds_what_its_kind_of_training_gives() -> None:
    texts = ["sigo sin luz", "sigo sin agua", "hoy sigo sin gas", "sin luz", "con luz", "hay luz"]
    labels = np.array([0, 0, 0, 1, 2, 2])
    known, weights = fit_turns(texts, labels, np.zeros((6, 3)), np.ones(6))
    assert "sigo sin" in known
    assert "sigo" in known
    assert "agua" not in known  # in one sentence only
    assert weights[known.index("sigo")][0] > weights[known.index("sigo")][1]


def test_turns_learn_what_the_lexicon_does_not_know() -> None:
    texts = ["sigo sin luz", "sigo sin agua", "hoy sigo sin gas", "sin luz", "con luz", "hay luz"]
    labels = np.array([0, 0, 0, 1, 2, 2])
    sure = np.eye(3)[labels] * 8
    none, given = (
        fit_turns(texts, labels, odds, np.ones(6))[1] for odds in (np.zeros((6, 3)), sure)
    )
    assert abs(given).max() < abs(none).max() / 10


def test_odds_are_the_same_whatever_the_case_and_accents() -> None:
    reader = turns("es")
    assert reader.odds(spoken("Nadie me avisó")) == reader.odds(spoken("NADIE ME AVISO"))


def test_a_text_that_repeats_itself_is_not_the_surer() -> None:
    reader = turns("es")
    thrice, often = (reader.odds(spoken("Nadie me avisó. " * times)) for times in (3, 200))
    assert max(map(abs, often)) < max(map(abs, thrice))


def test_a_language_without_a_table_and_an_empty_text_say_nothing() -> None:
    assert turns("pt").odds(["Ninguém", "responde"]) is None
    assert turns("pt").telling(["Ninguém", "responde"], 0) == ()
    assert turns("es").telling([], 0) == ()


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


def table() -> dict[str, list[float]]:
    """The odds of each turn, read in another way."""
    found = {}
    for line in lines("turns_es"):
        first, alone, *others = line.split("\t")
        found[first] = alone
        for rest, odds in zip(others[::2], others[1::2], strict=True):
            found[f"{first} {rest}"] = odds
    return {turn: list(map(float, odds.split())) for turn, odds in found.items() if odds}


def test_the_table_is_in_order_and_says_each_turn_once() -> None:
    assert lines("turns_es") == sorted(lines("turns_es"))
    turns_told = [cell for line in lines("turns_es") for cell in line.split("\t")[2::2]]
    alone = sum(bool(line.split("\t")[1]) for line in lines("turns_es"))
    assert len(table()) == len(turns_told) + alone


def test_a_text_has_the_odds_of_its_turns() -> None:
    known = table()
    for own in (
        "No contestaron nada. Y sigo sin luz, sin luz y sin luz",
        "Conté 3 ¡3! veces",
        "Pues ni rastro :( del paquete… ~ _ ^ $",
        "",
    ):
        found, share = turns_of(own)
        told = [known[turn] for turn in found if turn in known]
        negative, positive = np.array(told).sum(axis=0) * share
        assert np.allclose(turns("es").odds(spoken(own)), (negative, 0, positive))


def test_turns_that_add_the_same_are_two() -> None:
    same = {Turn(12, -3), Turn(12, -3)}
    assert len(same) == 2
    assert sum(same, 0j) == complex(24, -6)


@given(st.text('aé3٣ .,:)(-_^<>¿?🙂✌"\n'))
def test_without_its_numbers_a_text_has_the_tokens_of_loaded_words(own: str) -> None:
    assert without_numbers(spoken(own)) == TOKEN.findall(own)
