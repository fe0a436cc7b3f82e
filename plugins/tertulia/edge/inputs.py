"""What there is to import: files, folders and archives, each opened one after the other.

Nothing of an archive is ever written under its own name. Whatever is packed is bounded while
it is unpacked: by size, by how much it grows, by how many files there are.
"""

import bz2
import codecs
import gzip
import io
import lzma
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from tertulia.core.errors import BadSource
from tertulia.edge import cutzips

MOST_BYTES = 16 << 30  # unpacked, of one member
MOST_GROWTH = 250  # to one; real exports grow 5 to 40 times, text made of one word 1,000
FREE_BYTES = 64 << 20  # that much may come of any growth
MOST_FILES = 200_000
NESTED = 2  # an archive in an archive, such as forum.xml.gz in a zip

_CHUNK = 1 << 20
# A byte order mark, or XML without one.
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_SQLITE = b"SQLite format 3\0"
_INFLATE: dict[bytes, Callable[[IO[bytes]], object]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"\xfd7zXZ\0": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
}
_PACKED = (*_INFLATE, b"PK\x03\x04")
_TAR = (257, b"ustar")
_NEVER = datetime.min.replace(tzinfo=UTC)
_BROKEN = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    tarfile.TarError,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file to read.

    Attributes:
        name: Its path within what was asked for.
        file: Open, seekable, and with its path as `name`; closed when the next is asked for.
        read: When it was made, as far as the file system or archive knows.
        asked: It was named by the person, not merely found in a folder or archive.
        refused: Why it cannot be read; `file` is empty then.
        cut: It was packed, and the end of the pack is missing.
        root: Name of the folder or archive that was asked for, or of the file's own folder.
    """

    name: str
    file: BinaryIO
    read: datetime
    asked: bool = False
    refused: str = ""
    root: str = ""
    cut: bool = False

    @property
    def place(self) -> str:
        """Its path for formats that tell by it: of a file named alone, with its folder."""
        return f"{self.root}/{self.name}" if self.asked else self.name

    @classmethod
    def refusal(
        cls, name: str, reason: str, read: datetime = _NEVER, *, asked: bool = True
    ) -> "Input":
        """One that cannot be read, and why."""
        return cls(name=name, file=io.BytesIO(), read=read, asked=asked, refused=reason)


class NamedFile(io.BufferedReader):
    """An open file that knows where it comes from."""

    def __init__(self, raw: io.RawIOBase, name: str) -> None:
        """Wrap `raw`; `name` is a path within what was asked for."""
        super().__init__(raw)
        self._name = name

    @property
    def name(self) -> str:
        """The path, with forward slashes."""
        return self._name


def inputs(path: Path) -> Iterator[Input]:
    """All files of a path, in the order of their names.

    Args:
        path: A file, packed or not (.gz, .xz, .bz2), a folder, or a .zip or .tar archive.

    Raises:
        BadSource: There is no such path.
    """
    root = path.absolute()
    if path.is_dir():
        for found in _below(path):
            name = found.relative_to(path).as_posix()
            for one in _file(found, name, asked=False):
                yield replace(one, root=root.name)
        return
    if not path.is_file():
        if path.exists():
            raise BadSource(f"{path}: neither a file nor a folder")
        raise BadSource(f"{path}: there is no such file or folder")
    for one in _file(path, path.name, asked=True):
        yield replace(one, root=root.parent.name if one.asked else root.name)


def _file(path: Path, name: str, *, asked: bool) -> Iterator[Input]:
    """One file, or what is packed in it; a pipe or a link to nothing is refused, not awaited."""
    if not path.is_file():
        what = (
            "a link to a folder: name that folder" if path.is_dir() else "no file that can be read"
        )
        yield Input.refusal(name, f"it is {what}", asked=asked)
        return
    try:
        file = path.open("rb")
    except OSError as error:
        yield Input.refusal(name, f"it cannot be opened: {error.strerror}", asked=asked)
        return
    with file, _with_journal(path, file) as whole:
        yield from _unpacked(name, whole, _modified(path), asked=asked)


@contextmanager
def _with_journal(path: Path, file: BinaryIO) -> Iterator[IO[bytes]]:
    """A SQLite file with what its server wrote beside it and has not put in yet."""
    beside = path.with_name(f"{path.name}-wal")
    head = file.read(len(_SQLITE))
    file.seek(0)
    if head != _SQLITE or not beside.is_file():
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "store"
        shutil.copyfile(path, copy)
        shutil.copyfile(beside, copy.with_name("store-wal"))
        with suppress(sqlite3.Error), closing(sqlite3.connect(copy)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with copy.open("rb") as whole:
            yield whole


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        names += [name for name in folders if os.path.islink(f"{here}/{name}")]  # noqa: PTH114
        for name in sorted(names):
            of = name.removesuffix("-wal").removesuffix("-shm")
            if not name.startswith(".") and (of == name or of not in names):
                yield Path(here) / name


def _modified(path: Path) -> datetime:
    return _date(path.stat().st_mtime, _NEVER)


def _unpacked(
    name: str, file: IO[bytes], read: datetime, *, asked: bool, depth: int = 0
) -> Iterator[Input]:
    """The file itself, or what is packed in it."""
    head = file.read(560)
    file.seek(0)
    try:
        if head.startswith(_PACKED) and depth > NESTED:
            yield Input.refusal(name, f"archives are opened {NESTED} deep; unpack it by hand", read)
        elif inflate := next((_INFLATE[m] for m in _INFLATE if head.startswith(m)), None):
            with _inflated(file, inflate) as (plain, cut):
                inner = _without_ending(name, plain)
                for one in _unpacked(inner, plain, read, asked=asked, depth=depth + 1):
                    yield replace(one, cut=one.cut or cut)
        elif head.startswith(b"PK\x03\x04"):
            yield from _zipped(name, file, read, depth)
        elif head.startswith(_TAR[1], _TAR[0]):
            yield from _tarred(name, file, read, depth)
        elif encoding := _UTF16.get(head[:2]):
            with _as_utf8(file, encoding) as plain:
                yield Input(name=name, file=NamedFile(_Raw(plain), name), read=read, asked=asked)
        else:
            marked = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
            named = NamedFile(_Raw(file, marked), name)
            yield Input(name=name, file=named, read=read, asked=asked)
    except _BROKEN as error:
        yield Input.refusal(name, f"the archive is damaged: {error}", read, asked=asked)
    except BadSource as error:
        yield Input.refusal(name, str(error), read, asked=asked)


@contextmanager
def _inflated(
    file: IO[bytes], inflate: Callable[[IO[bytes]], object]
) -> Iterator[tuple[IO[bytes], bool]]:
    """The unpacked file, and whether its end is missing."""
    cut = False
    with tempfile.TemporaryFile() as plain:
        packed = file.seek(0, os.SEEK_END)
        file.seek(0)
        try:
            _copy(cast("IO[bytes]", inflate(file)), plain, packed)
        except (EOFError, zlib.error, lzma.LZMAError, OSError) as error:
            full = isinstance(error, OSError) and error.errno is not None
            if full or not plain.tell():
                raise
            cut = True  # what is whole is read all the same
        plain.seek(0)
        yield plain, cut


def _without_ending(name: str, plain: IO[bytes]) -> str:
    """The name without what says how it was packed; an archive of files keeps it."""
    plain.seek(_TAR[0])
    archive = plain.read(len(_TAR[1])) == _TAR[1]
    plain.seek(0)
    name = name.removesuffix(".gz").removesuffix(".tgz")
    return name if archive else name.removesuffix(".xz").removesuffix(".bz2")


@contextmanager
def _as_utf8(file: IO[bytes], encoding: str) -> Iterator[IO[bytes]]:
    """The same text as the sources expect it."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with tempfile.TemporaryFile() as plain:
        while chunk := file.read(_CHUNK):
            plain.write(decoder.decode(chunk).encode("utf-8", "replace"))
        plain.write(decoder.decode(b"", final=True).encode())
        plain.seek(0)
        yield plain


