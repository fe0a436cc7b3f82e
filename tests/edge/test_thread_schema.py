"""The thread file is public API: the schema, the code and every file of ours agree."""

import json
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest

from builders import entry
from tertulia.core.model import Change, Entry
from tertulia.edge import store, threadfile


@pytest.fixture(scope="module")
def validator(root: Path) -> jsonschema.Draft202012Validator:
    schema = json.loads((root / "docs" / "thread.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_every_thread_file_of_the_site_fits_the_schema(
    root: Path, validator: jsonschema.Draft202012Validator
) -> None:
    files = sorted((root / "content" / "threads").glob("[!_]*.json"))
    assert files
    for path in files:
        errors = [e.message for e in validator.iter_errors(json.loads(path.read_text("utf-8")))]
        assert errors == [], path.name


def test_every_thread_file_of_the_site_is_written_as_an_import_would(root: Path) -> None:
    folder = root / "content" / "threads"
    for page, entries in store.load(folder).items():
        path = store.path_of(folder, page)
        assert threadfile.encode(page, entries) == path.read_bytes(), path.name


def test_the_schema_knows_every_field_of_an_entry(
    root: Path, validator: jsonschema.Draft202012Validator
) -> None:
    row = validator.schema["$defs"]["entry"]["properties"]
    assert set(row) == {f.name for f in fields(Entry)} | {"zone"}
    assert set(row["history"]["items"]["properties"]) == {f.name for f in fields(Change)}


def test_what_is_written_fits_the_schema(validator: jsonschema.Draft202012Validator) -> None:
    full = entry(also=("x:1",), history=(Change(text="antes"),), gone=True, likes=2, prints=("ab",))
    validator.validate(json.loads(threadfile.encode("p", (full, entry("t:2", posted=None)))))


def test_the_example_in_the_docs_is_a_thread_file(
    root: Path, validator: jsonschema.Draft202012Validator
) -> None:
    text = (root / "docs" / "formats.md").read_text("utf-8")
    example = text.split("```json\n")[1].split("```")[0].encode()
    validator.validate(json.loads(example))
    page, entries, _ = threadfile.decode(example, "example")
    assert threadfile.encode(page, entries) == example
