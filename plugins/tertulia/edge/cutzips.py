"""What can still be read of a zip archive whose end, and with it its directory, is missing.

Before each member stands a header of its own, with its name and, unless the archive was
written as a stream, its size (PKWARE's APPNOTE.TXT, 4.3.7 and 4.4.4).
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol

_HEADER = struct.Struct("<4s5H3I2H")
_MARK = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _STREAMED, _UTF8 = 1, 8, 0x800
_BETWEEN = 24  # bytes at most that tell of a streamed member behind it
_CHUNK = 1 << 16


class Packed(Protocol):
    """A member to be unpacked.

    Attributes:
        cut: Its end is missing; known once all is read.
    """

    cut: bool

    def read1(self, most: int, /) -> bytes:
        """The next bytes, no more than `most`; nothing at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member.

    Attributes:
        made: Year, month, day, hour, minute and second, as written.
        packed: To be read to its end before the next member is asked for.
    """

    filename: str
    made: tuple[int, int, int, int, int, int]
    packed: Packed


def members(file: IO[bytes]) -> Iterator[Member]:
    """The members from the first on, as far as one is known to follow another."""
    start = 0
    while True:
        file.seek(start)
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_MARK):
            return
        _, _, flags, method, time, day, _, size, _, of_name, of_more = _HEADER.unpack(head)
        name = file.read(of_name).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        file.seek(of_more, 1)
        packed: _Deflated | _Stored
        if flags & _ENCRYPTED:
            return
        if method == _DEFLATED:
            packed = _Deflated(file)
        elif method == _STORED and not flags & _STREAMED:
            packed = _Stored(file, size)
        else:
            return
        made = (1980 + (day >> 9), day >> 5 & 15, day & 31, time >> 11, time >> 5 & 63)
        yield Member(filename=name, made=(*made, min(59, (time & 31) * 2)), packed=packed)
        if packed.cut:
            return
        end = packed.end
        file.seek(end)
        start = end + max(0, file.read(_BETWEEN + len(_MARK)).find(_MARK))


class _Stored:
    """A member that is kept as it is."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = size
        self.end = file.tell() + size
        self.cut = False

    def read1(self, most: int, /) -> bytes:
        chunk = self._file.read(min(most, self._left))
        self._left -= len(chunk)
        self.cut = not chunk and self._left > 0
        return chunk


class _Deflated:
    """A member that is packed, and ends where its own code says so."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._code = zlib.decompressobj(-zlib.MAX_WBITS)
        self.cut = False

    @property
    def end(self) -> int:
        """Where it ended in the archive; to be asked before anything else is read there."""
        return self._file.tell() - len(self._code.unused_data)

    def read1(self, most: int, /) -> bytes:
        while not self._code.eof:
            chunk = self._code.unconsumed_tail or self._file.read(_CHUNK)
            try:
                found = self._code.decompress(chunk, most)
            except zlib.error:
                chunk = found = b""
            if found:
                return found
            if not chunk:
                self.cut = True
                return b""
        return b""
