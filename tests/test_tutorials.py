"""What the papers tell to type is typed, in a copy of the project, each paper from its top."""

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pelican
import pytest

from papers import PAPERS, Typed, Written, blocks, steps, typed

GOLDEN = "tests/golden/sources"
EXPORT, DISQUS = f"{GOLDEN}/wxr/blog.xml", f"{GOLDEN}/disqus/foro.xml"

# Commands that no test can type, by what they begin with, each with the reason.
NOT_HERE = {
    "make test": "it is what runs this test",
    ".venv/bin/invoke check": "it runs this test; with --content it is typed",
    ".venv/bin/invoke test --only tests/analyzers": "is a part of what runs this test",
    ".venv/bin/invoke lint": "mypy needs a minute from scratch; every commit passes it",
    "python3 -m venv .venv": "asks a package registry; `make test` does the same before this",
    "git push": "publishes to a host",
    "apt-get": "needs root and a mirror; .ci/run types it",
    "npm install": "asks a registry; .ci/run types it",
    ".venv/bin/python -m playwright install": "downloads a browser",
    ".venv/bin/invoke fetch": "asks other hosts; tests/importing/test_fetch.py has its own",
    ".venv/bin/invoke lock": "asks a package registry",
    ".venv/bin/invoke bench": "takes minutes; tests/commands/test_bench.py does it with few posts",
    ".venv/bin/invoke bench.import": "takes minutes",
    ".venv/bin/invoke bench-related": "takes minutes; tests/commands has it for a few posts",
    ".venv/bin/invoke train": "takes minutes",
    "TERTULIA_STEPS=300": "takes an hour; the suite does it with fewer steps",
    ".venv/bin/dask scheduler": "stays until stopped; tests/edge/test_executor.py has a cluster",
    "PYTHONPATH=plugins .venv/bin/dask worker": "as the scheduler",
}
TYPED = (".venv/bin/invoke check --content",)

# What stands for a host in the papers.
INSTEAD = {"user@host:/var/www/site/": "../www/"}


def excuse(line: str) -> str:
    """Why a command is not typed here; empty where it is."""
    if line.startswith(TYPED):
        return ""
    if "--rsync" in line and shutil.which("rsync") is None:
        return "needs rsync, which is not installed here"
    return next((why for start, why in NOT_HERE.items() if f"{line} ".startswith(f"{start} ")), "")


