"""Bring the catalogues in `locale/` up to what the templates and plugins say.

Source strings are English. A string that is new stands untranslated in the Spanish
catalogue until somebody translates it; a test holds that nobody forgets.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
LOCALE = PACKAGE / "locale"
SOURCE_LANGUAGE = "en"


def extract() -> Catalog:
    """Every string that is marked for translation."""
    found = Catalog(project="tertulia", charset="utf-8")
    for folder, method in (
        (ROOT / "theme" / "templates", [("**.html", "jinja2")]),
        (PACKAGE / "site", [("**.py", "python")]),
    ):
        for file, _line, message, comments, context in extract_from_dir(folder, method):
            place = (folder / file).relative_to(ROOT).as_posix()
            found.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return found


def load(lang: str) -> Catalog:
    """The catalogue of a language; empty where there is none yet."""
    path = _path(lang)
    if not path.is_file():
        return Catalog(locale=lang, project="tertulia", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def update() -> dict[str, list[str]]:
    """Write all catalogues anew; returns by language the strings that lack a translation."""
    template = extract()
    missing = {}
    for lang in sorted({p.name for p in LOCALE.iterdir() if p.is_dir()}):
        known = load(lang)
        fresh = Catalog(locale=lang, project="tertulia", charset="utf-8", fuzzy=False)
        for message in template:
            if not message.id:
                continue
            old = known.get(message.id, message.context)
            string = old.string if old and not old.fuzzy else None
            if not any(_parts(string)):
                string = message.id if lang == SOURCE_LANGUAGE else None
            places = sorted(set(message.locations))
            fresh.add(message.id, string, places, context=message.context)
        missing[lang] = untranslated(fresh)
        _write(fresh, _path(lang))
    return missing


def untranslated(catalogue: Catalog) -> list[str]:
    """The strings that a catalogue has no words for."""
    return [str(m.id) for m in catalogue if m.id and not all(_parts(m.string))]


def _parts(string: object) -> list[str]:
    parts = string if isinstance(string, list | tuple) else [string]
    return [str(p) for p in parts if p] or [""]


def _path(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / "tertulia.po"


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # No date in the file: two people who extract the same strings get the same bytes.
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=96, sort_output=True, omit_header=True, include_lineno=False
        )


if __name__ == "__main__":
    for lang, strings in update().items():
        print(f"{lang}: {len(strings)} without a translation", *strings, sep="\n  ")  # noqa: T201
