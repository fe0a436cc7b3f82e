import bz2
import gzip
import io
import lzma
import os
import sqlite3
import subprocess
import tarfile
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tertulia.core.errors import BadSource
from tertulia.edge import unpacking
from tertulia.edge.inputs import inputs


def read(path: Path) -> dict[str, bytes | str]:
    """What there is, by name; why not, where it is refused."""
    return {i.name: i.refused or i.file.read() for i in inputs(path)}


def test_a_file_a_folder_and_every_archive_give_what_is_in_them(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_bytes(b"A")
    (folder / ".hidden").write_bytes(b"no")
    (folder / "sub" / "b.gz").write_bytes(gzip.compress(b"B"))
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("in/c.txt", b"C")
        archive.writestr("d.xml.gz", gzip.compress(b"D"))
    for name, mode in (
        ("e.tar", "w"),
        ("f.tar.gz", "w:gz"),
        ("g.tar.xz", "w:xz"),
        ("h.tar.bz2", "w:bz2"),
    ):
        with tarfile.open(folder / name, mode) as archive:
            member = tarfile.TarInfo("x/y.txt")
            member.size = 1
            archive.addfile(member, io.BytesIO(b"Y"))
    assert read(folder) == {
        "a.txt": b"A",
        "c.zip/d.xml": b"D",
        "c.zip/in/c.txt": b"C",
        "e.tar/x/y.txt": b"Y",
        "f.tar/x/y.txt": b"Y",
        "g.tar.xz/x/y.txt": b"Y",
        "h.tar.bz2/x/y.txt": b"Y",
        "sub/b": b"B",
    }
    (alone,) = inputs(folder / "a.txt")
    assert (alone.asked, alone.place) == (True, "all/a.txt")


def test_every_file_can_be_sought_in_and_knows_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"0123456789"))
    opened = inputs(path)
    given = next(opened)
    given.file.seek(4)
    assert given.file.readline(3) == b"456"
    assert given.file.name == "a"


def test_a_name_that_leads_out_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "slip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../../evil", "/etc/evil", "C:\\evil", "fine.txt"):
            archive.writestr(name, b"x")
    found = read(path)
    assert found["slip.zip/fine.txt"] == b"x"
    refused = [why for why in found.values() if isinstance(why, str)]
    assert refused == ["its name leads out of the archive"] * 3


def test_links_in_a_tar_never_lead_out_of_it_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "links.tar"
    with tarfile.open(path, "w") as archive:
        real = tarfile.TarInfo("real")
        real.size = 4
        archive.addfile(real, io.BytesIO(b"Hola"))
        for name, kind, target in (
            ("passwd", tarfile.SYMTYPE, "/etc/passwd"),
            ("hard", tarfile.LNKTYPE, "/etc/passwd"),
            ("dev", tarfile.CHRTYPE, ""),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("same", tarfile.LNKTYPE, "real"),
            ("current", tarfile.SYMTYPE, "real"),
        ):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
    why = "it is a link, and what it leads to is not in the archive"
    assert read(path) == {
        "links.tar/real": b"Hola",
        "links.tar/passwd": why,
        "links.tar/hard": why,
        "links.tar/same": b"Hola",
    }


@pytest.mark.parametrize("mode", ["zip", "tar"])
def test_a_bomb_in_an_archive_takes_nothing_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 1 << 20)
    monkeypatch.setattr(unpacking, "MOST_GROWTH", 1)
    path = tmp_path / f"bomb.{mode}"
    members = {"a": b"Antes", "bomb": bytes(3 << 20), "z": b"Despues"}
    if mode == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
    else:
        folder = tmp_path / "sparse"
        folder.mkdir()
        for name, content in members.items():
            with (folder / name).open("wb") as file:
                file.truncate(len(content)) if name == "bomb" else file.write(content)
        command = ["tar", "--sparse", "-cf", str(path), "-C", str(folder), *members]
        subprocess.run(command, check=True)
    found = read(path)
    assert {name: w for name, w in found.items() if isinstance(w, bytes)} == {
        f"{path.name}/a": b"Antes",
        f"{path.name}/z": b"Despues",
    }
    assert "a compression bomb?" in str(found[f"{path.name}/bomb"])


def test_an_encrypted_member_is_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "secret.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"Hola")
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)
    assert read(path) == {"secret.zip/a": "it cannot be unpacked: it is encrypted"}


@pytest.mark.parametrize("packer", ["gz", "zip"])
def test_a_compression_bomb_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packer: str
) -> None:
    monkeypatch.setattr(unpacking, "FREE_BYTES", 1 << 20)
    bomb = bytes(30 << 20)
    path = tmp_path / f"bomb.{packer}"
    if packer == "gz":
        path.write_bytes(gzip.compress(bomb))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb", bomb)
    (why,) = read(path).values()
    assert isinstance(why, str)
    assert "a compression bomb?" in why


def test_an_archive_too_deep_in_archives_is_not_unpacked(tmp_path: Path) -> None:
    packed = b"core"
    for _ in range(6):
        packed = gzip.compress(packed)
    path = tmp_path / "deep.gz"
    path.write_bytes(packed)
    (content,) = read(path).values()
    assert "2 deep" in str(content)


def test_a_gzip_that_is_cut_gives_what_is_whole(tmp_path: Path) -> None:
    lines = b"".join(b"%06d\n" % n for n in range(200_000))
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(lines)[:-200_000])
    opened = inputs(path)
    given = next(opened)
    assert given.cut
    found = given.file.read()
    assert len(found) > 500_000
    assert lines.startswith(found)


