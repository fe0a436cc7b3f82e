"""Bytes on the disk with a sum that tells whether they are as they were written.

SQLite notices damage to its own pages, not to the values in them; a sign that has turned into
another one would be shown to readers.
"""

import sqlite3
from zlib import crc32

# What SQLite raises of a damaged file; the second where its message names a damaged name.
DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
_BYTES = 4


def seal(key: bytes | str, data: bytes) -> bytes:
    """The data and its sum, to be kept by that key."""
    return data + sum_of(key, data)


def unseal(key: bytes | str, sealed: object) -> bytes | None:
    """The data that `seal` was given by that key; None where anything is not as it was."""
    if not isinstance(sealed, bytes):
        return None
    data, name = sealed[:-_BYTES], key.encode() if isinstance(key, str) else key
    same = int.from_bytes(sealed[-_BYTES:], "little") == crc32(data, crc32(name))
    return data if same and len(sealed) >= _BYTES else None


def sum_of(key: bytes | str, data: bytes) -> bytes:
    """What stands behind sealed data."""
    name = key.encode() if isinstance(key, str) else key
    return crc32(data, crc32(name)).to_bytes(_BYTES, "little")
