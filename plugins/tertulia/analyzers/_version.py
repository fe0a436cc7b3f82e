"""A version that changes whenever a score may: the digest of all that the score comes from."""

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
DIGITS = 12


@cache
def version(*names: str) -> str:
    """The digest of files of this folder, such as "rules.py" or "_data/emoji.tsv"."""
    return digest(HERE, *names)


def digest(folder: Path, *names: str) -> str:
    """The digest of files of a folder."""
    found = hashlib.blake2b(digest_size=DIGITS // 2)
    for name in sorted(names):
        found.update(name.encode() + b"\0")
        # A checkout with other line ends gives the same scores.
        found.update((folder / name).read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()
