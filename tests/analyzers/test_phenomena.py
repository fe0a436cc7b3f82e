"""What the rules must get right, one phenomenon each; all sentences are invented."""

import pytest

from tertulia.analyzers import rules
from tertulia.core.findings import Label, Tone

POSITIVE, NEGATIVE, NEUTRAL = Label.POSITIVE, Label.NEGATIVE, Label.NEUTRAL
COURTESY, UNCLEAR = Label.COURTESY, Label.UNCLEAR

PHENOMENA = {
    # Negation and what it does not turn
    "plain praise": ("Me ha encantado el artículo", POSITIVE),
    "plain complaint": ("Un servicio pésimo", NEGATIVE),
    "negated praise": ("No es bueno ni recomendable", NEGATIVE),
    "negated liking": ("No me gusta nada cómo lo cuentan", NEGATIVE),
    "negated complaint": ("No está mal, la verdad", POSITIVE),
    "double negation": ("No es que no me guste el libro", POSITIVE),
    "negative concord": ("No me ha gustado nada de nada", NEGATIVE),
    "never with a complaint": ("Nunca me han fallado en diez años", POSITIVE),
    "never with praise": ("Jamás lo recomendaría", NEGATIVE),
    "nobody answers": ("Nadie contesta al teléfono", NEGATIVE),
    "ni one good thing": ("Ni amables ni rápidos", NEGATIVE),
    "tampoco": ("A mí tampoco me gustó", NEGATIVE),
    "negation ends at a comma": ("No, me parece estupendo", POSITIVE),
    "sin before trouble": ("Todo llegó a tiempo y sin problemas", POSITIVE),
    "sin before a remedy": ("Llevo un mes sin solución", NEGATIVE),
    "sin before praise": ("Un trato sin amabilidad", NEGATIVE),
    "zero complaints": ("Cero quejas en dos años", POSITIVE),
    "zero empathy": ("Cero empatía con el cliente", NEGATIVE),
    "poco turns": ("Una respuesta poco profesional", NEGATIVE),
    "nada before praise": ("Nada recomendable", NEGATIVE),
    "falta de": ("Qué falta de respeto", NEGATIVE),
    "dejar de": ("La aplicación dejó de funcionar", NEGATIVE),
    "negated superlative praises": ("No puede ser mejor", POSITIVE),
    "negated superlative condemns": ("No puede ser peor", NEGATIVE),
    "could not agree more": ("No puedo estar más de acuerdo contigo", POSITIVE),
    "never so good": ("Nunca había visto algo tan bueno", POSITIVE),
    "never so bad": ("Jamás había visto un trato tan malo", NEGATIVE),
    "nothing better": ("No hay nada mejor que leerte los lunes", POSITIVE),
    "no es mejor": ("La versión nueva no es mejor", NEGATIVE),
    # Contrast and concession
    "pero turns to complaint": ("El sitio es bonito, pero el servicio es horrible", NEGATIVE),
    "pero turns to praise": ("Es caro, pero la calidad es excelente", POSITIVE),
    "sino": ("No es malo, sino excelente", POSITIVE),
    "aunque concedes": ("Aunque es caro, me encanta", POSITIVE),
    "sin embargo": ("Prometía mucho; sin embargo, me ha decepcionado", NEGATIVE),
    "a pesar de": ("A pesar del precio, estoy encantada", POSITIVE),
    "both sides": ("La atención bien, el envío mal", NEUTRAL),
    # Strength
    "intensifier": ("Muy muy bueno", POSITIVE),
    "superlative": ("Buenísimo el post", POSITIVE),
    "superlative of complaint": ("Lentísimos en responder", NEGATIVE),
    "diminutive praise": ("Qué rapidito me lo han arreglado, majísimos", POSITIVE),
    "diminutive complaint": ("Malito el servicio", NEGATIVE),
    "augmentative": ("Menudo golazo", POSITIVE),
    "adverb in -mente": ("Nos atendieron estupendamente", POSITIVE),
    "elongation": ("Buenoooo, geniaaaal", POSITIVE),
    "elongated no": ("Noooo me gusta", NEGATIVE),
    "capitals": ("ES UNA VERGÜENZA", NEGATIVE),
    "without accents": ("que verguenza de atencion", NEGATIVE),
    "exclamations": ("¡¡¡Enhorabuena!!!", POSITIVE),
    "swearing": ("Menuda mierda de servicio", NEGATIVE),
    "idiom of praise": ("Me quito el sombrero", POSITIVE),
    "idiom of complaint": ("Estoy hasta las narices", NEGATIVE),
    "they mock us": ("Nos toman el pelo", NEGATIVE),
    # Questions, requests, facts
    "question": ("¿A qué hora abren los sábados?", NEUTRAL),
    "question with a good word": ("¿Cuál es el mejor programa para esto?", NEUTRAL),
    "angry question": ("¿Tan difícil es contestar? Qué vergüenza", NEGATIVE),
    "fact": ("El taller será el jueves en la biblioteca", NEUTRAL),
    "wish to know": ("Me gustaría saber si hay plazas", NEUTRAL),
    "support's own words": ("Hola, envíanos tu número de cliente por privado", NEUTRAL),
    "greeting is no praise": ("Buenos días, ¿tienen tienda en Lima?", NEUTRAL),
    "neither nor": ("Ni fu ni fa", NEUTRAL),
    # Service, told in plain words
    "still without": ("Sigo sin saldo en la cuenta", NEGATIVE),
    "weeks and nothing": ("Tres semanas y nada", NEGATIVE),
    "promised and not done": ("Prometieron llamar y no llamaron", NEGATIVE),
    "the third time": ("Por tercera vez me dejan plantada", NEGATIVE),
    "no sign of it": ("De la nevera, ni rastro", NEGATIVE),
    "nobody said so": ("Nadie me avisó del cambio", NEGATIVE),
    "not even an answer": ("Ni una respuesta en un mes", NEGATIVE),
    "charged twice": ("Me cobraron dos veces el mismo mes", NEGATIVE),
    "moved to private": ("Me piden que escriba por privado y ahí no contestan", NEGATIVE),
    "until when": ("¿Hasta cuándo vamos a estar sin ascensor?", NEGATIVE),
    "leaving": ("En cuanto pueda me cambio de compañía", NEGATIVE),
    "put right soon": ("A los diez minutos estaba arreglado", POSITIVE),
    "money back": ("Me devolvieron el dinero al día siguiente", POSITIVE),
    "called me back": ("Me llamaron ellos para ver si funcionaba", POSITIVE),
    "will be back": ("Volveremos el verano que viene", POSITIVE),
    "at last": ("Por fin alguien que lo explica", POSITIVE),
    "works at once": ("Me funcionó a la primera", POSITIVE),
    "and besides for free": ("Y encima no me cobraron", POSITIVE),
    "agrees": ("Comparto todo lo que dice el autor", POSITIVE),
    "where it is": ("El formulario está en la segunda pestaña", NEUTRAL),
    "a date": ("La charla es el jueves a las siete", NEUTRAL),
    "a price": ("Son 20 euros al mes con la línea", NEUTRAL),
    "one's own way": ("Yo lo hago desde el menú de la izquierda", NEUTRAL),
    "it depends": ("Depende de la ciudad", NEUTRAL),
    "not tried yet": ("Todavía no lo he probado", NEUTRAL),
    "does anybody know": ("¿Alguien sabe si abren mañana?", NEUTRAL),
    "reply of the house": ("Hola, Ana, le respondemos por correo", NEUTRAL),
    "a list of links": ("Lecturas de la semana: tres casos de atención al cliente", NEUTRAL),
    # Courtesy
    "thanks": ("Muchas gracias", COURTESY),
    "thanks with a name": ("Gracias, Marta", COURTESY),
    "greeting": ("Hola a todos", COURTESY),
    "farewell": ("Un saludo cordial", COURTESY),
    "thanks for something": ("Gracias por el artículo, me ha sido muy útil", POSITIVE),
    "thanks for nothing": ("Gracias por nada", NEGATIVE),
    "gracias a is no thanks": ("Gracias a la ley, cobran el doble y es un abuso", NEGATIVE),
    # Signs
    "emoji alone": ("👏👏👏", POSITIVE),
    "angry emoji alone": ("😡😡", NEGATIVE),
    "emoticon": ("Ya está instalado :)", POSITIVE),
    "sad emoticon": ("Me quedo sin ir :(", NEGATIVE),
    "heart": ("Este blog ❤️", POSITIVE),
    "laughter": ("jajajaja muy bueno", POSITIVE),
    "address is not a face": ("Está en http://example.org/a:/b", NEUTRAL),
    # What is somebody else's
    "quoted line": ("> Es una basura\nYo lo veo estupendo", POSITIVE),
    "quoted sentence": ("Dice «sois todos unos ladrones y mentirosos» y se queda ahí", NEUTRAL),
    "pingback excerpt": ("[…] un desastre de servicio, según cuenta el autor […]", UNCLEAR),
    # Mixed languages
    "English word": ("El soporte es top, me encanta", POSITIVE),
    "anglicism of support": ("El call center es un desastre", NEGATIVE),
    # Regions
    "Spain: mola": ("Cómo mola el rediseño", POSITIVE),
    "Spain: chapuza": ("Vaya chapuza han hecho", NEGATIVE),
    "Spain: majo": ("Qué majos los del mostrador", POSITIVE),
    "Mexico: padre": ("Está muy padre tu blog", POSITIVE),
    "Mexico: chido": ("Qué chido quedó", POSITIVE),
    "Mexico: no mames": ("No mames, otra vez sin sistema", NEGATIVE),
    "Argentina: copado": ("Re copado el artículo", POSITIVE),
    "Argentina: bronca": ("Me da bronca que no respondan", NEGATIVE),
    "Argentina: genios": ("Son unos genios, gracias", POSITIVE),
    "Chile: la raja": ("Quedó la raja", POSITIVE),
    "Chile: penca": ("Súper penca la atención", NEGATIVE),
    "Colombia: bacano": ("Qué bacano el evento", POSITIVE),
    "Colombia: jartera": ("Qué jartera hacer esa fila", NEGATIVE),
    "Peru: chévere": ("Chévere tu página, causa", POSITIVE),
    "Peru: qué roche": ("Qué roche lo de esa marca", NEGATIVE),
}


