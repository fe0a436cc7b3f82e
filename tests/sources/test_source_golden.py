"""Each source reads its golden dump as it did when somebody looked at it."""

import importlib
import re
from pathlib import Path

import pytest

import golden_files
import source_table
from tertulia import registry
from tertulia.core.contracts import HEAD_BYTES


@pytest.mark.parametrize("dump", golden_files.dumps(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_golden_dump_reads_as_expected(dump: Path) -> None:
    assert golden_files.reading(dump) == golden_files.expected_path(dump).read_text("utf-8")


@pytest.mark.parametrize("dump", golden_files.dumps(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_exactly_one_source_claims_a_golden_dump(dump: Path) -> None:
    files = [dump] if dump.is_file() else sorted(p for p in dump.rglob("*") if p.is_file())
    for file in files:
        head = file.read_bytes()[:HEAD_BYTES]
        claiming = [s.name for s in registry.all_sources() if s.claims(head)]
        assert claiming == [dump.parent.name], file


def test_the_table_in_the_docs_says_what_is_so() -> None:
    assert source_table.PAGE.read_text("utf-8") == source_table.page(), "run invoke golden"


@pytest.mark.parametrize("name", registry.source_names())
def test_every_source_names_its_format_and_its_traps(name: str) -> None:
    module = importlib.import_module(f"tertulia.sources.{name}")
    assert registry.source(name).traps
    assert "read 2026" in " ".join(module.__doc__.split()) or name in (
        "jsonl",
        "homemade",
        "page_text",
    )


@pytest.mark.parametrize("name", registry.source_names())
def test_every_source_has_a_golden_dump(name: str) -> None:
    assert [d for d in golden_files.dumps() if d.parent.name == name]


@pytest.mark.parametrize("dump", golden_files.dumps(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_address_survives_the_reading(dump: Path) -> None:
    """The dumps are full of e-mail and IP addresses on purpose."""
    read = golden_files.reading(dump)
    assert not re.search(r"(?<!@)\b[\w.+-]+@(?!N\d)[\w-]+\.\w", read)
    assert "203.0.113." not in read
    assert "SECRET" not in read
