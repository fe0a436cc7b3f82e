"""Tells which files have changed below some folders, and loses none in between.

Threads of their own collect from the moment on that a `Watch` is made; whoever builds takes
all that came together since the last time, also what changed while it was building.
"""

import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

SETTLE_MS = 60  # editors write a file in several steps
STEP_MS = 20


class Watch:
    """Changed files below some folders, or these very files; close it at the end."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._found: queue.SimpleQueue[frozenset[Path]] = queue.SimpleQueue()
        self._stop = threading.Event()
        paths = [path.resolve() for path in paths]
        folders = [path for path in paths if path.is_dir()]
        files = [path for path in paths if not path.is_dir()]
        self._threads = [
            self._collect(_Below(folders), folders, deep=True),
            # the folder, not the file: editors put a new file in the place of the old one
            self._collect(_Among(files), sorted({path.parent for path in files}), deep=False),
        ]

    def wait(self) -> frozenset[Path]:
        """Everything that has changed since the last call; waits until something has."""
        changed = set(self._found.get())
        while not self._found.empty():
            changed |= self._found.get_nowait()
        return frozenset(changed)

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _collect(
        self, wanted: DefaultFilter, folders: Sequence[Path], *, deep: bool
    ) -> threading.Thread:
        changes = watch(
            *folders,
            watch_filter=wanted,
            debounce=SETTLE_MS,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=SETTLE_MS,
            yield_on_timeout=True,
            recursive=deep,
        )
        self._keep(next(changes) if folders else set())  # from here on the system reports to us
        thread = threading.Thread(
            target=self._listen, args=(changes if folders else iter(()),), daemon=True
        )
        thread.start()
        return thread

    def _listen(self, changes: Iterator[set[tuple[Change, str]]]) -> None:
        for found in changes:
            self._keep(found)

    def _keep(self, found: set[tuple[Change, str]]) -> None:
        if found:
            self._found.put(frozenset(Path(path) for _, path in found))


class _Below(DefaultFilter):
    """What an author edits below some folders: no editor's leavings, and no locks of ours."""

    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, r"^\..*\.lock$")

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__()
        self._folders = tuple(folders)

    def __call__(self, change: Change, path: str) -> bool:
        # Names above the folders are not ours to judge: a site may live below any folder.
        found = Path(path)
        return any(
            found.is_relative_to(folder)
            and super(_Below, self).__call__(change, str(found.relative_to(folder)))
            for folder in self._folders
        )


class _Among(DefaultFilter):
    """Single files."""

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__()
        self._files = frozenset(files)

    def __call__(self, change: Change, path: str) -> bool:  # noqa: ARG002 (the library passes it)
        return Path(path) in self._files
