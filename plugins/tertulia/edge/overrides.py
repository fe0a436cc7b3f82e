"""Corrections by hand: `content/threads/<page>.overrides.toml`, see docs/summaries.md.

    [[override]]
    id = "wxr:blog.example:117"
    field = "label"
    value = "negative"
    who = "Clara"
    why = "Es ironía: el servicio que alaba es el que le falló."

No import touches these files.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from tertulia.core.characters import control_in
from tertulia.core.errors import BadRules
from tertulia.core.findings import Correction
from tertulia.core.suggestions import nearest

SUFFIX = ".overrides.toml"
KEYS = ("id", "field", "value", "who", "why")


def load(folder: Path, fields: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Correction, ...]]:
    """The corrections of each page, by page id; none where there is no such folder.

    Args:
        folder: `<content>/threads`.
        fields: What may be corrected, and the values that each field may have; none: any.

    Raises:
        BadRules: One or more files are wrong; the message has a line for each fault.
    """
    found: dict[str, tuple[Correction, ...]] = {}
    faults: list[str] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
        import tomllib  # most sites correct nothing

        try:
            given = tomllib.loads(path.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{path}: {error}")
            continue
        wrong = _faults(given, fields)
        faults += [f"{path}: {fault}" for fault in wrong]
        if not wrong:
            page = path.name.removesuffix(SUFFIX)
            found[page] = tuple(Correction(**item) for item in given.get("override", ()))
    if faults:
        raise BadRules("\n".join(faults))
    return found


def astray(folder: Path, names: Collection[str]) -> Iterator[tuple[Path, str]]:
    """The files that are of no page, each with a complaint.

    Args:
        names: What pages are called, drafts included, and what they were called.
    """
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        page = path.name.removesuffix(SUFFIX)
        if page not in names:
            yield path, f"no page {page!r}{nearest(page, names)}"


def _faults(given: Mapping[str, Any], fields: Mapping[str, tuple[str, ...]]) -> list[str]:
    faults = [f"no key {key!r}; there is: [[override]]" for key in given if key != "override"]
    items = given.get("override", [])
    if not (isinstance(items, list) and all(isinstance(item, dict) for item in items)):
        return [*faults, "write [[override]], in double brackets"]
    seen: set[tuple[str, str]] = set()
    for number, item in enumerate(items, 1):
        faults += [f"override {number}: {fault}" for fault in _item_faults(item, fields)]
        key = (str(item.get("id")), str(item.get("field")))
        if key in seen:
            faults.append(f"override {number}: {key[1]} of {key[0]} is given twice")
        seen.add(key)
    return faults


def _item_faults(item: Mapping[str, Any], fields: Mapping[str, tuple[str, ...]]) -> list[str]:
    faults = [f"no key {key!r}; there are: {', '.join(KEYS)}" for key in item if key not in KEYS]
    faults += [f"{key} is missing" for key in KEYS if not str(item.get(key, "")).strip()]
    faults += [f"{key} must be text in quotes" for key in item if not isinstance(item[key], str)]
    for key, words in item.items():
        if found := control_in(str(words)):
            faults.append(f"{key} has the control character {found}; take it out")
    field, value = item.get("field", ""), item.get("value", "")
    if field and str(field) not in fields:
        faults.append(f"no field {field!r}; there are: {', '.join(sorted(fields))}")
    allowed = fields.get(str(field), ())
    if allowed and value and value not in allowed:
        faults.append(f"{field} cannot be {value!r}; it can be: {', '.join(allowed)}")
    return faults
