"""The sentences are good Spanish, and say no more than the figures do."""

from datetime import UTC, timedelta

import pytest

from tertulia.analysis.sentences import Grounds, tell
from tertulia.analysis.telling import duration
from tertulia.core.findings import Label
from tertulia.site.formats import Formats
from tertulia.site.translations import catalogue, speaker

SPANISH = catalogue("es")


def ids(n: int, prefix: str = "t") -> tuple[str, ...]:
    return tuple(f"{prefix}:{i}" for i in range(n))


def grounds(positive: int = 0, neutral: int = 0, negative: int = 0, **rest) -> Grounds:
    labels = {
        Label.POSITIVE: ids(positive, "p"),
        Label.NEUTRAL: ids(neutral, "n"),
        Label.NEGATIVE: ids(negative, "m"),
    } | rest.pop("labels", {})
    every = tuple(i for found in labels.values() for i in found)
    return Grounds(public=every, labels=labels, negative=frozenset(labels[Label.NEGATIVE]), **rest)


def said(found: Grounds, lang: str = "es") -> str:
    return " ".join(tell(found, speaker("es")(lang))[0])


@pytest.mark.parametrize(
    ("found", "spanish"),
    [
        (grounds(), "Todavía no hay comentarios del público."),
        (
            grounds(1),
            "Hay un solo comentario del público: muy poco para decir cómo suena la conversación.",
        ),
        (
            grounds(1, 1),
            "Hay dos comentarios del público: muy pocos para decir cómo suena la conversación.",
        ),
        (
            grounds(1, labels={Label.UNCLEAR: ids(4, "u")}),
            (
                "Hay cinco comentarios del público, pero solo uno con una opinión clara:"
                " muy pocos para decir cómo suena la conversación."
            ),
        ),
        (
            grounds(labels={Label.COURTESY: ids(3, "c")}),
            "Hay tres comentarios del público, todos de cortesía: ninguno opina.",
        ),
        (
            grounds(labels={Label.COURTESY: ids(1, "c")}),
            "Hay un solo comentario del público, de cortesía: no opina.",
        ),
        (
            grounds(labels={Label.COURTESY: ids(2, "c"), Label.UNCLEAR: ids(1, "u")}),
            (
                "Hay tres comentarios del público y ninguno da una opinión clara:"
                " no se puede decir cómo suena la conversación."
            ),
        ),
        (
            grounds(0, 0, 4, voices=ids(2)),
            "Las cuatro opiniones son negativas. Hablan dos personas.",
        ),
        (
            grounds(3, 1, 1),
            "El tono es más bien positivo: tres opiniones positivas, una neutra y una negativa.",
        ),
        (
            grounds(2, 0, 12),
            "El tono es claramente negativo: 12 opiniones negativas y 2 positivas.",
        ),
        (
            grounds(5, 1, 2),
            "El tono es más bien positivo: cinco opiniones positivas, dos negativas y una neutra.",
        ),
        (
            grounds(4, 4, 2),
            (
                "El tono va de neutro a positivo: cuatro opiniones positivas, cuatro neutras y dos"
                " negativas."
            ),
        ),
        (
            grounds(4, 5, 5),
            ("No domina ningún tono: cinco opiniones negativas, cuatro positivas y cinco neutras."),
        ),
        (
            grounds(3, 0, 1, labels={Label.UNCLEAR: ids(3, "u")}),
            (
                "El tono es sobre todo positivo: tres opiniones positivas y una negativa"
                " (y tres comentarios sin clasificar)."
            ),
        ),
        (
            grounds(3, 1, labels={Label.UNCLEAR: ("u:0",)}),
            (
                "El tono es sobre todo positivo: tres opiniones positivas y una neutra"
                " (y un comentario sin clasificar)."
            ),
        ),
        (
            grounds(4, 0, 1, agree=ids(3, "p")),
            (
                "El tono es sobre todo positivo: cuatro opiniones positivas y una negativa."
                " Tres comentarios se declaran de acuerdo con el texto y ninguno en contra."
            ),
        ),
        (
            grounds(4, agree=ids(2, "p"), disagree=("p:3",)),
            (
                "Las cuatro opiniones son positivas."
                " Sobre el texto no hay acuerdo: dos a favor y uno en contra."
            ),
        ),
    ],
)
def test_headline_and_matter(found, spanish):
    assert said(found) == spanish