@pytest.mark.parametrize(("ending", "pack"), [("xz", lzma.compress), ("bz2", bz2.compress)])
def test_one_file_may_be_packed_in_any_of_these_ways(tmp_path: Path, ending, pack) -> None:
    lines = b"".join(b"%d\n" % (n * 7919) for n in range(200_000))
    path = tmp_path / f"a.xml.{ending}"
    path.write_bytes(pack(lines))
    assert read(path) == {"a.xml": lines}
    path.write_bytes(pack(lines)[:-1000])
    (given,) = inputs(path)
    assert given.cut


@pytest.mark.parametrize(  # nothing says where a member ends that is streamed and not packed
    ("method", "streamed"),
    [(zipfile.ZIP_STORED, False), (zipfile.ZIP_DEFLATED, False), (zipfile.ZIP_DEFLATED, True)],
)
def test_a_zip_that_is_cut_gives_what_is_whole_and_says_so(
    tmp_path: Path, method: int, streamed: bool
) -> None:
    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return not streamed

        def tell(self) -> int:
            if streamed:
                raise OSError
            return super().tell()

    made = Stream()
    lines = b"".join(b"%d\n" % (n * 7919) for n in range(50_000))
    with zipfile.ZipFile(made, "w", method) as archive:
        for name in (
            "uno.txt",
            "__MACOSX/._x",
            "../fuera.txt",
            "/raíz.txt",
            "año.txt",
            "último.txt",
        ):
            archive.writestr(name, lines)
    path = tmp_path / "a.zip"
    whole = made.getvalue()
    path.write_bytes(whole[: whole.rindex("último".encode(), 0, -200) + 5_000])
    found = {i.name: (i.refused, i.cut, i.file.read()) for i in inputs(path)}
    assert found.pop("a.zip") == ("the archive is cut: what followed is lost", False, b"")
    assert found["a.zip/uno.txt"] == found["a.zip/año.txt"] == ("", False, lines)
    for name in ("a.zip/../fuera.txt", "a.zip//raíz.txt"):
        assert found[name][0] == "its name leads out of the archive"
    refused, cut, begun = found["a.zip/último.txt"]
    assert (refused, cut) == ("", True)
    assert begun
    assert lines.startswith(begun)
    assert len(found) == 5


@pytest.mark.parametrize("head", [b"\x1f\x8b\x08nonsense", b"PK\x03\x04nonsense", b"BZh9nonsense"])
def test_a_damaged_archive_is_one_clear_line(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "bad"
    path.write_bytes(head + bytes(600))
    (why,) = read(path).values()
    assert isinstance(why, str)
    assert "damaged" in why


def test_the_date_of_an_archive_member_is_the_date_it_was_made(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("x", (2020, 5, 6, 7, 8, 10)), b"x")
    (given,) = inputs(path)
    assert given.read == datetime(2020, 5, 6, 7, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize("made", ["1e30", "inf", "nan", "-1e30"])
def test_a_date_beyond_all_bounds_costs_no_member_of_a_tar(tmp_path: Path, made: str) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name in ("x", "y"):
            member = tarfile.TarInfo(name)
            member.pax_headers = {"mtime": made}
            archive.addfile(member)
    assert [(given.name, given.refused) for given in inputs(path)] == [
        ("a.tar/x", ""),
        ("a.tar/y", ""),
    ]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="neither a file nor a folder"):
        list(inputs(Path("/dev/null")))
    with pytest.raises(BadSource, match="there is no such file or folder"):
        list(inputs(tmp_path / "no"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_utf_16_comes_as_utf_8(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes("<?xml version='1.0'?><a>Ñandú 😀</a>".encode(encoding))
    assert read(path)["a.xml"].decode().removeprefix("\ufeff").endswith("<a>Ñandú 😀</a>")


def test_what_cannot_be_opened_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"A")
    (folder / "nowhere").symlink_to(folder / "gone")
    os.mkfifo(folder / "pipe")
    found = read(folder)
    assert found.pop("a.txt") == b"A"
    assert set(found.values()) == {"it is no file that can be read"}
    with pytest.raises(BadSource, match="neither a file nor a folder"):
        read(folder / "pipe")


def test_a_link_to_a_folder_is_told_and_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    (folder / "self").symlink_to(folder, target_is_directory=True)
    (folder / "a.txt").write_bytes(b"A")
    assert read(folder) == {"a.txt": b"A", "self": "it is a link to a folder: name that folder"}


def test_what_a_desktop_adds_to_an_archive_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a.txt", "__MACOSX/._a.txt", ".DS_Store"):
            archive.writestr(name, name)
    assert read(path) == {"a.zip/a.txt": b"a.txt"}


def test_a_store_in_use_comes_with_what_its_server_has_not_put_in_yet(tmp_path: Path) -> None:
    path = tmp_path / "comments.db"
    with closing(sqlite3.connect(path)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("CREATE TABLE said (text)")
        store.execute("INSERT INTO said VALUES ('lo último')")
        store.commit()
        assert "lo último".encode() not in path.read_bytes()
        (content,) = read(tmp_path).values()
        assert "lo último".encode() in bytes(content)
        assert {p.name for p in tmp_path.iterdir()} == {
            path.name,
            "comments.db-wal",
            "comments.db-shm",
        }
