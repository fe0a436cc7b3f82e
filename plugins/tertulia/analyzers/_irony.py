"""Signs that a text means something else than it says.

They lower the confidence and take weight from praise that stands beside a complaint; they turn no
sign over: whoever is ironic about irony would be read upside down.
"""

import re

from tertulia.analyzers._text import plain

CONFIDENCE_LEFT = 0.5
PRAISE_LEFT = 0.3
READ_CHARS = 600

_SAID_SO = re.compile(
    r"\b(?:ironia|ironic[oa]|sarcasmo|sarcastic[oa]|modo iron\w+|notese la)\b|(?:^|\s)/s\s*$"
    r"|\(\s*(?:ironia|sarcasmo|irony|sarcasm|ironia mode on)\s*\)"
)
_PRAISE = (
    r"(?:genial|estupendo|perfecto|fantastico|maravilloso|fenomenal|bravo|enhorabuena|felicidades"
    r"|felicitaciones|que bien|muy bonito|que bonito|muy bien|que maravilla|que ilusion|ole|great"
    r"|wonderful|fantastic|perfect|congratulations|perfeito|parabens|otimo|que bom)"
)
_SURE = re.compile(
    rf"^\W*(?:{_PRAISE}\W+(?:otra vez|de nuevo|again|another|outra vez|mais um|una altra)\b"
    rf"|{_PRAISE}\W+(?:han|habeis|has|lo han|aos|a los genios)\b.*\b(?:consegu|logr|genios|perd)"
    r"|gracias por (?:nada|hacerme|hacernos|estropear|perder|dejarme|dejarnos|arruinar|no )"
    r"|thanks for (?:nothing|wasting)|obrigad[oa] por nada|gracies per res)"
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


def is_ironic(text: str, *, mixed: bool, rolled_eyes: bool) -> bool:
    """Whether there are signs of irony.

    Args:
        text: The writer's own words.
        mixed: Praise and complaint stand together in it.
        rolled_eyes: It has an emoji that mocks.
    """
    low = plain(text[:READ_CHARS])
    if rolled_eyes or _SURE.search(low):
        return True
    if ("iron" in low or "sarcas" in low or "/s" in low) and _SAID_SO.search(low):
        return True
    if not mixed:
        return False
    return bool(_OPENS.search(low) or _INSIDE.search(low) or _SCARE.search(low))
