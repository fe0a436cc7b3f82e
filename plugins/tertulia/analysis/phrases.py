"""Key phrases of a thread: runs of up to three content words that several people use.

Words are compared by their lemma, so that *respuesta* and *respuestas* are one, and
shown in the form most often written.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from tertulia.analysis import lemmas
from tertulia.analysis.figures import FEWEST
from tertulia.analysis.stopwords import STOP
from tertulia.analysis.voices import fold, voice
from tertulia.core.model import Placed

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

Key = tuple[str, ...]


def phrases(
    people: Sequence[Placed], lang: str = "es", names: Iterable[str] = ()
) -> tuple[tuple[str, int], ...]:
    """Phrases that two people use, words that three do, with the number of comments that do.

    Args:
        people: Comments of the public.
        lang: BCP 47, the page's language; its lemmas are looked up first.
        names: Of people who speak; they are no subject.
    """
    terms = _Terms(lang, frozenset(word for name in names for word in fold(name).split()))
    runs = [(voice(p.entry), [*_runs(p.entry.text, terms)]) for p in people]
    if len({who for who, _ in runs}) < FEWEST_VOICES:
        return ()
    frequent = _frequent(runs)
    count: Counter[Key] = Counter()
    who: dict[Key, set[str]] = {}
    forms: dict[Key, Counter[str]] = {}
    for person, found in runs:
        seen = {key: form for run in found for key, form in _grams(run, frequent)}
        for key, form in seen.items():
            count[key] += 1
            who.setdefault(key, set()).add(person)
            forms.setdefault(key, Counter())[form] += 1
    kept = [key for key in count if len(who[key]) >= (FEWEST_VOICES if len(key) > 1 else FEWEST)]
    kept.sort(key=lambda key: (-count[key] * (1 + 0.9 * (len(key) - 1)), key))
    return tuple((_form(forms[key]), count[key]) for key in _apart(kept))


def _apart(keys: Sequence[Key]) -> list[Key]:
    """The first ones, none a part of another."""
    taken: list[Key] = []
    for key in keys:
        if not any(set(key) <= set(t) or set(t) <= set(key) for t in taken):
            taken.append(key)
            if len(taken) == MOST:
                break
    return taken


def _form(forms: Counter[str]) -> str:
    return min(forms, key=lambda f: (-forms[f], f))


def _runs(text: str, terms: "_Terms") -> Iterator[list[tuple[str, str]]]:
    """Stretches of content words as (lemma, word); *de* may stand inside with an empty lemma."""
    run: list[tuple[str, str]] = []
    plain = text[:LONGEST]
    if "www" in plain or "://" in plain or "@" in plain or "#" in plain:
        plain = _ADDRESS.sub(" . ", plain)
    for token in _TOKEN.findall(plain):
        term = terms[token]
        if term[0]:
            run.append(term)
        elif run:
            if term[1] in ("de", "del") and run[-1][0]:
                run.append(term)
            else:
                yield run
                run = []
    if run:
        yield run


def _frequent(runs: Sequence[tuple[str, list[list[tuple[str, str]]]]]) -> set[str]:
    """Lemmas that two people use: only these can be part of a phrase that two people use."""
    first: dict[str, str] = {}
    found: set[str] = set()
    for person, stretches in runs:
        for run in stretches:
            for key, _ in run:
                if key and first.setdefault(key, person) != person:
                    found.add(key)
    return found


def _grams(run: Sequence[tuple[str, str]], frequent: set[str]) -> Iterator[tuple[Key, str]]:
    for start, (first, _) in enumerate(run):
        if first not in frequent:
            continue
        keys: list[str] = []
        for end in range(start, len(run)):
            key = run[end][0]
            if key and key not in frequent:
                break
            if key:
                keys.append(key)
                yield tuple(keys), " ".join(word for _, word in run[start : end + 1])
            if len(keys) == LONGEST_WORDS:
                break


class _Terms(dict[str, tuple[str, str]]):
    """Term and lower case of each token; an empty term says nothing about the subject."""

    def __init__(self, lang: str, names: frozenset[str]) -> None:
        super().__init__()
        self._lang, self._names = lang.split("-")[0], names

    def __missing__(self, token: str) -> tuple[str, str]:
        term, word, folded = _term(token, self._lang)
        self[token] = found = ("" if folded in self._names else term, word)
        return found


@lru_cache(maxsize=50_000)  # threads have most of their words in common
def _term(token: str, lang: str) -> tuple[str, str, str]:
    """Term, lower case, and that without accents."""
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
