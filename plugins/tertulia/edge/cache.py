"""Tones of earlier builds, in one SQLite file that may be deleted or damaged at any time.

Rows are kept by the digest of all that a tone depends on (`analysis.scoring.key`), so an old row
is never wrong, only unused. Two processes may use one file at once. A file that cannot be read is
thrown away; where none can be written, the tones live in memory as long as the process.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from tertulia.core.findings import Tone
from tertulia.edge import databases
from tertulia.edge.seals import DAMAGED, seal, unseal

MOST_ROWS = 1_000_000  # about 250 MB; beyond it the file starts anew
LAYOUT = 2  # changes with `Tone`: a file of another layout starts anew

_TABLE = "CREATE TABLE IF NOT EXISTS tones (key TEXT PRIMARY KEY, tone BLOB NOT NULL) WITHOUT ROWID"


@contextmanager
def opened(path: Path) -> Iterator["ToneCache"]:
    """The tones kept in that file, made where something is to be kept; closed at the end."""
    cache = ToneCache(path)
    try:
        yield cache
    finally:
        cache.close()


class ToneCache:
    """Tones by key that outlive the process where they can (`core.contracts.KeptTones`)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh: dict[str, Tone] = {}  # what the file could not take
        self._empty = False  # it was when it was opened: a first build need not ask it
        self._file: sqlite3.Connection | None = None
        self._looked = False  # for the file: where all analyzers are quick, nobody asks for it

    def get(self, key: str) -> Tone | None:
        """The tone kept by that key."""
        self._look()
        if self._empty:
            return self._fresh.get(key)
        row = self._ask("SELECT tone FROM tones WHERE key = ?", (key,))
        data = unseal(key, row[0]) if row is not None else None
        if data is not None:
            with suppress(msgspec.MsgspecError):
                return _DECODER.decode(data)
        return self._fresh.get(key)

    def update(self, tones: Mapping[str, Tone]) -> None:
        """Keep many at once: all of them, or, where the file is gone or locked, in memory."""
        self._look()
        rows = [(key, seal(key, msgspec.json.encode(tone))) for key, tone in tones.items()]
        self._empty = self._empty and not rows
        statement = "INSERT OR REPLACE INTO tones VALUES (?, ?)"
        if rows and not databases.written(self._file, [(statement, rows)]):
            self._fresh.update(tones)

    def __len__(self) -> int:
        self._look()
        row = self._ask("SELECT count(*) FROM tones", ())
        return len(self._fresh) + (row[0] if row else 0)

    def close(self) -> None:
        """Let go of the file; what was written stays."""
        databases.let_go(self._file)
        self._file = None

    def _look(self) -> None:
        if not self._looked:
            self._looked = True
            self._file = self._connect()

    def _connect(self) -> sqlite3.Connection | None:
        """Open the file; one with too many rows is made anew."""
        for _ in range(2):
            file = databases.opened(self._path, layout=LAYOUT, tables=_TABLE)
            if file is None:
                return None
            try:
                rows: int = file.execute("SELECT count(*) FROM tones").fetchone()[0]
                if rows <= MOST_ROWS:
                    self._empty = not rows
                    return file
            except sqlite3.OperationalError:  # locked: nothing is wrong with it
                file.close()
                return None
            except DAMAGED:
                pass
            file.close()
            databases.throw_away(self._path)
        return None

    def _ask(self, question: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        if self._file is None:
            return None
        try:
            row: tuple[Any, ...] | None = self._file.execute(question, values).fetchone()
        except DAMAGED:
            self._start_anew()
            return None
        return row

    def _start_anew(self) -> None:
        self.close()
        databases.throw_away(self._path)
        self._file = self._connect()


_DECODER = msgspec.json.Decoder(Tone)
