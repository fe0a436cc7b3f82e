"""Plugins of others that open, change or list what was written, beside ours."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from blinker import signal
from pelican.plugins import signals

from bare_build import build_quietly
from editable import small_site
from tertulia.site.afterwards import Afterwards

PLUGIN = """
from pathlib import Path

from pelican import signals


def sign(path, context):
    file = Path(path)
    file.write_text(file.read_text("utf-8") + f"<!-- {context['output_file']} -->", "utf-8")


def count(pelican):
    folder = Path(pelican.output_path)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    (folder / "sitemap.xml").write_text("\\n".join(names), "utf-8")


class Direct:
    def __init__(self, *args, output_path, **kwargs):
        self.output_path = output_path

    def generate_output(self, writer):
        (Path(self.output_path) / "direct.txt").write_text("hola", "utf-8")


def register():
    signals.content_written.connect(sign)
    signals.finalized.connect(count)
    signals.get_generators.connect(generators)


def generators(pelican):
    return Direct
"""

Run = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A small site with a plugin of somebody else's."""
    folder = tmp_path_factory.mktemp("others")
    small_site(root, folder)
    (folder / "theirs.py").write_text(PLUGIN, "utf-8")
    with (folder / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write(f"\nsys.path.insert(0, {str(folder)!r})\nPLUGINS = [*PLUGINS, 'theirs']\n")
    return folder


@pytest.fixture(scope="module")
def run(folder: Path, root: Path) -> Run:
    def build(output: str, *more: str) -> dict[str, bytes]:
        build_quietly(root, folder, output, *more)
        return tree(folder / output)

    return build


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit(folder: Path) -> None:
    post = next((folder / "content" / "posts").glob("*.md"))
    post.write_text(post.read_text("utf-8") + "\nUna frase más.\n", "utf-8")


def test_they_find_each_file_written_in_every_build(folder: Path, run: Run) -> None:
    first = run("output")
    pages = [name for name in first if name.endswith(".html")]
    assert first["sitemap.xml"].decode().split("\n") == sorted(pages)
    assert first["direct.txt"] == b"hola"
    for name in pages:
        assert first[name].endswith(f"<!-- {name} -->".encode())
        assert first[name].count(b"<!-- ") == 1
    assert run("output") == first
    edit(folder)
    later = run("output")
    assert later != first
    shutil.rmtree(folder / "clean", ignore_errors=True)
    assert later == run("clean", "--fresh")


def test_they_find_them_in_a_process_that_builds_again(folder: Path, root: Path) -> None:
    asked = [("twice", False), ("twice", False), ("once", True)]
    where = ["--content", "content", "--settings", "conf.py", "--output"]
    requests = [{"arguments": [*where, output], "fresh": fresh} for output, fresh in asked]
    done = subprocess.run(
        [sys.executable, "-m", "tertulia.site.worker"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(root / "plugins")},
        input="".join(f"{json.dumps(request)}\n" for request in requests),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(answer["code"], answer["complaint"]) for answer in answers] == [(0, "")] * 3
    assert tree(folder / "twice") == tree(folder / "once")


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What somebody hears who listens as granular signals are listened to."""
    found: list[str] = []

    def listen(sender: str) -> None:
        found.append(sender)

    listen.__module__ = "theirs"
    told = [signals.finalized, signal("compress")]
    for one in told:
        one.connect(listen)
    yield found
    for one in told:
        one.disconnect(listen)


def test_those_who_wait_hear_all_afterwards_and_then_at_once_again(heard: list[str]) -> None:
    afterwards = Afterwards()
    with afterwards.waiting():
        signals.finalized.send("one")
        signal("compress").send("two")
        assert heard == []
    afterwards.tell()
    assert heard == ["one", "two"]
    signals.finalized.send("three")
    assert heard == ["one", "two", "three"]
