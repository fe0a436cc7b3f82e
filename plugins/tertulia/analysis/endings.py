"""How a conversation ended: solved, moved out of sight, left alone or open; from its words.

The markers are phrases of Spanish customer service on both sides of the Atlantic, written for
this project, with the English ones that turn up in Spanish threads.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tertulia.analysis import questions
from tertulia.analysis.voices import in_time
from tertulia.core.findings import Ending, Label, Tone
from tertulia.core.model import Placed

_SOLVED = re.compile(
    r"\b(bien resuelto|(ya )?(esta|estan|ha|han|queda|quedo|fue|fueron|qued[oa]n?)( sido| todo)? "
    r"(resuelt|solucionad|arreglad|corregid|restaurad|reparad|devuelt|reembolsad|abonad)[oa]s?|"
    r"ya (me )?(funciona|va bien|lo tengo|la tengo|los tengo|las tengo|llego|ha llegado|me llego|"
    r"puedo entrar)|"
    r"(me )?(lo |la |los |las )?(han|habeis|hemos) (resuelto|solucionado|arreglado|corregido|"
    r"devuelto|reembolsado|abonado)|"
    r"(problema|incidencia|tema|caso|asunto) (resuelto|solucionado|arreglado|cerrad[oa])|"
    r"(me )?(lo |la )?(resolvieron|solucionaron|arreglaron|devolvieron|reembolsaron|abonaron)|"
    r"recibi (el|mi|la) (dinero|reembolso|devolucion|pedido|paquete)|"
    r"(is|was|been|now) (fixed|solved|resolved|refunded)|it works now)\b"
)
_NOT_SOLVED = re.compile(
    r"\b(no|sin|nadie|tampoco|nunca|ni|aun no|todavia no|sigue sin|siguen sin|cuando|si|hasta que|"
    r"para que|not|never)"
    r"( \w+){0,3} "
    r"(resuelt|solucionad|arreglad|resolv|solucion|arregl|funciona|corregid|devuelt|devolv|"
    r"reembols|abonad|llego|llegado|"
    r"lleg|fixed|solved|resolved|refunded)"
)
_PRIVATE = re.compile(
    r"\b(((por|en|al|via|un|mediante|a traves de) )(dm|md|mp|privado|mensaje (privado|directo)|"
    r"mensajes (privados|directos)|inbox|interno|correo( electronico)?|email|e-mail|mail|telefono|"
    r"whatsapp|chat)|"
    r"(escribenos|escribidnos|escribanos|contactanos|mandanos|envianos|envienos|pasanos|llamanos|"
    r"llamenos) "
    r"(a|al|tu|tus|su|sus|un|por|en|los|el)|"
    r"(te|le|os|les) (llamamos|llamaremos|contactamos|contactaremos|escribimos|hemos escrito|"
    r"hemos llamado)|"
    r"(send|drop) us a (dm|message|mail)|check your dms?|(por|en) (dms|mds))\b"
)


def ending(strand: Sequence[Placed], tones: Mapping[str, Tone]) -> Ending:
    """How one conversation ended; `Ending.NONE` where nobody asked or complained.

    Args:
        strand: The comments of one conversation, in any order.
        tones: By entry id.
    """
    comments = in_time(strand)
    wants = [p for p in comments if not p.entry.author.role.own and wanting(p, tones)]
    if not wants:
        return Ending.NONE
    start = comments.index(wants[0])
    verdict = _verdict(comments[start:], tones)
    if verdict is not None:
        return verdict
    last = comments[-1]
    if last.entry.author.role.own:
        return Ending.OPEN
    unheard = not any(p.entry.author.role.own for p in comments[comments.index(wants[-1]) :])
    return Ending.ABANDONED if unheard else Ending.OPEN


def wanting(p: Placed, tones: Mapping[str, Tone]) -> bool:
    """Whether the message asks for something or complains."""
    tone = tones.get(p.entry.id)
    return questions.asks(p.entry.text) or (tone is not None and tone.label is Label.NEGATIVE)


@lru_cache(maxsize=50_000)  # pure, and threads are measured more than once in a build
def solves(text: str) -> bool:
    """Whether somebody says that it is solved."""
    plain = questions.fold_lines(text)
    return bool(_SOLVED.search(plain)) and not _NOT_SOLVED.search(plain)


@lru_cache(maxsize=50_000)
def hides(text: str) -> bool:
    """Whether the talk is asked to move out of sight."""
    return bool(_PRIVATE.search(questions.fold_lines(text)))


def _verdict(comments: Sequence[Placed], tones: Mapping[str, Tone]) -> Ending | None:
    """What the last clear sign says; a complaint after it takes it back."""
    found: Ending | None = None
    answered = False
    for p in comments:
        house = p.entry.author.role.own
        answered = answered or house
        if solves(p.entry.text) and (house or answered):
            found = Ending.RESOLVED
        elif hides(p.entry.text) and (house or (answered and found is None)):
            found = Ending.PRIVATE
        elif not house and wanting(p, tones):
            found = None
    return found
