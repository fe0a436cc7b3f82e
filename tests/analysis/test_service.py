"""Who answered whom, how fast, and how it ended for each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.talks import FLAT, OVEN, spoken, thread, tone
from builders import entry
from tertulia.analysis import endings, questions
from tertulia.analysis.answers import find
from tertulia.analysis.service import measure
from tertulia.core.findings import Ending, Label
from tertulia.core.model import Role


def test_an_answer_below_a_message_counts_for_it():
    found = measure(*spoken(OVEN))
    assert found.waits["o:3"] == timedelta(minutes=230)


def test_whom_an_answer_names_is_answered_too():
    assert find(spoken(OVEN)[0]).own["o:2"].id == "o:4"  # "Berta, Iván: …" stands below Berta


def test_the_first_answer_is_timed_from_the_first_message_of_all():
    found = measure(*spoken(OVEN))
    assert found.first_answer == timedelta(minutes=245)
    assert found.first_pair == ("o:1", "o:4")


def test_answers_are_counted_within_one_four_and_twenty_four_hours():
    found = measure(*spoken(OVEN))
    assert (found.asked, found.answered) == (4, 3)
    assert dict(found.within_s) == {3600: 0, 14_400: 2, 86_400: 3}
    assert found.median_answer == timedelta(minutes=230)


def test_in_a_flat_thread_names_say_who_is_answered():
    talk, _ = spoken(FLAT)
    assert {asked: own.id for asked, own in find(talk).own.items()} == {
        "f:1": "f:2",
        "f:3": "f:5",
        "f:4": "f:6",
    }


def test_in_a_flat_thread_an_answer_without_a_name_is_for_the_comment_before_it():
    talk = thread(
        [
            entry("t:1", name="Ana", text="¿Abrís el lunes?"),
            entry("t:2", minutes=5, name="Blas", text="¿Y el martes?"),
            entry("t:3", minutes=9, role="brand", name="Bar", text="El martes cerramos."),
        ]
    )
    assert set(find(talk).own) == {"t:2"}


@pytest.mark.parametrize(
    "text", ["@vega_74 ya está.", "vega, ya está.", "Hola Vega: ya está.", "¡Hola! Gracias, Vega."]
)
def test_nicknames_are_names_too(text):
    made = [
        entry("t:1", name="vega_74", text="¿Abrís?"),
        entry("t:2", name="Blas", minutes=1, text="¿Y el pan?"),
        entry("t:3", parent="t:2", minutes=2, name="Eva", text="Eso."),
        entry("t:4", minutes=9, role="brand", name="Bar", text=text),
    ]
    assert set(find(thread(made)).own) == {"t:1"}


def test_in_a_nested_thread_an_answer_at_the_top_names_somebody_or_answers_nobody():
    talk = thread(
        [
            entry("t:1", name="Ana", text="¿Abrís el lunes?"),
            entry("t:2", parent="t:1", minutes=5, name="Blas", text="Eso, ¿abrís?"),
            entry("t:3", minutes=9, role="brand", name="Bar", text="Feliz año a todos."),
        ]
    )
    assert not find(talk).own


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("Sentimos el retraso del lunes. Ana, el martes abrimos a las nueve.", {"t:1"}),
        ("Os leemos.\nAna: a las nueve.\nBlas: y con pan de centeno.", {"t:1", "t:2"}),
        ("Hola a todos: abrimos el martes a las nueve, y habrá pan de centeno.", {"t:1", "t:2"}),
        ("Os leemos a diario. El pan que pidió Ana sale a las nueve.", set()),
    ],
)
def test_at_the_top_whoever_is_called_by_name_is_answered_and_all_by_who_greets_all(text, answered):
    talk = thread(
        [
            entry("t:1", name="Ana", text="¿Abrís el lunes?"),
            entry("t:2", name="Blas", minutes=2, text="¿Y el pan?"),
            entry("t:3", parent="t:2", minutes=3, name="Eva", text="Eso."),
            entry("t:4", minutes=9, role="brand", name="Bar", text=text),
        ]
    )
    assert set(find(talk).own) & {"t:1", "t:2"} == answered


def test_a_message_that_only_thanks_waits_for_no_answer():
    talk = thread([entry("t:1", role="customer", text="Gracias.")])
    assert measure(talk, {"t:1": tone(0.0, label=Label.COURTESY)}).asked == 0


def test_a_quarrel_among_readers_waits_for_no_answer_but_one_more_complaint_does():
    made = [
        entry("t:1", role="customer", name="Ana", text="El pan, quemado."),
        entry("t:2", parent="t:1", role="customer", name="Blas", text="Exageras siempre."),
        entry("t:3", parent="t:1", role="customer", name="Eva", text="Igual aquí, quemado."),
    ]
    found = measure(thread(made), {e.id: tone(-0.8) for e in made})
    assert found.open == ("t:1", "t:3")


def test_praise_waits_for_no_answer_of_a_brand_but_admits_one_of_a_blog():
    tones = {"t:1": tone(0.9)}
    brand = thread([entry("t:1", role="customer", text="Un trato estupendo.")])
    blog = thread([entry("t:1", text="Un artículo estupendo.")])
    assert (measure(brand, tones).asked, measure(blog, tones).asked) == (0, 1)


def test_times_without_a_zone_of_another_source_give_no_wait():
    one = entry("a:1", source="a", text="¿Hay pan?")
    two = entry("b:1", source="b", parent="a:1", minutes=5, role="brand", text="Sí.")
    found = measure(thread([_local(one), _local(two)]), {})
    assert (found.answered, found.waits, found.first_answer) == (1, {}, None)


def _local(made):
    return replace(made, posted=made.posted.replace(tzinfo=None))


def test_the_last_word_is_the_last_in_time():
    assert measure(*spoken(FLAT)).last_word is Role.AUTHOR
    assert measure(*spoken(OVEN)).last_word is Role.CUSTOMER


def test_each_customer_has_a_first_and_a_last_tone():
    found = {c.name: c for c in measure(*spoken(OVEN)).customers}
    assert (found["Berta Lago"].first, found["Berta Lago"].last) == (-0.6, 0.6)
    assert (found["Paula"].messages, found["Paula"].last) == (1, None)


def test_how_many_came_back_better_or_worse_is_not_said_of_two():
    assert measure(*spoken(OVEN)).returned is None
    made, tones = [], {}
    for name, first, last in (("A", -0.5, 0.5), ("B", 0.1, 0.0), ("C", 0.4, -0.6)):
        for i, value in enumerate((first, last)):
            id = f"{name}:{i}"
            made.append(entry(id, name=name, role="customer", minutes=i, text="¿Y bien?"))
            tones[id] = tone(value)
    assert measure(thread(made), tones).returned == (3, 1, 1)


def test_it_ends_for_each_person_apart_and_for_the_thread_as_for_most():
    found = measure(*spoken(OVEN))
    assert dict(found.endings) == {
        Ending.RESOLVED: 1,  # Berta says that she got it back
        Ending.OPEN: 2,  # Iván and Celia were answered and are heard of no more
        Ending.ABANDONED: 1,  # Nora asked into the void
    }
    assert found.ending is Ending.OPEN


def conversation(*lines: tuple[str, str, float]) -> Ending:
    """What became of Ana, who speaks with a bar in turns: role, text, polarity."""
    entries, tones = [], {}
    for i, (role, text, polarity) in enumerate(lines):
        name = "Bar" if role == "brand" else "Ana"
        parent = f"t:{i - 1}" if i else None
        entries.append(entry(f"t:{i}", parent=parent, minutes=i, name=name, role=role, text=text))
        tones[f"t:{i}"] = tone(polarity)
    return measure(thread(entries), tones).ending


@pytest.mark.parametrize(
    ("lines", "ending"),
    [
        ([("customer", "¿Y mi pedido?", -0.5)], Ending.ABANDONED),
        ([("customer", "¿Y mi pedido?", -0.5), ("brand", "Lo miramos.", 0)], Ending.OPEN),
        (
            [("customer", "¿Y mi pedido?", -0.5), ("brand", "Escríbenos por DM.", 0)],
            Ending.PRIVATE,
        ),
        (
            [("customer", "¿Y mi pedido?", -0.5), ("brand", "Ya está solucionado.", 0)],
            Ending.RESOLVED,
        ),
        (
            [
                ("customer", "¿Y mi pedido?", -0.5),
                ("brand", "Te escribimos por privado.", 0),
                ("customer", "Llegó ayer, gracias.", 0.6),
            ],
            Ending.RESOLVED,
        ),
        (
            [
                ("customer", "¿Y mi pedido?", -0.5),
                ("brand", "Ya está resuelto.", 0),
                ("customer", "No está resuelto. Sigo sin él.", -0.7),
            ],
            Ending.ABANDONED,
        ),
        (
            [
                ("customer", "Mi pedido no llega.", -0.5),
                ("brand", "Lo siento, lo miro.", 0),
                ("customer", "Gracias por nada.", -0.7),
            ],
            Ending.ABANDONED,
        ),
        ([("customer", "Un sitio precioso.", 0.8)], Ending.NONE),
    ],
)
def test_the_last_clear_sign_says_how_it_ended(lines, ending):
    assert conversation(*lines) is ending


@pytest.mark.parametrize(
    "text",
    [
        "Ya está resuelto, gracias a todos.",
        "Me lo han solucionado esta mañana.",
        "Ya me funciona.",
        "Por fin recibí el reembolso.",
        "Problema resuelto.",
        "Cumplido.",
        "Ya me llegó el paquete.",
        "Todo en orden, gracias.",
        "Ya pude entrar.",
        "Ya tengo internet otra vez.",
        "Ya me lo cambiaron.",
        "All sorted, thank you.",
        "It's working now.",
        "Ja està solucionat.",
    ],
)
def test_what_says_that_it_is_solved(text):
    assert endings.solves(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sigue sin estar resuelto.",
        "¿Cuándo va a estar solucionado?",
        "No lo han arreglado.",
        "Espero que quede pronto.",
        "Nadie me lo ha solucionado.",
        "Yo la limitaría a «caso cerrado».",
        "¿Ya está arreglado?",
        "Dicen que ya está resuelto, pero no es verdad.",
        "Ya me llegó, roto.",
        "Llevan dos meses diciendo que está solucionado.",
        "ya no funciona",
    ],
)
def test_what_only_sounds_like_solved(text):
    assert not endings.solves(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mándanos tus datos por DM y lo vemos.",
        "Escríbenos por interno con el número.",
        "Te llamamos ahora mismo.",
        "Seguimos por privado.",
        "Envíanos un mensaje directo.",
        "Please DM us your order number.",
        "Hola, envíanos DM con tu número.",
        "Revisa tus mensajes directos, por favor.",
        "Favor de enviarnos mensaje directo con su folio.",
        "We've sent you a direct message.",
        "Envia'ns un missatge privat.",
        "Te abrimos conversación privada.",
    ],
)
def test_what_moves_a_talk_out_of_sight(text):
    assert endings.hides(text)


def test_to_praise_what_was_said_in_public_moves_nothing():
    assert not endings.hides("Gracias por decirlo aquí y no por privado.")


@pytest.mark.parametrize(
    "text",
    [
        "¿Abrís el lunes?",
        "me gustaría saber si llega a tiempo",
        "Alguien sabe el horario",
        "Tengo una duda sobre la tarifa.",
        "Does anyone know the address",
        "Muy bueno. ¿Cuánto tardasteis?",
        "La página promete el envío. ¿Es verdad o no?",
        "¿Qué quiere decir «en preparación»?",
        "cuánto cuesta",
        "Una pregunta, se puede pagar a plazos",
        "I'd like to know how it works",
        "En serio, me encanta. ¿Cuánto cuesta?",
        "¿Qué tal? ¿Tenéis tienda en Lugo?",
        "¿Hasta cuándo dura la oferta?",
    ],
)
def test_what_asks(text):
    assert questions.asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Está bien, ¿no?",
        "¿De qué sirve una campaña si el producto es malo?",
        "Se gastan 20.000 euros. ¿Alguien lo entiende?",
        "> ¿Abrís el lunes?\nEl lunes abrimos.",
        "https://example.org/?p=3",
        "Me dijeron «¿y qué quiere usted?» y colgaron.",
        "Paciencia, por favor.",
        "¿Y para esto pago?",
        "¿Hasta cuándo vamos a aguantar?",
        "¿Cómo es posible que en 2012 sigamos así?",
        "¿Qué os parece? Pues que es una vergüenza.",
        "¿Sabes qué? Que me da igual.",
        "¿No te da vergüenza?",
        "Who cares?",
        "Sí.",
        "?",
    ],
)
def test_what_only_looks_like_a_question(text):
    assert not questions.asks(text)
