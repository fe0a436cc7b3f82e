"""Every sentence that the analysis can say, in each language; `_` marks them for the catalogues.

Names in braces are filled by `telling.py`: each is a number that is kept as a `Fact`, or a
word from this table. Where a language has other forms for one, the key ends in ".one".
"""

from collections.abc import Mapping


def _(text: str) -> str:
    """Mark a text for extraction; the text itself is the message."""
    return text


SPANISH: Mapping[str, str] = {
    "nobody": _("Todavía no hay comentarios del público."),
    "few.one": _(
        "Hay {n} solo comentario del público: muy poco para decir cómo suena la conversación."
    ),
    "few": _("Hay {n} comentarios del público: muy pocos para decir cómo suena la conversación."),
    "few.none": _(
        "Hay {n} comentarios del público y ninguno da una opinión clara:"
        " no se puede decir cómo suena la conversación."
    ),
    "few.some": _(
        "Hay {n} comentarios del público, pero solo {k} con una opinión clara:"
        " muy pocos para decir cómo suena la conversación."
    ),
    "turn.all": _(
        "Antes de la primera respuesta, los {n} mensajes con opinión son negativos;"
        " después, {k2} de {n2}."
    ),
    "turn": _(
        "Antes de la primera respuesta, {k} de los {n} mensajes con opinión son negativos;"
        " después, {k2} de {n2}."
    ),
    "turn.one": _(
        "Antes de la primera respuesta, {k} de los {n} mensajes con opinión es negativo;"
        " después, {k2} de {n2}."
    ),
    "turn.none": _(
        "Antes de la primera respuesta, ninguno de los {n} mensajes con opinión es negativo;"
        " después, {k2} de {n2}."
    ),
    "all.positive": _("Las {n} opiniones son positivas."),
    "all.neutral": _("Las {n} opiniones son neutras."),
    "all.negative": _("Las {n} opiniones son negativas."),
    "divided": _("Las opiniones están divididas: {list}."),
    "tone": _("El tono es {how} {which}: {list}."),
    "between.positive": _("El tono va de neutro a positivo: {list}."),
    "between.negative": _("El tono va de neutro a negativo: {list}."),
    "unclear.one": _(" (y {u} comentario sin clasificar)"),
    "unclear": _(" (y {u} comentarios sin clasificar)"),
    "how.clearly": _("claramente"),
    "how.mostly": _("sobre todo"),
    "how.rather": _("más bien"),
    "which.positive": _("positivo"),
    "which.neutral": _("neutro"),
    "which.negative": _("negativo"),
    "opinions.positive.one": _("{n} opinión positiva"),
    "opinions.neutral.one": _("{n} opinión neutra"),
    "opinions.negative.one": _("{n} opinión negativa"),
    "opinions.positive": _("{n} opiniones positivas"),
    "opinions.neutral": _("{n} opiniones neutras"),
    "opinions.negative": _("{n} opiniones negativas"),
    "more.positive.one": _("{n} positiva"),
    "more.neutral.one": _("{n} neutra"),
    "more.negative.one": _("{n} negativa"),
    "more.positive": _("{n} positivas"),
    "more.neutral": _("{n} neutras"),
    "more.negative": _("{n} negativas"),
    "and": _("y"),
    "agree": _("{a} comentarios se declaran de acuerdo con el texto y ninguno en contra."),
    "disagree": _("{d} comentarios discrepan del texto y ninguno le da la razón."),
    "agree.both": _("De acuerdo con el texto se declaran {a}; en desacuerdo, {d}."),
    "contested": _("Sobre {aspect} no hay acuerdo: {p} a favor y {n} en contra."),
    "subject": _("Se habla sobre todo {of_x} ({n} comentarios)."),
    "subjects": _("Se habla sobre todo {of_x} ({n} comentarios) y {of_y} ({m})."),
    "liked": _("Se habla bien sobre todo {of_x} ({p} de {t} comentarios)."),
    "disliked": _("Las quejas son sobre todo por {y} ({n} de {s} comentarios)."),
    "liked.disliked": _("Se habla bien {of_x} ({p} de {t} comentarios) y mal {of_y} ({n} de {s})."),
    "brand.only": _("La marca contestó al único mensaje que esperaba respuesta"),
    "brand.all": _("La marca contestó a los {n} mensajes que esperaban respuesta"),
    "brand.some": _("La marca contestó a {a} de los {n} mensajes que esperaban respuesta"),
    "brand.none": _("La marca no contestó a ninguno de los {n} mensajes que esperaban respuesta"),
    "brand.nobody": _("La marca no contestó al único mensaje que esperaba respuesta"),
    "author.only": _("El blog contestó al único comentario que admitía respuesta"),
    "author.all": _("El blog contestó a los {n} comentarios que admitían respuesta"),
    "author.some": _("El blog contestó a {a} de los {n} comentarios que admitían respuesta"),
    "author.none": _("El blog no contestó a ninguno de los {n} comentarios que admitían respuesta"),
    "author.nobody": _("El blog no contestó al único comentario que admitía respuesta"),
    "first": _(", y tardó {wait} en dar la primera respuesta"),
    "took": _(", y tardó {wait}"),
    "voices.one": _("Habla {v} sola persona."),
    "voices": _("Hablan {v} personas."),
    "left.one": _("Queda {u} pregunta sin contestar."),
    "left": _("Quedan {u} preguntas sin contestar."),
    "and.left.one": _("; queda {u} pregunta sin contestar"),
    "and.left": _("; quedan {u} preguntas sin contestar"),
}

