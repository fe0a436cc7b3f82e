"""SQLite files that hold what could be worked out again: they may be deleted or damaged.

Two processes may make one file at once. SQLite waits for a lock, save while a new file is switched
to write-ahead logging (https://sqlite.org/wal.html, "Sometimes Queries Return SQLITE_BUSY In WAL
Mode"): there it gives up at once, so the waiting is done here.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tertulia.edge.seals import DAMAGED

PIECE = 1 << 20  # bytes of a large value that are written at a time
LOCK_WAIT_S = 10.0
_PAUSE_S = 0.01
_PRIMARY = 0xFF  # of an extended result code: https://sqlite.org/rescode.html


def opened(path: Path, *, layout: int, tables: str) -> sqlite3.Connection | None:
    """The file with its tables; one that is damaged or of another layout is made anew.

    Args:
        layout: Of tables and values; kept as the file's `user_version`.
        tables: Statements that make those tables where they are not there.

    Returns:
        None where there can be no file, or none that is not locked: nothing is wrong then, and
        nothing was thrown away.
    """
    until = time.monotonic() + LOCK_WAIT_S
    thrown_away = False
    while True:
        file = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = sqlite3.connect(path, timeout=LOCK_WAIT_S, isolation_level=None)
            if _prepared(file, layout, tables):
                return file
        except sqlite3.OperationalError as error:
            let_go(file)
            if not _locked(error) or time.monotonic() > until:
                return None
            time.sleep(_PAUSE_S)
            continue
        except OSError:
            return None
        except DAMAGED:
            pass
        let_go(file)
        if thrown_away:
            return None
        throw_away(path)
        thrown_away = True


def throw_away(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it, where that is allowed."""
    for tail in ("", "-wal", "-shm"):
        with suppress(OSError):
            path.with_name(path.name + tail).unlink(missing_ok=True)


def let_go(file: sqlite3.Connection | None) -> None:
    """Close it, if it is one; what was written stays."""
    if file is not None:
        file.close()


def written(
    file: sqlite3.Connection | None, statements: Iterable[tuple[str, Iterable[Any]]]
) -> bool:
    """Whether all of it is in the file, if there is one; nothing is otherwise.

    Args:
        statements: Each with the rows that it is done for.
    """

    def write(file: sqlite3.Connection) -> None:
        for statement, rows in statements:
            file.executemany(statement, rows)

    return _done(file, write)


def written_large(file: sqlite3.Connection | None, row: tuple[Any, ...], *value: bytes) -> bool:
    """As `written`, of one row of the table `kept` with a large value.

    SQLite makes two more copies of a value that is bound to a statement; this one it is given
    piece by piece.

    Args:
        row: All of it but the value.
        value: In parts.
    """

    def write(file: sqlite3.Connection) -> None:
        said = (*row, sum(map(len, value)))
        made = file.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, zeroblob(?))", said)
        with file.blobopen("kept", "value", made.lastrowid or 0) as blob:
            for part in value:
                for start in range(0, len(part), PIECE):
                    blob.write(memoryview(part)[start : start + PIECE])

    return _done(file, write)


def _done(file: sqlite3.Connection | None, write: Callable[[sqlite3.Connection], None]) -> bool:
    """Whether all of it was written, if there is a file; nothing is otherwise."""
    if file is None:
        return False
    try:
        file.execute("BEGIN IMMEDIATE")
        write(file)
        file.execute("COMMIT")
    except DAMAGED:
        with suppress(sqlite3.Error):
            file.execute("ROLLBACK")
        return False
    return True


def _prepared(file: sqlite3.Connection, layout: int, tables: str) -> bool:
    """Whether the file has that layout now."""
    file.execute("PRAGMA journal_mode = WAL")
    file.execute("PRAGMA synchronous = NORMAL")
    (found,) = file.execute("PRAGMA user_version").fetchone()
    if found not in (0, layout):
        return False
    file.executescript(tables)
    if not found:
        file.execute(f"PRAGMA user_version = {layout}")
    return True


def _locked(error: sqlite3.OperationalError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
