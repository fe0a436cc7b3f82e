"""Key phrases of a thread: runs of up to three content words that several people use.

Words are compared by their lemma, so that *respuesta* and *respuestas* are one, and
shown in the form most often written.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tertulia.analysis import lemmas
from tertulia.analysis.figures import FEWEST
from tertulia.analysis.stopwords import STOP
from tertulia.analysis.voices import fold, voice
from tertulia.core.model import Entry, Placed

MOST = 8
LONGEST_WORDS = 3
FEWEST_VOICES = 2  # of a phrase of two words or more; a single word needs one voice more
LONGEST = 20_000  # characters read of one comment
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]|\n")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")

# Names of things that end like infinitives.
NOUNS = frozenset(
    "alquiler azucar bar bazar bienestar celular dolar hogar lider lugar malestar mar militar mujer"
    " par pesar placer poder popular pulgar saber taller titular ser".split()
)

OF = ("de", "del")
REMEMBERED = 50_000  # words, some 10 MB; then it starts anew

Key = tuple[str, ...]


class Said(NamedTuple):
    """One comment, word by word.

    Attributes:
        person: Who speaks.
        terms: Of content words; empty for all others.
        words: In lower case.
    """

    person: str
    terms: list[str]
    words: list[str]


Place = tuple[list[str], int, int]  # words, and from which of them to which


def phrases(
    people: Sequence[Placed], lang: str = "es", names: Iterable[str] = ()
) -> tuple[tuple[str, int], ...]:
    """Phrases that two people use, words that three do, with the number of comments that do.

    Args:
        people: Comments of the public.
        lang: BCP 47, the page's language; its lemmas are looked up first.
        names: Of people who speak; they are no subject.
    """
    own = frozenset(word for name in names for word in fold(name).split())
    terms = _terms(lang.split("-")[0])
    said = [_said(p.entry, terms, own) for p in people]
    if len({one.person for one in said}) < FEWEST_VOICES:
        return ()
    frequent = _frequent(said)
    places: dict[Key, list[Place]] = {}
    who: dict[Key, set[str]] = {}
    for one in said:
        for key, (start, end) in _grams(one, frequent).items():
            places.setdefault(key, []).append((one.words, start, end))
            who.setdefault(key, set()).add(one.person)
    count = {key: len(found) for key, found in places.items()}
    kept = [key for key in count if len(who[key]) >= (FEWEST_VOICES if len(key) > 1 else FEWEST)]
    kept.sort(key=lambda key: (-count[key] * (1 + 0.9 * (len(key) - 1)), key))
    return tuple((_form(places[key]), count[key]) for key in _apart(kept))


def _apart(keys: Sequence[Key]) -> list[Key]:
    """The first ones, none a part of another."""
    taken: list[Key] = []
    for key in keys:
        if not any(set(key) <= set(t) or set(t) <= set(key) for t in taken):
            taken.append(key)
            if len(taken) == MOST:
                break
    return taken


def _form(places: Sequence[Place]) -> str:
    forms = Counter(" ".join(words[start:end]) for words, start, end in places)
    return min(forms, key=lambda f: (-forms[f], f))


def _said(entry: Entry, terms: "_Terms", names: frozenset[str]) -> Said:
    """A comment's words; people's names are no content words."""
    plain = entry.text[:LONGEST]
    if "www" in plain or "://" in plain or "@" in plain or "#" in plain:
        plain = _ADDRESS.sub(" . ", plain)
    found = list(map(terms.__getitem__, _TOKEN.findall(plain)))
    return Said(
        person=voice(entry),
        terms=["" if folded in names else term for term, _, folded in found],
        words=[word for _, word, _ in found],
    )


def _frequent(said: Sequence[Said]) -> set[str]:
    """Terms that two people use: only these can be part of a phrase that two people use."""
    first: dict[str, str] = {}
    found: set[str] = set()
    for one in said:
        person = one.person
        for term in one.terms:
            if first.setdefault(term, person) != person:
                found.add(term)
    found.discard("")
    return found


def _grams(said: Said, frequent: set[str]) -> dict[Key, tuple[int, int]]:
    """All phrases of one comment, each with the last place where it stands."""
    found: dict[Key, tuple[int, int]] = {}
    terms = said.terms
    for start, first in enumerate(terms):
        if first in frequent:
            keys: Key = (first,)
            found[keys] = start, start + 1
            at = start
            while len(keys) < LONGEST_WORDS and (at := _following(said, at)) < len(terms):
                if terms[at] not in frequent:
                    break
                keys = (*keys, terms[at])
                found[keys] = start, at + 1
    return found


def _following(said: Said, at: int) -> int:
    """The place after a content word, or after *de* that follows it."""
    after = at + 1
    if after < len(said.terms) and not said.terms[after] and said.words[after] in OF:
        return after + 1
    return after


class _Terms(dict[str, tuple[str, str, str]]):
    """What is known of tokens, each looked up once: threads have most of their words in common.

    Of each its term, its lower case, and that without accents. An empty term says nothing of the
    subject.
    """

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, token: str) -> tuple[str, str, str]:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[token] = _term(token, self._lang)
        return found


@cache
def _terms(lang: str) -> _Terms:
    """The one memory of a language."""
    return _Terms(lang)


def _term(token: str, lang: str) -> tuple[str, str, str]:
    word = token.casefold()
    if not token[0].isalpha() or len(token) < 3:
        return "", word, ""
    folded = fold(word)
    if folded in STOP:
        return "", word, folded
    term = lemmas.term_of(word, lang)
    dull = len(term) < 3 or fold(term) in STOP or _verb(folded, term, lang)
    return "" if dull else term, word, folded


def _verb(word: str, lemma: str, lang: str) -> bool:
    """Whether a Spanish word is a form of a verb: phrases name things."""
    if lang != "es" or lemma[-2:] not in ("ar", "er", "ir") or lemma in NOUNS:
        return False
    return word != f"{lemma}es"  # "mujeres", "talleres"
