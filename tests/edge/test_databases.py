import sqlite3
import threading
import time
from contextlib import closing

import pytest

from tertulia.edge import databases

TABLE = "CREATE TABLE IF NOT EXISTS things (name TEXT)"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "build" / "kept.sqlite"


def _open(path, layout=1):
    return databases.opened(path, layout=layout, tables=TABLE)


def _fill(path) -> None:
    file = _open(path)
    file.execute("INSERT INTO things VALUES ('a')")
    file.close()


def _count(path, layout=1) -> int:
    file = _open(path, layout)
    (count,) = file.execute("SELECT count(*) FROM things").fetchone()
    file.close()
    return count


def _locked_new_file(path) -> sqlite3.Connection:
    """A file that somebody makes at this moment: nobody else can switch it to WAL."""
    path.parent.mkdir(parents=True)
    maker = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    maker.execute("BEGIN EXCLUSIVE")
    maker.execute("CREATE TABLE other (name TEXT)")
    return maker


def test_a_new_file_that_somebody_else_is_making_is_waited_for(path) -> None:
    maker = _locked_new_file(path)
    with (
        closing(sqlite3.connect(path, timeout=5)) as impatient,
        pytest.raises(sqlite3.OperationalError, match="locked"),  # SQLite itself does not wait
    ):
        impatient.execute("PRAGMA journal_mode = WAL")
    release = threading.Timer(0.3, maker.execute, ("COMMIT",))
    release.start()
    file = _open(path)
    release.join()
    assert file is not None
    assert file.execute("SELECT count(*) FROM other").fetchone() == (0,)
    file.close()
    maker.close()


def test_one_that_stays_locked_is_left_alone(path, monkeypatch) -> None:
    monkeypatch.setattr(databases, "LOCK_WAIT_S", 0.2)
    maker = _locked_new_file(path)
    began = time.monotonic()
    assert _open(path) is None
    assert time.monotonic() - began < 5
    maker.execute("COMMIT")
    maker.close()
    assert _count(path) == 0


def test_what_is_there_is_kept(path) -> None:
    _fill(path)
    assert _count(path) == 1


@pytest.mark.parametrize("damage", [b"no database", b"SQLite format 3\0" + b"\xff" * 200])
def test_a_damaged_file_is_made_anew(path, damage) -> None:
    _fill(path)
    path.write_bytes(damage)
    assert _count(path) == 0


def test_one_of_another_layout_is_made_anew(path) -> None:
    _fill(path)
    assert _count(path, layout=2) == 0


def test_where_none_can_be_there_is_none(tmp_path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert _open(tmp_path / "file" / "kept.sqlite") is None
