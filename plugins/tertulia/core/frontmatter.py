"""The lines at the head of a Markdown file, with their line numbers.

The grammar is that of Python-Markdown's Meta-Data extension
(python-markdown.github.io/extensions/meta_data, read 2026-11-22): `Key: value`, further
lines of a value indented by four spaces or a tab, the end at the first blank line; the
whole may stand between lines of three hyphens.
"""

import re
from dataclasses import dataclass

_KEY = re.compile(r"^[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)$")
_MORE = re.compile(r"^(?:[ ]{4,}|\t)(?P<value>.*)$")
_FENCE = re.compile(r"^-{3}\s*$")
_UNREAD = re.compile("[\udc80-\udcff\0]")
_END = re.compile(r"^(?:-{3}|\.{3})\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One key and what it says.

    Attributes:
        key: In lower case.
        values: One for each line of it, stripped.
        line: Where the key stands; 1 is the file's first line.
    """

    key: str
    values: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(value for value in self.values if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The head of one file.

    Attributes:
        fields: In the order of the file; a key that stands twice is here twice.
        body_line: The line on which the body begins.
        stray: That line, where neither a blank line nor hyphens part it from the head.
        fenced: It stands between lines of hyphens.
        damaged: The first line with a byte that is not UTF-8, or with a NUL; 0 if there is none.
    """

    fields: tuple[Field, ...]
    body_line: int
    stray: str = ""
    fenced: bool = False
    damaged: int = 0

    def field(self, key: str) -> Field | None:
        """The first field of that key."""
        return next((f for f in self.fields if f.key == key), None)

    def text(self, key: str) -> str:
        """What the first field of that key says; empty where there is none."""
        found = self.field(key)
        return found.text if found else ""

    def listed(self, key: str) -> tuple[str, ...]:
        """The comma-separated items of a field."""
        return split_list(self.text(key))


def split_list(text: str) -> tuple[str, ...]:
    """The items of a comma-separated value, none of them empty."""
    return tuple(item.strip() for item in text.split(",") if item.strip())


def damage(text: str) -> int:
    """The first line that could not be read, of a text that was read with "surrogateescape"."""
    if _sound(text):
        return 0
    found = _UNREAD.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def legible(text: str) -> str:
    """The same with a sign in place of what could not be read."""
    return text if _sound(text) else _UNREAD.sub("\ufffd", text)


def _sound(text: str) -> bool:
    """Whether all of it could be read; as the expression finds it, in a tenth of the time."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def parse(text: str) -> FrontMatter:
    """Read the head of a file; whatever follows it is not looked at."""
    damaged = damage(text)
    lines = legible(text).lstrip("\ufeff").splitlines()
    first = 1 if lines and _FENCE.match(lines[0]) else 0
    found: list[tuple[str, list[str], int]] = []
    stray = ""
    number = first
    while number < len(lines):
        line = lines[number]
        if not line.strip() or (first and _END.match(line)):
            number += 1
            break
        if key := _KEY.match(line):
            found.append((key["key"].lower(), [key["value"].strip()], number + 1))
        elif found and (more := _MORE.match(line)):
            found[-1][1].append(more["value"].strip())
        else:
            stray = line
            break
        number += 1
    return FrontMatter(
        fields=tuple(Field(key=k, values=tuple(v), line=n) for k, v, n in found),
        body_line=number + 1,
        stray=stray,
        fenced=bool(first),
        damaged=damaged,
    )
