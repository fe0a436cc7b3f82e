"""How it ended for each person who asked or complained: solved, out of sight, left alone, open.

The markers are phrases of Spanish customer service on both sides of the Atlantic, written for
this project, with the English ones that turn up in Spanish threads.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tertulia.analysis import questions
from tertulia.analysis.answers import Answers
from tertulia.analysis.voices import any_in, voice
from tertulia.core.findings import Ending, Label, Tone
from tertulia.core.model import Entry, Placed

_SOLVED = re.compile(
    r"(^\W*(cumplido|solucionado|resuelto|arreglado|fixed|solved|resolved|sorted)\b|"
    r"\bpara mi,? (resuelto|solucionado)\b|"
    r"\b(bien resuelto|todo (resuelto|solucionado|arreglado|en orden)|"
    r"(ya )?(esta|estan|ha|han|queda|quedo|fue|fueron|qued[oa]n?)( sido| todo)? "
    r"(resuelt|solucionad|arreglad|corregid|restaurad|reparad|devuelt|reembolsad|abonad|"
    r"cambiad)[oa]s?|(ya )?quedo listo|"
    r"ya (me |nos )?(funcionan?|va bien|lo tengo|la tengo|los tengo|las tengo|llego|ha llegado|"
    r"aparecio|puedo entrar|pude (entrar|acceder|pagar|comprar)|quedo)|"
    r"ya (tengo|tenemos|hay|ha vuelto|volvio|regreso) (el |la )?"
    r"(internet|luz|agua|linea|servicio|conexion|senal|wifi|fibra)|"
    r"ya (lo|la|los|las) (encontre|he encontrado|hemos encontrado|consegui|he conseguido)|"
    r"ya (me|nos) (lo|la|los|las) (cambiaron|dieron|mandaron|enviaron|trajeron)|"
    r"(me )?(lo |la |los |las )?(han|habeis|hemos) (resuelto|solucionado|arreglado|corregido|"
    r"devuelto|reembolsado|abonado)|"
    r"(problema|incidencia|tema|caso|asunto) (resuelto|solucionado|arreglado|cerrad[oa])|"
    r"(me )?(lo |la )?(resolvieron|solucionaron|arreglaron|devolvieron|reembolsaron|abonaron)|"
    r"recibi (el|mi|la) (dinero|reembolso|devolucion|pedido|paquete)|"
    r"(is|was|been|now|issue|problem) (fixed|solved|resolved|refunded|sorted)|"
    r"all (sorted|fixed)|works now|working (now|again)|"
    r"ja (esta|es) (solucionat|resolt|arreglat)|"
    r"ja (resolveram|foi resolvido|esta resolvido))\b)"
)
_SOLVED_STEMS = (
    "cumplid", "resuelt", "resolv", "solucion", "arregl", "corregid", "restaurad", "reparad",
    "devuelt", "devolv", "reembols", "abonad", "abonaron", "cambiad", "cerrad", "ya ", "recibi",
    "en orden", "quedo listo", "fixed", "solved", "refunded", "sorted", "works", "working", "ja ",
)  # fmt: skip
_NOT_SOLVED = re.compile(
    r"\b(no|sin|nadie|tampoco|nunca|ni|aun no|todavia no|sigue sin|siguen sin|cuando|si|hasta que|"
    r"para que|not|never)"
    r"( \w+){0,3} "
    r"(resuelt|solucionad|arreglad|resolv|solucion|arregl|funciona|corregid|devuelt|devolv|"
    r"reembols|abonad|llego|llegado|"
    r"lleg|fixed|solved|resolved|refunded|sorted|working)"
    r"|\b(dicen|diciendo|dijeron|aseguran|segun|supuestamente)\b[^.!?]{0,80}"
    r"(resuelt|solucionad|arreglad|devuelt|abonad)"
    r"|\bya no\b|\bno es (verdad|cierto)\b"
    r"|\blleg(o|ado)(,? \w+){0,2},? (rot|mal|tarde|vaci|abiert|dañad|incomplet|equivocad|caducad)"
)
_SENTENCE = re.compile(r"(?<=[.!?…\n])")
_THANKS = re.compile(
    r"\b(gracias|agradezco|agradecid[oa]s?|se agradece|thanks|thank you|gracies)\b"
)
_NO_THANKS = re.compile(
    r"\bgracias por (nada|hacerme|no )|\bni (las )?gracias|\bsin dar las gracias"
)
_PLACE = r"(dms?|mds?|mps?|mensajes? (privados?|directos?)|privado|inbox|bandeja)"
_PRIVATE = re.compile(
    rf"(?<!no )\b(((por|en|al|via|un|mediante|a traves de) )({_PLACE}|"
    r"interno|correo( electronico)?|email|e-mail|mail|telefono|whatsapp|chat)|"
    r"(escribenos|escribidnos|escribanos|contactanos|mandanos|envianos|envienos|pasanos|llamanos|"
    r"llamenos) "
    r"(a|al|tu|tus|su|sus|un|por|en|los|el)|"
    rf"(escrib|envi|mand|pas|dej|abr|revis|mir|consult|comprueb)\w* (\w+ ){{0,2}}{_PLACE}|"
    r"conversacion privada|"
    r"(te|le|os|les) (llamamos|llamaremos|contactamos|contactaremos|escribimos|hemos escrito|"
    r"hemos llamado)|"
    r"(dm|pm|message|email|e-mail|call) us|(send|drop|shoot) us an? (\w+ )?(dm|message|e-?mail)|"
    r"sent you an? (\w+ )?(dm|message|e-?mail)|check your (dms?|inbox|messages)|"
    r"(via|by|through) (dm|email|phone|(direct|private) message)|"
    r"missatge (privat|directe)|per privat|no direct|mensagem (privada|direta))\b"
)


def endings(
    people: Sequence[Placed], tones: Mapping[str, Tone], found: Answers, *, brand: bool
) -> list[Ending]:
    """How it ended for each person of the public who asked or complained.

    Args:
        people: Comments of those who are served, from the oldest on.
        tones: By entry id.
        found: Who answered them.
        brand: A brand serves here: whoever complains wants something. On a blog only whoever asks.
    """
    said: dict[str, list[Placed]] = {}
    for p in people:
        said.setdefault(voice(p.entry) or p.entry.id, []).append(p)
    return [
        _ending(messages, tones, found)
        for messages in said.values()
        if any(wanting(p, tones) if brand else questions.asks(p.entry.text) for p in messages)
    ]


def wanting(p: Placed, tones: Mapping[str, Tone]) -> bool:
    """Whether the message asks for something or complains to the house.

    What is said against another reader is a quarrel among readers; "igual aquí…" below somebody
    else's complaint is one more complaint.
    """
    if questions.asks(p.entry.text):
        return True
    tone = tones.get(p.entry.id)
    if tone is None or tone.label is not Label.NEGATIVE:
        return False
    up = p.parent if p.depth else None
    among_readers = up is not None and not up.author.role.own and voice(up) != voice(p.entry)
    return not among_readers or questions.joins_in(p.entry.text)


@lru_cache(maxsize=10_000)  # pure, and threads are measured more than once in a build
def solves(text: str) -> bool:
    """Whether somebody says that it is solved."""
    plain = questions.fold_lines(text)
    if not any_in(_SOLVED_STEMS, plain):  # far cheaper than the expressions
        return False
    told = " ".join(part for part in _SENTENCE.split(plain) if not part.endswith("?"))
    return bool(_SOLVED.search(told)) and not _NOT_SOLVED.search(told)


@lru_cache(maxsize=10_000)
def hides(text: str) -> bool:
    """Whether the talk is asked to move out of sight."""
    return bool(_PRIVATE.search(questions.fold_lines(text)))


def forget() -> None:
    """Let go of the texts that were read."""
    for known in (solves, hides):
        known.cache_clear()


def _ending(messages: Sequence[Placed], tones: Mapping[str, Tone], found: Answers) -> Ending:
    """The last clear sign decides; asking or complaining again takes an earlier one back."""
    sign: Ending | None = None
    answer: Entry | None = None
    for p in messages:
        if solves(p.entry.text) or (answer is not None and _content(p, tones)):
            sign = Ending.RESOLVED
        elif wanting(p, tones):
            sign = None if p.entry.id in found.own else Ending.ABANDONED
        new = found.own.get(p.entry.id)
        if new is not None and new != answer:
            answer = new
            if sign is not Ending.RESOLVED:
                sign = _promise(new)
    return sign or Ending.OPEN


def _promise(answer: Entry) -> Ending | None:
    if solves(answer.text):
        return Ending.RESOLVED
    return Ending.PRIVATE if hides(answer.text) else None


def _content(p: Placed, tones: Mapping[str, Tone]) -> bool:
    """Whether somebody who was answered says that it is well now."""
    tone = tones.get(p.entry.id)
    if questions.asks(p.entry.text) or (tone is not None and tone.label is Label.NEGATIVE):
        return False
    plain = questions.fold_lines(p.entry.text)
    thanks = bool(_THANKS.search(plain)) and not _NO_THANKS.search(plain)
    return thanks or (tone is not None and tone.label is Label.POSITIVE and not tone.ironic)
