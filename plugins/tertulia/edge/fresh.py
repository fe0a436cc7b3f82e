"""Encoded values that wait to be saved: more of them than memory should hold.

What is over a limit waits in a temporary file without a name, below the folder that they will be
saved in. A copy of the process reads there what the process has written, and writes nothing.
"""

import os
import tempfile
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import IO

MOST_BYTES = 2 << 20  # held in memory; the values of a small site never leave it

Known = tuple[str, bytes]  # kind and key


class Fresh(MutableMapping[Known, bytes]):
    """Values by kind and key.

    Args:
        folder: Where the temporary file may be; None holds everything in memory.
    """

    def __init__(self, folder: Path | None, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder if hasattr(os, "pread") else None
        self._most = most_bytes
        self._held: dict[Known, bytes] = {}
        self._bytes = 0  # added to `_held` since it was empty
        self._places: dict[Known, tuple[int, int]] = {}
        self._file: IO[bytes] | None = None
        self._pid = os.getpid()

    def __setitem__(self, known: Known, data: bytes) -> None:
        self._places.pop(known, None)
        self._held[known] = data
        self._bytes += len(data)
        if self._bytes > self._most and self._folder is not None and self._pid == os.getpid():
            with suppress(OSError):  # the disk is full: they are held
                self._write(self._folder)
            self._bytes = 0

    def __getitem__(self, known: Known) -> bytes:
        held = self._held.get(known)
        if held is not None:
            return held
        place, length = self._places[known]
        assert self._file is not None
        return os.pread(self._file.fileno(), length, place)

    def __delitem__(self, known: Known) -> None:
        if self._held.pop(known, None) is None:
            del self._places[known]

    def __contains__(self, known: object) -> bool:
        return known in self._held or known in self._places

    def __iter__(self) -> Iterator[Known]:
        yield from self._held
        yield from self._places

    def __len__(self) -> int:
        return len(self._held) + len(self._places)

    def clear(self) -> None:
        """Forget all values, and give the file back."""
        self._held.clear()
        self._places.clear()
        self._bytes = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, folder: Path) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115  (`clear`)
        place = self._file.seek(0, os.SEEK_END)
        data = b"".join(self._held.values())
        if self._file.write(data) != len(data):
            return  # what was written is never read
        for known, value in self._held.items():
            self._places[known] = place, len(value)
            place += len(value)
        self._held.clear()
