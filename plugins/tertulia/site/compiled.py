"""Compiled templates, shared: Pelican gives each of its generators an environment of its own.

Seven environments would compile each template of the theme up to seven times, which is half
the time that a small site takes. They are all equipped alike, so what one compiled serves all.
"""

from functools import cache
from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Code by template and the checksum of its source; lives as long as the process."""

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where the source is still the same."""
        checksum, code = self._code.get(bucket.key, ("", None))
        if code is not None and checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._code[bucket.key] = (bucket.checksum, bucket.code)


@cache
def compiled() -> Compiled:
    """The one of this process."""
    return Compiled()
