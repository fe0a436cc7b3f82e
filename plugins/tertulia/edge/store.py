"""The thread files of a site: `content/threads/<page>.json`, one a page.

`journal` writes them, whole or not at all. What matches no page waits in `_unmatched/`. Names
that begin with an underscore are no pages.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tertulia.core.errors import BadStore
from tertulia.core.model import Entry, PageRef
from tertulia.core.names import file_stem, name_of
from tertulia.edge import journal, threadfile

FOLDER = "threads"  # below the content folder
UNMATCHED = "_unmatched"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadFile:
    """One thread file.

    Attributes:
        ref: What is known of a page that is not found yet.
    """

    path: Path
    page: str
    entries: tuple[Entry, ...]
    ref: PageRef | None = None

    def stem(self, threads: Path) -> str:
        """Its path below the folder of threads, without the suffix."""
        return self.path.relative_to(threads).with_suffix("").as_posix()

    def bytes_with(self, entries: tuple[Entry, ...]) -> bytes:
        """The file as it would be with these entries."""
        return threadfile.encode(self.page, entries, self.ref)


def load(folder: Path) -> dict[str, tuple[Entry, ...]]:
    """The entries of every page of a site, by page id; none where there is no such folder.

    Args:
        folder: `<content>/threads`.

    Raises:
        BadStore: One or more files are damaged; the message has a line for each.
    """
    journal.recover(folder)
    pages: dict[str, tuple[Entry, ...]] = {}
    faults = []
    for path in files(folder):
        try:
            page, entries, _ = _read(path)
        except BadStore as error:
            faults.append(str(error))
        else:
            pages[page] = entries
    if faults:
        raise BadStore("\n".join(faults))
    return pages


def check(folder: Path, paths: Iterable[Path]) -> None:
    """Read these thread files.

    Args:
        folder: `<content>/threads`.

    Raises:
        BadStore: One or more of them are damaged; the message has a line for each.
    """
    journal.recover(folder)
    faults = []
    for path in paths:
        try:
            _read(path)
        except BadStore as error:
            faults.append(str(error))
    if faults:
        raise BadStore("\n".join(faults))


def page_names(folder: Path) -> tuple[str, ...]:
    """The ids of all pages with a thread file; the files are not read."""
    return tuple(name_of(path.stem) for path in files(folder))


def thread_files(threads: Path) -> Iterator["ThreadFile"]:
    """All thread files, those whose page is not found included, one at a time.

    Raises:
        BadStore: A file is damaged.
    """
    for folder in (threads, threads / UNMATCHED):
        for path in files(folder):
            page, entries, ref = _read(path)
            yield ThreadFile(path=path, page=page, entries=entries, ref=ref)


def load_page(folder: Path, page: str) -> tuple[Entry, ...]:
    """The entries of one page; none where it has no file.

    Raises:
        BadStore: The file is damaged.
    """
    path = path_of(folder, page)
    return _read(path)[1] if path.exists() else ()


def waiting(folder: Path) -> Iterator[tuple[str, PageRef]]:
    """Key and page of everything that matches no page yet.

    Raises:
        BadStore: A file is damaged.
    """
    for path in files(folder / UNMATCHED):
        yield threadfile.decode_ref(path.read_bytes(), str(path))


def path_of(folder: Path, page: str) -> Path:
    """Where the thread of a page is kept; always within the folder."""
    return folder / f"{file_stem(page)}.json"


def files(folder: Path) -> list[Path]:
    """The thread files of a folder, by name."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.glob("*.json") if not p.name.startswith(("_", ".")))


def _read(path: Path) -> tuple[str, tuple[Entry, ...], PageRef | None]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadStore(f"{path}: {error.strerror}") from error
    page, entries, ref = threadfile.decode(content, str(path))
    if path.name != f"{file_stem(page)}.json":
        raise BadStore(
            f"{path}: it says that it is of page {page!r}; rename it to {file_stem(page)}.json"
        )
    return page, entries, ref
