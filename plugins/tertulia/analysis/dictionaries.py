"""The dictionaries of lemmas, read where they are: little memory, quick to open.

simplemma's plain dictionaries take 100 MB for Spanish, its streamed ones 13; but these are gone
through once when they are opened, and decode a block of words for each word that is asked. Given
a place for tables, each becomes a table once and is only looked up from then on; without one,
a block is decoded once.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Protocol

from simplemma import Lemmatizer
from simplemma.__metadata__ import __version__
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import frontcode
from simplemma.strategies.dictionaries.dictionary_factory import (
    DATA_FOLDER,
    DecodedStrMapping,
    _read_decompressed,
)
from simplemma.strategies.dictionaries.stream_dictionary_factory import (
    StreamDictionaryFactory,
    StreamMap,
)

BLOCKS = 4096  # kept decoded: 32 words each, some 10 MB

Pairs = Iterable[tuple[bytes, bytes]]


class Table(Protocol):
    """Values by key."""

    def get(self, key: bytes) -> bytes | None:
        """The value of a key.

        Raises:
            ValueError: The table is damaged.
            OSError: It cannot be read.
        """


# Gives the table of that name, made of these pairs if it is not there; None where it cannot.
Tables = Callable[[str, Callable[[], Pairs]], Table | None]


@cache
def lemmatizer(tables: Tables | None = None) -> Lemmatizer:
    """What tells a word's lemma.

    Args:
        tables: Keeps dictionaries as tables; what it gives changes no answer.
    """
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_Factory(tables)))


class _Factory(StreamDictionaryFactory):
    __slots__ = ("_tables",)

    def __init__(self, tables: Tables | None) -> None:
        super().__init__()
        self._tables = tables

    def _get_dictionary_uncached(self, lang: str) -> Mapping[str, str]:
        table = None
        if self._tables is not None:
            data = (DATA_FOLDER / f"{lang}.plzma").read_bytes()
            version = blake2b(data + __version__.encode(), digest_size=16).hexdigest()
            table = self._tables(f"{lang}-{version}", lambda: _pairs(lang))
        return _Blocks(lang) if table is None else _Looked(lang, table)


class _Blocks(StreamMap):
    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        self._block = lru_cache(BLOCKS)(self._decoded)

    def _decoded(self, number: int) -> dict[bytes, bytes]:
        start, key, value = self._blocks[number]
        last = number + 1 == len(self._blocks)
        end = len(self._data) if last else self._blocks[number + 1][0]
        records = frontcode._iter_records(self._data[start:end], 0, key, value)
        return {key: value for _, key, value in records}

    def _lookup(self, key: str) -> str | None:
        wanted = key.encode()[::-1] if self._rev else key.encode()
        number = bisect_right(self._firsts, wanted) - 1
        found = self._block(number).get(wanted) if number >= 0 else None
        if found is None:
            return None
        return (found[::-1] if self._rev else found).decode()


class _Looked(DecodedStrMapping):
    """A dictionary in a table; where that proves damaged, as it comes."""

    def __init__(self, lang: str, table: Table) -> None:
        self._lang = lang
        self._table: Table | None = table
        self._plain: _Blocks | None = None

    def _lookup(self, key: str) -> str | None:
        if self._table is not None:
            try:
                found = self._table.get(key.encode())
                return None if found is None else found.decode()
            except (OSError, ValueError):
                self._table = None
        return self._blocks()._lookup(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._blocks())

    def __len__(self) -> int:
        return len(self._blocks())

    def _blocks(self) -> _Blocks:
        if self._plain is None:
            self._plain = _Blocks(self._lang)
        return self._plain


def _pairs(lang: str) -> Iterator[tuple[bytes, bytes]]:
    """All words of a dictionary and their lemmas, in the order of the words."""
    data = _read_decompressed(lang)
    backwards, _, start = frontcode._read_header(data)
    records = ((key, value) for _, key, value in frontcode._iter_records(data, start))
    if backwards:
        return iter(sorted((key[::-1], value[::-1]) for key, value in records))
    return records
