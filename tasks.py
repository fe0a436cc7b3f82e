"""The maintainers' commands: `invoke --list`. Each only calls what does the work."""

import sys
from pathlib import Path

from invoke import Context, task

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))


@task
def lint(c: Context) -> None:
    """Say what ruff and mypy find."""
    for tool in ("ruff check .", "ruff format --check .", "mypy"):
        c.run(f"{sys.executable} -m {tool}", pty=False)
