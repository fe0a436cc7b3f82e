"""Small values that share rows are kept and dropped one by one all the same."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tertulia.edge.keep import Keep

KIND = "page"
SAME = [b"a" + bytes([n]) * 15 for n in range(5)]  # one pack
OTHER = b"b" * 16


@pytest.fixture
def path(tmp_path: Path) -> Path:
    keep = Keep(tmp_path / "builds.sqlite3")
    for key in (*SAME, OTHER):
        keep.add(KIND, key, key.hex())
    keep.commit(tmp_path, {})
    keep.close()
    return tmp_path / "builds.sqlite3"


def kept(path: Path) -> list[bytes]:
    keep = Keep(path)
    found = [key for key in (*SAME, OTHER) if keep.find(KIND, key, str) == key.hex()]
    assert [key for key in (*SAME, OTHER) if keep.has(KIND, key)] == found
    assert [key for key in (*SAME, OTHER) if Keep(path).load(KIND, key, str)] == found
    keep.close()
    return found


def test_values_that_share_a_row_are_all_there(path: Path):
    assert kept(path) == [*SAME, OTHER]


def test_of_a_row_goes_what_was_not_asked_for(path: Path, tmp_path: Path):
    for _ in range(2):  # the second build of a process knows what the first has written
        keep = Keep(path)
        keep.find(KIND, SAME[1], str)
        keep.claim(KIND, SAME[3])
        keep.add(KIND, SAME[4], SAME[4].hex())
        keep.commit(tmp_path, {})
        keep.find(KIND, SAME[1], str)
        keep.claim(KIND, SAME[3])
        keep.commit(tmp_path, {})
        assert keep.find(KIND, SAME[4], str) is None
        assert kept(path) == [SAME[1], SAME[3]]
        keep.close()


def test_what_nobody_has_looked_into_stays_where_it_is_claimed(path: Path, tmp_path: Path):
    keep = Keep(path)
    keep.claim(KIND, SAME[2])
    assert keep.has(KIND, SAME[0])
    assert not keep.has(KIND, b"a" * 16)
    keep.commit(tmp_path, {})
    keep.close()
    assert kept(path) == [SAME[0], SAME[2]]


def test_what_is_saved_before_the_end_is_put_beside_what_is_there(path: Path, tmp_path: Path):
    keep = Keep(path, full=True)
    keep.add(KIND, SAME[0], "anew")
    keep.save_added(KIND)
    beside = Keep(path)
    assert beside.find(KIND, SAME[0], str) == "anew"
    assert beside.find(KIND, SAME[1], str) == SAME[1].hex()
    beside.close()
    keep.commit(tmp_path, {})
    keep.close()
    found = Keep(path)
    assert found.find(KIND, SAME[0], str) == "anew"
    assert not any(found.has(KIND, key) for key in (*SAME[1:], OTHER))


def test_a_damaged_row_takes_no_other_with_it_and_is_made_anew(path: Path, tmp_path: Path):
    with closing(sqlite3.connect(path)) as file, file:
        where = (SAME[0][0],)
        (value,) = file.execute("SELECT value FROM packs WHERE number = ?", where).fetchone()
        damaged = bytes([value[0] ^ 1]) + value[1:]
        file.execute("UPDATE packs SET value = ? WHERE number = ?", (damaged, *where))
    assert kept(path) == [OTHER]
    keep = Keep(path)
    for key in (*SAME, OTHER):
        keep.value(KIND, key, str, key.hex)
    assert keep.worked_out == {KIND: len(SAME)}
    keep.commit(tmp_path, {})
    keep.close()
    assert kept(path) == [*SAME, OTHER]


def test_values_of_another_type_are_not_found(path: Path):
    assert Keep(path).find(KIND, OTHER, int) is None