def _zipped(name: str, file: IO[bytes], read: datetime, depth: int) -> Iterator[Input]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        yield from _zipped_in_part(name, file, read, depth, error)
        return
    with archive:
        members = sorted(archive.infolist(), key=lambda m: m.filename)
        _count(name, len(members))
        for member in members:
            if member.is_dir() or _hidden(member.filename):
                continue
            inner = f"{name}/{member.filename}"
            if _leads_out(member.filename):
                yield Input.refusal(inner, "its name leads out of the archive", read)
                continue
            made = _numbers_date(member.date_time, read)
            with tempfile.TemporaryFile() as plain:
                try:
                    with archive.open(member) as packed:
                        _copy(packed, plain, member.compress_size)
                except _BROKEN as error:
                    why = "it is encrypted" if member.flag_bits & 1 else error
                    yield Input.refusal(inner, f"it cannot be unpacked: {why}", made)
                    continue
                except BadSource as error:
                    yield Input.refusal(inner, str(error), made)
                    continue
                plain.seek(0)
                yield from _unpacked(inner, plain, made, asked=False, depth=depth + 1)


def _zipped_in_part(
    name: str, file: IO[bytes], read: datetime, depth: int, error: zipfile.BadZipFile
) -> Iterator[Input]:
    """What is whole in an archive that is cut, and where it ends."""
    size = file.seek(0, os.SEEK_END)
    number = 0
    for number, member in enumerate(cutzips.members(file), 1):
        _count(name, number)
        with tempfile.TemporaryFile() as plain:
            _copy(cast("IO[bytes]", member.packed), plain, size)
            plain.seek(0)
            inner = f"{name}/{member.filename}"
            if _leads_out(member.filename):
                yield Input.refusal(inner, "its name leads out of the archive", read)
            elif not (_hidden(member.filename) or member.filename.endswith("/")):
                made = _numbers_date(member.made, read)
                for one in _unpacked(inner, plain, made, asked=False, depth=depth + 1):
                    yield replace(one, cut=one.cut or member.packed.cut)
    if not number:
        raise error
    yield Input.refusal(name, "the archive is cut: what followed is lost", read)


