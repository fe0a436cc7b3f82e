"""Which files each thread is made of."""

import os
from collections.abc import Container, Sequence
from pathlib import Path
from unicodedata import normalize

from tertulia.core.model import Page
from tertulia.core.names import file_stem
from tertulia.edge import overrides, store
from tertulia.edge.stamps import Stamps

FOLDER = store.FOLDER

LONGEST = 200  # bytes; a file of a longer name, with its ending, is on no disk


def names_of(pages: Sequence[Page]) -> dict[str, tuple[str, ...]]:
    """The thread files of each thread: its own and, where its page was renamed, the old one."""
    threads = {page.thread for page in pages}
    return {page.thread: _names(page, threads) for page in reversed(pages)}


def there_in(folder: Path) -> frozenset[str] | None:
    """How the files of a folder may be called; None where that cannot be told.

    Some systems take names for the same that differ in capitals, or in how letters are composed.
    """
    try:
        return frozenset(map(_folded, os.listdir(folder)))  # noqa: PTH208  (names alone)
    except FileNotFoundError:
        return frozenset()
    except OSError:
        return None


def digests_of(
    folder: Path, names: Sequence[str], stamps: Stamps, there: Container[str] | None = None
) -> dict[str, str]:
    """The SHA-256 of each file that a thread is made of, by its path below the content folder.

    Args:
        there: As `there_in` tells it: no others are looked for.
    """
    files = {f"{file_stem(name)}.json" for name in names}
    files.update(f"{n}{overrides.SUFFIX}" for n in names if len(n.encode()) <= LONGEST)
    if there is not None:  # most pages have none
        files = {name for name in files if "/" in name or _folded(name) in there}
    found = ((name, stamps.digest(f"{folder}/{name}")) for name in sorted(files))
    return {f"{FOLDER}/{name}": digest.hex() for name, digest in found if digest}


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    return normalize("NFC", normalize("NFC", name).casefold())


def _names(page: Page, threads: set[str]) -> tuple[str, ...]:
    former = {alias.strip("/").rpartition("/")[2] for alias in page.aliases} - threads
    return (page.thread, *sorted(former))
