import os
from pathlib import Path

import msgspec
import pytest

from tertulia.edge import databases
from tertulia.edge.keep import Keep, digest

KEY, OTHER = digest("a"), digest("b")
OF = dict[str, str]


def again(path: Path) -> Keep:
    return Keep(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "builds.sqlite3"


def filled(path: Path, out: Path) -> None:
    keep = Keep(path)
    keep.add("word", KEY, "uno")
    keep.add("word", OTHER, "dos")
    keep.store("said", KEY, b"\xa4tres")  # msgpack
    keep.note("stamps", [1, 2])
    keep.commit(out, {})
    keep.close()


def test_where_parts_end_is_part_of_a_digest():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab") == digest(b"ab")


def test_what_one_build_keeps_the_next_finds(path: Path, tmp_path: Path):
    filled(path, tmp_path)
    keep = again(path)
    assert keep.find("word", KEY, str) == "uno"
    assert keep.load("said", KEY, str) == "tres"
    assert keep.noted("stamps", list[int]) == [1, 2]
    assert keep.worked_out == {}


def test_what_a_build_does_not_ask_for_goes(path: Path, tmp_path: Path):
    filled(path, tmp_path)
    keep = again(path)
    assert keep.has("word", KEY)
    keep.commit(tmp_path, {})
    keep = again(path)
    assert keep.find("word", KEY, str) == "uno"
    assert keep.find("word", OTHER, str) is None
    assert keep.load("said", KEY, str) is None


def test_what_is_spared_or_claimed_stays_though_nobody_looks_at_it(path: Path, tmp_path: Path):
    filled(path, tmp_path)
    keep = again(path)
    keep.spare("word")
    keep.claim("said", KEY)
    keep.commit(tmp_path, {})
    assert keep.find("word", OTHER, str) == "dos"  # in the same process too
    keep = again(path)
    assert keep.find("word", KEY, str) == "uno"
    assert keep.load("said", KEY, str) == "tres"


def test_a_process_goes_on_with_what_its_earlier_builds_kept(path: Path, tmp_path: Path):
    for keep in (Keep(path), Keep(None)):
        for _ in range(3):
            keep.value("word", KEY, str, lambda: "uno")
            if keep.load("said", KEY, str) is None:
                keep.store("said", KEY, b"\xa4tres")
            keep.claim("said", KEY)
            keep.commit(tmp_path, {})
        assert keep.find("word", KEY, str) == "uno"
        assert keep.load("said", KEY, str) == "tres"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot copy a process")
def test_a_copy_of_a_process_reads_by_itself(path: Path, tmp_path: Path):
    filled(path, tmp_path)
    keep = again(path)
    assert keep.load("said", KEY, str) == "tres"
    if not (child := os.fork()):
        os._exit(0 if keep.load("said", KEY, str) == "tres" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert keep.load("said", KEY, str) == "tres"


def test_nothing_of_the_file_is_used_where_all_is_to_be_new(path: Path, tmp_path: Path):
    filled(path, tmp_path)
    keep = Keep(path, full=True)
    assert keep.find("word", KEY, str) is None
    assert not keep.has("word", KEY)
    assert keep.load("said", KEY, str) is None
    keep.store("said", KEY, b"\xa4tres")
    assert keep.load("said", KEY, str) == "tres"


def test_what_is_saved_at_once_is_kept_only_where_the_build_says_so(path: Path, tmp_path: Path):
    filled(path, tmp_path)
    keep = again(path)
    assert keep.save([("said", OTHER, b"\xa6cuatro"), ("said", KEY, b"\xa5cinco")])
    keep.store("said", OTHER, None)
    assert keep.load("said", OTHER, str) == "cuatro"
    keep.commit(tmp_path, {})
    keep = again(path)
    assert keep.load("said", OTHER, str) == "cuatro"
    assert keep.load("said", KEY, str) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot copy a process")
def test_what_a_copy_saves_the_process_finds_where_all_is_to_be_new_too(path: Path, tmp_path: Path):
    filled(path, tmp_path)
    keep = Keep(path, full=True)
    if not (child := os.fork()):
        os._exit(0 if keep.save([("said", KEY, b"\xa6cuatro")]) else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert keep.load("said", KEY, str) is None
    keep.store("said", KEY, None)
    assert keep.load("said", KEY, str) == "cuatro"


def test_what_was_added_may_be_saved_before_the_end(path: Path, tmp_path: Path):
    keep = Keep(path)
    keep.add("word", KEY, "uno")
    keep.add("number", KEY, 1)
    keep.save_added("word")
    beside = again(path)
    assert beside.find("word", KEY, str) == "uno"
    assert beside.find("number", KEY, int) is None
    beside.close()
    assert keep.find("word", KEY, str) == "uno"
    keep.commit(tmp_path, {})
    keep = again(path)
    assert keep.find("word", KEY, str) == "uno"
    assert keep.find("number", KEY, int) == 1


def test_a_large_value_is_saved_piece_by_piece(path: Path, monkeypatch):
    monkeypatch.setattr(databases, "PIECE", 7)
    keep = Keep(path)
    for text in ("x" * 90, "dos"):
        assert keep.save_large("said", KEY, msgspec.msgpack.encode(text))
        keep.store("said", KEY, None)
        assert keep.load("said", KEY, str) == text
    other = again(path)
    assert other.load("said", KEY, str) == "dos"
    assert not Keep(None).save_large("said", KEY, b"\xa3dos")


def test_values_that_are_let_go_are_written_all_the_same(path: Path, tmp_path: Path):
    keep = Keep(path)
    keep.add("page", KEY, "uno")
    keep.let_go("page")
    assert keep.has("page", KEY)
    keep.commit(tmp_path, {})
    assert again(path).find("page", KEY, str) == "uno"


def test_where_there_is_no_file_nothing_is_saved_at_once():
    assert not Keep(None).save([("said", KEY, b"\xa4tres")])
    keep = Keep(None)
    keep.add("word", KEY, "uno")
    keep.save_added("word")
    assert keep.find("word", KEY, str) == "uno"


def test_what_another_process_asked_for_and_added_is_taken_over(tmp_path: Path) -> None:
    path, folder = tmp_path / "builds.sqlite3", tmp_path / "out"
    keep = Keep(path)
    for key in (b"old", b"asked", b"same"):
        keep.add("bag", key, {"is": "old"})
    keep.add("other", b"", {"is": "old"})
    keep.commit(folder, {})
    assert keep.find("bag", b"old", OF) == {"is": "old"}
    there = Keep(path)
    there.ready("bag", OF)
    assert there.handed("bag") == {}  # nobody has asked for what is only ready
    assert there.find("bag", b"asked", OF) == {"is": "old"}
    assert there.find("other", b"", OF) == {"is": "old"}
    there.add("bag", b"old", {"is": "new"})
    rows = there.handed("bag")
    assert {key: data is None for (_, key), data in rows.items()} == {b"asked": True, b"old": False}
    keep.take(rows, there.worked_out)
    assert keep.worked_out == {"bag": 1}
    assert keep.find("bag", b"old", OF) == {"is": "new"}
    keep.commit(folder, {})
    keep.close()
    keep = Keep(path)
    found = [keep.find("bag", key, OF) for key in (b"old", b"asked", b"same")]
    assert found == [{"is": "new"}, {"is": "old"}, None]
    assert not keep.has("other", b"")


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("kind", ["bag", "page"])
def test_what_is_ready_is_what_is_kept_and_whole(tmp_path: Path, kind: str, *, full: bool) -> None:
    path, folder = tmp_path / "builds.sqlite3", tmp_path / "out"
    keep = Keep(path)
    keep.add(kind, b"a", {"a": "b"})
    keep.add(kind, b"b", ["of another kind"])
    keep.commit(folder, {})
    keep.close()
    keep = Keep(path, full=full)
    keep.ready(kind, OF)
    keep.ready("nothing", OF)
    assert keep.find(kind, b"a", OF) == (None if full else {"a": "b"})
    assert keep.find(kind, b"b", OF) is None
