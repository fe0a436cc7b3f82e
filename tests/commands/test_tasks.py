"""What the tasks hand to a shell."""

import runpy
import shlex
import sys
from pathlib import Path

import pytest
from invoke import Exit, MockContext, Result


def test_the_checkout_may_lie_in_a_folder_with_a_space(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/a folder/bin/python")
    tasks = runpy.run_path(str(root / "tasks.py"))
    asked = MockContext(run=Result(), repeat=True)
    tasks["test"](asked, only="this and that")
    command = shlex.split(asked.run.call_args.args[0].split("&& ")[-1])
    assert command == ["/a folder/bin/python", "-m", "pytest", "-k", "this and that"]


@pytest.mark.parametrize(
    ("task", "options", "complaint"),
    [
        ("bench", {"posts": "abc"}, "--posts: 'abc' is no whole number"),
        ("bench", {"posts": "10,-1"}, "--posts: -1 is not between"),
        ("bench", {"rounds": "0"}, "--rounds: 0 is not between"),
        ("serve", {"port": "abc"}, "--port: 'abc' is no whole number"),
        ("serve", {"port": "99999999"}, "--port: 99999999 is not between 0 and 65535"),
        ("bench_import", {"sizes": "x"}, "--sizes: 'x' is no whole number"),
        ("bench_import", {"formats": "nope"}, "no format 'nope'; there are: disqus"),
        ("check", {"content": "/nowhere/at/all"}, "no folder /nowhere/at/all: --content"),
        ("check", {"output": "/nowhere/at/all"}, "no folder /nowhere/at/all: --output"),
        ("moderate", {"content": "/nowhere/at/all"}, "no folder /nowhere/at/all: --content"),
        ("moderate", {"what_if": "/nowhere/rules"}, "no file /nowhere/rules: --what-if"),
        ("forget", {"who": "x", "content": "/nowhere/at/all"}, "no folder /nowhere/at/all"),
        ("join", {"content": "/nowhere/at/all"}, "no folder /nowhere/at/all: --content"),
        ("export", {"to": "jsonl", "content": "/nowhere/at/all"}, "no folder /nowhere/at/all"),
        ("export", {"to": "jsonl", "file": "/nowhere/at/x"}, "no folder /nowhere/at: --file"),
        ("import_", {"path": "x", "mapping": "/nowhere/map"}, "no file /nowhere/map: --mapping"),
    ],
)
def test_a_wrong_option_is_refused_in_one_line(
    root: Path, task: str, options: dict[str, object], complaint: str
) -> None:
    tasks = runpy.run_path(str(root / "tasks.py"))
    with pytest.raises(Exit) as ended:
        tasks[task](MockContext(), **options)
    assert str(ended.value.message).startswith(complaint)
    assert ended.value.code == 1


@pytest.mark.parametrize("name", ["bench", "bench.import", "bench-import", "bench.related"])
def test_each_measurement_has_its_name(root: Path, name: str) -> None:
    namespace = runpy.run_path(str(root / "tasks.py"))["namespace"]
    known = {alias for task in namespace.to_contexts() for alias in (task.name, *task.aliases)}
    assert name in known
