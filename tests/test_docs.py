"""The papers say what is: links lead somewhere, commands parse, changes are told."""

import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from invoke.parser import Parser, ParserContext

from papers import PAPERS

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?:|#|mailto:|\{)([^)#\s]+)(?:#([^)\s]+))?\)")
# An item of a list, its kind first, or a further line of one.
CHANGE = re.compile(r"- \*(Added|Changed|Deprecated|Removed|Fixed|Security)\* [^a-záéíóúñ\s]|  \S")
COMMAND = re.compile(r"(?:\.venv/bin/)?invoke ((?!--)[a-z][a-z.-]*[a-z](?: [^`#\n|]*)?)")


def commands() -> Iterator[tuple[str, str]]:
    """Each command line of the papers: those in code blocks and between back quotes."""
    for path in PAPERS:
        text = path.read_text("utf-8")
        fenced = re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.M | re.S)
        quoted = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
        for code in [*fenced, *quoted]:
            for found in COMMAND.findall(code):
                yield path.name, found.strip().rstrip(";,.").split(" && ")[0]


@pytest.mark.parametrize("path", PAPERS, ids=lambda p: p.name)
def test_each_link_leads_to_a_file(path: Path) -> None:
    broken = [
        target
        for target, _ in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


@pytest.fixture(scope="module")
def parser() -> Parser:
    """What invoke itself reads a command line with."""
    collection = runpy.run_path(str(ROOT / "tasks.py"))["namespace"]
    return Parser(contexts=collection.to_contexts(), initial=ParserContext())


@pytest.mark.parametrize("line", sorted({line for _, line in commands()}))
def test_each_command_is_one_that_invoke_takes(parser: Parser, line: str) -> None:
    words = [word for word in shlex.split(re.sub(r"[][]", "", line)) if word not in ("…", "...")]
    if len(words) == 1:
        assert words[0] in parser.contexts
        return
    filled = ["x" if word.isupper() or "|" in word else word for word in words]
    parser.parse_argv(filled)


@pytest.mark.parametrize("path", sorted((ROOT / "changelog.d").glob("*.md")), ids=lambda p: p.name)
def test_a_change_says_its_kind_first(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert lines
    assert lines[0].startswith("- ")
    assert [line for line in lines if not CHANGE.match(line)] == []
