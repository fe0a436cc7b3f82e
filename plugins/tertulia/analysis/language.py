"""Which language a comment is written in, among those of the site."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

PRIOR = 3.0  # added to the log-probability of the page's language, in which most comments are
ENOUGH_CHARS = 1_000  # a language shows at once
_NO_FEATURE = -1e30  # py3langid ranks every language so where nothing in the text tells

_LATIN = re.compile(r"[a-zA-Z]")
_IN_LATIN = frozenset(
    "ca cs da de en es et eu fi fr gl hr hu it lt lv nl no pl pt ro sk sl sv tr".split()
)
_NOT_PROSE = re.compile(r"https?://\S+|[@#]\w+|\d+")


def languages_of(
    texts: Sequence[str], page_langs: Sequence[str], among: Iterable[str]
) -> list[str]:
    """The language of each text.

    Args:
        texts: Plain texts.
        page_langs: The language of the page that each stands on: it wins where the text does not
            tell, and weighs in where it hardly does.
        among: The languages of the site (BCP 47); no other is ever found.
    """
    known = tuple(dict.fromkeys(base(lang) for lang in among))
    return [language_of(text, page, known) for text, page in zip(texts, page_langs, strict=True)]


def language_of(text: str, page_lang: str, among: tuple[str, ...]) -> str:
    """The language of one text; `page_lang` where it does not tell."""
    page = base(page_lang)
    prose = _NOT_PROSE.sub(" ", text[:ENOUGH_CHARS])
    if len(among) < 2 or not any(c.isalpha() for c in prose):
        return page
    if _IN_LATIN.issuperset(among) and not _LATIN.search(prose):
        return page
    ranked = _identifier(among).rank(prose)
    if ranked[0][1] < _NO_FEATURE:
        return page
    best, _ = max(ranked, key=lambda r: r[1] + (PRIOR if r[0] == page else 0.0))
    return str(best)


def base(lang: str) -> str:
    """The language without country or script: "es" of "es-MX"."""
    return lang.replace("_", "-").partition("-")[0].lower()


@cache
def _identifier(among: tuple[str, ...]) -> Any:  # noqa: ANN401  the package has no types
    """An identifier of our own: the module's shared one would keep another caller's languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(among))
    return identifier
