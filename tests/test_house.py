"""What a stranger's machine relies on: locks, tasks, papers."""

import json
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_no_path(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|(^|\s)/\w", text, re.M)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_hashes(root: Path, name: str) -> None:
    lines = (root / name).read_text("utf-8").replace("\\\n", "").splitlines()
    pinned = [line for line in lines if line and not line.startswith(("#", " "))]
    assert len(pinned) > 20
    assert [line for line in pinned if "--hash=sha256:" not in line or "==" not in line] == []


def test_the_locks_hold_what_the_project_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    locked = (root / "requirements.lock").read_text("utf-8")
    names = [re.split(r"[\[>=<;]", wanted)[0] for wanted in project["dependencies"]]
    assert [n for n in names if not re.search(rf"^{re.escape(n)}==", locked, re.M)] == []


@pytest.fixture(scope="module")
def tasks(root: Path) -> dict[str, str]:
    """The tasks and their lines of help."""
    listed = subprocess.run(
        [sys.executable, "-m", "invoke", "--list", "--list-format=json"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {task["name"]: task["help"] or "" for task in json.loads(listed)["tasks"]}


def test_the_promised_tasks_are_there(tasks: dict[str, str]) -> None:
    promised = "build serve import new check test lint format clean publish"
    assert set(promised.split()) <= set(tasks)


def test_each_task_has_one_line_of_help(tasks: dict[str, str]) -> None:
    assert [name for name, line in tasks.items() if not line.strip() or "\n" in line] == []


def test_each_task_is_explained(root: Path, tasks: dict[str, str]) -> None:
    page = (root / "docs" / "tasks.md").read_text("utf-8")
    assert [name for name in tasks if f"`{name}`" not in page] == []


@pytest.mark.parametrize(
    "path", ["README.md", "docs", "plugins", "theme", "content", "tests", "tasks.py"]
)
def test_nothing_names_a_path_of_one_machine(root: Path, path: str) -> None:
    if not (root / path).exists():
        pytest.fail(f"{path} is missing")
    found = subprocess.run(
        [
            "git",
            "grep",
            "-nE",
            r"(^|[\s\"'=(])/(work|root|farm)/",
            "--",
            path,
            ":!tests/test_house.py",
        ],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert found == ""


def test_the_sample_site_uses_each_of_our_plugins(root: Path) -> None:
    site = root / "plugins" / "tertulia" / "site"
    plugins = {
        f"tertulia.site.{path.stem}"
        for path in site.glob("*.py")
        if "\ndef register(" in path.read_text("utf-8")
    }
    settings = runpy.run_path(str(root / "pelicanconf.py"))
    assert plugins == set(settings["PLUGINS"])
