"""Which files of an output folder builds made, told in a file beside the folder.

What is kept to build faster may be lost or damaged; a page that was removed since must go all
the same, and a file that somebody else put there must stay.
"""

import os
from collections.abc import Set
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec

from tertulia.edge.files import write_whole
from tertulia.edge.seals import seal, unseal

LAYOUT = "1"


def place(folder: Path) -> Path:
    """Where the names of the files of an output folder are kept."""
    folder = folder.resolve()
    return folder.parent / f".{folder.name}.files"


class OwnFiles:
    """The names of the files that builds made in one folder, relative to it, with slashes.

    Attributes:
        names: Those of the last build, and of any that was killed since.
    """

    def __init__(self, folder: Path) -> None:
        self._file = place(folder)
        self.names = frozenset(_read(self._file))

    def note(self, names: Set[str]) -> None:
        """Say which there are, or will be: before the first of them is written."""
        if names != self.names:
            self.names = frozenset(names)
            listed = [os.fsencode(name) for name in sorted(names)]
            with suppress(OSError):  # then what is kept to build faster tells it alone
                write_whole(self._file, seal(LAYOUT, msgspec.msgpack.encode(listed)))


def _read(file: Path) -> list[str]:
    """What the file says; nothing where it is not as it was written."""
    if not file.is_file():  # a pipe would be waited for
        return []
    with suppress(OSError, msgspec.MsgspecError):
        data = unseal(LAYOUT, file.read_bytes())
        found = [] if data is None else msgspec.msgpack.decode(data, type=list[bytes])
        return [name for name in map(os.fsdecode, found) if _within(name)]
    return []


def _within(name: str) -> bool:
    """Whether a name leads nowhere else; a file beside a folder may be anybody's."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
