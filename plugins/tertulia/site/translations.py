"""The catalogues under `locale/`, read from their .po files; no compiled copy can be stale."""

from collections.abc import Mapping
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
    base = lang.replace("_", "-").split("-")[0]
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


def catalogues() -> Mapping[str, NullTranslations]:
    """All catalogues by language."""
    return {lang: catalogue(lang) for lang in languages()}
