"""What a build made is put in place whole, and nothing else is touched."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tertulia.edge import journal
from tertulia.edge.outputs import Outputs


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def build(folder: Path, files: dict[str, bytes], gone: tuple[str, ...] = ()) -> frozenset[str]:
    outputs = Outputs(folder)
    for name, data in files.items():
        outputs.put(name, data)
    staged = outputs.staged
    outputs.commit(gone)
    return staged


def test_files_stand_where_they_were_put_and_no_staging_is_left(tmp_path: Path) -> None:
    files = {"index.html": b"1", "a/index.html": b"2", "a/b/c.xml": b"3"}
    build(tmp_path / "out", files)
    assert tree(tmp_path / "out") == files
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_somebody_else_wrote_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "a").mkdir(parents=True)
    (out / "a" / "own.txt").write_bytes(b"own")
    build(out, {"a/index.html": b"1", "b/index.html": b"2"})
    assert tree(out) == {"a/own.txt": b"own", "a/index.html": b"1", "b/index.html": b"2"}


def test_a_file_whose_bytes_stay_is_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, {"a/index.html": b"1", "a/other.html": b"1"})
    before = (out / "a" / "index.html").stat()
    assert build(out, {"a/index.html": b"1", "a/other.html": b"2"}) == {"a/other.html"}
    after = (out / "a" / "index.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, {"a": b"1", "b/c/d": b"2"})
    build(out, {"a/x": b"3", "b": b"4"}, gone=("a", "b/c/d"))
    assert tree(out) == {"a/x": b"3", "b": b"4"}


def test_a_folder_that_nothing_is_left_in_goes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, {"a/b/c": b"1", "d": b"2"})
    build(out, {}, gone=("a/b/c",))
    assert [path.name for path in out.iterdir()] == ["d"]


def test_a_link_to_a_folder_elsewhere_is_written_through(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "a").symlink_to(elsewhere)
    build(out, {"a/x": b"1"})
    assert (elsewhere / "x").read_bytes() == b"1"


def test_what_is_thrown_away_changes_nothing(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "out")
    outputs.put("a/x", b"1")
    outputs.discard()
    assert list(tmp_path.iterdir()) == []


SECOND = """
import sys
from pathlib import Path
from tertulia.edge.outputs import Outputs
outputs = Outputs(Path(sys.argv[1]))
outputs.put("index.html", b"second")
outputs.commit(())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there the file system itself refuses")
def test_the_second_of_two_builds_waits_for_the_first(tmp_path: Path) -> None:
    first = Outputs(tmp_path / "out")
    first.put("index.html", b"first")
    first.put("a/index.html", b"first")
    plugins = str(Path(__file__).parents[2] / "plugins")
    with subprocess.Popen(
        [sys.executable, "-c", SECOND, str(tmp_path / "out")],
        env=os.environ | {"PYTHONPATH": plugins},
    ) as second:
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(1.5)
        first.commit(())
        assert tree(tmp_path / "out") == {"index.html": b"first", "a/index.html": b"first"}
        first.discard()
        assert second.wait(20) == 0
    assert tree(tmp_path / "out") == {"index.html": b"second", "a/index.html": b"first"}


def test_nothing_is_left_in_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    outputs = Outputs(tmp_path / "out")
    assert list((tmp_path / "temporary").iterdir()) == []
    outputs.discard()
    with journal.opened(tmp_path / "threads"):
        assert list((tmp_path / "temporary").iterdir()) == []
    assert [path.name for path in tmp_path.iterdir()] == ["temporary"]
