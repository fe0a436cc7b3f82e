"""`invoke translate`: brings the catalogues in `locale/` up to what templates and plugins say.

Source strings are English. A string that is new stands untranslated in the other catalogues
until somebody translates it; a test holds that nobody forgets. See docs/translating.md.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po
from rich.console import Console

from tertulia.core.errors import BadSettings

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
LOCALE = PACKAGE / "locale"
SOURCE_LANGUAGE = "en"

# Which arguments of which function of `analysis/texts.py` are texts, as gettext wants to know it.
OURS = {"message": None, "counted": (1, 2), "named": ((1, "c"), 2)}

# Places to be filled; what stands after the colon is the translator's choice of a form.
_PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)(?::\w*)?\}")


def translate(lang: str = "") -> int:
    """Write all catalogues anew, and begin one for `lang`; say what still lacks a translation.

    Returns:
        The exit code: 1 where something is missing or wrong.
    """
    if lang:
        begin(lang)
    console = Console(highlight=False)
    faulty = 0
    for name, faults in update().items():
        faulty += len(faults)
        console.print(f"{_path(name)}: {len(faults) or 'nothing'} to do", soft_wrap=True)
        for fault in faults:
            console.print(f"  {fault}", markup=False, soft_wrap=True)
    return 1 if faulty else 0


def begin(lang: str) -> None:
    """An empty catalogue for a language that has none.

    Raises:
        BadSettings: That is no language.
    """
    try:
        Locale.parse(lang)
    except (UnknownLocaleError, ValueError) as error:
        raise BadSettings(f"no language {lang!r}; write it as 'pt' or 'gl'") from error
    if not _path(lang).exists():
        _write(Catalog(locale=lang, fuzzy=False), _path(lang))


def extract() -> Catalog:
    """Every string that is marked for translation."""
    found = Catalog(project="tertulia", charset="utf-8")
    for folder, method, keywords in (
        (ROOT / "theme" / "templates", "jinja2", DEFAULT_KEYWORDS),
        (PACKAGE / "site", "python", DEFAULT_KEYWORDS),
        (PACKAGE / "analysis", "python", OURS),
    ):
        for file, _line, message, comments, context in extract_from_dir(
            folder, [("**", method)], keywords=keywords
        ):
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
    """Write all catalogues anew; returns by language what is wrong in each."""
    template = extract()
    faults = {}
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
        faults[lang] = [fault for message in fresh if message.id for fault in wrong(message)]
        _write(fresh, _path(lang))
    return faults


def wrong(message: Message) -> Iterator[str]:
    """What is wrong with the translation of one message."""
    said, told = _parts(message.id), _parts(message.string)
    if not all(told):
        yield f"not translated: {said[0]}"
        return
    places = _places(said)
    for text in told:
        strange = _places([text]) - places - {f"of_{name}" for name in places}
        lost = {name for name in places if f"%({name})s" in said[-1]} - _places([text])
        if strange or (lost and text is told[-1]):
            yield f"{text!r} has not the places of {said[-1]!r}"
        if any(sign in _PLACE.sub("", text) for sign in "{}"):
            yield f"{text!r} has a brace too many"
        if text.count(" | ") != said[-1].count(" | "):
            yield f"{text!r} has not as many forms as {said[-1]!r}"


def _places(texts: list[str]) -> set[str]:
    return {one or other for text in texts for one, other in _PLACE.findall(text)}


def _parts(string: object) -> list[str]:
    parts = string if isinstance(string, list | tuple) else [string]
    return [str(p or "") for p in parts] or [""]


def _path(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / "tertulia.po"


def _write(catalogue: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # No date in the file: two people who extract the same strings get the same bytes.
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=96, sort_output=True, omit_header=True, include_lineno=False
        )