@pytest.mark.parametrize(("text", "label"), PHENOMENA.values(), ids=PHENOMENA)
def test_the_rules_read(text: str, label: Label) -> None:
    tone = read(text)
    assert tone.label is label, tone


def read(text: str, lang: str = "es") -> Tone:
    (tone,) = rules.analyzer().score([text], [lang])
    return tone


IRONY = {
    "great, down again": "Genial, otra vez caída la web",
    "congratulations, I left": "Enhorabuena, han conseguido que me vaya",
    "thanks for my lost day": "Gracias por hacerme perder la mañana, qué desastre",
    "rolling eyes": "Qué eficientes son 🙄",
    "said so": "Qué rápidos (ironía)",
    "such good service": "Qué servicio tan bueno, solo tardaron seis meses en contestar mal",
    "one more of it": "Genial, otra subida de precio. Justo lo que necesitábamos. 👏👏",
    "applause for geniuses": "Un aplauso para los genios que han cerrado el carril bici",
    "only two hours": "Qué bien funciona todo, solo he esperado dos horas",
    "if you like to wait": "Un servicio excelente... si te gusta esperar",
    "loved to pay": "Me encanta pagar por algo que no funciona",
    "a fine idea": "Gran idea quitar los bancos del parque",
}
MEANT = {
    "one more of it": "Genial, otra entrada estupenda",
    "applause": "Un aplauso para las enfermeras que nos cuidaron",
    "only two minutes": "Solo he esperado dos minutos, qué bien",
    "congratulations": "Enhorabuena, habéis conseguido un blog precioso",
    "together again": "Qué maravilla, otra vez juntos",
    "no trouble": "Perfecto, sin problemas",
    "years of waiting": "Llevo años esperando este libro, me encanta",
    "not giving up": "Gracias por no rendirte, me encanta tu blog",
}


