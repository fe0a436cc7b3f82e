"""Short ways to read a source in a test."""

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tertulia import registry
from tertulia.core.contracts import Silent
from tertulia.core.model import Entry, Post, Record, Skipped


def read(name: str, data: bytes | str) -> list[Record | Skipped]:
    """What the source makes of these bytes."""
    return [one for one in _all(name, data) if not isinstance(one, Silent)]


def silent(name: str, data: bytes | str) -> list[Silent]:
    """The pages of a dump that it has nothing on."""
    return [one for one in _all(name, data) if isinstance(one, Silent)]


def _all(name: str, data: bytes | str) -> list[Record | Silent | Skipped]:
    raw = data.encode() if isinstance(data, str) else data
    return list(registry.source(name).read(io.BytesIO(raw)))


def entries(found: Sequence[Record | Skipped]) -> list[Entry]:
    return [r.entry for r in found if isinstance(r, Record)]


def skipped(found: Sequence[Record | Skipped]) -> list[Skipped]:
    return [r for r in found if isinstance(r, Skipped)]


def counts(found: Sequence[Record | Skipped]) -> dict[str, int]:
    """How many of each kind and status, such as {"comment approved": 3, "skipped": 1}."""
    told = Counter(f"{e.kind} {e.status}" for e in entries(found))
    told["skipped"] = len(skipped(found))
    return dict(+told)


def file_counts(name: str, path: Path) -> dict[str, int]:
    return counts(read(name, path.read_bytes()))


def posts(name: str, data: bytes | str) -> list[Post]:
    """The posts that the source finds in these bytes."""
    raw = data.encode() if isinstance(data, str) else data
    reading = registry.source(name).posts
    assert reading
    return [p for p in reading(io.BytesIO(raw)) if isinstance(p, Post)]
