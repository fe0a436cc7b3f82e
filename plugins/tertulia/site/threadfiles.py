"""Which files each thread is made of."""

from collections.abc import Sequence
from pathlib import Path

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


def digests_of(folder: Path, names: Sequence[str], stamps: Stamps) -> dict[str, str]:
    """The SHA-256 of each file that a thread is made of, by its path below the content folder."""
    files = {f"{file_stem(name)}.json" for name in names}
    files.update(f"{n}{overrides.SUFFIX}" for n in names if len(n.encode()) <= LONGEST)
    found = ((name, stamps.digest(f"{folder}/{name}")) for name in sorted(files))
    return {f"{FOLDER}/{name}": digest.hex() for name, digest in found if digest}


def _names(page: Page, threads: set[str]) -> tuple[str, ...]:
    former = {alias.strip("/").rpartition("/")[2] for alias in page.aliases} - threads
    return (page.thread, *sorted(former))
