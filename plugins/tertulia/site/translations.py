"""The catalogues under `locale/`, read from their .po files; a compiled copy is told by these."""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from tertulia.edge import program
from tertulia.edge.keep import digest

LAYOUT = "1"
MOST_KEPT = 10  # catalogues, 20 kB each
_KEPT: list[Path | None] = [None]

LOCALE = Path(__file__).resolve().parent.parent / "locale"


@cache
def languages() -> tuple[str, ...]:
    """The languages that there is a catalogue of."""
    return tuple(sorted(p.parent.parent.name for p in LOCALE.glob("*/LC_MESSAGES/tertulia.po")))


def keep_in(folder: Path | None) -> None:
    """Have catalogues that are read from now on kept there as compiled; nowhere for None."""
    _KEPT[:] = [folder]


@cache
def catalogue(lang: str) -> NullTranslations:
    """The words of a language; English, as they stand in the templates, where there is none."""
    base = _base(lang)
    if base not in languages():
        return NullTranslations()
    data = (LOCALE / base / "LC_MESSAGES" / "tertulia.po").read_bytes()
    (folder,) = _KEPT
    if folder is None:
        return GNUTranslations(BytesIO(_compiled(base, data)))
    path = folder / f"catalogue-{base}-{digest(LAYOUT, data).hex()}"
    known = program.read(path)
    if known is None:
        known = _compiled(base, data)
        program.write(path, known, MOST_KEPT)
    return GNUTranslations(BytesIO(known))


def _compiled(base: str, data: bytes) -> bytes:
    """A catalogue as `gettext` reads it."""
    from babel.messages.mofile import write_mo  # only where a catalogue is new
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(data), locale=base))
    return compiled.getvalue()


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
