"""What files hold, as digests, without reading those that stand as they stood.

A file that has its size, its times and its place on the disk of the last time has its content
too, unless it was written again within the same tick of the disk's clock. So a digest is kept
only where the file had been at rest for a while when it was read; till then it is read anew.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from tertulia.core.errors import Unsettled

REST_NS = 2_000_000_000  # the coarsest clock of a disk, FAT's, ticks every two seconds

# Size, time of the last change of the content, and of anything, number on the disk.
Look = tuple[int, int, int, int]

Stamp = tuple[int, int, int, int, bytes]  # the same, and the SHA-256

NONE_SEEN: Mapping[str, Look] = {}


def look_at(path: str) -> Look | None:
    """How a file looks; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  (a third of the time of Path.stat; many files)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


class Stamps:
    """Digests of files by path; a file is looked at once.

    Args:
        known: What `kept` gave in an earlier build.
        looks: How files stood when the build began, of which only the digest is left to tell. One
            that is written after that is read all the same, and its new look is no longer this.
    """

    def __init__(self, known: Mapping[str, Stamp], looks: Mapping[str, Look] = NONE_SEEN) -> None:
        self._known = known
        self._looks = looks
        self._seen: dict[str, bytes | None] = {}
        self._kept: dict[str, Stamp] = {}

    def digest(self, path: str) -> bytes | None:
        """The SHA-256 of a file; None where there is none."""
        if path in self._seen:
            return self._seen[path]
        look = self._looks.get(path) or look_at(path)
        if look is None:
            self._seen[path] = None
            return None
        known = self._known.get(path)
        if known is not None and known[:4] == look:
            self._kept[path] = known
            self._seen[path] = known[4]
            return known[4]
        now = time.time_ns()
        try:
            content = Path(path).read_bytes()
        except OSError:
            self._seen[path] = None
            return None
        digest = self._seen[path] = hashlib.sha256(content).digest()
        if now - max(look[1], look[2]) > REST_NS:
            self._kept[path] = (*look, digest)
        return digest

    def read(self, path: str) -> bytes:
        """The content of a file, which is what its digest tells.

        Raises:
            Unsettled: Somebody has written it meanwhile.
        """
        try:
            content = Path(path).read_bytes()
        except OSError as error:
            raise Unsettled(f"{path}: {error.strerror}") from error
        if hashlib.sha256(content).digest() != self.digest(path):
            raise Unsettled(f"{path}: it changed while it was read; build again")
        return content

    def digests(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The digest of each of these files that is there."""
        found = ((path, self.digest(path)) for path in paths)
        return {path: digest for path, digest in found if digest is not None}

    @property
    def kept(self) -> dict[str, Stamp]:
        """What the next build may rely on."""
        return self._kept

    @property
    def changed(self) -> bool:
        """Whether that is other than what was known."""
        return self._kept != self._known
