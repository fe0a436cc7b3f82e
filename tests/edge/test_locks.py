"""One process at a time writes to a folder, and nothing is left of the lock."""

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tertulia.core.errors import BadStore
from tertulia.edge import locks

HOLD = """
import sys, time
from pathlib import Path
from tertulia.edge import locks
locks.take(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""
COUNT = """
import sys
from pathlib import Path
from tertulia.edge import locks
folder = Path(sys.argv[1])
for _ in range(40):
    lock = locks.take(folder / "x", lambda: None)
    held = folder / "held"
    held.open("x").close()
    held.unlink()
    lock.let_go()
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and forks of POSIX")


def run(program: str, folder: Path, **more: object) -> "subprocess.Popen[str]":
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "plugins")}
    command = [sys.executable, "-c", program, str(folder)]
    return subprocess.Popen(command, env=environment, text=True, **more)  # type: ignore[call-overload,no-any-return]


def test_a_lock_is_had_once_and_leaves_nothing(tmp_path: Path) -> None:
    lock = locks.take(tmp_path / "x")
    assert lock is not None
    assert locks.take(tmp_path / "x") is None
    other = locks.take(tmp_path / "y")
    assert other is not None
    for held in (lock, other):
        held.let_go()
    assert list(tmp_path.iterdir()) == []


def test_another_way_to_the_folder_is_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "link").symlink_to("x")
    lock = locks.take(tmp_path / "x")
    assert locks.take(tmp_path / "link") is None
    assert lock is not None
    lock.let_go()


def test_what_a_killed_process_left_stops_nobody(tmp_path: Path) -> None:
    with run(HOLD, tmp_path / "x", stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert locks.take(tmp_path / "x") is None
        process.kill()
    lock = locks.take(tmp_path / "x")
    assert lock is not None
    lock.let_go()
    assert list(tmp_path.iterdir()) == []


def test_who_waits_is_told_once_and_then_has_it(tmp_path: Path) -> None:
    first = locks.take(tmp_path / "x")
    assert first is not None
    told: list[float] = []
    began = time.monotonic()
    threading.Timer(locks.PATIENCE_S + 0.5, first.let_go).start()
    second = locks.take(tmp_path / "x", lambda: told.append(time.monotonic() - began))
    assert second is not None
    second.let_go()
    (after,) = told
    assert after >= locks.PATIENCE_S


def test_of_many_that_take_it_in_turn_two_never_have_it_at_once(tmp_path: Path) -> None:
    processes = [run(COUNT, tmp_path) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_copy_of_the_process_lets_nothing_go(tmp_path: Path) -> None:
    lock = locks.take(tmp_path / "x")
    assert lock is not None
    copy = os.fork()
    if not copy:
        lock.let_go()
        os._exit(0)
    os.waitpid(copy, 0)
    assert locks.take(tmp_path / "x") is None
    lock.let_go()


@posix
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_others_put_in_its_place_is_neither_followed_nor_waited_for(
    tmp_path: Path, kind: str
) -> None:
    place, secret = tmp_path / ".x.lock", tmp_path / "secret"
    if kind == "link":
        place.symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    with pytest.raises(BadStore, match=r"\.x\.lock: "):
        locks.take(tmp_path / "x")
    assert not secret.exists()


def _refusing(real: Callable[..., int]) -> Callable[..., int]:
    """As `os.open` for somebody who may read here and not write."""

    def opened(path: Path, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *rest)

    return opened


@posix
def test_a_lock_of_somebody_else_is_waited_for_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = locks.take(tmp_path / "x")
    assert theirs is not None
    monkeypatch.setattr(os, "open", _refusing(os.open))
    assert locks.take(tmp_path / "x") is None
    with pytest.raises(BadStore, match=r"\.y\.lock: Permission denied"):
        locks.take(tmp_path / "y")
    theirs.let_go()