def test_a_quarrel_over_an_aspect_comes_before_agreement():
    sides = {Label.POSITIVE: ids(2, "p"), Label.NEGATIVE: ("m:0",)}
    found = grounds(
        3, 0, 2, aspects={"precio": sides}, contested=frozenset({"precio"}), agree=ids(2, "p")
    )
    assert "Sobre el precio no hay acuerdo: dos a favor y uno en contra." in said(found)


def test_praise_and_blame_contract_the_article():
    found = grounds(
        3,
        0,
        3,
        aspects={
            "equipo": {Label.POSITIVE: ids(3, "p")},
            "espera": {Label.NEGATIVE: ids(3, "m"), Label.NEUTRAL: ("n:0",)},
        },
    )
    assert (
        "Se habla bien del equipo (tres de tres comentarios) y mal de la espera (tres de cuatro)."
        in said(found)
    )


def test_what_is_neither_praised_nor_blamed_is_still_named():
    sides = {Label.NEUTRAL: ids(2, "n"), Label.NEGATIVE: ("m:0",)}
    assert "Se habla sobre todo del envío (tres comentarios)." in said(
        grounds(1, 2, 2, aspects={"envío": sides})
    )


def test_the_service_is_told_with_its_clock_and_what_is_left():
    found = grounds(
        0, 0, 4, own=True, brand=True, asked=ids(4, "m"), answered=ids(2, "m"),
        first=("m:0", "b:0"), wait=timedelta(hours=9, minutes=12), unanswered=("m:3",),
    )  # fmt: skip
    sentences, facts = tell(found, SPANISH)
    assert sentences[-1] == (
        "La marca contestó a dos de los cuatro mensajes que esperaban respuesta, y tardó"
        " 9 h 12 min en dar la primera; queda una pregunta sin contestar."
    )
    assert {fact.name: fact.value for fact in facts}["first_answer"] == "9 h 12 min"
    assert [fact.ids for fact in facts if fact.name == "unanswered"] == [("m:3",)]


def test_no_wait_is_told_where_the_clock_is_too_coarse_for_it():
    found = grounds(
        0, 0, 4, own=True, brand=True, asked=ids(1, "m"), answered=ids(1, "m"),
        first=("m:0", "b:0"), wait=timedelta(0),
    )  # fmt: skip
    assert said(found).endswith("La marca contestó al único mensaje que esperaba respuesta.")


def test_where_there_is_no_more_to_say_the_second_sentence_is_who_speaks():
    assert (
        said(grounds(4, voices=ids(3)))
        == "Las cuatro opiniones son positivas. Hablan tres personas."
    )
    assert said(grounds(4, voices=ids(1))).endswith("Habla una sola persona.")


def test_facts_stand_in_the_order_of_the_text():
    sentences, facts = tell(grounds(2, 0, 12), SPANISH)
    text, at = " ".join(sentences), 0
    for fact in facts:
        at = text.index(fact.value, at)


def test_a_language_without_a_catalogue_is_answered_in_the_site_s_own():
    found = grounds(4)
    assert said(found, "en-GB") == "All four opinions are positive."
    assert said(found, "ca") == "Las cuatro opiniones son positivas."


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=27, seconds=31), "28 min"),
        (timedelta(hours=9, minutes=12), "9 h 12 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=1, hours=2), "1 d 2 h"),
        (timedelta(days=4), "4 d"),
        (timedelta(days=4, minutes=5), "4 d"),
        (timedelta(days=2, hours=15, minutes=40), "2 d 16 h"),
        (timedelta(hours=23, minutes=59, seconds=40), "1 d"),
    ],
)
def test_a_wait_as_people_read_it_and_as_the_theme_shows_it(wait, text):
    assert duration(wait) == text
    assert Formats("es", UTC).span(wait) == text


@pytest.mark.parametrize("positive", range(0, 14, 3))
@pytest.mark.parametrize("negative", range(0, 14, 3))
@pytest.mark.parametrize("neutral", [0, 1, 5])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_no_place_is_left_empty_whatever_the_counts(positive, negative, neutral, lang):
    text = said(
        grounds(positive, neutral, negative, agree=ids(min(positive, 2), "p"), own=True,
                asked=ids(negative, "m"), answered=ids(min(negative, 1), "m"), brand=True),
        lang,
    )  # fmt: skip
    assert not set(text) & set("{}\0_")
    assert text.endswith(".")
    assert "  " not in text
