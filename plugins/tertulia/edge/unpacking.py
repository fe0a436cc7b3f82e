"""Files out of packs and archives, whatever these claim to hold.

Nothing of an archive is ever written under its own name. Whatever is packed is bounded while
it is unpacked: by size, by how much it grows, by how many files there are.
"""

import bz2
import codecs
import gzip
import lzma
import os
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import IO, cast

from tertulia.core.errors import BadSource
from tertulia.edge import cutzips
from tertulia.edge.inputfile import Input, dated, opened_as

MOST_BYTES = 16 << 30  # unpacked, of one member
MOST_GROWTH = 250  # to one; real exports grow 5 to 40 times, text made of one word 1,000
FREE_BYTES = 64 << 20  # that much may come of any growth
MOST_FILES = 200_000
NESTED = 2  # an archive in an archive, such as forum.xml.gz in a zip

_CHUNK = 1 << 20
# A byte order mark, or XML without one.
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_INFLATE: dict[bytes, Callable[[IO[bytes]], object]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"\xfd7zXZ\0": lzma.LZMAFile,
    b"BZh": bz2.BZ2File,
}
_PACKED = (*_INFLATE, b"PK\x03\x04")
_TAR = (257, b"ustar")
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


def unpacked(
    name: str, file: IO[bytes], read: datetime, *, asked: bool, depth: int = 0
) -> Iterator[Input]:
    """The file itself, or what is packed in it; what cannot be unpacked is refused, with a reason.

    Args:
        name: Its path within what was asked for.
        read: When it was made.
        asked: It was named by the person.
        depth: In how many packs it was found.
    """
    head = file.read(560)
    file.seek(0)
    try:
        if head.startswith(_PACKED) and depth > NESTED:
            yield Input.refusal(name, f"archives are opened {NESTED} deep; unpack it by hand", read)
        elif inflate := next((_INFLATE[m] for m in _INFLATE if head.startswith(m)), None):
            with _inflated(file, inflate) as (plain, cut):
                inner = _without_ending(name, plain)
                for one in unpacked(inner, plain, read, asked=asked, depth=depth + 1):
                    yield replace(one, cut=one.cut or cut)
        elif head.startswith(b"PK\x03\x04"):
            yield from _zipped(name, file, read, depth)
        elif head.startswith(_TAR[1], _TAR[0]):
            yield from _tarred(name, file, read, depth)
        elif encoding := _UTF16.get(head[:2]):
            with _as_utf8(file, encoding) as plain:
                yield Input(name=name, file=opened_as(name, plain), read=read, asked=asked)
        else:
            marked = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
            named = opened_as(name, file, marked)
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
                yield from unpacked(inner, plain, made, asked=False, depth=depth + 1)


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
                for one in unpacked(inner, plain, made, asked=False, depth=depth + 1):
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
                made = dated(member.mtime, read)
                yield from unpacked(inner, plain, made, asked=False, depth=depth + 1)


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


def _numbers_date(numbers: tuple[int, int, int, int, int, int], otherwise: datetime) -> datetime:
    try:
        return datetime(*numbers, tzinfo=UTC)
    except ValueError:
        return otherwise
