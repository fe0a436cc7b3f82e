"""A value of another kind than its format says: an odd record, or none, and never a trace."""

import contextlib
import copy
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import golden_files
from tertulia import registry
from tertulia.core.errors import BadSource
from tertulia.core.model import Record
from tertulia.edge import threadfile

ODD = (None, 5, -1, 1e300, "x", "", "9" * 30, "http://[x/", "\0", [], [1], [None], [[]], {},
       {"a": 1}, True)  # fmt: skip
SCRIPT = re.compile(r"^[\w. ]+ = ")
EACH = 4  # items of a list that are looked at

Way = tuple[str | int, ...]


def documents() -> list[Path]:
    endings = (".json", ".jsonl", ".js")
    return [dump for dump in golden_files.dumps() if dump.suffix in endings]


def parts(text: str) -> tuple[str, list[Any]]:
    """What stands before the JSON, and the document, or one for each line that is whole."""
    before = found[0] if (found := SCRIPT.match(text)) else ""
    whole = text[len(before) :].rstrip().rstrip(";")
    with contextlib.suppress(ValueError):
        return before, [json.loads(whole)]
    lines = []
    for line in whole.splitlines():
        with contextlib.suppress(ValueError):
            lines.append(json.loads(line))
    return before, lines


def ways(value: object, way: Way = ()) -> Iterator[Way]:
    """The places of all values in a document."""
    yield way
    if isinstance(value, dict):
        for key in value:
            yield from ways(value[key], (*way, key))
    elif isinstance(value, list):
        for at in range(min(len(value), EACH)):
            yield from ways(value[at], (*way, at))


def put(value: Any, way: Way, new: object) -> Any:
    """The document with another value in that place."""
    if not way:
        return new
    changed = copy.copy(value)
    changed[way[0]] = put(value[way[0]], way[1:], new)
    return changed


@pytest.mark.parametrize("dump", documents(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_value_of_another_kind_stops_no_import(dump: Path) -> None:
    before, found = parts(dump.read_text("utf-8"))
    source = registry.source(dump.parent.name)
    for number, document in enumerate(found[:EACH]):
        for way in ways(document):
            for new in ODD:
                lines = [*found[:number], put(document, way, new), *found[number + 1 :]]
                raw = before + "\n".join(json.dumps(line) for line in lines)
                with contextlib.suppress(BadSource):
                    for record in source.read(io.BytesIO(raw.encode())):
                        if isinstance(record, Record):
                            kept = threadfile.encode("p", (record.entry,))
                            assert threadfile.decode(kept, "p.json")[1] == (record.entry,)
