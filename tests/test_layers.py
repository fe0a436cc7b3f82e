"""Imports run downwards only; see docs/architecture.md."""

import ast
import re
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "plugins" / "tertulia"

MAY = {
    "core": {"core"},
    "sources": {"core", "sources"},
    "analyzers": {"core", "analyzers"},
    "registry": {"core", "registry", "sources", "analyzers", "exports"},
    "config": {"core", "config"},
    "analysis": {"core", "registry", "analysis"},
    "edge": {"core", "edge"},
    "exports": {"core", "exports"},
    "importing": {"core", "registry", "edge", "config", "importing", "analysis"},
    "site": {"core", "registry", "config", "analysis", "edge", "importing", "site"},
}

# A command of its own puts floors together; nothing imports it but tasks.
COMMANDS = {"commands"}


ARCHITECTURE = PACKAGE.parent.parent / "docs" / "architecture.md"


def _modules() -> list[Path]:
    return sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py")


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            if node.module == "tertulia":
                names.update(f"tertulia.{alias.name}" for alias in node.names)
    return names


def _floor(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_run_downwards(path: Path) -> None:
    floor = _floor(path)
    if floor in COMMANDS:
        return
    used = {n.split(".")[1] for n in _imported(path) if n.startswith("tertulia.")}
    assert used <= MAY[floor], f"{path.name} on floor {floor!r} imports {sorted(used - MAY[floor])}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").glob("*.py")), ids=lambda p: p.name)
def test_core_needs_only_the_standard_library(path: Path) -> None:
    outside = {n.split(".")[0] for n in _imported(path)} - sys.stdlib_module_names - {"tertulia"}
    assert not outside


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_pelican_is_imported_in_site_only(path: Path) -> None:
    if _floor(path) != "site":
        assert not {n for n in _imported(path) if n.split(".")[0] == "pelican"}


def test_the_papers_say_which_way_imports_run() -> None:
    rows = re.findall(
        r"^\| (`[a-z`, ]+`) \| [^|]+ \| ([^|]+) \|$", ARCHITECTURE.read_text("utf-8"), re.M
    )
    said = {
        floor: set(re.findall(r"`(\w+)`", others)) | {floor}
        for floors, others in rows
        for floor in re.findall(r"`(\w+)`", floors)
    }
    assert {floor: others for floor, others in said.items() if floor not in COMMANDS} == MAY


def test_the_papers_show_every_folder_of_the_package() -> None:
    shown = set(re.findall(r"^  (\w+(?:/|\.py)) ", ARCHITECTURE.read_text("utf-8"), re.M))
    there = {f"{path.name}/" if path.is_dir() else path.name for path in PACKAGE.iterdir()}
    assert there - {"__init__.py", "__pycache__/"} <= shown
