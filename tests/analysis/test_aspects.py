"""What is spoken of, how, by how many; key phrases; quotations; agreement with the post."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.talks import OVEN, spoken, thread, tone
from builders import entry
from tertulia.analysis import agreement
from tertulia.analysis.aspects import MOST_SCORED, aspect, mentions, passages, to_score
from tertulia.analysis.phrases import phrases
from tertulia.analysis.quotations import LONGEST, excerpt, quotations
from tertulia.core.findings import Label

MIXED = "La atención de diez, pero el envío llegó tarde"


def people(*texts: str, names: str = "ABCDEFGH"):
    made = [
        entry(f"t:{i}", name=names[i % len(names)], minutes=i, text=text)
        for i, text in enumerate(texts)
    ]
    return thread(made).comments


def test_but_parts_a_sentence_in_two_passages():
    assert to_score(MIXED) == ("La atención de diez", "pero el envío llegó tarde")


def test_a_comment_of_one_passage_needs_no_second_score():
    assert to_score("La atención, estupenda") == ()


def test_of_an_endless_comment_some_passages_are_scored_and_each_once():
    assert len(to_score(" ".join(f"El envío {n} llegó tarde." for n in range(500)))) == MOST_SCORED
    assert to_score("El envío, mal. " * 500) == ("El envío, mal.",)


def test_passages_may_disagree_with_their_comment():
    said = people(MIXED, MIXED)
    tones = {p.entry.id: tone(0.1) for p in said}
    parts = {"La atención de diez": tone(0.9), "pero el envío llegó tarde": tone(-0.8)}
    found = {m.name: aspect(m) for m in mentions(said, tones, parts)}
    assert (found["atención"].positive, found["atención"].negative) == (2, 0)
    assert (found["envío"].positive, found["envío"].negative) == (0, 2)


def test_one_person_alone_makes_no_aspect():
    said = people(*["El envío, mal."] * 3, names="A")
    assert not mentions(said, {p.entry.id: tone(-0.8) for p in said}, {})


def test_a_contested_point_has_both_sides_and_three_voices():
    said = people(*["El precio es lo que es."] * 3)
    both = dict(zip(("t:0", "t:1", "t:2"), (tone(0.8), tone(-0.8), tone(-0.7)), strict=True))
    assert aspect(mentions(said, both, {})[0]).contested
    assert not aspect(mentions(said[:2], both, {})[0]).contested
    one_side = dict.fromkeys(both, tone(-0.8))
    assert not aspect(mentions(said, one_side, {})[0]).contested


def test_courtesy_is_no_opinion_on_anything():
    said = people("Gracias por el envío.", "Gracias por el envío.")
    assert not mentions(said, {p.entry.id: tone(0, label=Label.COURTESY) for p in said}, {})


@pytest.mark.parametrize("text", ["Buenas tardes", "El personaje murió", "Un caso aparte", ""])
def test_words_that_only_look_like_an_aspect(text):
    said = people(text, text)
    assert not mentions(said, {p.entry.id: tone(0.8) for p in said}, {})


@given(st.text(max_size=300))
def test_passages_lose_no_word(text):
    assert "".join("".join(passages(text)).split()) == "".join(text.split())


def test_singular_and_plural_are_one_phrase_in_the_form_most_used():
    said = people("La letra pequeña no avisa.", "Odio las letras pequeñas.", "¿Más letra pequeña?")
    assert ("letra pequeña", 3) in phrases(said)


def test_what_one_person_repeats_is_no_phrase_of_the_thread():
    assert not phrases(people(*["La letra pequeña del contrato."] * 4, names="A"))


def test_names_of_those_who_speak_are_no_subject():
    said = people("Lucía contestó.", "Habla Lucía.", "Que venga Lucía.")
    assert not phrases(said, names=["Lucía, de Cierzo"])


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Totalmente de acuerdo contigo, y enhorabuena.", 1),
        ("Coincido en casi todo.", 1),
        ("Tienes toda la razón.", 1),
        ("No podría estar más de acuerdo.", 1),
        ("No puedo estar más de acuerdo contigo.", 1),
        ("Couldn't agree more.", 1),
        ("No estoy de acuerdo.", -1),
        ("No estoy nada de acuerdo con lo del precio.", -1),
        ("Discrepo un poco.", -1),
        ("No comparto tu visión.", -1),
        ("I disagree.", -1),
        ("Tienes razón en lo del precio, pero no estoy de acuerdo con el resto.", 0),
        ("No estoy en casa.", 0),
        ("Llegamos a un acuerdo con la tienda.", 0),
        ("¿A qué hora abren?", 0),
    ],
)
def test_who_agrees_and_who_does_not(text, stance):
    assert agreement.stance(text) == stance


def test_to_agree_with_a_reader_is_not_to_agree_with_the_post():
    made = [
        entry("t:1", name="Ana", text="Buen texto."),
        entry("t:2", parent="t:1", name="Blas", text="Totalmente de acuerdo contigo."),
        entry("t:3", parent="t:1", name="Clara", role="author", text="Gracias."),
        entry("t:4", parent="t:3", name="Dora", text="Tienes razón, autora."),
        entry("t:5", parent="gone", name="Eva", text="De acuerdo contigo."),
    ]
    assert agreement.with_post(thread(made).comments) == (("t:4",), ())


def test_the_larger_side_is_quoted_first_and_the_smaller_is_dissent():
    talk, tones = spoken(OVEN)
    found = quotations(talk.comments, tones)
    assert found[0].dissent is False
    assert {q.label for q in found if q.dissent} <= {Label.POSITIVE, Label.NEGATIVE}
    assert len({q.id for q in found}) == len(found)


def test_an_answer_of_the_other_tone_is_the_dissent_of_its_side():
    made = [
        entry("t:1", name="Ana", text="Qué buen servicio tienen en esta casa."),
        entry("t:2", name="Blas", text="Un servicio estupendo, como siempre aquí."),
        entry("t:3", parent="t:1", name="Eva", text="A mí me cobraron dos veces el envío."),
    ]
    tones = {"t:1": tone(0.8), "t:2": tone(0.9), "t:3": tone(-0.8)}
    found = {q.id: q.dissent for q in quotations(thread(made).comments, tones)}
    assert found["t:3"]


LONG = "Hola a todos. " * 9 + "La web va fatal y nadie contesta. " + "Un saludo a todos. " * 30


def test_an_excerpt_of_a_long_comment_is_round_the_words_that_matter():
    found = excerpt(LONG, ("fatal",))
    assert "La web va fatal y nadie contesta." in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_figures_within_a_number_do_not_part_a_sentence():
    text = "Se gastan 20.000 euros en esto. " * 12
    assert "20.000 euros" in excerpt(text)
    assert "20. 000" not in excerpt(text)


@given(st.text(max_size=600), st.lists(st.text(max_size=8), max_size=4))
def test_an_excerpt_is_short_and_verbatim(text, words):
    found = excerpt(text, words)
    assert len(found) <= LONGEST
    assert found.removeprefix("… ").removesuffix(" …") in " ".join(text.split())


WORDS = (
    "pero",
    "Aunque",
    "sin embargo",
    "perol",
    "bien.",
    "mal!",
    "hola;",
    "…",
    ",",
    "precio",
    " ",
)


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_one_line_is_cut_as_one_of_several_is(line: str):
    assert passages(f"{line}\nfin") == (*passages(line), "fin")
