from datetime import timedelta

import pytest

from builders import page
from tertulia.analysis.bags import pack
from tertulia.analysis.reading import number, read
from tertulia.analysis.reasons import Two, reasons, spelt
from tertulia.analysis.wording import Wording
from tertulia.core.model import Case, Outcome, PageKind, Silence
from tertulia.site.translations import catalogue


def case(id: str, **facts):
    given = {
        "brands": (f"Marca de {id}",),
        "channel": f"Canal de {id}",
        "sector": f"Sector de {id}",
        "period": "2020",
        "trigger": "",
        "happened": "Se quejaron.",
        "outcome": Outcome.UNKNOWN,
        "first": Silence.UNKNOWN,
    }
    rest = {name: facts.pop(name) for name in ("links", "lang") if name in facts}
    return page(id, kind=PageKind.CASE, case=Case(**(given | facts)), **rest)


def reason(here, there, **known) -> str:
    return reasons([Two(here=here, there=there, **known)], catalogue(here.lang))[0]


def test_shared_facts_and_endings_come_first():
    here = case("a", channel="Foro", brands=("Cierzo",), outcome=Outcome.UNRESOLVED)
    there = case(
        "b", channel="Foro", brands=("Cierzo",), outcome=Outcome.RECOVERED, trigger="un retraso"
    )
    assert reason(here, there) == (
        "La misma marca, el mismo canal y el final contrario: allí todo empezó por un retraso."
    )


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (timedelta(hours=9), timedelta(minutes=10), "en diez minutos, aquí en nueve horas"),
        (timedelta(hours=2), timedelta(hours=3), ""),
        (Silence.UNKNOWN, timedelta(minutes=1), "en un minuto"),
        (Silence.NONE, Silence.NONE, "allí tampoco contestó nadie"),
        (timedelta(hours=1), Silence.NONE, "allí nadie contestó"),
        (timedelta(hours=1), Silence.UNKNOWN, ""),
    ],
)
def test_waits_are_told_where_they_differ_clearly(here, there, said):
    sentence = reason(case("a", channel="Foro", first=here), case("b", channel="Foro", first=there))
    assert sentence == ("El mismo canal." if not said else sentence)
    assert said in sentence


def test_articles_are_not_said_to_have_been_answered():
    here = case("a", first=timedelta(hours=1))
    assert reason(here, page("b"), topics=("Moderación",)) == (
        "Un artículo sobre el mismo tema, «Moderación»."
    )


def test_a_link_between_the_two_is_a_reason():
    here = page("a", links=(("b", "Véase b."),))
    there = case("b", links=(("c", ""),), trigger="un apagón")
    assert reason(here, there) == "Un caso citado en este artículo: allí todo empezó por un apagón."
    assert reason(there, here) == "Un artículo que parte de este caso."


def test_no_head_and_no_tail_comes_twice_while_there_is_another():
    here = case("a", channel="Foro")
    first = case("b", channel="Foro", trigger="un retraso", outcome=Outcome.PARTLY)
    second = case("c", channel="Foro", trigger="una avería", outcome=Outcome.PARTLY)
    assert reasons(
        [
            Two(here=here, there=first, topics=("Tiempo de respuesta",)),
            Two(here=here, there=second, topics=("Tiempo de respuesta",)),
        ],
        catalogue("es"),
    ) == [
        "El mismo canal: allí todo empezó por un retraso.",
        "Otro caso sobre «Tiempo de respuesta»: allí se arregló a medias.",
    ]


def test_words_are_a_reason_only_where_nothing_else_is():
    there = page("b", title="B", text="Las Reseñas falsas del Hotel Marítimo, y las reseñas.")
    first, second = (
        page("c", title=title, text="") for title in ("reseña falsa", "Hotel Marítimo")
    )
    pairs = [int.from_bytes(pack(p).needle, "little", signed=True) for p in (first, second)]
    words = spelt((pairs[0], number("reseña"), pairs[1]), read(there))
    assert words == ("Reseñas falsas", "Hotel Marítimo")
    assert reason(page("a"), there, phrases=lambda: words) == (
        "Los dos hablan de «Reseñas falsas» y «Hotel Marítimo»."
    )
    assert "Reseñas" not in reason(page("a"), there, topics=("T",), phrases=lambda: words)


def test_nothing_known_is_said_plainly():
    assert reason(page("a"), page("b")) == "Trata de lo mismo con otras palabras."
    assert reason(page("a"), page("b"), by_hand=True) == "Elegido por la redacción."
    assert reason(page("a", lang="en"), page("b")) == "The same matter in other words."


@pytest.mark.parametrize(
    ("seconds", "spanish", "english"),
    [
        (10, "menos de un minuto", "less than a minute"),
        (60, "un minuto", "one minute"),
        (5400, "90 minutos", "90 minutes"),
        (3600, "una hora", "one hour"),
        (33_120, "nueve horas", "nine hours"),
        (86_400, "un día", "one day"),
        (400_000, "cinco días", "five days"),
        (40_000_000, "463 días", "463 days"),
        (100_000_000, "tres años", "three years"),
    ],
)
def test_spans_are_said_in_their_largest_telling_unit(seconds, spanish, english):
    assert Wording(catalogue("es")).span(seconds) == spanish
    assert Wording(catalogue("en")).span(seconds) == english
