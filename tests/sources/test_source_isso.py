"""Isso's store and its interchange format: what they hold, and a store that is a trap."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reads import counts, entries, read
from tertulia.core.errors import BadSource
from tertulia.core.model import Record


def test_isso_keeps_markdown_and_serves_html(shared: Path) -> None:
    folder = shared / "samples/isso"
    stored = {e.id: e for e in entries(read("isso", (folder / "comments.db").read_bytes()))}
    served = entries(read("isso", (folder / "fetch-one.json").read_bytes()))
    assert len(served) == 4
    for found in served:
        same = stored[found.id]
        assert (found.text, found.parent, found.posted) == (same.text, same.parent, same.posted)


def test_an_isso_store_in_write_ahead_mode_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    path.write_bytes(_isso_store(tmp_path, "INSERT INTO comments VALUES(1,1,NULL,1e9,NULL,1,'x')"))
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("PRAGMA journal_mode=WAL")
    store.close()
    assert counts(read("isso", path.read_bytes())) == {"comment approved": 1}


def test_a_comment_whose_thread_is_gone_is_kept_and_said(tmp_path: Path) -> None:
    raw = _isso_store(tmp_path, "INSERT INTO comments VALUES(7,1,NULL,1e9,NULL,1,'x')")
    (found,) = read("isso", raw)
    assert isinstance(found, Record)
    assert (found.page.guid, found.entry.text) == ("isso-thread:7", "x")
    assert found.notes == ("its thread is not in the store",)


def test_an_isso_store_whose_comments_are_a_trap_is_refused(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n"
    trap = _isso_store(tmp_path, f"DROP TABLE comments; CREATE VIEW comments AS {endless}")
    with pytest.raises(BadSource, match="no tables"):
        read("isso", trap)


def _isso_store(folder: Path, statement: str) -> bytes:
    path = folder / "made.db"
    store = sqlite3.connect(path)
    store.executescript(
        "CREATE TABLE threads (id, uri, title); INSERT INTO threads VALUES (1, '/p/', 'P');"
        "CREATE TABLE comments (tid, id, parent, created, modified, mode, text, author, website,"
        " likes, voters);" + statement.replace("comments VALUES", _COLUMNS)
    )
    store.commit()
    store.close()
    return path.read_bytes()


_COLUMNS = "comments (tid, id, parent, created, modified, mode, text) VALUES"


def test_generic_isso_comments_have_the_id_nought_and_still_each_their_own(shared: Path) -> None:
    found = read("isso", (shared / "samples/isso/generic.json").read_bytes())
    assert len({e.id for e in entries(found)}) == 2
    titles = [r.page.title for r in found if isinstance(r, Record)]
    assert titles == ["Test post", "Nat & Miguel"]
