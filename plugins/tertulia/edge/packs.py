"""Many small values in one row of a database: to read a row takes longer than to read a value.

A pack holds the values of one kind whose keys begin with the same byte. A change of one value
writes one pack of 256, and all values of a kind are read and decoded in 256 steps at most.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from tertulia.edge.seals import seal, unseal

T = TypeVar("T")

TABLE = """
CREATE TABLE IF NOT EXISTS packs (kind TEXT, number INTEGER, value BLOB, UNIQUE (kind, number));
"""
INSERT = "INSERT OR REPLACE INTO packs VALUES (?, ?, ?)"

Ask = Callable[[str, tuple[Any, ...]], list[tuple[Any, ...]]]

_raw = msgspec.msgpack.Decoder(dict[bytes, msgspec.Raw])


class Packs:
    """The packs of one file.

    Args:
        ask: Asks the file.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def values(self, kind: str, of: type[T]) -> dict[bytes, T]:
        """All values of a kind; not those of packs that are damaged or of another type."""
        decode = msgspec.msgpack.Decoder(dict[bytes, of]).decode  # type: ignore[valid-type]
        return {key: value for found in self._read(kind, decode) for key, value in found.items()}

    def keys(self, kind: str) -> set[bytes]:
        """The keys of all values of a kind."""
        return {key for found in self._read(kind, _raw.decode) for key in found}

    def rewritten(
        self,
        kind: str,
        fresh: Collection[bytes],
        value_of: Callable[[bytes], bytes],
        gone: Collection[bytes] = (),
    ) -> Iterator[tuple[str, int, bytes]]:
        """The rows of the packs that are another one now, as `INSERT` wants them.

        Args:
            fresh: Keys of values to be added.
            value_of: Such a value, encoded.
            gone: Keys of values to be taken out.
        """
        out = frozenset(gone)
        added: dict[int, list[bytes]] = {key[0]: [] for key in gone}
        for key in sorted(fresh):
            added.setdefault(key[0], []).append(key)
        question = "SELECT number, value FROM packs WHERE kind = ? AND number = ?"
        for number, keys in sorted(added.items()):
            there = _decoded(kind, self._ask(question, (kind, number)), _raw.decode)
            values = {key: data for pack in there for key, data in pack.items() if key not in out}
            values |= {key: msgspec.Raw(value_of(key)) for key in keys}
            yield kind, number, seal(_name(kind, number), msgspec.msgpack.encode(values))

    def _read(
        self, kind: str, decode: Callable[[bytes], dict[bytes, T]]
    ) -> Iterator[dict[bytes, T]]:
        rows = self._ask("SELECT number, value FROM packs WHERE kind = ?", (kind,))
        return _decoded(kind, rows, decode)


def _decoded(
    kind: str, rows: list[tuple[Any, ...]], decode: Callable[[bytes], dict[bytes, T]]
) -> Iterator[dict[bytes, T]]:
    for number, sealed in rows:
        data = unseal(_name(kind, number), sealed)
        with suppress(msgspec.MsgspecError):
            yield {} if data is None else decode(data)


def _name(kind: str, number: int) -> str:
    return f"{kind} {number}"
