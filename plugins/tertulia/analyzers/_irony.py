"""Signs that a text means something else than it says.

They lower the confidence and take weight from praise that stands beside a complaint; they turn no
sign over: whoever is ironic about irony would be read upside down.
"""

import re

from tertulia.analyzers._text import plain

CONFIDENCE_LEFT = 0.5
PRAISE_LEFT = 0.3
READ_CHARS = 600
ROLLED_EYES = "🙄"

_SAID_SO = re.compile(
    r"\b(?:ironia|ironic[oa]|sarcasmo|sarcastic[oa]|modo iron\w+|notese la)\b|(?:^|\s)/s\s*$"
    r"|\(\s*(?:ironia|sarcasmo|irony|sarcasm|ironia mode on)\s*\)"
)
_PRAISE = (
    r"(?:genial|estupendo|perfecto|fantastico|maravilloso|fenomenal|bravo|enhorabuena|felicidades"
    r"|felicitaciones|que bien|muy bonito|que bonito|muy bien|que maravilla|que ilusion|que detalle"
    r"|ole|great|wonderful|fantastic|perfect|congratulations|perfeito|parabens|otimo|que bom)"
)
_TROUBLE = (
    r"\b(?:sin (?:luz|agua|internet|servicio|respuesta|linea|sistema|tren|metro|clase|dormir)"
    r"|sub(?:en|is|id)|multa|factura|averia|caid|caen?\b|retras|tarde\b|huelga|lluvi|cort[ea]"
    r"|cola\b|esper[ao]|error|atasc|cerrad|cancel|suspend|apagon|recort|impuest|examen|cobr|pagar"
    r"|colgar|colgad|baja\b|no (?:va|hay|funciona)|tampoco|nadie|down|late|delay|queue|bill"
    r"|falta|vaga\b|greve)"
)
_REFUSED = r"\b(?:cerrad|cancelad|suspendid|tampoco|cobrarme|cobrarnos|caid[oa] |averiad)"
_AGAIN = r"(?:otra vez|de nuevo|otr[oa]|again|another|outra vez|mais um|una altra)\b"
_LONG = r"\w+ (?:horas|semanas|meses|veces|hours|weeks|months)"
# Beside praise, each of these is enough. Those of the first begin the text; each other one is
# looked for only where one of its words stands, which is far cheaper than to look.
_SURE_AT_ONCE = re.compile(
    rf"\W*(?:{_PRAISE}\W+(?:{_AGAIN}[^.!?]{{0,40}}?{_TROUBLE}|[^.!?]{{0,15}}?{_REFUSED})"
    rf"|{_PRAISE}\W+(?:han|habeis|has|lo han|aos|a los) \w{{0,12}} ?"
    r"(?:(?:conseguido|logrado) (?:que|perder|hund|arruin|cabre)|genios|perder)"
    rf"|(?:me encanta (?:cuando|que|pagar|esperar)|nada como)\b[^.!?]{{0,20}}?{_TROUBLE}"
    r"|(?:gran|brillante|estupenda) idea,? (?:la de |lo de )?(?:quitar|cerrar|subir|cobrar|elimin)"
    r"|ole (?:vuestros|sus|tus) huevos|claro que si,? (?:campeon|guapi|crack|fiera))"
)
_SURE = tuple(
    (words, re.compile(pattern))
    for words, pattern in (
        (
            ("genio", "lumbrera", "iluminad", "cerebrit", "list"),
            (
                r"\b(?:aplauso|premio|felicidades|enhorabuena|gracias) (?:para|al?)"
                r" (?:los |las |el |la )?(?:genio|lumbrera|iluminad|cerebrit|list[oa]s? que)"
            ),
        ),
        (
            ("gracias por ",),
            (
                r"gracias por (?:nada|hacerme|hacernos|estropear|perder|dejarme|dejarnos|arruinar"
                r"|no (?:contest|avis|respond|atend|hacer|venir))"
            ),
        ),
        (
            ("por otr",),
            r"gracias\W+(?:\w+\W+){0,3}por otr[oa] (?:mañana|manana|tarde|noche|dia|semana)\b",
        ),
        (
            ("thanks for ", "por nada", "gracies per res"),
            r"thanks for (?:nothing|wasting)|obrigad[oa] por nada|gracies per res",
        ),
        (
            ("solo ",),
            (
                r"\bsolo (?:he|hemos|tuve que|tuvimos que|me ha tocado|llevo)"
                rf" (?:esper\w+ |llam\w+ )?{_LONG}|\btard\w+ solo {_LONG}|\bsolo tard\w+ {_LONG}"
            ),
        ),
        (("esperando",), r"\bllev(?:o|amos) \w+ (?:minutos|horas) esperando\b"),
        ((":",), rf":\s*{_LONG} para\b"),
        (
            ("si te ", "si os ", "si le"),
            (
                r"\bsi (?:te|os|le|les) (?:gusta|sobra|va)"
                r" [^.!?]{0,20}(?:esper|sufr|perder|cola|tiempo)"
            ),
        ),
        (
            (", genial", ", fantastico", ", perfecto", ", estupendo", ", bravo"),
            rf"{_TROUBLE}[^.!?]{{0,40}}?, (?:genial|fantastico|perfecto|estupendo|bravo)\W*$",
        ),
    )
)
_OPENS = re.compile(
    rf"^\W*(?:(?:si|claro|aja|ya)\W+(?:si|claro|ya|seguro|hombre)\b|{_PRAISE}\b\W*[,.:!…]"
    rf"|{_PRAISE}\s+(?:por|ahora|ya|solo)\b|vaya (?:joya|lujo|maravilla)"
    r"|que (?:\w+) tan|menudo (?:servicio|exito|lujo)|muy fan de|me encanta (?:que|pagar|esperar))"
)
_INSIDE = re.compile(
    r"\bcomo no podia ser de otra (?:manera|forma)|\bque (?:casualidad|raro|sorpresa)\b.{0,20}!"
    r"|\bsi tienes todo el dia\b|\by yo soy (?:el|la)\b|\bmis felicitaciones\b|\bde nada\b.{0,15}!"
    r"|\bsolo (?:tard|han tard|llev|me han|me hic|falt)\w*|\botra vez\b|\bcomo siempre\b"
    r"|\ba ver si (?:aprend|os enter|se enter)|\bpremio (?:a|al|para)\b|\bun aplauso para\b"
)
_SCARE = re.compile(
    r"[\"«“]\s*(?:servicio|atencion|soporte|ayuda|profesional|expert|solucion|oferta|regalo|amable"
    r"|gratis|premium|calidad|arregl|urgente|mejora|service|support|help)\w*(?:\s\w+)?\s*[\"»”]"
)


def is_ironic(text: str, *, praise: bool, blame: bool, rolled_eyes: bool) -> bool:
    """Whether there are signs of irony; where nothing is praised, only if the writer says so.

    Args:
        text: The writer's own words.
        praise, blame: What stands in it.
        rolled_eyes: It has an emoji that mocks.
    """
    if not praise and "iron" not in text:
        return False
    low = plain(text[:READ_CHARS])
    if (rolled_eyes and praise) or _surely(low):
        return True
    if ("iron" in low or "sarcas" in low or "/s" in low) and _SAID_SO.search(low):
        return True
    if not (praise and blame):
        return False
    return bool(_OPENS.search(low) or _INSIDE.search(low) or _SCARE.search(low))


def _surely(low: str) -> bool:
    if _SURE_AT_ONCE.match(low):
        return True
    for words, pattern in _SURE:
        for word in words:
            if word in low:
                if pattern.search(low):
                    return True
                break
    return False
