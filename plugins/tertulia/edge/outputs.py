"""The files of a built site: staged while a build runs, put in place all together at its end.

A file whose bytes would not change is not touched; files of ours that this build does not
make any more are removed, and no others ever are. A build that fails changes nothing. Of two
builds for one folder the second waits until the first has ended.
"""

import os
import shutil
import weakref
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from tertulia.edge import locks


class Outputs:
    """One build's files of one output folder; names are relative to it, with slashes.

    Nobody else builds there until `discard`, or the end of this process.

    Args:
        waiting: Called where another build is at work there, once one has waited for a second.
    """

    def __init__(self, folder: Path, waiting: Callable[[], None] = lambda: None) -> None:
        self.folder = folder
        self._below = f"{folder}/"
        self._staging = folder.parent / f".{folder.name}.staging"
        self._staged: set[str] = set()
        lock = locks.take(folder, waiting)
        assert lock is not None  # it was waited for
        self._let_go = weakref.finalize(self, lock.let_go)
        shutil.rmtree(self._staging, ignore_errors=True)  # of a build that was killed

    def path(self, name: str) -> str:
        """Where a file stands."""
        return self._below + name  # a third of the time of a Path; many files

    def put(self, name: str, data: bytes) -> bool:
        """Stage a file; say whether its bytes are new."""
        try:
            with open(self._below + name, "rb") as file:  # noqa: PTH123  (many files)
                if file.read() == data:
                    return False
        except OSError:
            pass
        staged = f"{self._staging}/{name}"
        try:
            _write(staged, data)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(staged), exist_ok=True)  # noqa: PTH103, PTH120
            _write(staged, data)
        self._staged.add(name)
        return True

    def adopt(self, names: Iterable[str]) -> None:
        """Take over what another process has staged."""
        self._staged.update(names)

    @property
    def staged(self) -> frozenset[str]:
        """The names of all files that `commit` will write."""
        return frozenset(self._staged)

    def commit(self, gone: Iterable[str]) -> None:
        """Put all staged files in place, and remove these."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._staged:
            _move(str(self._staging), str(self.folder))
        for name in gone:
            target = self.folder / name
            if not target.is_dir():  # a file stands in it now
                with suppress(FileNotFoundError, NotADirectoryError):
                    target.unlink()
                _remove_empty(target.parent, self.folder)
        self._staged.clear()
        shutil.rmtree(self._staging, ignore_errors=True)

    def discard(self) -> None:
        """Throw away what is staged, and let others build here."""
        if self._let_go.alive:
            shutil.rmtree(self._staging, ignore_errors=True)
            self._let_go()


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:  # noqa: PTH123  (many files)
        file.write(data)


def _move(source: str, target: str) -> None:
    """Put what is in a folder into another; a folder that is not there yet is moved whole.

    What was a file where it needs a folder goes, and the reverse.
    """
    with os.scandir(source) as found:
        entries = list(found)
    for entry in entries:
        there = f"{target}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if os.path.isdir(there):  # noqa: PTH112
                _move(entry.path, there)
                continue
            if os.path.lexists(there):
                os.unlink(there)  # noqa: PTH108
        elif os.path.isdir(there) and not os.path.islink(there):  # noqa: PTH112, PTH114
            shutil.rmtree(there)
        os.replace(entry.path, there)  # noqa: PTH105


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder that nothing is left in, and those above it, up to `root`."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
