"""Of several processes that would write to one folder, one at a time.

The lock is on a file beside the folder, whose name nobody else can take where nobody else may
write. The file is there only while somebody works; what a killed process leaves of it stops
nobody.
"""

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tertulia.core.errors import BadStore

PATIENCE_S = 1.0  # who waits longer is told
POLL_S = 0.05

_LOCKLESS = (errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP)  # file systems that have no locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Held until it is let go of, or the last process that has a copy of it ends."""

    path: Path
    handle: int
    pid: int

    def let_go(self) -> None:
        """Let others work; a copy of the process that took it does nothing."""
        if self.pid != os.getpid():
            return
        if sys.platform != "win32":  # it goes while it is held: nobody else can have taken it
            with contextlib.suppress(OSError):
                self.path.unlink()
            _unlock(self.handle)
        os.close(self.handle)
        if sys.platform == "win32":  # no open file can go there
            with contextlib.suppress(OSError):
                self.path.unlink()


def take(folder: Path, waiting: Callable[[], None] | None = None) -> Lock | None:
    """The lock of a folder, which need not be there yet.

    Args:
        waiting: Called once where another process has had the lock for a second; the call
            goes on waiting. Without it nothing waits.

    Returns:
        None where another process has it, and nothing was to wait.

    Raises:
        BadStore: No lock can be made there.
    """
    folder = folder.resolve()
    path = folder.parent / f".{folder.name}.lock"
    began, told = time.monotonic(), False
    while True:
        if lock := _taken(path):
            return lock
        if waiting is None:
            return None
        if not told and time.monotonic() - began >= PATIENCE_S:
            waiting()
            told = True
        time.sleep(POLL_S)


def _taken(path: Path) -> Lock | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _opened(path)
    except OSError as error:
        raise BadStore(
            f"{path}: {error.strerror}; a lock is to stand there while one writes"
        ) from error
    try:
        if _locked(handle) and _stands(path, handle):
            return Lock(path=path, handle=handle, pid=os.getpid())
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _opened(path: Path) -> int:
    """The file, made where it is not there; no link is followed and no pipe waited for."""
    usual = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | usual, 0o666)
    except PermissionError as refused:  # of somebody else with whom the folder is shared
        try:
            handle = os.open(path, os.O_RDONLY | usual)
        except FileNotFoundError:
            raise refused from None  # nothing may be made here at all
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EEXIST, "something that is no file stands here")
    return handle


def _stands(path: Path, handle: int) -> bool:
    """Whether the file is the one of that name: who had it may have taken it away."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _LOCKLESS:
                return True
            if error.errno in (errno.EAGAIN, errno.EACCES):
                return False
            raise
        return True

    def _unlock(handle: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_UN)
