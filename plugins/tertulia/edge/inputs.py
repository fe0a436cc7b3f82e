"""What there is to import: files, folders and archives, each opened one after the other."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from tertulia.core.errors import BadSource
from tertulia.edge.inputfile import NEVER, Input, dated
from tertulia.edge.unpacking import unpacked

_SQLITE = b"SQLite format 3\0"


def inputs(path: Path) -> Iterator[Input]:
    """All files of a path, in the order of their names.

    Args:
        path: A file, packed or not (.gz, .xz, .bz2), a folder, or a .zip or .tar archive.

    Raises:
        BadSource: There is no such path.
    """
    root = path.absolute()
    if path.is_dir():
        for found in _below(path):
            name = found.relative_to(path).as_posix()
            for one in _file(found, name, asked=False):
                yield replace(one, root=root.name)
        return
    if not path.is_file():
        if path.exists():
            raise BadSource(f"{path}: neither a file nor a folder")
        raise BadSource(f"{path}: there is no such file or folder")
    for one in _file(path, path.name, asked=True):
        yield replace(one, root=root.parent.name if one.asked else root.name)


def _file(path: Path, name: str, *, asked: bool) -> Iterator[Input]:
    """One file, or what is packed in it; a pipe or a link to nothing is refused, not awaited."""
    if not path.is_file():
        what = (
            "a link to a folder: name that folder" if path.is_dir() else "no file that can be read"
        )
        yield Input.refusal(name, f"it is {what}", asked=asked)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        yield Input.refusal(name, f"it cannot be opened: {error.strerror}", asked=asked)
        return
    with file, _with_journal(path, file) as whole:
        yield from unpacked(name, whole, _modified(path), asked=asked)


@contextmanager
def _with_journal(path: Path, file: BinaryIO) -> Iterator[IO[bytes]]:
    """A SQLite file with what its server wrote beside it and has not put in yet."""
    beside = path.with_name(f"{path.name}-wal")
    head = file.read(len(_SQLITE))
    file.seek(0)
    if head != _SQLITE or not beside.is_file():
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "store"
        shutil.copyfile(path, copy)
        shutil.copyfile(beside, copy.with_name("store-wal"))
        with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with copy.open("rb") as whole:
            yield whole


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names += [name for name in folders if os.path.islink(f"{here}/{name}")]  # noqa: PTH114
        for name in sorted(names):
            of = name.removesuffix("-wal").removesuffix("-shm")
            if not name.startswith(".") and (of == name or of not in names):
                yield Path(here) / name


def _modified(path: Path) -> datetime:
    return dated(path.stat().st_mtime, NEVER)
