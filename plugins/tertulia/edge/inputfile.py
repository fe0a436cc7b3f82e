"""One file to import: open, under a name of its own, with the time it was made."""

import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, BinaryIO

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file to read.

    Attributes:
        name: Its path within what was asked for.
        file: Open, seekable, and with its path as `name`; closed when the next is asked for.
        read: When it was made, as far as the file system or archive knows.
        asked: It was named by the person, not merely found in a folder or archive.
        refused: Why it cannot be read; `file` is empty then.
        cut: It was packed, and the end of the pack is missing.
        root: Name of the folder or archive that was asked for, or of the file's own folder.
    """

    name: str
    file: BinaryIO
    read: datetime
    asked: bool = False
    refused: str = ""
    root: str = ""
    cut: bool = False

    @property
    def place(self) -> str:
        """Its path for formats that tell by it: of a file named alone, with its folder."""
        return f"{self.root}/{self.name}" if self.asked else self.name

    @classmethod
    def refusal(
        cls, name: str, reason: str, read: datetime = NEVER, *, asked: bool = True
    ) -> "Input":
        """One that cannot be read, and why."""
        return cls(name=name, file=io.BytesIO(), read=read, asked=asked, refused=reason)


def opened_as(name: str, file: IO[bytes], begins: int = 0) -> BinaryIO:
    """An open file under another name.

    Args:
        name: Its path within what was asked for, with forward slashes.
        begins: How many bytes of it are passed over, such as a byte order mark.
    """
    return _Named(_Raw(file, begins), name)


def dated(seconds: float, otherwise: datetime) -> datetime:
    """The time of a Unix stamp, which archives may have of any size."""
    try:
        return datetime.fromtimestamp(max(0, int(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise


class _Named(io.BufferedReader):
    """An open file that knows where it comes from."""

    def __init__(self, raw: io.RawIOBase, name: str) -> None:
        super().__init__(raw)
        self._name = name

    @property
    def name(self) -> str:
        """The path, with forward slashes."""
        return self._name


class _Raw(io.RawIOBase):
    """A file that is open already, so that it can be given another name.

    Args:
        begins: How many bytes of it are passed over, such as a byte order mark.
    """

    def __init__(self, file: IO[bytes], begins: int = 0) -> None:
        self._file = file
        self._begins = begins
        file.seek(begins)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        here = offset + self._begins if whence == os.SEEK_SET else offset
        return self._file.seek(here, whence) - self._begins

    def tell(self) -> int:
        return self._file.tell() - self._begins
