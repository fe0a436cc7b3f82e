"""Whatever field of a dump holds an address, no entry of it does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from golden_files import dumps
from reads import entries, read
from tertulia.core.errors import BadSource
from tertulia.core.masking import addresses

SECRET = "pepe@correo.example 203.0.113.77 2001:db8:85a3:8d3:1319:8a2e:370:7348"
FILES = [d for d in dumps() if d.is_file() and d.suffix not in (".db", ".js")]


def spots(raw: str) -> Iterator[tuple[int, int]]:
    """Where values stand: JSON's strings, XML's texts and attributes, else every word."""
    first = raw.lstrip()[:1]
    pattern = r"([^\W_]{4,})"
    if first in "[{":
        pattern = r':\s*"([^"\\]+)"'
    elif first == "<":
        pattern = r'(?<=>)([^<>]*\w[^<>]*)(?=<)|(?<==")([^"<>]*)(?=")'
    for found in re.finditer(pattern, raw):
        yield found.span(found.lastindex or 0)


def told(dump: Path, raw: str) -> str:
    """All that the entries say; nothing where the file is refused."""
    try:
        return "\n".join(map(repr, entries(read(dump.parent.name, raw))))
    except BadSource:
        return ""


@pytest.mark.parametrize("dump", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_address_in_any_field_is_in_no_entry(dump: Path) -> None:
    raw = dump.read_text("utf-8")
    places = list(spots(raw))
    assert places
    for start, end in places:
        for put in (f"{raw[start:end]} {SECRET}", SECRET):
            said = told(dump, raw[:start] + put + raw[end:])
            assert list(addresses(said)) == [], raw[max(0, start - 40) : end]
