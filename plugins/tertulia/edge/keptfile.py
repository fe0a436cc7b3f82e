"""The SQLite file of what earlier builds worked out: asked and written, whatever becomes of it.

A file that is damaged is thrown away and begun anew; where there can be none, and while another
process holds it locked, it has nothing and takes nothing.
"""

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tertulia.edge import databases
from tertulia.edge.seals import DAMAGED


class KeptFile:
    """One file with its tables.

    Args:
        path: Where it is; None for none.
        layout, tables: See `databases.opened`.
    """

    def __init__(self, path: Path | None, *, layout: int, tables: str) -> None:
        self._path = path
        self._layout = layout
        self._tables = tables
        self._file: sqlite3.Connection | None = None
        self._inherited: sqlite3.Connection | None = None  # of the process that this is a copy of
        self._pid = os.getpid()
        self._open()

    def rows(self, question: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer; none where the file cannot be read."""
        self._part()
        if self._file is None:
            return []
        try:
            return self._file.execute(question, values).fetchall()
        except sqlite3.OperationalError:
            return []
        except DAMAGED:
            self._begin_anew()
            return []

    def row(self, question: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The first row of an answer, if there is one."""
        rows = self.rows(question, values)
        return rows[0] if rows else None

    def write(self, statements: Iterable[tuple[str, Iterable[Any]]]) -> bool:
        """As `databases.written`."""
        self._part()
        return databases.written(self._file, statements)

    def write_large(self, row: tuple[Any, ...], *value: bytes) -> bool:
        """As `databases.written_large`."""
        self._part()
        return databases.written_large(self._file, row, *value)

    def close(self) -> None:
        """Let go of it; what was written stays."""
        databases.let_go(self._file)
        self._file = None

    def __del__(self) -> None:
        """Let go of it where nobody did; what a copy inherited is not the copy's to close."""
        if self._pid == os.getpid():
            self.close()

    def _open(self) -> None:
        if self._path is not None:
            self._file = databases.opened(self._path, layout=self._layout, tables=self._tables)

    def _begin_anew(self) -> None:
        self.close()
        assert self._path is not None
        databases.throw_away(self._path)
        self._open()

    def _part(self) -> None:
        """Open the file anew in a copy: SQLite forbids to use one connection in two processes."""
        if self._file is not None and self._pid != os.getpid():
            self._inherited, self._pid = self._file, os.getpid()
            self._open()
