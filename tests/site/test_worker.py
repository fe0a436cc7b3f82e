"""The process that `invoke serve` builds with keeps nothing of the builds before the last."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from editable import small_site
from tertulia.site import worker
from tertulia.site.building import Ended

# It edits a post before each build, and counts what is alive after it.
_COUNTS = """
import gc, io, json, sys
from pathlib import Path

from tertulia.site import worker

def requests(post, alive):
    for number in range(5):
        post.write_text(post.read_text("utf-8") + f"\\nFrase {number}.\\n", "utf-8")
        places = ["--content", "content", "--output", "out", "--settings", "conf.py"]
        yield json.dumps({"arguments": places})
        gc.unfreeze()
        gc.collect()
        alive.append(len(gc.get_objects()))

answers, alive = io.StringIO(), []
worker.serve(requests(Path(sys.argv[1]), alive), answers, None)
codes = [json.loads(line)["code"] for line in answers.getvalue().splitlines()]
print(json.dumps([codes, alive]))
"""


def run(root: Path, folder: Path, script: str, post: Path) -> Any:
    """What a script prints that is told of a post."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(post)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(root / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_rebuilds_leave_nothing_in_memory(root: Path, tmp_path: Path):
    small_site(root, tmp_path)
    post = tmp_path / "content" / "posts" / "la-cola-que-no-se-ve.md"
    codes, alive = run(root, tmp_path, _COUNTS, post)
    assert codes == [0] * 5
    assert alive[4] - alive[1] < 50  # of some 90,000; an article of Pelican's alone is as many


# It tells after each build which contents there are, by their `id()`.
_CONTENTS = """
import gc, io, json, sys
from pathlib import Path

from pelican.contents import Content
from tertulia.site import worker

def requests(post, found):
    for edit in (None, "text", "text", "Title: Otra cola", "text"):
        said = post.read_text("utf-8")
        if edit == "text":
            post.write_text(said + "\\nOtra frase.\\n", "utf-8")
        elif edit:
            post.write_text(said.replace(said.splitlines()[0], edit), "utf-8")
        places = ["--content", "content", "--output", "out", "--settings", "conf.py"]
        yield json.dumps({"arguments": places})
        gc.unfreeze()
        found.append({id(one): vars(one) for one in gc.get_objects() if isinstance(one, Content)})

found = []
worker.serve(requests(Path(sys.argv[1]), found), io.StringIO(), None)
print(json.dumps([[list(one), [*one.values()]] for one in found]))
"""


def test_contents_stay_while_an_author_writes_and_hold_nothing_between_builds(
    root: Path, tmp_path: Path
):
    small_site(root, tmp_path)
    post = tmp_path / "content" / "posts" / "la-cola-que-no-se-ve.md"
    first, *more = run(root, tmp_path, _CONTENTS, post)
    contents = [set(ids) for ids, _ in (first, *more)]
    assert contents[0] == contents[1] == contents[2]
    assert contents[2] != contents[3] == contents[4]
    assert all(held == {} for _, all_ in more for held in all_)


def test_who_waits_is_told_before_the_build_is_let_go_and_memory_given_back(monkeypatch):
    done: list[str] = []

    class Answers(io.StringIO):
        def flush(self) -> None:
            done.append("told")

    def build(options: object, keep: object, later: list[Callable[[], None]]) -> Ended:
        later.append(lambda: done.append("let go"))
        return Ended(code=0, made=made.pop(0), worked_out={})

    for spared in ("spare_collecting", "spare_threads"):
        monkeypatch.setattr(worker, spared, bool)
    monkeypatch.setattr(worker.gc, "freeze", bool)  # other tests count what is alive
    monkeypatch.setattr(worker, "build", build)
    monkeypatch.setattr(worker, "give_back", lambda: done.append("given back"))
    made = [tuple(map(str, range(worker.MANY))), ("one.html",)]
    request = json.dumps({"arguments": ["--content", "a", "--output", "b"]})
    worker.serve(io.StringIO(f"{request}\n{request}\n"), Answers(), None)
    assert done == ["told", "let go", "given back", "told", "let go"]
