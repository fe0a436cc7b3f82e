"""A folder for what rests on the installed program alone, as Python keeps `.pyc` files.

What no site says, and each would work out alike: the dictionaries as tables, the templates of a
theme compiled. It is the user's own, one for all sites. It may be deleted or damaged at any time,
and where there is none that others cannot write, nothing is kept.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path

from tertulia.edge import tables
from tertulia.edge.files import write_whole
from tertulia.edge.seals import seal, unseal

Pairs = Iterable[tuple[bytes, bytes]]
Tables = Callable[[str, Callable[[], Pairs]], tables.Table | None]

NAME = "tertulia"
MOST_TABLES = 10  # up to 30 MB each
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def place(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where the user's folder is or would be; None where the system does not tell owners."""
    caches = _caches(environment) if hasattr(os, "geteuid") else None
    return caches / NAME if caches else None


def folder(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The user's folder, made if it is not there; None where another user may write there."""
    found = place(environment)
    if found is None:
        return None
    try:
        if not found.is_dir():
            above = next(one for one in found.parents if one.exists())
            if above.stat().st_uid != os.geteuid():  # somebody else's home, such as with sudo
                return None
            found.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            found.mkdir(mode=0o700, exist_ok=True)
        about = found.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid()
    usable = ours and not about.st_mode & OTHERS_MAY_WRITE and os.access(found, os.W_OK)
    return found if usable else None


@cache
def tables_in(folder: Path | None) -> Tables | None:
    """What keeps tables in that folder, the same one each time that it is asked for."""
    return None if folder is None else partial(table, folder)


def table(folder: Path, name: str, pairs: Callable[[], Pairs]) -> tables.Table | None:
    """The table of that name, made of these pairs if it is not there or damaged.

    Returns:
        None where it cannot be kept.
    """
    path = folder / f"words-{name}"
    try:
        if (found := _opened(path)) is None:
            with _alone(folder):
                if (found := _opened(path)) is None:
                    tables.write(path, pairs())
                    _drop(path, MOST_TABLES)
                    found = tables.Table(path)
    except (OSError, ValueError):
        return None
    return found


def _opened(path: Path) -> tables.Table | None:
    with suppress(FileNotFoundError, tables.Damaged):
        found = tables.Table(path)
        os.utime(path)
        return found
    return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process makes a table: it may be this very one."""
    import fcntl  # only where systems tell owners, see `place`

    place = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every file system can lock
            fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def read(path: Path) -> bytes | None:
    """What `write` kept in a file; None where anything is not as it was."""
    try:
        data = unseal(path.name, path.read_bytes())
    except OSError:
        return None
    if data is not None:
        with suppress(OSError):
            os.utime(path)  # it is in use: `write` drops the oldest
    return data


def write(path: Path, data: bytes, most: int) -> None:
    """Keep data in a file, or do nothing where that cannot be done.

    Args:
        most: So many files of its kind stay, those that were used last; a file's kind is its
            name up to the first hyphen.
    """
    with suppress(OSError):
        write_whole(path, seal(path.name, data))
        _drop(path, most)


def _drop(path: Path, most: int) -> None:
    """Keep so many files of the kind of this one, those that were used last."""
    kind = path.name.partition("-")[0]
    files = sorted(path.parent.glob(f"{kind}-*"), key=lambda file: file.stat().st_mtime_ns)
    for file in files[:-most]:
        file.unlink()


def _caches(environment: Mapping[str, str]) -> Path | None:
    """Where programs of this user keep such things on this system."""
    named = Path(environment.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():  # others are to be ignored: XDG Base Directory Specification 0.8
        return named
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if not home.is_absolute() or home == Path(home.anchor):
        return None
    return home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"
