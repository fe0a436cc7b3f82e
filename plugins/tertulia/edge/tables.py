"""A large dictionary in a file, looked up word by word without being read.

The file holds the pairs in the order of their keys, some dozens in a block:

    MAGIC, where the list of blocks begins (8 bytes)
    blocks: a line end, then key, tabulator, value and line end for each pair, and a seal
    list:   the ends of all blocks (8 bytes each), the first key of each, and a seal

Each block is checked as it is read. Copies of a process may use one table: nobody moves in it.
"""

import os
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice
from operator import lt
from pathlib import Path

from tertulia.edge.files import whole
from tertulia.edge.seals import seal, unseal

MAGIC = b"tertulia table 1"
BLOCK = 48  # pairs: about 1 kB
_HEAD = len(MAGIC) + 8


class Damaged(ValueError):
    """The file is not as it was written."""


class Table:
    """The pairs of a file that `write` has made.

    Raises:
        Damaged: It is none, or not as it was.
        OSError: It cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        head = os.pread(self._file, _HEAD, 0)
        start = int.from_bytes(head[len(MAGIC) :], "little")
        if not head.startswith(MAGIC) or not _HEAD <= start <= os.fstat(self._file).st_size:
            raise Damaged(str(path))
        size = os.fstat(self._file).st_size - start
        blocks = unseal(MAGIC, os.pread(self._file, size, start))
        if blocks is None or len(blocks) < 8:
            raise Damaged(str(path))
        count = int.from_bytes(blocks[:8], "little")
        self._ends = array("Q", blocks[8 : 8 * (count + 1)])
        self._firsts = blocks[8 * (count + 1) :].split(b"\n") if count else []

    def get(self, key: bytes) -> bytes | None:
        """The value of a key.

        Raises:
            Damaged: The file is not as it was written.
        """
        number = bisect_right(self._firsts, key) - 1
        if number < 0:
            return None
        start = self._ends[number - 1] if number else _HEAD
        sealed = os.pread(self._file, self._ends[number] - start, start)
        block = unseal(self._firsts[number], sealed)
        if block is None:
            raise Damaged(key.decode("utf-8", "replace"))
        at = block.find(b"\n" + key + b"\t")
        if at < 0:
            return None
        at += len(key) + 2
        return block[at : block.index(b"\n", at)]

    def __del__(self) -> None:
        """Let go of the file."""
        if "_file" in vars(self):
            os.close(self._file)


def write(path: Path, pairs: Iterable[tuple[bytes, bytes]]) -> None:
    """Make a table, whole or not at all.

    Args:
        pairs: In the order of their keys, each key once.

    Raises:
        ValueError: A key or value cannot be written, or the order is another.
        OSError: The file cannot be written.
    """
    with whole(path) as file:
        file.write(bytes(_HEAD))
        firsts: list[bytes] = []
        ends = array("Q")
        last = b""
        waiting = iter(pairs)
        for pair in waiting:
            some = [pair, *islice(waiting, BLOCK - 1)]
            block = b"\n%b\n" % b"\n".join(map(b"\t".join, some))
            if block.count(b"\n") != len(some) + 1 or block.count(b"\t") != len(some):
                raise ValueError("a table cannot hold line ends and tabulators")
            keys = [last, *(key for key, _ in some)]
            if not all(map(lt, keys, keys[1:])):
                raise ValueError("a table wants its keys in order")
            last = keys[-1]
            file.write(seal(pair[0], block))
            firsts.append(pair[0])
            ends.append(file.tell())
        start = file.tell()
        count = len(ends).to_bytes(8, "little")
        file.write(seal(MAGIC, count + ends.tobytes() + b"\n".join(firsts)))
        file.seek(0)
        file.write(MAGIC + start.to_bytes(8, "little"))
