"""The catalogues under `locale/`, read from their .po files; no compiled copy can be stale."""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


@cache
def languages() -> tuple[str, ...]:
    """The languages that there is a catalogue of."""
    return tuple(sorted(p.parent.parent.name for p in LOCALE.glob("*/LC_MESSAGES/tertulia.po")))


@cache
def catalogue(lang: str) -> NullTranslations:
    """The words of a language; English, as they stand in the templates, where there is none."""
    base = _base(lang)
    if base not in languages():
        return NullTranslations()
    from babel.messages.mofile import write_mo  # only where a page is written
    from babel.messages.pofile import read_po

    with (LOCALE / base / "LC_MESSAGES" / "tertulia.po").open("rb") as file:
        po = read_po(file, locale=base)
    compiled = BytesIO()
    write_mo(compiled, po)
    compiled.seek(0)
    return GNUTranslations(compiled)


def speaker(default: str) -> Callable[[str], NullTranslations]:
    """In which words a page of a language speaks: its own, or those of the site's language."""

    def speak(lang: str) -> NullTranslations:
        return catalogue(lang if _base(lang) in languages() else default)

    return speak


def language_name(lang: str) -> str:
    """What a link to a page in that language says, in that language: "En español"."""
    if _base(lang) in languages():
        return catalogue(lang).gettext("In English")
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang.replace("_", "-"), sep="-").get_display_name() or lang
    except (UnknownLocaleError, ValueError):
        return lang


def _base(lang: str) -> str:
    return lang.replace("_", "-").split("-")[0]


def catalogues() -> Mapping[str, NullTranslations]:
    """All catalogues by language."""
    return {lang: catalogue(lang) for lang in languages()}
