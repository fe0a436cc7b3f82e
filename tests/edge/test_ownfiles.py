"""Which files of an output folder are ours is known without what is kept to build faster."""

import os
from pathlib import Path

import msgspec
import pytest

from tertulia.edge.ownfiles import LAYOUT, OwnFiles, place
from tertulia.edge.seals import seal

NAMES = {"index.html", "casos/uno/index.html", "año\n.html", "latin-\udcf1.txt"}


def test_names_are_as_they_were_noted_whatever_they_are_made_of(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert OwnFiles(folder).names == frozenset()
    OwnFiles(folder).note(NAMES)
    assert OwnFiles(folder).names == NAMES


def test_a_link_to_the_folder_is_the_folder(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    OwnFiles(tmp_path / "out").note(NAMES)
    assert OwnFiles(tmp_path / "link").names == NAMES


def test_the_same_names_are_not_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    OwnFiles(folder).note(NAMES)
    before = place(folder).stat()
    OwnFiles(folder).note(NAMES)
    assert place(folder).stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("at", [0, 1, 7, -1])
def test_a_damaged_file_names_nothing(tmp_path: Path, at: int) -> None:
    folder = tmp_path / "out"
    OwnFiles(folder).note(NAMES)
    data = bytearray(place(folder).read_bytes())
    data[at] ^= 1
    place(folder).write_bytes(data)
    assert OwnFiles(folder).names == frozenset()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name here")
def test_what_is_no_file_names_nothing_and_is_not_waited_for(tmp_path: Path) -> None:
    for make, after in ((os.mkfifo, NAMES), (os.mkdir, frozenset())):
        folder = tmp_path / make.__name__
        make(place(folder))
        found = OwnFiles(folder)
        assert found.names == frozenset()
        found.note(NAMES)
        assert OwnFiles(folder).names == after


def test_a_name_that_leads_out_of_the_folder_is_none(tmp_path: Path) -> None:
    names = [b"../a", b"a/../../b", b"/etc/hosts", b"..", b"good/a..b"]
    place(tmp_path / "out").write_bytes(seal(LAYOUT, msgspec.msgpack.encode(names)))
    assert OwnFiles(tmp_path / "out").names == {"good/a..b"}
