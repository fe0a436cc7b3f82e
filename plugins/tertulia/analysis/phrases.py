"""Key phrases of a thread: runs of up to three content words that several people use.

Words are compared by their lemma, so that *respuesta* and *respuestas* are one, and
shown in the form most often written.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat

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
Run = list[tuple[str, str]]
Place = tuple[Run, int, int]  # from which word of it to which


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
    base = lang.split("-")[0]
    runs = [(voice(p.entry), _runs(p.entry.text, base, own)) for p in people]
    if len({who for who, _ in runs}) < FEWEST_VOICES:
        return ()
    frequent = _frequent(runs)
    places: dict[Key, list[Place]] = {}
    who: dict[Key, set[str]] = {}
    for person, found in runs:
        for key, place in _grams(found, frequent).items():
            places.setdefault(key, []).append(place)
            who.setdefault(key, set()).add(person)
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
    forms = Counter(" ".join(word for _, word in run[start:end]) for run, start, end in places)
    return min(forms, key=lambda f: (-forms[f], f))


def _runs(text: str, lang: str, names: frozenset[str]) -> list[Run]:
    """Stretches of content words as (lemma, word); *de* may stand inside with an empty lemma."""
    runs: list[Run] = []
    run: Run = []
    plain = text[:LONGEST]
    if "www" in plain or "://" in plain or "@" in plain or "#" in plain:
        plain = _ADDRESS.sub(" . ", plain)
    for term, word, folded in map(_term, _TOKEN.findall(plain), repeat(lang)):
        if term and folded not in names:
            run.append((term, word))
        elif run:
            if word in ("de", "del") and run[-1][0]:
                run.append(("", word))
            else:
                runs.append(run)
                run = []
    if run:
        runs.append(run)
    return runs


def _frequent(runs: Sequence[tuple[str, list[Run]]]) -> set[str]:
    """Lemmas that two people use: only these can be part of a phrase that two people use."""
    first: dict[str, str] = {}
    found: set[str] = set()
    for person, stretches in runs:
        for run in stretches:
            for key, _ in run:
                if key and first.setdefault(key, person) != person:
                    found.add(key)
    return found


def _grams(runs: Sequence[Run], frequent: set[str]) -> dict[Key, Place]:
    """All phrases of one comment, each with the last place where it stands."""
    found: dict[Key, Place] = {}
    for run in runs:
        for start, (first, _) in enumerate(run):
            if first not in frequent:
                continue
            keys: Key = ()
            for end, (key, _) in enumerate(run[start:], start + 1):
                if key:
                    if key not in frequent:
                        break
                    keys = (*keys, key)
                    found[keys] = run, start, end
                    if len(keys) == LONGEST_WORDS:
                        break
    return found


@lru_cache(maxsize=50_000)  # threads have most of their words in common
def _term(token: str, lang: str) -> tuple[str, str, str]:
    """Term, lower case, and that without accents; an empty term says nothing of the subject."""
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
