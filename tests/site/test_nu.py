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


def test_the_nu_checker_finds_no_error(checker: list[str], sample: Path) -> None:
    done = subprocess.run(
        [*checker, "--skip-non-html", "--errors-only", "--format", "gnu", str(sample)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
