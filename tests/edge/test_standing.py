"""How files stand, and whether they still do."""

import os
from pathlib import Path

import pytest

from tertulia.edge.stamps import look_at
from tertulia.edge.standing import Ground, Note, Place, ground


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "below").mkdir(parents=True)
    (tmp_path / "in" / "one").write_text("uno", "utf-8")
    (tmp_path / "in" / "below" / "two").write_text("dos", "utf-8")
    (tmp_path / "out").write_text("fuera", "utf-8")
    return tmp_path


def note(folder: Path) -> Note:
    made = {str(path): look_at(str(path)) for path in (folder / "out", folder / "nothing")}
    return Note(wished=b"w", said="", ground=ground([str(folder / "in")]), made=made)


def now(folder: Path) -> Ground:
    return ground([str(folder / "in")])


def test_all_stands_where_nothing_was_touched(folder: Path):
    assert note(folder).stands(b"w", now(folder))


def test_another_wish_is_another_build(folder: Path):
    assert not note(folder).stands(b"v", now(folder))


@pytest.mark.parametrize(
    "name", ["in/one", "in/below/two", "out", "in/new", "in/below/new", "nothing"]
)
def test_a_file_that_was_written_stands_no_more(folder: Path, name: str):
    before = note(folder)
    (folder / name).write_text("otra cosa", "utf-8")
    assert not before.stands(b"w", now(folder))


@pytest.mark.parametrize("name", ["in/one", "in/below/two", "out"])
def test_a_file_that_has_gone_stands_no_more(folder: Path, name: str):
    before = note(folder)
    (folder / name).unlink()
    assert not before.stands(b"w", now(folder))


def test_a_young_file_is_told_by_its_content(folder: Path):
    before = note(folder).ground
    path = str(folder / "in" / "one")
    assert path in before.young
    (folder / "in" / "one").write_text("UNO", "utf-8")
    after = ground(before.folders)
    assert not Ground(folders=before.folders, looks=after.looks, young=before.young).same()
    assert after.same()


def test_what_python_compiles_does_not_count(folder: Path):
    before = note(folder)
    (folder / "in" / "one.cpython-311.pyc").write_bytes(b"")
    assert before.stands(b"w", now(folder))


def test_a_pipe_is_not_waited_for(folder: Path):
    os.mkfifo(folder / "in" / "pipe")
    assert str(folder / "in" / "pipe") not in ground([str(folder / "in")]).looks


def test_a_note_is_read_as_it_was_written(folder: Path):
    place, left = Place(folder, folder / "output"), note(folder)
    place.write(left)
    assert place.read() == left
    place.clear()
    assert place.read() is None
    place.clear()


def test_a_damaged_note_is_none(folder: Path):
    place = Place(folder, folder / "output")
    place.write(note(folder))
    (file,) = folder.glob("standing-*")
    data = file.read_bytes()
    for damaged in (b"", data[:-9], data.replace(b"one", b"eno")):
        file.write_bytes(damaged)
        assert place.read() is None


def test_where_nothing_can_be_written_there_is_no_note(folder: Path):
    place = Place(folder / "gone", folder / "output")
    place.write(note(folder))
    assert place.read() is None
