"""The moderation rules of a site: `content/threads/rules.toml`. Format: docs/moderation.md."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec

from tertulia.core.errors import BadRules
from tertulia.core.rules import ALLOWED, Rule
from tertulia.core.suggestions import nearest

NAME = "rules.toml"

_KEYS = tuple(f.name for f in fields(Rule))
_CONDITIONS = tuple(key for key in _KEYS if key not in ("id", "why", "then"))


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The rules of a file, in its order; none where there is no file.

    Raises:
        BadRules: Something is wrong; the message has a line for each fault.
    """
    if not path.exists():
        return ()
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(f"{path}: {error}") from error
    faults = [f"no key {key!r}{nearest(key, ['rule'])}" for key in found if key != "rule"]
    tables = found.get("rule", [])
    if not (isinstance(tables, list) and all(isinstance(table, dict) for table in tables)):
        raise BadRules(f"{path}: each rule begins with [[rule]], in two brackets")
    rules: dict[str, Rule] = {}
    for number, table in enumerate(tables, 1):
        name = f"rule {number} ({table.get('id', 'no id')})"
        wrong = _faults(table)
        faults += [f"{name}: {fault}" for fault in wrong]
        if wrong:
            continue
        rule = msgspec.convert(table, Rule)
        if rule.id in rules:
            faults.append(f"{name}: another rule has this id")
        rules[rule.id] = rule
    if faults:
        raise BadRules("\n".join(f"{path}: {fault}" for fault in faults))
    return tuple(rules.values())


def _faults(table: dict[str, Any]) -> list[str]:
    faults = [f"no key {key!r}{nearest(key, _KEYS)}" for key in table if key not in _KEYS]
    faults += [f"it needs the key {key!r}" for key in ("id", "why", "then") if key not in table]
    if not any(key in table for key in _CONDITIONS):
        faults.append(f"it has no condition; there are: {', '.join(_CONDITIONS)}")
    if "then" in table and table["then"] not in ALLOWED:
        faults.append(
            f"then: {table['then']!r} is not allowed{nearest(str(table['then']), ALLOWED)}"
        )
    if not faults:
        try:
            msgspec.convert(table, Rule)
        except msgspec.ValidationError as error:
            faults.append(str(error))
    return faults
