"""Who says that they agree or disagree with the post; Spanish, English, Catalan, Portuguese.

Only what is said to the post counts: comments at the top level and answers to the author. To
agree with another reader is not to agree with the post. Whoever does both is counted in neither.
"""

import re
from collections.abc import Sequence

from tertulia.analysis.questions import fold_lines
from tertulia.analysis.voices import any_in, folded_name
from tertulia.core.model import Placed, Role

_MORE = re.compile(
    r"\b(no (puedo|podria|se puede|podemos) estar mas de acuerdo|no podria haberlo dicho mejor|"
    r"(couldn't|could not|can't) agree more)\b"
)
_AGAINST = re.compile(
    r"\b(no (estoy|estamos|coincido|coincidimos|comparto|compartimos|creo que (tengas|tenga|"
    r"lleves) razon|"
    r"me convence[ns]?|lo veo (asi|tan claro|nada claro)|lo comparto)( (del todo|en absoluto|nada|"
    r"muy|tan|tampoco))*"
    r"( de acuerdo| razon)?|en desacuerdo|discrepo|disiento|te equivocas|se equivoca|estas "
    r"equivocad[oa]|"
    r"todo lo contrario|nada de acuerdo|poco de acuerdo|no es verdad|no es cierto|"
    r"(i |we )?(disagree|don't agree|do not agree)|no hi estic d'acord|nao concordo)\b"
)
_BARE_NO = re.compile(
    r"\bno (estoy|estamos)\b(?! ((del todo|en absoluto|nada|muy|tan) )?de acuerdo)"
)
_FOR = re.compile(
    r"\b((totalmente|completamente|absolutamente|plenamente|muy|100 ?%|estoy|estamos|toda la "
    r"razon y) de acuerdo|"
    r"de acuerdo (en (todo|casi todo|lo |que )|de principio a fin|contigo|con(tigo| usted| "
    r"vosotros| ustedes| todo| el (post|articulo|texto)| la "
    r"autora| el autor|"
    r" lo que (dices|cuentas|comentas|planteas|dice|escribes)))|"
    r"(coincido|concuerdo|comparto (tu|tus|la|el|lo|todo|plenamente|totalmente|esa|esta)|suscribo|"
    r"secundo)|"
    r"(tienes|tiene|llevas) (toda la |mucha |tanta |bastante )?razon|cuanta razon|no te falta "
    r"razon|gran verdad|"
    r"(das|has dado) en el clavo|opino (lo mismo|igual|como tu)|pienso (lo mismo|igual|como tu)|"
    r"amen a|(i |we |totally |fully |completely )agree|well said|"
    r"d'acord amb|hi estic d'acord|concordo|de acordo com)\b"
)


_READER = re.compile(  # whom one agrees with, if not with the text: "de acuerdo con Sara"
    r"\b(?:acuerdo|coincido|concuerdo|razon|agree|acord|concordo)"
    r" (?:con|with|amb|com|a) @?([^\W\d_]{3,40})"
    r"|\b([^\W\d_]{3,40}),? (?:tiene|lleva) (?:toda la )?razon\b"
)

_STEMS = (
    "acuerdo", "razon", "coincid", "concuerd", "concord", "compart", "suscrib", "secund", "verdad",
    "clavo", "opino", "pienso", "amen a", "agree", "well said", "d'acord", "de acordo",
    "dicho mejor",
    "convence", "lo veo", "discrepo", "disiento", "equivoca", "contrario", "cierto",
)  # fmt: skip


def stance(text: str) -> int:
    """1 for a text that agrees, -1 for one that disagrees, 0 for neither or both."""
    plain = fold_lines(text)
    if not any_in(_STEMS, plain):  # far cheaper than the expressions
        return 0
    agrees = bool(_MORE.search(plain))
    left = _BARE_NO.sub(" ", _MORE.sub(" ", plain))
    against = bool(_AGAINST.search(left))
    agrees = agrees or bool(_FOR.search(_AGAINST.sub(" ", left)))
    return int(agrees) - int(against)


def with_post(people: Sequence[Placed]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the comments that agree and of those that disagree with the post."""
    names = {first for p in people for first in folded_name(p.entry.author.name).split()[:1]}
    said = [
        (p.entry.id, its)
        for p in people
        if _to_post(p)
        and (its := stance(p.entry.text))
        and not names.intersection(_readers(p.entry.text))
    ]
    return tuple(i for i, s in said if s > 0), tuple(i for i, s in said if s < 0)


def _readers(text: str) -> set[str]:
    """Folded words that stand where somebody is named who is agreed with."""
    return {name for found in _READER.findall(fold_lines(text)) for name in found if name}


def _to_post(p: Placed) -> bool:
    if p.parent is None:
        return not p.orphan
    return p.depth > 0 and p.parent.author.role is Role.AUTHOR
