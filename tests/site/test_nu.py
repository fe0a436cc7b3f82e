"""The Nu HTML checker over everything that is built."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def checker(root: Path) -> list[str]:
    """How the checker is called."""
    jar = Path(os.environ.get("VNU_JAR", root / "node_modules/vnu-jar/build/dist/vnu.jar"))
    java = shutil.which("java")
    if java is None or not jar.is_file():
        reason = "needs Java and the checker: npm install --no-save vnu-jar, or set VNU_JAR"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return [java, "-jar", str(jar)]


def faults(checker: list[str], *outputs: Path) -> str:
    flags = ("--skip-non-html", "--errors-only", "--format", "gnu")
    command = [*checker, *flags, *map(str, outputs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert bool(done.stderr) == bool(done.returncode)
    return done.stderr


def test_the_nu_checker_finds_no_error(checker: list[str], sample: Path) -> None:
    assert faults(checker, sample) == ""


def test_nor_on_sites_that_are_hard_on_a_theme(
    checker: list[str], hard_sites: dict[str, Path]
) -> None:
    assert faults(checker, *hard_sites.values()) == ""


def test_an_error_would_be_found(checker: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<!doctype html><title>x</title><p><h1>a</p></h2>")
    assert "error" in faults(checker, tmp_path)
