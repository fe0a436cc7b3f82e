"""Texts as lists of terms: words brought to their lemma, accents off, glue words out.

Two texts that say «respondieron» and «responder», or «Atención» and «atencion», share a term.
`ñ` is a letter of its own, not an accented n.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tertulia.analysis.dictionaries import Tables

LANGUAGES = ("ca", "de", "en", "es", "fr", "gl", "it", "pt")  # simplemma has them, so may a site

WORD = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*", re.UNICODE)

MAX_LENGTH = 40  # longer "words" are addresses, hashes and long runs of anything

# Glue words of the languages above as they stand after folding, lemmas included.
_GLUE = """\
a al algo alguno alla alli ante antes aqui asi aun aunque bajo bastante bien cada casi como con
contra cosa cual cualquiera cuando cuanto da dar de deber decir del desde despues donde dos
durante e el ella ello en entonces entre era ese eso estar este esto excepto gran grande haber
hacer hacia hasta hay hoy incluso ir la le les lo los mas me menos mi mientras mismo mucho muy
nada ni ningun ninguno no nos nosotros nuestro nunca o os otro para parecer pero poco poder por
porque pues que quien querer se segun ser si sido siempre sin sino sobre solo su tal tambien
tampoco tan tanto tener todavia todo tras tu tuyo un una uno unos usted vez ver y ya yo
about after again all also an and any are as at be because been before being between both but
by can could do does down each even every few for from further get had has have he her here
hers him his how i if in into is it its just like make many more most much my new no nor not
now of off on once one only or other our out over own same she should so some such than that
the their them then there these they this those through to too two under until up use very was
we well were what when where which while who whom why will with would you your
au aux avec avoir ce cela celui ces cette chaque chez comme dans des donc du elle elles encore
est et etre eux faire fait il ils je jusque leur lui mais meme moi moins mon ne nous notre on
ont ou ouvrir par parce pas peu plus plusieurs pour pourquoi pouvoir quand quel quelque qui quoi
sa sans sauf ses son sont sous sur ta te toi ton tous tout toute tres trop une vos votre vous
com da das do dos em essa esse esta eu foi isso isto ja mais mas nao nas nem nos num numa ou
para pela pelo por quando que quem sao sem ser seu sua tem uma voce
http https www html com org
"""

GLUE = frozenset(_GLUE.split())

_LETTERS = {"ñ": "ñ", "Ñ": "Ñ"}


def fold(text: str) -> str:
    """Case and accents off; `ñ` stays."""
    lowered = unicodedata.normalize("NFC", text).casefold()
    if lowered.isascii():
        return lowered
    return "".join(_letters(lowered))


def words(text: str) -> list[str]:
    """The words of a text as they stand in it."""
    return WORD.findall(text)


def terms(text: str, lang: str = "es") -> list[str]:
    """The terms of a text in its order, glue words and single letters out.

    Args:
        text: Plain text.
        lang: BCP 47; a language without lemmas keeps its words as they are.
    """
    code = lang.split("-")[0].lower()
    return list(filter(None, map(term_of, words(text), repeat(code))))


def pairs(of_terms: Sequence[str]) -> list[str]:
    """Each two neighbours as one term: phrases and full names."""
    return [f"{a} {b}" for a, b in pairwise(of_terms)]


@lru_cache(maxsize=400_000)  # a pure function: what is kept changes no answer
def term_of(word: str, lang: str) -> str:
    """The term of one word; empty for glue words, single letters and endless runs."""
    if len(word) > MAX_LENGTH:
        return ""
    lowered = unicodedata.normalize("NFC", word).casefold()
    if fold(lowered) in GLUE:
        return ""
    inflected = lang in LANGUAGES and not lowered.isnumeric()  # a number is its own lemma
    lemma = _lemma(lowered, lang) if inflected else lowered
    term = fold(lemma)
    return "" if len(term) < 2 or term in GLUE else term


def recall(lemmas: Mapping[str, Mapping[str, str]]) -> None:
    """Take over lemmas that were looked up before: the dictionaries take a second to open.

    Args:
        lemmas: By language and word, as `known` gives them.
    """
    for lang, found in lemmas.items():
        _KNOWN.setdefault(lang, {}).update(found)


def known() -> dict[str, dict[str, str]]:
    """All lemmas that were looked up or recalled, by language and word."""
    return _KNOWN


def keep_tables(tables: "Tables | None") -> None:
    """Have dictionaries that are opened from now on kept as tables, which open in no time."""
    _TABLES[:] = [tables]


def open_dictionaries(langs: Iterable[str]) -> None:
    """Open the dictionaries of these languages (BCP 47) once, before copies of this process do."""
    from tertulia.analysis.dictionaries import lemmatizer

    for lang in sorted({lang.split("-")[0].lower() for lang in langs}.intersection(LANGUAGES)):
        lemmatizer(*_TABLES).lemmatize("palabra", lang)


# What a dictionary says of a word does not change: what is kept here changes no answer.
_KNOWN: dict[str, dict[str, str]] = {}
_TABLES: "list[Tables | None]" = [None]
MOST_KNOWN = 400_000  # words of one language; beyond, no more are kept


def _lemma(word: str, lang: str) -> str:
    known = _KNOWN.setdefault(lang, {})
    lemma = known.get(word)
    if lemma is None:
        from tertulia.analysis.dictionaries import lemmatizer

        lemma = lemmatizer(*_TABLES).lemmatize(word, lang)
        if len(known) < MOST_KNOWN:
            known[word] = lemma
    return lemma


def _letters(lowered: str) -> Iterator[str]:
    for letter in lowered:
        if letter in _LETTERS:
            yield letter
        else:
            yield from (
                c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)
            )