class Desk:
    """A fresh copy of the project, with the environment of this test.

    Args:
        cache: What an earlier build worked out, so that not every paper waits for it.
    """

    def __init__(self, root: Path, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder / "tertulia"
        left = shutil.ignore_patterns(
            *".venv .git .cache output public ci-output node_modules *.egg-info".split(),
            *"__pycache__ .pytest_cache .mypy_cache .ruff_cache .hypothesis".split(),
        )
        shutil.copytree(root, self.folder, ignore=left)
        if cache:
            shutil.copytree(cache, self.folder / ".cache")
        self._settle()
        self._export()
        people = {f"GIT_{who}_NAME": "Ana" for who in ("AUTHOR", "COMMITTER")}
        mail = {f"GIT_{who}_EMAIL": "ana@blog.example" for who in ("AUTHOR", "COMMITTER")}
        alone = {"HOME": str(folder), "PIP_NO_INDEX": "1"}
        self._settings: Mapping[str, str] = os.environ | people | mail | alone
        for line in ("git init -q -b main", "git add --all", "git commit -q -m Begin"):
            self.type(Typed(line))

    def _settle(self) -> None:
        """Lay `.venv` as `make` leaves it."""
        venv = self.folder / ".venv"
        venv.mkdir()
        for path in Path(sys.prefix).iterdir():
            (venv / path.name).symlink_to(path)
        for stamp in ("installed", "installed-dev"):
            (venv / stamp).unlink(missing_ok=True)
            (venv / stamp).touch()

    def _export(self) -> None:
        """Lay the exports that the papers speak of, and a theme."""
        here = self.folder
        shutil.copytree(Path(pelican.__file__).parent / "themes/simple", here / "their-theme")
        (here / "exports").mkdir()
        for folder in (here, here / "exports"):
            shutil.copy(here / EXPORT, folder / "export.xml")
        shutil.copy(here / DISQUS, here / "exports" / "disqus.xml")
        (here / "disqus.xml.gz").write_bytes(gzip.compress((here / DISQUS).read_bytes()))
        with zipfile.ZipFile(here / "blog.zip", "w") as archive:
            archive.write(here / EXPORT, "export.xml")
        mine = '[{"user": {"nick": "Ana"}, "message": "Hola.", "post": {"slug": "una-pagina"}}]'
        (here / "comments.json").write_text(mine, "utf-8")

    def write(self, file: Written) -> None:
        """Save a file as a paper asks."""
        path = self.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")

    def type(self, command: Typed) -> None:
        """Type it, and wait until it ends as the paper says."""
        line = command.line
        for said, instead in INSTEAD.items():
            line = line.replace(said, instead)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            cwd=self.folder,
            env=self._settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == command.code, f"{line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr, f"{line}\n{done.stderr}"

    def serve(self, line: str) -> None:
        """Start it, look at the site, and press Ctrl-C."""
        process = subprocess.Popen(
            ["bash", "-c", f"exec {line} --port 0"],
            cwd=self.folder,
            env=self._settings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # Who runs in the background of a script ignores Ctrl-C, and so would this.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        assert process.stderr
        said = ""
        while told := process.stderr.readline():
            said += told
            if told.startswith("Built in"):
                break
        found = re.search(r"http://[\d.]+:\d+/", said)
        assert found, said
        with urllib.request.urlopen(found[0]) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        process.communicate()
        assert process.returncode == 0


@pytest.fixture(scope="module")
def cache(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first build works out."""
    desk = Desk(root, tmp_path_factory.mktemp("first"))
    desk.type(Typed("make build"))
    return desk.folder / ".cache"


TUTORIALS = [
    paper
    for paper in PAPERS
    if any(isinstance(step, Typed) and not excuse(step.line) for step in steps(paper))
]


@pytest.mark.parametrize("paper", TUTORIALS, ids=lambda path: path.stem)
def test_every_command_of_a_paper_does_what_it_says(
    root: Path, tmp_path: Path, paper: Path, cache: Path
) -> None:
    desk = Desk(root, tmp_path, cache)
    for step in steps(paper):
        if isinstance(step, Written):
            desk.write(step)
        elif "invoke serve" in step.line:
            desk.serve(step.line)
        elif not excuse(step.line):
            desk.type(step)


def test_every_excuse_is_needed() -> None:
    lines = [f"{step.line} " for _, step in typed()]
    unused = [start for start in NOT_HERE if not any(li.startswith(f"{start} ") for li in lines)]
    assert unused == []


def test_every_task_is_typed_or_excused(root: Path) -> None:
    page = (root / "docs" / "tasks.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", page, re.M)
    tasks = {name for row in rows for name in row.split("`")[1::2]}
    lines = "\n".join(f"{step.line} " for _, step in typed())
    assert [task for task in sorted(tasks) if f"invoke {task} " not in lines] == []


def test_no_command_stands_where_it_is_not_typed() -> None:
    command = re.compile(r"(\S*/)?(invoke|make|git|python3?|npm|apt-get|dask|pip) \S")
    stray = [
        (paper.name, line)
        for paper in PAPERS
        for lang, text, _ in blocks(paper)
        for line in text.splitlines()
        if lang != "sh" and command.match(line)
    ]
    stray += [
        (paper.name, line)
        for paper in PAPERS
        for line in paper.read_text("utf-8").splitlines()
        if line.startswith("    ") and command.match(line.strip())
    ]
    assert stray == []
