"""What earlier builds worked out, in one SQLite file that may be deleted or damaged at any time.

A row's key is the digest of all that its value depends on, so an old row is never wrong, only
unused; rows that a build did not ask for are dropped with it. All of a build's rows are written
in one transaction at its end: whoever is killed before leaves what the build before it left.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tertulia.edge import packs
from tertulia.edge.fresh import Fresh
from tertulia.edge.keptfile import KeptFile
from tertulia.edge.seals import seal, sum_of, unseal

T = TypeVar("T")

DIGEST_BYTES = 16
LAYOUT = 5

# What a build may not ask for and the next one needs again: it is dropped only in bulk.
SHARED = ("compiled", "lemma count", "lemmas")
MOST_SHARED = 2_000  # rows

# Kinds of which few values are wanted at a time, or whose values are large: each is read where it
# is asked for, and not held; of the others all are.
SINGLY = ("body", "compiled", "drawn", "found", "markdown", "reading", "said")

# Kinds of which a build asks for all of many small values: see `edge.packs`.
PACKED = ("content", "page", "page file", "thread")

_TABLES = f"""
CREATE TABLE IF NOT EXISTS kept (kind TEXT, key BLOB, value BLOB, UNIQUE (kind, key));
CREATE TABLE IF NOT EXISTS outputs (folder TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
{packs.TABLE}"""
_INSERT = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)"

_told = msgspec.msgpack.Encoder().encode
_sum = hashlib.blake2b


def digest(*parts: bytes | str) -> bytes:
    """One digest of several parts; where one ends and the next begins is part of it."""
    told = _told([p.encode("utf-8", "surrogatepass") if isinstance(p, str) else p for p in parts])
    return _sum(told, digest_size=DIGEST_BYTES).digest()


@cache
def decoder(of: type[T]) -> "msgspec.msgpack.Decoder[T]":
    """What decodes values of a type: to make it takes longer than to use it."""
    return msgspec.msgpack.Decoder(of)


class Keep:
    """Values by kind and key; what is decoded stays in memory as long as it is asked for.

    Args:
        path: The file; None keeps everything in memory alone.
        full: Use nothing of what the file holds; what is worked out replaces it.
        lasting: This process builds again and again.
    """

    def __init__(self, path: Path | None, *, full: bool = False, lasting: bool = False) -> None:
        self.path = path
        self.full = full
        self.lasting = lasting
        self._file = KeptFile(path, layout=LAYOUT, tables=_TABLES)
        self._fresh = Fresh(path.parent if path else None)
        self._saved: set[tuple[str, bytes]] = set()  # as fresh, and in the file already
        self._memory: dict[tuple[str, bytes], Any] = {}
        self._rows: dict[str, dict[bytes, bytes]] = {}  # of kinds that are read whole
        self._keys: dict[str, set[bytes]] = {}  # of kinds that are not
        self._packs = packs.Packs(self._file.rows)
        self._unpacked: dict[str, set[bytes]] = {}  # keys of packed kinds that are in memory
        self._asked: set[tuple[str, bytes]] = set()
        self._spared: set[str] = set(SHARED)
        self._left: dict[str, Any] = {}  # by the last build, to this one
        self._leaving: dict[str, Any] = {}  # by this one, to the next
        self._outputs: dict[str, Any] = {}
        self._settled = False  # what the file holds is in memory too
        self._partly: set[str] = {*SHARED, *SINGLY}  # but not all of these kinds
        self.worked_out: dict[str, int] = {}  # how often each kind was not kept

    def value(self, kind: str, key: bytes, of: type[T], make: Callable[[], T]) -> T:
        """The value kept by that key, or what `make` gives, which is kept from now on."""
        found = self.find(kind, key, of)
        if found is None:
            found = make()
            self.add(kind, key, found)
        return found

    def find(self, kind: str, key: bytes, of: type[T]) -> T | None:
        """The value kept by that key."""
        known = (kind, key)
        self._asked.add(known)
        if kind in SINGLY:
            return self.load(kind, key, of)
        value: T | None = self._memory.get(known)
        if value is not None or self.full:
            return value
        if kind in PACKED:
            return self._unpacked_value(kind, key, of)
        data = self._data(known)
        if data is None:
            return None
        try:
            value = self._memory[known] = decoder(of).decode(data)  # type: ignore[arg-type]
        except msgspec.MsgspecError:
            return None
        if kind in self._rows:
            self._rows[kind].pop(key, None)
        return value

    def has(self, kind: str, key: bytes) -> bool:
        """Whether a value is kept by that key, which it then stays; it is not decoded."""
        known = (kind, key)
        self._asked.add(known)
        if known in self._memory or known in self._fresh or known in self._saved:
            return True
        if kind in SINGLY or kind in PACKED:
            return not self.full and key in self._there(kind)
        return not self.full and self._data(known) is not None

    def ready(self, kind: str, of: type[T]) -> list[T]:
        """All values of a kind, decoded now, whoever may ask for which of them."""
        if self.full:
            return []
        if kind in PACKED:
            self._unpacked_value(kind, b"", of)
            return [self._memory[kind, key] for key in self._unpacked[kind]]
        self._data((kind, b""))
        found: list[T] = []
        for key in list(self._rows.get(kind, ())):
            with suppress(msgspec.MsgspecError):
                data = unseal(key, self._rows[kind].pop(key))
                if data is not None:
                    found.append(decoder(of).decode(data))  # type: ignore[arg-type]
                    self._memory[kind, key] = found[-1]
        return found

    def claim(self, kind: str, key: bytes) -> None:
        """Keep a value, if there is one, though nobody looks at it now."""
        self._asked.add((kind, key))

    def load(self, kind: str, key: bytes, of: type[T]) -> T | None:
        """As `find`, but what was decoded does not stay in memory."""
        known = (kind, key)
        if known in self._memory:
            there: T = self._memory[known]
            return there
        if kind in PACKED:
            return None if self.full else self._unpacked_value(kind, key, of)
        new = known in self._fresh or known in self._saved
        data = None if self.full and not new else self._data(known)
        if data is not None:
            with suppress(msgspec.MsgspecError):
                value: T = decoder(of).decode(data)  # type: ignore[arg-type]
                return value
        return None

    def store(self, kind: str, key: bytes, data: bytes | None) -> None:
        """Keep an encoded value that had to be worked out, for `load`.

        Args:
            data: None where `save` has written it, here or in a copy of this process.
        """
        known = (kind, key)
        self._asked.add(known)
        if data is None:
            self._saved.add(known)
        else:
            self._fresh[known] = data

    def save(self, rows: Iterable[tuple[str, bytes, bytes]]) -> bool:
        """Write encoded values now, so that nobody has to hold them; say whether they stand there.

        Until `commit` nobody may rely on them but this build: it may yet find that it was wrong.

        Args:
            rows: Of `SINGLY`, or of kinds that this build asks for no more; as (kind, key, value).
        """
        sealed = ((kind, key, seal(key, data)) for kind, key, data in rows)
        return self._file.write([(_INSERT, sealed)])

    def save_large(self, kind: str, key: bytes, data: bytes) -> bool:
        """As `save`, of a value that is too large for copies of it."""
        return self._file.write_large((kind, key), data, sum_of(key, data))

    def save_added(self, *kinds: str) -> None:
        """Write now what was added of these kinds, as who waits for others may: see `save`."""
        added = sorted(known for known in self._fresh if known[0] in kinds)
        if added and self._file.write(self._inserts(added, {})):
            for known in added:
                del self._fresh[known]
            self._saved.update(added)

    def handed(self, *kinds: str) -> dict[tuple[str, bytes], bytes | None]:
        """What was asked for and added of these kinds, for `take` of another process.

        Returns:
            By kind and key: encoded what is new, None for what the file has already.
        """
        return {known: self._fresh.get(known) for known in self._asked if known[0] in kinds}

    def take(
        self, rows: Mapping[tuple[str, bytes], bytes | None], worked_out: Mapping[str, int]
    ) -> None:
        """Take over what another process has asked for and worked out, as if it were done here.

        Args:
            rows: As `handed` gives them.
        """
        for known, data in rows.items():
            self._asked.add(known)
            if data is not None:
                self._memory.pop(known, None)
                self._fresh[known] = data
        for kind, times in worked_out.items():
            self.worked_out[kind] = self.worked_out.get(kind, 0) + times

    def spare(self, *kinds: str) -> None:
        """Keep all of these kinds, though this build asks for none: the next one may."""
        self._spared.update(kinds)
        self._partly.update(kinds)

    def add(self, kind: str, key: bytes, value: object, data: bytes | None = None) -> None:
        """Keep a value that had to be worked out.

        Args:
            data: The same encoded, where a worker has done so already.
        """
        known = (kind, key)
        self._asked.add(known)
        if kind not in SINGLY:
            self._memory[known] = value
        if kind in SINGLY or self.path is not None:  # else nobody will read it
            self._fresh[known] = msgspec.msgpack.encode(value) if data is None else data
        self.worked_out[kind] = self.worked_out.get(kind, 0) + 1

    def note(self, kind: str, value: object) -> None:
        """Keep the only value of a kind: something that saves work and that no page rests on."""
        self.add(kind, b"", value)
        del self.worked_out[kind]

    def noted(self, kind: str, of: type[T]) -> T | None:
        """What `note` was given last."""
        return self.find(kind, b"", of)

    def leave(self, name: str, value: object) -> None:
        """Leave an object as it is for the next build of this process, if there is one.

        Each build gets what the one before it left, once, and leaves its own: what nobody
        leaves again goes.
        """
        if self.lasting:
            self._leaving[name] = value

    def left(self, name: str, of: type[T]) -> T | None:
        """What the last build left by that name."""
        found = self._left.pop(name, None)
        return found if isinstance(found, of) else None

    def outputs(self, folder: Path, of: type[T]) -> T | None:
        """What `commit` was given for that folder; None where nothing is known."""
        if str(folder) in self._outputs:
            value: T = self._outputs[str(folder)]
            return value
        row = self._file.row("SELECT value FROM outputs WHERE folder = ?", (str(folder),))
        data = unseal(str(folder), row[0]) if row else None
        with suppress(msgspec.MsgspecError):
            if data is not None:
                value = self._outputs[str(folder)] = decoder(of).decode(data)  # type: ignore[arg-type]
                return value
        return None

    def commit(self, folder: Path, outputs: object) -> None:
        """Write what is new, and drop what was not asked for."""
        asked = self._asked  # the difference of two views goes through them twice
        for known in [known for known in self._memory if known not in asked]:
            if known[0] not in self._spared:
                del self._memory[known]
        new = sorted(self._fresh)
        stored = self._file.rows("SELECT kind, key FROM kept")
        spared = self._spared
        if sum(kind in SHARED for kind, _ in stored) > MOST_SHARED:
            spared = spared.difference(SHARED)
        old = [row for row in set(stored) - self._asked if row[0] not in spared]
        where = str(folder)
        same = self._outputs.get(where) is outputs
        self._outputs[where] = outputs
        gone = {kind: self._gone(kind) for kind in PACKED}
        written = self._file.write(
            [
                ("DELETE FROM kept WHERE kind = ? AND key = ?", old),
                *self._inserts(new, gone),
                (
                    "INSERT OR REPLACE INTO outputs VALUES (?, ?)",
                    [] if same else [(where, seal(where, msgspec.msgpack.encode(outputs)))],
                ),
            ]
        )
        if written:
            for kind, keys in self._unpacked.items():
                keys -= gone[kind]
                keys.update(key for each, key in new if each == kind)
            self._fresh.clear()
        for known in [known for known in self._fresh if known not in asked]:
            del self._fresh[known]
        self._rows.clear()
        self._settled = True
        self._left, self._leaving = self._leaving, {}
        self._begin()

    def let_go(self, *kinds: str) -> None:
        """Hold no decoded values of these kinds: this build, the last here, looks at none again."""
        self._memory = {k: value for k, value in self._memory.items() if k[0] not in kinds}

    def forget_unsaved(self) -> None:
        """Begin another build: what the last one asked for, where it failed, counts no more."""
        self._begin()

    def _begin(self) -> None:
        self._leaving.clear()
        self._asked.clear()
        self._keys.clear()
        self._saved.clear()
        self._spared = set(SHARED)
        self.worked_out.clear()

    def close(self) -> None:
        """Let go of the file, and of what is not in it."""
        self._file.close()
        self._fresh.clear()

    def _data(self, known: tuple[str, bytes]) -> bytes | None:
        if known in self._fresh:
            return self._fresh[known]
        kind, key = known
        if kind in self._rows:
            return unseal(key, self._rows[kind].get(key))
        if self._settled and kind not in self._partly:
            return None
        if kind in SINGLY and known not in self._saved and key not in self._there(kind):
            return None
        if kind in SINGLY or self._settled:
            row = self._file.row("SELECT value FROM kept WHERE kind = ? AND key = ?", (kind, key))
            return unseal(key, row[0]) if row else None
        all_ = self._file.rows("SELECT key, value FROM kept WHERE kind = ?", (kind,))
        self._rows[kind] = dict(all_)
        return unseal(key, self._rows[kind].get(key))

    def _there(self, kind: str) -> set[bytes]:
        """By which keys the file has values of a kind that is not read whole."""
        if kind in PACKED:
            return self._unpacked.get(kind) or self._packs.keys(kind)
        if kind not in self._keys:
            found = self._file.rows("SELECT key FROM kept WHERE kind = ?", (kind,))
            self._keys[kind] = {key for (key,) in found}
        return self._keys[kind]

    def _unpacked_value(self, kind: str, key: bytes, of: type[T]) -> T | None:
        if kind not in self._unpacked:
            found = self._packs.values(kind, of)
            self._unpacked[kind] = set(found)
            for each, value in found.items():
                self._memory.setdefault((kind, each), value)
        return self._memory.get((kind, key))

    def _gone(self, kind: str) -> set[bytes]:
        if kind in self._spared:
            return set()
        return {key for key in self._there(kind) if (kind, key) not in self._asked}

    def _inserts(
        self, new: Iterable[tuple[str, bytes]], gone: Mapping[str, set[bytes]]
    ) -> Iterator[tuple[str, Iterable[Any]]]:
        """Statements that write fresh values, and take packed ones out."""
        single: list[tuple[str, bytes]] = []
        packed: dict[str, list[bytes]] = {kind: [] for kind in PACKED}
        for known in new:
            if (kind := known[0]) in packed:
                packed[kind].append(known[1])
            else:
                single.append(known)
        yield _INSERT, ((kind, key, seal(key, self._fresh[kind, key])) for kind, key in single)
        for kind, keys in packed.items():
            value_of = partial(self._fresh_value, kind)
            yield packs.INSERT, self._packs.rewritten(kind, keys, value_of, gone.get(kind, ()))

    def _fresh_value(self, kind: str, key: bytes) -> bytes:
        return self._fresh[kind, key]
