"""Whether somebody asks for an answer, in Spanish first, then English, Catalan, Portuguese."""

import re
from functools import lru_cache

from tertulia.analysis.voices import any_in, fold

# What ends in a question mark without wanting an answer: tags ("¿no?") and questions that the
# writer answers or throws at the world ("¿de qué sirve…?", "¿quién no…?"); folded text.
_TAG = re.compile(
    r"(?:[,.…;]\s*¿?|¿)\s*\b(no|verdad|eh|vale|cierto|ok|sabes|me explico|a que si|right|isn't it|"
    r"oi|"
    r"ne|veritat)\s*\?+"
)
_RHETORICAL = re.compile(
    r"(?:^|[¿.!?…\n])\s{0,3}((y|pero|es que|acaso)\s+)?"
    r"(de que (nos )?sirve|para que (nos )?sirve|para (esto|eso)\b|quien no|cuantas veces|"
    r"a quien (no )?le|quien se cree|que se (creen|habran creido)|"
    r"que mas (se puede|podemos|puedo) (pedir|decir)|que mas (da|quieres|quieren)|"
    r"que (os|te|me) voy a|que quier\w+ que|que esperab\w+|sabes que(?=\s?\?)|"
    r"alguien (lo|se lo|puede) (entiende|explica|entender|creer|dudaba)|"
    r"en serio|de verdad(?=\s?\?)|que tal|(esto|eso) que es|que es esto(?=\s?\?)|"
    r"se puede (ser|tener|pedir) (mas|tan|tanta)|hasta cuando (vamos|van|hay que|tenemos|nos)|"
    r"como es posible|como se atreve\w*|como pued\w+ ser|por que sera|"
    r"(os|te|se) lo (pod|pued)\w+ creer|no (te|os|les|le) da (verguenza|pena)|"
    r"tan (dificil|complicado) es|tanto cuesta|"
    r"really|seriously|who cares|why bother|are you (kidding|serious)|how hard can)\b[^?.!\n]*\?+"
    r"|¿[^?]{1,200}\?+\s*(pues|porque)\b"  # answered by whoever asked
)
_MARK = re.compile(r"[^\W_][^\w?¿]{0,20}\?")  # bounded: a text may be one long run
_WORDS = re.compile(
    r"\b(me gustaria saber|quisiera saber|querria saber|alguien sabe|sabeis si|saben si|sabes si|"
    r"necesito saber|diganme|decidme|digame|"
    r"por favor,? (que|deci|digan|respond|contest|ayud|llam|inform|arregl|solucion|mand|envi|"
    r"devuelv)\w*|tengo una duda|mi duda es|"
    r"(una duda|una pregunta|pregunta)[:,]\s+(?=\w)|(pueden|podeis|podrian|podriais|puede|"
    r"podria) "
    r"(decirme|decirnos|indicarme|explicar|explicarme|ayudarme|confirmarme|confirmar)|"
    r"sigo esperando (una )?respuesta|espero (una |vuestra |su )?respuesta|"
    r"does any(one|body) know|i('d| would) like to know|i wonder (if|whether)|"
    r"can (someone|you) (tell|help)|please|"
    r"algu sap|alguem sabe)\b"
    r"|^\W*cuanto (cuesta|vale|sale)n?\b[^.!]{0,40}$"
)
_STEMS = (  # of each of these words: far cheaper to look for than the expressions
    "sabe", "diga", "decidme", "por favor", "duda", "pregunta", "puede", "podeis", "podria",
    "respuesta", "does any", "like to know", "i wonder", "can ", "please", "algu sap", "cuanto ",
)  # fmt: skip
_SPOKEN = re.compile(r"«[^«»]{1,200}»|“[^“”]{1,200}”|\"[^\"\n]{1,200}\"")
_QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_ME_TOO = re.compile(
    r"\W*(a (mi|nosotros|nosotras) (el|la|los|las|lo|me|nos|tambien)|yo tambien|yo igual|igual "
    r"(por aqui|en|aqui)|lo mismo (digo|me pasa|por "
    r"aqui|pregunto)|"
    r"me pasa (lo mismo|igual)|estoy igual|same here|me too|jo tambe|eu tambem)\b"
)
LONGEST = 20_000  # characters read of one comment; a question beyond them is nobody's to find
KEPT = 2_000
_SIGNS = (">", "«", "“", '"', "www", "://")


@lru_cache(maxsize=10_000)  # a pure function, asked by several measures of the same thread
def asks(text: str) -> bool:
    """Whether the text wants an answer; quoted lines do not count."""
    plain = fold_lines(text)
    if "?" in plain:
        left = _RHETORICAL.sub(" ", _TAG.sub(" ", plain))
        if _MARK.search(left):
            return True
    return any_in(_STEMS, plain) and bool(_WORDS.search(plain))


@lru_cache(maxsize=10_000)
def joins_in(text: str) -> bool:
    """Whether the text only says that its writer has the same trouble."""
    return bool(_ME_TOO.match(fold_lines(text)))


def quotes(text: str) -> bool:
    """Whether there may be something in a text that `fold_lines` leaves out."""
    return any_in(_SIGNS, text)


def fold_lines(text: str) -> str:
    """The writer's own words, folded: no quoted lines, nothing in quotation marks, no addresses."""
    return _kept(text) if len(text) <= KEPT else _fold_lines(text)


@lru_cache(maxsize=10_000)  # several measures read the same text; long ones are not worth keeping
def _kept(text: str) -> str:
    return _fold_lines(text)


def forget() -> None:
    """Let go of the texts that were read."""
    for known in (asks, joins_in, _kept):
        known.cache_clear()


def _fold_lines(text: str) -> str:
    plain = text[:LONGEST]
    if ">" in plain:
        plain = _QUOTED.sub(" ", plain)
    if "«" in plain or "“" in plain or '"' in plain:
        plain = _SPOKEN.sub(" ", plain)
    if "www" in plain or "://" in plain:
        plain = _ADDRESS.sub(" ", plain)
    return fold(plain)
