"""A site goes to a branch without touching anything else."""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tertulia.commands import publish
from tertulia.core.errors import BadSettings


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for key in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(key, "A")
    for key in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(key, "a@example.org")
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "page.md").write_text("x", "utf-8")
    git(tmp_path, "add", "page.md")
    git(tmp_path, "commit", "-q", "-m", "First")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "index.html").write_text("<p>", "utf-8")
    return tmp_path


def test_the_branch_is_the_output_and_nothing_else_changes(site: Path) -> None:
    publish._to_branch(site, site / "output", "pages")
    assert git(site, "ls-tree", "-r", "--name-only", "pages") == "index.html"
    assert git(site, "status", "--porcelain") == "?? output/"
    assert git(site, "branch", "--show-current") == "main"


def test_the_same_site_makes_no_second_commit(site: Path) -> None:
    publish._to_branch(site, site / "output", "pages")
    first = git(site, "rev-parse", "pages")
    publish._to_branch(site, site / "output", "pages")
    assert git(site, "rev-parse", "pages") == first


def test_a_tag_of_the_branch_s_name_changes_nothing(site: Path) -> None:
    publish._to_branch(site, site / "output", "pages")
    (site / "output" / "index.html").write_text("<p>Later", "utf-8")
    publish._to_branch(site, site / "output", "later")
    git(site, "tag", "pages", "later")
    publish._to_branch(site, site / "output", "pages")
    assert git(site, "show", "refs/heads/pages:index.html") == "<p>Later"


def test_a_later_site_follows_the_earlier(site: Path) -> None:
    publish._to_branch(site, site / "output", "pages")
    first = git(site, "rev-parse", "pages")
    (site / "output" / "index.html").unlink()
    (site / "output" / "otro.html").write_text("<p>", "utf-8")
    publish._to_branch(site, site / "output", "pages")
    assert git(site, "rev-parse", "pages^") == first
    assert git(site, "ls-tree", "-r", "--name-only", "pages") == "otro.html"


@pytest.mark.parametrize(("rsync", "branch"), [("", ""), ("host:/x/", "pages")])
def test_one_target_is_named(tmp_path: Path, rsync: str, branch: str) -> None:
    with pytest.raises(BadSettings, match="one of them"):
        publish.publish(
            tmp_path,
            content=tmp_path,
            output=tmp_path,
            settings=tmp_path,
            rsync=rsync,
            branch=branch,
        )


@pytest.mark.parametrize(
    ("branch", "complaint"),
    [("a..b", "no branch of the name"), ("-x", "no branch"), ("main", "checked out here")],
)
def test_a_branch_that_cannot_be_is_refused_before_anything_is_built(
    site: Path, branch: str, complaint: str
) -> None:
    with pytest.raises(BadSettings, match=complaint):
        publish.publish(
            site,
            content=site / "nowhere",
            output=site / "output",
            settings=site / "nowhere.py",
            rsync="",
            branch=branch,
        )


def test_the_targets_stand_in_the_settings(root: Path, tmp_path: Path) -> None:
    settings = tmp_path / "publishconf.py"
    settings.write_text("SITEURL, TIMEZONE = 'https://a.example', 'Europe/Madrid'\n", "utf-8")
    assert publish.targets(settings) == ("", "")
    with settings.open("a", encoding="utf-8") as file:
        file.write("PUBLISH_BRANCH = 'pages'\n")
    assert publish.targets(settings) == ("", "pages")
    assert publish.targets(root / "publishconf.py") == ("", "")


@pytest.mark.parametrize(
    "mistake", ["1 +", "x", "import y_z", "{}['x']", "None | {}", "None.x", "1 / 0", "int('x')"]
)
def test_settings_that_fail_are_told_in_a_line(tmp_path: Path, mistake: str) -> None:
    settings = tmp_path / "publishconf.py"
    settings.write_text(f"{mistake}\n", "utf-8")
    with pytest.raises(BadSettings, match=r"publishconf\.py: \w+Error: "):
        publish.targets(settings)


def _killed_before_git(number: int, site: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Publish to a branch in a process that kills itself before one of its calls of git."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    calls, real = itertools.count(1), publish._git

    def counted(*arguments: Any, **options: Any) -> str:
        if next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)

    code = 1
    try:
        monkeypatch.setattr(publish, "_git", counted)
        code = publish._to_branch(site, site / "output", "pages")
    finally:
        os._exit(code)


def test_publishing_to_a_branch_killed_at_any_step_is_done_by_the_next(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish._to_branch(site, site / "output", "pages")
    first, outcomes = git(site, "rev-parse", "pages"), []
    (site / "output" / "index.html").write_text("<p>Más", "utf-8")
    for number in itertools.count(1):
        outcomes.append(_killed_before_git(number, site, monkeypatch))
        if outcomes[-1] == 0:
            break
        assert git(site, "rev-parse", "pages") == first
        assert git(site, "status", "--porcelain") == "?? output/"
        publish._to_branch(site, site / "output", "pages")
        assert git(site, "rev-parse", "pages^") == first
        assert git(site, "show", "pages:index.html") == "<p>Más"
        git(site, "update-ref", "refs/heads/pages", first)
    assert outcomes.count(signal.SIGKILL) > 4


@pytest.mark.parametrize("target", [".", "content", "content/", "output", "../{name}/content/.."])
def test_nothing_but_a_site_is_ever_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """With `--delete-after` everything else in such a folder would go."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "which", lambda tool: tool)
    (tmp_path / "content").mkdir()
    with pytest.raises(BadSettings, match="not of the site is deleted there"):
        publish.publish(
            tmp_path / "checkout",
            content=tmp_path / "content",
            output=tmp_path / "output",
            settings=tmp_path / "publishconf.py",
            rsync=target.format(name=tmp_path.name),
            branch="",
        )
    publish._check_target("host:/", [tmp_path])
    publish._check_target(str(tmp_path / "www"), [tmp_path])


@pytest.mark.skipif(shutil.which("rsync") is None, reason="needs rsync")
def test_publishing_to_a_host_killed_midway_is_done_by_the_next(tmp_path: Path, root: Path) -> None:
    output, target = tmp_path / "output", tmp_path / "target"
    output.mkdir()
    for number in range(300):
        (output / f"{number}.html").write_text(f"<p>{number}" * 2_000, "utf-8")
    run = (
        "import sys; from pathlib import Path; from tertulia.commands.publish import _to_host;"
        "print('go', flush=True); sys.exit(_to_host(Path(sys.argv[1]), sys.argv[2]))"
    )
    for delay in (0.0, 0.03, 0.06, 0.1):
        shutil.rmtree(target, ignore_errors=True)
        process = subprocess.Popen(
            [sys.executable, "-c", run, str(output), f"{target}/"],
            env=os.environ | {"PYTHONPATH": str(root / "plugins")},
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        with process:
            assert process.stdout is not None
            process.stdout.readline()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(delay)
            with contextlib.suppress(ProcessLookupError):  # it was done already
                os.killpg(process.pid, signal.SIGKILL)
        assert publish._to_host(output, f"{target}/") == 0
        there = {path.name: path.read_bytes() for path in target.iterdir()}
        assert there == {path.name: path.read_bytes() for path in output.iterdir()}
