"""What a build rested on and what it left, so that the next one knows before it begins.

Where every file that a build was made of and every file that it made stands as it did, and the
same is asked for, another build would change nothing. A note of that is written at the very end
of a build that went well, and thrown away before the next one begins: whatever ends a build
early leaves none.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from tertulia.edge.seals import seal, unseal
from tertulia.edge.stamps import REST_NS, Look, look_at

LAYOUT = "1"
_INSTALLED = (".dist-info", ".egg-info")
_COMPILED = ".pyc"  # Python writes these itself, of files that are looked at


class Ground(msgspec.Struct, frozen=True):
    """How the files of some folders stand.

    Attributes:
        folders: Where they are looked for, however deep.
        looks: Of each file.
        young: SHA-256 of those that had not been at rest for a while: written again within one
            tick of the disk's clock they would look the same.
    """

    folders: tuple[str, ...]
    looks: dict[str, Look]
    young: dict[str, bytes]

    def same(self, now: "Ground | None" = None) -> bool:
        """Whether all of them stand as they did, and no others.

        Args:
            now: How they stand, where that is known.
        """
        looks = now.looks if now else dict(_files(self.folders))
        return looks == self.looks and all(
            _hashed(path) == digest for path, digest in self.young.items()
        )


class Note(msgspec.Struct, frozen=True):
    """What a build leaves for the next one.

    Attributes:
        wished: Digest of what was asked for.
        said: What it told whoever builds.
        ground: What it was made of.
        made: How each file that it made looks; None for one that was not there.
    """

    wished: bytes
    said: str
    ground: Ground
    made: dict[str, Look | None]

    def stands(self, wished: bytes, now: Ground) -> bool:
        """Whether the same build would find everything as it was left, and change nothing.

        Args:
            now: How the files of its ground stand.
        """
        return (
            wished == self.wished
            and self.ground.same(now)
            and all(look_at(path) == look for path, look in self.made.items())
        )


class Place:
    """Where the note of one output folder is kept.

    Args:
        cache: The folder of what was worked out before.
    """

    def __init__(self, cache: Path, output: Path) -> None:
        name = hashlib.sha256(os.fsencode(output)).hexdigest()[:16]
        self._file = cache / f"standing-{name}"

    def read(self) -> Note | None:
        """The note; None where there is none, or a damaged one."""
        with suppress(OSError, msgspec.MsgspecError):
            data = unseal(LAYOUT, self._file.read_bytes())
            return None if data is None else msgspec.msgpack.decode(data, type=Note)
        return None

    def clear(self) -> None:
        """Throw the note away."""
        self._file.unlink(missing_ok=True)

    def write(self, note: Note) -> None:
        """Leave a note, whole or not at all; where the disk refuses, there is none."""
        new = self._file.with_name(f"{self._file.name}.new")
        with suppress(OSError):
            new.write_bytes(seal(LAYOUT, msgspec.msgpack.encode(note)))
            new.replace(self._file)


def ground(folders: Iterable[str]) -> Ground:
    """How the files of these folders stand now."""
    wanted = tuple(dict.fromkeys(folders))
    now = time.time_ns()
    looks = dict(_files(wanted))
    young = {
        path: _hashed(path)
        for path, look in looks.items()
        if now - max(look[1], look[2]) <= REST_NS
    }
    return Ground(folders=wanted, looks=looks, young=young)


def packages() -> Iterator[str]:
    """This interpreter and all that is installed for it: another version has another name."""
    yield sys.version
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or os.curdir) as found:
            yield from sorted(e.name for e in found if e.name.endswith(_INSTALLED))


def _files(folders: Iterable[str]) -> Iterator[tuple[str, Look]]:
    """Regular files, links to such included; a pipe would be waited for."""
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        with suppress(OSError), os.scandir(folder) as found:
            for entry in found:
                if entry.is_dir():
                    waiting.append(entry.path)
                elif entry.name.endswith(_COMPILED) or not entry.is_file():
                    continue
                elif look := look_at(entry.path):
                    yield entry.path, look


def _hashed(path: str) -> bytes:
    try:
        return hashlib.sha256(Path(path).read_bytes()).digest()
    except OSError:
        return b""
