"""What files hold, as one number each: SHA-256, as `sha256sum` prints it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The digest of each of these files of a folder that is there, by name."""
    found = {}
    for name in sorted(set(names)):
        path = folder / name
        if _is_there(path):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # no file can have that name: an old address may be longer than one
        return False
