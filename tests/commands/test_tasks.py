"""What the tasks hand to a shell."""

import runpy
import shlex
import sys
from pathlib import Path

import pytest
from invoke import MockContext, Result


def test_the_checkout_may_lie_in_a_folder_with_a_space(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/a folder/bin/python")
    tasks = runpy.run_path(str(root / "tasks.py"))
    asked = MockContext(run=Result(), repeat=True)
    tasks["test"](asked, only="this and that")
    command = shlex.split(asked.run.call_args.args[0].split("&& ")[-1])
    assert command == ["/a folder/bin/python", "-m", "pytest", "-k", "this and that"]
