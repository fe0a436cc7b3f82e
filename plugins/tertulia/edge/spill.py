"""Entries by the page they go to, more of them than memory holds.

What is over the limit goes to one temporary file without a name, and comes back page by page.
"""

import tempfile
from collections.abc import Iterator
from typing import IO

import msgspec

from tertulia.core.model import Entry

MOST_BYTES = 80 << 20  # as estimated; Python needs half as much again

_Row = tuple[int, Entry]
_encode = msgspec.json.Encoder().encode
_decoder = msgspec.json.Decoder(list[_Row])


class Spill:
    """Entries by place, in the order in which they were added to each."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        """Keep about `most_bytes` in memory."""
        self._most = most_bytes
        self._bytes = 0
        self._held: dict[str, list[_Row]] = {}
        self._chunks: dict[str, list[tuple[int, int]]] = {}
        self._file: IO[bytes] | None = None

    def add(self, place: str, file: int, entry: Entry) -> None:
        """Keep an entry.

        Args:
            place: Where it goes.
            file: Number of the file it was read from.
            entry: Any.
        """
        self._held.setdefault(place, []).append((file, entry))
        self._bytes += 900 + len(entry.text) + len(entry.html)
        if self._bytes > self._most:
            self._write()

    def places(self) -> list[str]:
        """All places, sorted."""
        return sorted(self._held.keys() | self._chunks.keys())

    def take(self, place: str) -> list[_Row]:
        """What was added for a place; it is given once."""
        return [*self._written(place), *self._held.pop(place, [])]

    def close(self) -> None:
        """Give the temporary file back."""
        if self._file is not None:
            self._file.close()

    def _write(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed by `close`)
        for place, rows in self._held.items():
            chunk = _encode(rows)
            self._chunks.setdefault(place, []).append((self._file.tell(), len(chunk)))
            self._file.write(chunk)
        self._held, self._bytes = {}, 0

    def _written(self, place: str) -> Iterator[_Row]:
        for offset, length in self._chunks.pop(place, []):
            assert self._file is not None
            self._file.seek(offset)
            yield from _decoder.decode(self._file.read(length))
        if self._file is not None:
            self._file.seek(0, 2)
