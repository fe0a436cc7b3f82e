"""A build that would change nothing is none, and no other build is taken for one."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from editable import small_site
from tertulia.edge.overrides import SUFFIX

RUN = """
import sys
from tertulia.site.run import main
try:
    sys.exit(main())
finally:
    print("pelican" in sys.modules)
"""
PLACES = ("--content", "content", "--output", "out", "--settings", "conf.py")

Run = Callable[..., tuple[bool, str]]


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site; every test begins by building it, so that one may serve all."""
    found = tmp_path_factory.mktemp("site")
    small_site(root, found)
    (found / "content" / "images").mkdir()
    (found / "content" / "images" / "uno.txt").write_text("uno", "utf-8")
    return found


@pytest.fixture
def run(root: Path, folder: Path) -> Run:
    """Builds, and says whether Pelican was needed for it, and what was complained of."""

    def build(*more: str, code: int = 0, places: tuple[str, ...] = PLACES) -> tuple[bool, str]:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", RUN, *places, *more],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(root / "plugins")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout.endswith("True\n"), done.stderr

    build()
    assert build() == (False, "")
    return build


def rewrite(path: Path, old: str, new: str) -> None:
    """Change a file to one of the same size."""
    text = path.read_text("utf-8")
    assert old in text
    assert len(old) == len(new)
    path.write_text(text.replace(old, new, 1), "utf-8")


CHANGED = [
    ("content/posts/la-cola-que-no-se-ve.md", "Date: 20", "Date: 19"),
    ("content/images/uno.txt", "uno", "dos"),
    ("theme/templates/base.html", "<html", "<HTML"),
    ("theme/assets/style.css", "body", "BODY"),
    ("out/index.html", "<html", "<HTML"),
    ("out/images/uno.txt", "uno", "uno"),
]


@pytest.mark.parametrize(("name", "old", "new"), CHANGED, ids=lambda value: value[:20])
def test_a_file_that_was_written_is_built(folder: Path, run: Run, name: str, old: str, new: str):
    before = (folder / name).read_bytes()
    rewrite(folder / name, old, new)
    assert run()[0]
    (folder / name).write_bytes(before)
    run()


@pytest.mark.parametrize("name", ["out/index.html", "out/images/uno.txt", "out/robots.txt"])
def test_what_has_gone_from_the_site_is_made_again(folder: Path, run: Run, name: str):
    (folder / name).unlink()
    assert run()[0]
    assert (folder / name).is_file()


def test_a_new_file_is_built(folder: Path, run: Run):
    new = folder / "content" / "posts" / "nuevo.md"
    new.write_text("Title: Nuevo\nDate: 2024-01-01\n\nTexto.\n", "utf-8")
    assert run()[0]
    assert (folder / "out" / "articulos" / "nuevo" / "index.html").is_file()
    new.unlink()
    assert run()[0]
    assert not (folder / "out" / "articulos" / "nuevo").exists()


def test_another_setting_or_option_is_another_build(folder: Path, run: Run):
    settings = folder / "conf.py"
    before = settings.read_text("utf-8")
    settings.write_text(f"{before}\nSITENAME = 'Otro nombre'\n", "utf-8")
    assert run()[0]
    settings.write_text(before, "utf-8")
    assert run()[0]
    assert run("--extra", '{"SITENAME": "Otro"}')[0]
    assert not run("--extra", '{"SITENAME": "Otro"}')[0]
    assert run()[0]


def test_settings_are_run_to_see_what_they_say(folder: Path, run: Run):
    settings = folder / "conf.py"
    before = settings.read_text("utf-8")
    settings.write_text(f"{before}\nSITENAME = open('name.txt').read()\n", "utf-8")
    for name in ("Uno", "Dos"):
        (folder / "name.txt").write_text(name, "utf-8")
        assert run()[0]
        assert not run()[0]
    settings.write_text(before, "utf-8")
    run()


@pytest.mark.parametrize("option", ["--full", "--fresh", "--verbose"])
def test_whoever_asks_for_a_build_has_one(run: Run, option: str):
    assert run(option)[0]


def test_what_the_last_build_complained_of_is_told_again(folder: Path, run: Run):
    astray = folder / "content" / "threads" / f"nadie{SUFFIX}"
    astray.write_text("", "utf-8")
    needed, said = run()
    assert needed
    assert "no page 'nadie'" in said
    assert run() == (False, said)
    astray.unlink()
    assert run() == (True, "")


def test_a_build_that_stopped_leaves_nothing_to_rely_on(folder: Path, run: Run):
    post = folder / "content" / "posts" / "la-cola-que-no-se-ve.md"
    before = post.read_text("utf-8")
    post.write_text(before.replace("Date:", "Dat:", 1), "utf-8")
    needed, said = run(code=1)
    assert (needed, bool(said)) == (True, True)
    assert run(code=1) == (True, said)
    post.write_text(before, "utf-8")
    assert run()[0]


def test_the_clock_and_strange_plugins_are_never_relied_on(folder: Path, run: Run):
    settings = folder / "conf.py"
    before = settings.read_text("utf-8")
    (folder / "strange.py").write_text("def register():\n    pass\n", "utf-8")
    for line in ("WITH_FUTURE_DATES = False", "PLUGINS = [*PLUGINS, 'strange']"):
        settings.write_text(f"{before}\n{line}\n", "utf-8")
        assert run()[0]
        assert run()[0]
    settings.write_text(before, "utf-8")
    run()


def test_what_leads_out_of_the_content_folder_is_not_relied_on(folder: Path, run: Run):
    post = folder / "content" / "posts" / "la-cola-que-no-se-ve.md"
    before = post.read_text("utf-8")
    (folder / "fuera.txt").write_text("uno", "utf-8")
    post.write_text(f"{before}\n[Hoja]({{static}}/../fuera.txt)\n", "utf-8")
    run()
    assert run()[0]
    post.write_text(before, "utf-8")
    run()


def test_each_output_folder_has_its_own_note(folder: Path, run: Run):
    other = ("--content", "content", "--output", "other", "--settings", "conf.py")
    assert run(places=other)[0]
    assert not run(places=other)[0]
    assert not run()[0]