def _tarred(name: str, file: IO[bytes], read: datetime, depth: int) -> Iterator[Input]:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    with tarfile.open(fileobj=file) as archive:
        for number, member in enumerate(archive):
            _count(name, number)
            if not (member.isfile() or member.issym() or member.islnk()) or _hidden(member.name):
                continue
            inner = f"{name}/{member.name}"
            if _leads_out(member.name):
                yield Input.refusal(inner, "its name leads out of the archive", read)
                continue
            packed = _member(archive, member)
            if packed is None:
                yield Input.refusal(
                    inner, "it is a link, and what it leads to is not in the archive", read
                )
                continue
            if member.issym():
                continue  # what it leads to is read where it lies
            with tempfile.TemporaryFile() as plain:
                try:
                    _copy(packed, plain, size)
                except BadSource as error:
                    yield Input.refusal(inner, str(error), read)
                    continue
                plain.seek(0)
                made = _date(member.mtime, read)
                yield from _unpacked(inner, plain, made, asked=False, depth=depth + 1)


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes] | None:
    """What stands in a tar archive under that name; links are followed in the archive alone."""
    with suppress(KeyError):
        return archive.extractfile(member)
    return None


def _copy(packed: IO[bytes], plain: IO[bytes], packed_bytes: int) -> None:
    """Unpack within bounds.

    Raises:
        BadSource: It grows beyond them.
    """
    most = min(MOST_BYTES, max(FREE_BYTES, packed_bytes * MOST_GROWTH))
    done = 0
    # Of a file that is cut, `read` would keep back all that came since its last whole piece.
    read = packed.read1 if hasattr(packed, "read1") else packed.read
    while chunk := read(_CHUNK):
        done += len(chunk)
        if done > most:
            raise BadSource(
                f"it unpacks to more than {most >> 20} MiB from {packed_bytes >> 10} KiB:"
                " a compression bomb? Unpack it by hand if you trust it"
            )
        plain.write(chunk)


def _count(name: str, number: int) -> None:
    if number > MOST_FILES:
        raise BadSource(f"{name}: more than {MOST_FILES:,} files; unpack it by hand if it is sound")


def _hidden(name: str) -> bool:
    """What a desktop adds to an archive, as in a folder."""
    parts = PurePosixPath(name).parts
    return any(p == "__MACOSX" or (p.startswith(".") and p != "..") for p in parts)


def _leads_out(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." in parts or name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":")


def _date(seconds: float, otherwise: datetime) -> datetime:
    """The time of a Unix stamp, which archives may have of any size."""
    try:
        return datetime.fromtimestamp(max(0, int(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        return otherwise


def _numbers_date(numbers: tuple[int, int, int, int, int, int], otherwise: datetime) -> datetime:
    try:
        return datetime(*numbers, tzinfo=UTC)
    except ValueError:
        return otherwise


class _Raw(io.RawIOBase):
    """A file that is open already, so that it can be given another name.

    Args:
        begins: How many bytes of it are passed over, such as a byte order mark.
    """

    def __init__(self, file: IO[bytes], begins: int = 0) -> None:
        self._file = file
        self._begins = begins
        file.seek(begins)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        here = offset + self._begins if whence == os.SEEK_SET else offset
        return self._file.seek(here, whence) - self._begins

    def tell(self) -> int:
        return self._file.tell() - self._begins
