"""What every test may ask for."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import worst_sites
from builders import Builder

# How long an example takes says how busy the machine is, and what the first one had to load.
settings.register_profile(
    "unhurried", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where programs keep things for their user: nothing of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("caches")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of foreign samples beside the checkout; users do not have it."""
    folder = ROOT.parent / "shared"
    if not (folder / "samples").is_dir():
        pytest.skip("needs ../shared (foreign samples that are not part of this project)")
    return folder


@pytest.fixture(scope="session")
def run_build(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Builds a content folder into an output folder and gives back how it went."""

    def run(
        content: Path, output: Path, settings: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [
                *(sys.executable, "-W", "error", "-m", "tertulia.site.run"),
                *("--content", str(content), "--output", str(output)),
                *("--settings", str(settings or root / "pelicanconf.py")),
            ],
            cwd=tmp_path_factory.mktemp("work"),
            env=os.environ | {"PYTHONPATH": str(root / "plugins")},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def hard_sites(run_build: Builder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The built sites of `worst_sites.py`, by name."""
    outputs = {}
    for name, write in worst_sites.SITES.items():
        folder = tmp_path_factory.mktemp(name)
        write(folder / "content")
        done = run_build(folder / "content", folder / "output")
        assert done.returncode == 0, (name, done.stdout + done.stderr)
        outputs[name] = folder / "output"
    return outputs


@pytest.fixture(scope="session")
def sample(root: Path, run_build: Builder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built sample site."""
    output = tmp_path_factory.mktemp("sample") / "output"
    done = run_build(root / "content", output)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return output
