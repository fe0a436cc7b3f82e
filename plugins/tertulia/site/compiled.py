"""Templates that plain Jinja compiled, shared by the environments of Pelican's generators.

Each generator has one of its own, and they are all equipped alike: what one compiled serves all.
Our builds compile with `engine.py`, which keeps its own (`templates.py`); this is for a build by
Pelican's command, and for a template that failed and is run by plain Jinja once more.
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
