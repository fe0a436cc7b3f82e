"""What the program keeps for all sites lies where only its user writes, or nowhere."""

import os
import stat

import pytest

from tertulia.edge import program

PAIRS = [(b"casas", b"casa"), (b"fue", b"ser")]


@pytest.fixture
def folder(tmp_path):
    found = program.folder({"XDG_CACHE_HOME": str(tmp_path / "caches")})
    assert found is not None
    return found


def test_the_folder_is_its_owners_alone(folder, tmp_path):
    assert folder == tmp_path / "caches" / "tertulia"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_a_word_it_is_below_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    for relative in ({}, {"XDG_CACHE_HOME": ""}, {"XDG_CACHE_HOME": "here"}):
        found = program.folder(relative)
        assert found is not None
        assert found.is_relative_to(tmp_path)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_may_write_is_not_used(folder, tmp_path, mode):
    folder.chmod(mode)
    assert program.folder({"XDG_CACHE_HOME": str(tmp_path / "caches")}) is None


def test_a_folder_of_somebody_else_is_not_used(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert program.folder({"XDG_CACHE_HOME": str(tmp_path / "caches")}) is None


def test_nothing_is_made_in_the_home_of_somebody_else(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    assert program.folder({"XDG_CACHE_HOME": str(tmp_path / "caches")}) is None
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_somebody_laid_there_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "tertulia").symlink_to(tmp_path / "elsewhere")
    assert program.folder({"XDG_CACHE_HOME": str(tmp_path)}) is None


def test_a_file_in_its_place_means_that_nothing_is_kept(tmp_path):
    (tmp_path / "tertulia").write_text("mine", "utf-8")
    assert program.folder({"XDG_CACHE_HOME": str(tmp_path)}) is None
    (tmp_path / "caches").write_text("mine", "utf-8")
    assert program.folder({"XDG_CACHE_HOME": str(tmp_path / "caches")}) is None


def test_a_table_is_made_once(folder):
    made = []

    def pairs():
        made.append(1)
        return PAIRS

    for _ in range(2):
        table = program.table(folder, "es-1", pairs)
        assert table is not None
        assert table.get(b"casas") == b"casa"
    assert made == [1]


def test_a_damaged_table_is_made_again(folder):
    program.table(folder, "es-1", lambda: PAIRS)
    (path,) = folder.iterdir()
    path.write_bytes(b"rubbish" * 100)
    table = program.table(folder, "es-1", lambda: PAIRS)
    assert table is not None
    assert table.get(b"fue") == b"ser"


def test_where_no_file_can_be_written_there_is_no_table(tmp_path):
    assert program.table(tmp_path / "missing", "es-1", lambda: PAIRS) is None
    program.write(tmp_path / "templates-1" / "under a file", b"data", 3)
    (tmp_path / "file").write_bytes(b"")
    program.write(tmp_path / "file" / "templates-1", b"data", 3)


def test_what_was_written_is_read_again_unless_it_is_damaged(folder):
    path = folder / "templates-1"
    assert program.read(path) is None
    program.write(path, b"data", 3)
    assert program.read(path) == b"data"
    path.rename(folder / "templates-2")  # what is another's is damaged too
    assert program.read(folder / "templates-2") is None
    path.write_bytes(b"dada" + b"\0\0\0\0")
    assert program.read(path) is None


def test_the_files_that_were_used_last_stay(folder):
    for number in range(5):
        path = folder / f"templates-{number}"
        program.write(path, b"data", 3)
        os.utime(path, (number, number))
    (folder / "words-es").write_bytes(b"")
    assert program.read(folder / "templates-2")  # now it is the one used last
    program.write(folder / "templates-5", b"data", 3)
    left = sorted(path.name for path in folder.iterdir())
    assert left == ["templates-2", "templates-4", "templates-5", "words-es"]


def test_processes_that_want_a_table_at_once_make_it_once(folder, tmp_path):
    log = tmp_path / "log"
    log.touch()

    def pairs():
        with log.open("a", encoding="utf-8") as file:
            file.write("made\n")
        return PAIRS

    copies = []
    for _ in range(4):
        pid = os.fork()
        if not pid:
            table = program.table(folder, "es-1", pairs)
            os._exit(0 if table and table.get(b"fue") == b"ser" else 1)
        copies.append(pid)
    assert [os.waitpid(pid, 0)[1] for pid in copies] == [0] * 4
    assert log.read_text("utf-8") == "made\n"
