"""`invoke publish`: builds with publishconf.py, then brings the site where it is read."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tertulia.commands.build import build
from tertulia.commands.settings import read_settings
from tertulia.core.errors import BadSettings


def publish(
    root: Path, *, content: Path, output: Path, settings: Path, rsync: str, branch: str
) -> int:
    """Build for the public, then copy to a host or commit to a branch.

    Args:
        rsync: A target of rsync such as "user@host:/var/www/site/"; empty for none.
        branch: A branch of the site's own repository; empty for none.

    Returns:
        The exit code of the step that failed, or 0.

    Raises:
        BadSettings: Neither target is given, both are, a tool is missing, or more than a site
            would be written over.
    """
    if bool(rsync) == bool(branch):
        raise BadSettings(
            "say where to publish: --rsync user@host:/path/ or --branch gh-pages"
            " (or PUBLISH_RSYNC or PUBLISH_BRANCH in publishconf.py), one of them"
        )
    tool = "rsync" if rsync else "git"
    if shutil.which(tool) is None:
        raise BadSettings(f"publishing this way needs {tool}; install it and try again")
    if branch:
        _check_branch(root, branch)
    else:
        _check_target(rsync, (root, content, output, Path.home()))
    if code := build(root, content=content, output=output, settings=settings):
        return code
    return _to_host(output, rsync) if rsync else _to_branch(root, output, branch)


def targets(settings: Path) -> tuple[str, str]:
    """The rsync target and the branch that a settings file names; empty where it names none.

    Raises:
        BadSettings: The file is wrong.
    """
    values, _ = read_settings(settings)
    return str(values.get("PUBLISH_RSYNC", "")), str(values.get("PUBLISH_BRANCH", ""))


def _check_branch(root: Path, branch: str) -> None:
    """Complain before anything is built.

    Raises:
        BadSettings: There is no repository, or git takes no such name, or the branch is the
            one that is worked on.
    """
    _git(root, "rev-parse", "--absolute-git-dir")
    if _git(root, "check-ref-format", "--branch", branch, fails="") != branch:
        raise BadSettings(f"--branch: git takes no branch of the name {branch!r}")
    if _git(root, "symbolic-ref", "--quiet", "--short", "HEAD", fails="") == branch:
        raise BadSettings(f"--branch: {branch!r} is checked out here; the site needs its own")


def _check_target(target: str, needed: Iterable[Path]) -> None:
    """Complain of a folder of this machine that holds more than a site, as all else there goes.

    Raises:
        BadSettings: It is such a folder.
    """
    if ":" in target.split("/", 1)[0]:  # on a host
        return
    place = Path(target).resolve()
    for folder in needed:
        if folder.resolve().is_relative_to(place):
            raise BadSettings(
                f"--rsync: {target} holds {folder}, and what is not of the site is deleted there:"
                " name a folder of the site's own"
            )


def _to_host(output: Path, target: str) -> int:
    command = ["rsync", "--archive", "--delete-after", "--compress", "--", f"{output}/", target]
    return subprocess.run(command, check=False).returncode  # noqa: S603


def _to_branch(root: Path, output: Path, branch: str) -> int:
    """Commit the output as the whole tree of a branch, without touching the work tree or index."""
    with tempfile.TemporaryDirectory() as scratch:
        index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        where = [
            "--git-dir",
            _git(root, "rev-parse", "--absolute-git-dir"),
            "--work-tree",
            str(output),
        ]
        _git(output, *where, "add", "--all", "--force", ".", environment=index)
        tree = _git(output, *where, "write-tree", environment=index)
    name = f"refs/heads/{branch}"  # a tag may have the short name too
    parents = _git(root, "rev-parse", "--quiet", "--verify", name, fails="").split()
    if parents and _git(root, "rev-parse", f"{name}^{{tree}}") == tree:
        return 0
    parent = [word for found in parents for word in ("-p", found)]
    commit = _git(root, "commit-tree", tree, *parent, "-m", "Publish the site")
    _git(root, "update-ref", name, commit, *parents)
    return 0


def _git(
    folder: Path,
    *arguments: str,
    environment: dict[str, str] | None = None,
    fails: str | None = None,
) -> str:
    done = subprocess.run(  # noqa: S603
        ["git", *arguments],  # noqa: S607
        cwd=folder,
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and fails is None:
        raise BadSettings(f"git {arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip() if not done.returncode else fails or ""
