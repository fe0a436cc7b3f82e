"""`_dumps.json`: when which dumps told of which pages. Format: docs/formats.md#_dumpsjson, our own.

A newer dump that says what was known already changes the times in this file and no other.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from tertulia.core.dumps import ByInstance, Heard
from tertulia.core.errors import BadStore

DUMPS = "_dumps.json"
ALL = "*"  # no thread file can be called so

SCHEMA = 1

ByPage = dict[str, ByInstance]


class _Group(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    of: str
    told: datetime | None = None
    whole: datetime | None = None
    pages: list[str]


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    schema: int
    dumps: list[_Group]


def read_dumps(threads: Path) -> ByPage:
    """What was heard of each page, by the path of its thread file without the suffix.

    Under `ALL` stands what is of all pages.

    Raises:
        BadStore: The file is damaged.
    """
    path = threads / DUMPS
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        return {}
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise BadStore(f"{path}: {error}; restore it with git") from error
    if file.schema != SCHEMA:
        raise BadStore(
            f"{path}: schema {file.schema} is not {SCHEMA}: written by another version of Tertulia"
        )
    found: dict[str, dict[str, Heard]] = {}
    for group in file.dumps:
        heard = Heard(told=group.told, whole=group.whole)
        for page in group.pages:
            found.setdefault(page, {})[group.of] = heard
    return dict(found)


def dumps_bytes(by_page: Mapping[str, ByInstance]) -> bytes:
    """The file; the same for the same facts."""
    groups: dict[tuple[str, str, str], _Group] = {}
    for page in sorted(by_page):
        for name, heard in by_page[page].items():
            if heard.told is None and heard.whole is None:
                continue
            key = (name, _text(heard.told), _text(heard.whole))
            if key not in groups:
                groups[key] = _Group(of=name, told=heard.told, whole=heard.whole, pages=[])
            groups[key].pages.append(page)
    file = _File(schema=SCHEMA, dumps=[groups[key] for key in sorted(groups)])
    return msgspec.json.format(msgspec.json.encode(file, order="sorted"), indent=2) + b"\n"


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
