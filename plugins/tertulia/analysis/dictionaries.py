"""The dictionaries of lemmas, read where they are: little memory, quick to open.

simplemma's plain dictionaries take 100 MB for Spanish, its streamed ones 13; but these
decode a block of words for each word that is asked. Here a block is decoded once.
"""

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import frontcode
from simplemma.strategies.dictionaries.stream_dictionary_factory import (
    StreamDictionaryFactory,
    StreamMap,
)

BLOCKS = 4096  # kept decoded: 32 words each, some 10 MB


@cache
def lemmatizer() -> Lemmatizer:
    """What tells a word's lemma."""
    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_Factory()))


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


class _Factory(StreamDictionaryFactory):
    def _get_dictionary_uncached(self, lang: str) -> Mapping[str, str]:
        return _Blocks(lang)