@pytest.mark.parametrize("text", IRONY.values(), ids=IRONY)
def test_irony_is_marked_and_leaves_doubt(text: str) -> None:
    tone = read(text)
    assert tone.ironic
    assert tone.label is not POSITIVE
    assert tone.confidence < 0.7


@pytest.mark.parametrize("text", MEANT.values(), ids=MEANT)
def test_praise_that_is_meant_is_no_irony(text: str) -> None:
    tone = read(text)
    assert not tone.ironic
    assert tone.label is POSITIVE


def test_irony_turns_no_sign_over() -> None:
    assert read("Qué rápidos (ironía)").polarity > 0


def test_the_words_stand_as_in_the_text() -> None:
    assert read("VERGÜENZA de atención, nadie contesta").words == ("VERGÜENZA", "nadie contesta")


def test_where_no_word_is_loaded_the_turns_are_named() -> None:
    assert read("Sigo sin saldo en la cuenta").words == ("Sigo sin",)
    assert read("La charla es el jueves a las siete").words == ()


def test_more_of_it_weighs_more() -> None:
    assert read("Muy buen artículo").polarity > read("Buen artículo").polarity
    assert read("Malísimo").polarity < read("Mal").polarity


@pytest.mark.parametrize(
    ("text", "lang", "label"),
    [
        ("Parabéns pelo blog, adorei", "pt", POSITIVE),
        ("Péssimo atendimento, ninguém responde", "pt", NEGATIVE),
        ("O evento é na quinta-feira", "pt", NEUTRAL),
        ("Muito obrigada", "pt", COURTESY),
        ("M'ha agradat molt, enhorabona", "ca", POSITIVE),
        ("Quina vergonya, ningú contesta", "ca", NEGATIVE),
        ("L'acte és dijous a les set", "ca", NEUTRAL),
        ("Moltes gràcies", "ca", COURTESY),
        ("Great post, I love it", "en", POSITIVE),
        ("Terrible service, never again", "en", NEGATIVE),
        ("The event is on Thursday", "en", NEUTRAL),
        ("Thanks a lot", "en", COURTESY),
    ],
)
def test_other_languages(text: str, lang: str, label: Label) -> None:
    assert read(text, lang).label is label


def test_a_language_that_is_not_served_is_read_by_its_signs_only() -> None:
    assert read("Das ist wunderbar", "de").label is UNCLEAR
    assert read("Das ist wunderbar 😍", "de").label is POSITIVE
