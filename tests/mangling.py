"""Damage as it befalls files: cut downloads, bad disks, wrong encodings, careless joining."""

import gzip
import io
import random
import re
import signal
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tertulia import registry
from tertulia.core.contracts import HEAD_BYTES, Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Record, Skipped

LIMIT_S = 20  # for one reading of a file under 1 MB; they take some hundredths

_MAIL = re.compile(r"(?<![@\w.+-])[\w.+-]+@(?!example\.org)[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A damaged file.

    Attributes:
        cut: Its end is missing.
        emptied: What is missing may be everything that it held.
    """

    what: str
    data: bytes
    cut: bool = False
    emptied: bool = False


def damages(data: bytes, name: str) -> Iterator[Damage]:
    """Every damage of a file; the same for the same name."""
    random_ = random.Random(zlib.crc32(name.encode()))
    for at in (random_.randrange(len(data)) for _ in range(4)):
        yield Damage(what=f"cut at {at}", data=data[:at], cut=True)
    for flips in (1, 1 + len(data) // 4000, 1 + len(data) // 1000):
        flipped = bytearray(data)
        for bit in (random_.randrange(8 * len(data)) for _ in range(flips)):
            flipped[bit // 8] ^= 1 << bit % 8
        yield Damage(what=f"{flips} bits flipped", data=bytes(flipped))
    text = data.decode("utf-8", "replace")
    junk, at = random_.randbytes(300), random_.randrange(len(data))
    yield Damage(what="doubled", data=data + data)
    yield Damage(what="as latin-1", data=text.encode("latin-1", "replace"))
    yield Damage(what="as utf-16", data=text.encode("utf-16"))
    yield Damage(what="as half of utf-16", data=text.encode("utf-16")[: len(text) | 1], cut=True)
    yield Damage(what="as utf-8 twice", data=text.encode().decode("latin-1").encode())
    yield Damage(what="junk after it", data=data + junk)
    yield Damage(what="junk before it", data=junk + data)
    yield Damage(what=f"junk at {at}", data=data[:at] + junk + data[at:])
    yield Damage(what=f"zeros at {at}", data=data[:at] + bytes(40) + data[at:])
    hole = data[:at] + data[at + len(data) // 5 :]
    yield Damage(what=f"a hole at {at}", data=hole, emptied=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a source made of a file; `error` where it refused the whole."""

    found: tuple[Record | Skipped, ...]
    error: str = ""

    @property
    def records(self) -> int:
        return sum(isinstance(one, Record) for one in self.found)

    @property
    def said(self) -> bool:
        """Whether the person importing is told that something is missing."""
        return bool(self.error) or any(isinstance(one, Skipped) and one.lost for one in self.found)

    def addresses(self) -> set[str]:
        return addresses(repr(self.found))


def addresses(text: str) -> set[str]:
    """E-mail and IP addresses."""
    return {*_MAIL.findall(text), *_ADDRESS.findall(text)}


def outcome(source: Source, data: bytes, path: str) -> Outcome:
    """Read it, and its posts, within the time there is; anything but BadSource goes through."""
    found: list[Record | Skipped] = []
    error = ""
    with _limited():
        try:
            if source.read_folder:
                files: Mapping[str, bytes] = {path: data}
                found.extend(source.read_folder(files))
            else:
                found.extend(source.read(io.BytesIO(data)))
        except BadSource as refusal:
            error = str(refusal) or "refused"
        if source.posts:
            with suppress(BadSource):
                list(source.posts(io.BytesIO(data)))
    return Outcome(found=tuple(found), error=error)


def claimed(folder: Path) -> dict[str, list[Path]]:
    """The files below a folder by the source that claims them."""
    found: dict[str, list[Path]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        head = whole(path)[:HEAD_BYTES]
        names = [source.name for source in registry.all_sources() if source.claims(head)]
        if len(names) == 1:
            found.setdefault(names[0], []).append(path)
    return found


def whole(path: Path) -> bytes:
    """What is in a file, unpacked where it is packed."""
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


@contextmanager
def _limited() -> Iterator[None]:
    def late(number: int, frame: object) -> None:
        raise TimeoutError(f"not read within {LIMIT_S} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