ENGLISH: Mapping[str, str] = {
    "nobody": _("There are no comments from the public yet."),
    "few.one": _(
        "There is only {n} comment from the public: too little to say how the talk sounds."
    ),
    "few": _("There are {n} comments from the public: too few to say how the talk sounds."),
    "few.none": _(
        "There are {n} comments from the public and none gives a clear opinion:"
        " how the talk sounds cannot be said."
    ),
    "few.some": _(
        "There are {n} comments from the public, but only {k} with a clear opinion:"
        " too few to say how the talk sounds."
    ),
    "turn.all": _(
        "Before the first answer all {n} messages with an opinion are negative;"
        " after it, {k2} of {n2}."
    ),
    "turn": _(
        "Before the first answer {k} of the {n} messages with an opinion are negative;"
        " after it, {k2} of {n2}."
    ),
    "turn.one": _(
        "Before the first answer {k} of the {n} messages with an opinion is negative;"
        " after it, {k2} of {n2}."
    ),
    "turn.none": _(
        "Before the first answer none of the {n} messages with an opinion is negative;"
        " after it, {k2} of {n2}."
    ),
    "all.positive": _("All {n} opinions are positive."),
    "all.neutral": _("All {n} opinions are neutral."),
    "all.negative": _("All {n} opinions are negative."),
    "divided": _("Opinions are divided: {list}."),
    "tone": _("The tone is {how} {which}: {list}."),
    "between.positive": _("The tone is between neutral and positive: {list}."),
    "between.negative": _("The tone is between neutral and negative: {list}."),
    "unclear.one": _(" (and {u} comment not classified)"),
    "unclear": _(" (and {u} comments not classified)"),
    "how.clearly": _("clearly"),
    "how.mostly": _("mostly"),
    "how.rather": _("rather"),
    "which.positive": _("positive"),
    "which.neutral": _("neutral"),
    "which.negative": _("negative"),
    "opinions.positive.one": _("{n} positive opinion"),
    "opinions.neutral.one": _("{n} neutral opinion"),
    "opinions.negative.one": _("{n} negative opinion"),
    "opinions.positive": _("{n} positive opinions"),
    "opinions.neutral": _("{n} neutral opinions"),
    "opinions.negative": _("{n} negative opinions"),
    "more.positive.one": _("{n} positive"),
    "more.neutral.one": _("{n} neutral"),
    "more.negative.one": _("{n} negative"),
    "more.positive": _("{n} positive"),
    "more.neutral": _("{n} neutral"),
    "more.negative": _("{n} negative"),
    "and": _("and"),
    "agree": _("{a} comments agree with the text and none disagrees."),
    "disagree": _("{d} comments disagree with the text and none agrees."),
    "agree.both": _("With the text agree {a}; {d} disagree."),
    "contested": _("People do not agree about {aspect}: {p} for and {n} against."),
    "subject": _("People speak mostly of {of_x} ({n} comments)."),
    "subjects": _("People speak mostly of {of_x} ({n} comments) and of {of_y} ({m})."),
    "liked": _("Praise is mostly for {of_x} ({p} of {t} comments)."),
    "disliked": _("Complaints are mostly about {y} ({n} of {s} comments)."),
    "liked.disliked": _(
        "Praise goes to {of_x} ({p} of {t} comments), blame to {of_y} ({n} of {s})."
    ),
    "brand.only": _("The brand answered the only message that waited for it"),
    "brand.all": _("The brand answered all {n} messages that waited for it"),
    "brand.some": _("The brand answered {a} of the {n} messages that waited for it"),
    "brand.none": _("The brand answered none of the {n} messages that waited for it"),
    "brand.nobody": _("The brand did not answer the only message that waited for it"),
    "author.only": _("The blog answered the only comment that left room for it"),
    "author.all": _("The blog answered all {n} comments that left room for it"),
    "author.some": _("The blog answered {a} of the {n} comments that left room for it"),
    "author.none": _("The blog answered none of the {n} comments that left room for it"),
    "author.nobody": _("The blog did not answer the only comment that left room for it"),
    "first": _(", the first after {wait}"),
    "took": _(", after {wait}"),
    "voices.one": _("Only {v} person speaks."),
    "voices": _("{v} people speak."),
    "left.one": _("{u} question is left without an answer."),
    "left": _("{u} questions are left without an answer."),
    "and.left.one": _("; {u} question is left without an answer"),
    "and.left": _("; {u} questions are left without an answer"),
}

# How a small number is written: before a masculine or a feminine noun, alone, alone and few. An
# empty form stands for all of them. A number that is not here is written in digits.
SPANISH_NUMBERS: Mapping[tuple[str, int], str] = {
    ("m", 0): _("ningún"), ("f", 0): _("ninguna"), ("", 0): _("ninguno"),
    ("m", 1): _("un"), ("f", 1): _("una"), ("", 1): _("uno"), ("only", 1): _("solo uno"),
    ("", 2): _("dos"), ("", 3): _("tres"), ("", 4): _("cuatro"), ("", 5): _("cinco"),
    ("", 6): _("seis"), ("", 7): _("siete"), ("", 8): _("ocho"), ("", 9): _("nueve"),
}  # fmt: skip
ENGLISH_NUMBERS: Mapping[tuple[str, int], str] = {
    ("m", 0): _("no"), ("f", 0): _("no"), ("", 0): _("none"),
    ("", 1): _("one"), ("only", 1): _("only one"),
    ("", 2): _("two"), ("", 3): _("three"), ("", 4): _("four"), ("", 5): _("five"),
    ("", 6): _("six"), ("", 7): _("seven"), ("", 8): _("eight"), ("", 9): _("nine"),
}  # fmt: skip
