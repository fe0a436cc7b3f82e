"""`_dumps.json`: when which dumps told of which pages. Format: docs/formats.md#_dumpsjson, our own.

A newer dump that says what was known already changes the times in this file and no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from tertulia.core.dumps import ByInstance, Heard, Told, Withheld
from tertulia.core.errors import BadStore
from tertulia.core.model import Status

DUMPS = "_dumps.json"
ALL = "*"  # no thread file can be called so

SCHEMA = 1
DIGITS = 10  # of a digest of an id


@dataclass(slots=True)
class Dumps:
    """What was heard, by the path of a page's thread file without the suffix.

    Attributes:
        heard: Under `ALL` stands what is of all pages.
    """

    heard: dict[str, ByInstance] = field(default_factory=dict)
    _withheld: dict[str, dict[Told, str]] = field(default_factory=dict)  # digests, put together

    def withheld(self, page: str) -> dict[str, Told]:
        """What was said last of what is not stored of a page, by digest."""
        return {
            digests[at : at + DIGITS]: told
            for told, digests in self._withheld.get(page, {}).items()
            for at in range(0, len(digests), DIGITS)
        }

    def withhold(self, page: str, now: Withheld) -> None:
        """Keep that instead."""
        together: dict[Told, list[str]] = {}
        for digest, told in now.items():
            together.setdefault(told, []).append(digest)
        self._withheld.pop(page, None)
        if together:
            self._withheld[page] = {told: "".join(sorted(d)) for told, d in together.items()}

    def groups(self) -> "list[_Withheld]":
        """The same, by what was said and when."""
        groups: dict[tuple[str, str], _Withheld] = {}
        for page in sorted(self._withheld):
            for (status, when), digests in self._withheld[page].items():
                key = (status.value, when.isoformat())
                if key not in groups:
                    groups[key] = _Withheld(status=status, told=when, pages={})
                groups[key].pages[page] = digests
        return [groups[key] for key in sorted(groups)]

    def bytes(self) -> bytes:
        """The file; the same for the same facts."""
        file = _File(schema=SCHEMA, dumps=_heard_groups(self.heard), withheld=self.groups())
        return msgspec.json.format(msgspec.json.encode(file, order="sorted"), indent=2) + b"\n"

    def __bool__(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.heard or self._withheld)


class _Group(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    of: str
    told: datetime | None = None
    whole: datetime | None = None
    pages: list[str]


class _Withheld(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    status: Status
    told: datetime
    pages: dict[str, str]


class _File(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    schema: int
    dumps: list[_Group]
    withheld: list[_Withheld] = []


def read_dumps(threads: Path) -> Dumps:
    """What was heard of each page; nothing where there is no such file.

    Raises:
        BadStore: The file is damaged.
    """
    path = threads / DUMPS
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        return Dumps()
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
    withheld: dict[str, dict[Told, str]] = {}
    for kept in file.withheld:
        for page, digests in kept.pages.items():
            withheld.setdefault(page, {})[kept.status, kept.told] = digests
    return Dumps(dict(found), withheld)


def _heard_groups(by_page: Mapping[str, ByInstance]) -> list[_Group]:
    groups: dict[tuple[str, str, str], _Group] = {}
    for page in sorted(by_page):
        for name, heard in by_page[page].items():
            if heard.told is None and heard.whole is None:
                continue
            key = (name, _text(heard.told), _text(heard.whole))
            if key not in groups:
                groups[key] = _Group(of=name, told=heard.told, whole=heard.whole, pages=[])
            groups[key].pages.append(page)
    return [groups[key] for key in sorted(groups)]


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
