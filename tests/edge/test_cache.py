"""Kept tones may be lost at any time, and are never wrong."""

import multiprocessing
import sqlite3
from contextlib import closing

import pytest

from tertulia.core.findings import Label, Tone
from tertulia.edge import cache

TONE = Tone(
    polarity=0.5, subjectivity=0.7, label=Label.POSITIVE, confidence=0.6, lang="es", words=("bien",)
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "build" / "tones.sqlite"


def test_what_was_kept_is_there_next_time(path) -> None:
    with cache.opened(path) as kept:
        kept.update({"a": TONE})
    with cache.opened(path) as kept:
        assert kept.get("a") == TONE
        assert kept.get("b") is None
        assert len(kept) == 1


def test_where_nothing_is_asked_for_there_is_no_file(path) -> None:
    with cache.opened(path):
        pass
    assert not path.parent.exists()


def test_the_file_may_be_deleted(path) -> None:
    with cache.opened(path) as kept:
        kept.update({"a": TONE})
    path.unlink()
    with cache.opened(path) as kept:
        assert kept.get("a") is None
        kept.update({"a": TONE})
        assert kept.get("a") == TONE


@pytest.mark.parametrize("rubbish", [b"", b"rubbish" * 1000, b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_file_is_made_anew(path, rubbish) -> None:
    path.parent.mkdir()
    path.write_bytes(rubbish)
    with cache.opened(path) as kept:
        assert kept.get("a") is None
        kept.update({"a": TONE})
    with cache.opened(path) as kept:
        assert kept.get("a") == TONE


def test_a_page_damaged_inside_loses_no_build(path) -> None:
    with cache.opened(path) as kept:
        kept.update({f"key {n}": TONE for n in range(2000)})
    whole = bytearray(path.read_bytes())
    whole[4096 : len(whole) // 2] = b"\xff" * (len(whole) // 2 - 4096)
    path.write_bytes(bytes(whole))
    with cache.opened(path) as kept:
        found = {kept.get(f"key {n}") for n in range(2000)}
        assert found <= {TONE, None}
        kept.update({"new": TONE})
        assert kept.get("new") == TONE


def test_a_row_that_is_no_tone_counts_as_missing(path) -> None:
    with cache.opened(path) as kept:
        kept.update({"a": TONE})
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE tones SET tone = '{}'")
    file.close()
    with cache.opened(path) as kept:
        assert kept.get("a") is None


def test_a_file_of_another_layout_is_made_anew(path) -> None:
    with cache.opened(path) as kept:
        kept.update({"a": TONE})
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    with cache.opened(path) as kept:
        assert kept.get("a") is None


def test_where_no_file_can_be_tones_live_in_memory(tmp_path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with cache.opened(tmp_path / "file" / "tones.sqlite") as kept:
        kept.update({"a": TONE})
        assert kept.get("a") == TONE


def _write(path, name) -> None:
    with cache.opened(path) as kept:
        for n in range(40):
            kept.update({f"{name} {n}": TONE})


def test_two_processes_may_write_at_once(path) -> None:
    fresh = multiprocessing.get_context("spawn")
    writers = [fresh.Process(target=_write, args=(path, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    with cache.opened(path) as kept:
        assert len(kept) == 80
