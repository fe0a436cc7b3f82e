import hashlib
import os
import time
from pathlib import Path

import pytest

from tertulia.core.errors import Unsettled
from tertulia.edge import stamps
from tertulia.edge.stamps import REST_NS, Stamps


def sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def old(path: Path, text: str) -> str:
    """A file whose times say that it was written long ago."""
    path.write_text(text, "utf-8")
    os.utime(path, ns=(1, 1))
    return str(path)


@pytest.fixture
def resting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is far ahead of all that was written."""
    later = time.time_ns() + 10 * REST_NS
    monkeypatch.setattr(time, "time_ns", lambda: later)


def test_a_file_at_rest_is_not_read_again(
    tmp_path: Path, resting: None, monkeypatch: pytest.MonkeyPatch
):
    path = old(tmp_path / "a.md", "uno")
    first = Stamps({})
    assert first.digest(path) == sha("uno")
    monkeypatch.setattr(Path, "read_bytes", None)
    assert Stamps(first.kept).digest(path) == sha("uno")


def test_a_file_just_written_is_read_again_whatever_its_times_say(tmp_path: Path):
    path = old(tmp_path / "a.md", "uno")
    first = Stamps({})
    first.digest(path)
    assert first.kept == {}
    assert Stamps(first.kept).digest(path) == sha("uno")


def test_another_text_of_the_same_length_and_date_is_noticed(tmp_path: Path, resting: None):
    path = old(tmp_path / "a.md", "uno")
    first = Stamps({})
    first.digest(path)
    Path(old(tmp_path / "b.md", "dos")).replace(path)
    assert Stamps(first.kept).digest(path) == sha("dos")


def test_how_a_file_stood_is_not_asked_again(
    tmp_path: Path, resting: None, monkeypatch: pytest.MonkeyPatch
):
    path = old(tmp_path / "a.md", "uno")
    first = Stamps({})
    first.digest(path)
    look = stamps.look_at(path)
    assert look
    monkeypatch.setattr(stamps, "look_at", None)
    assert Stamps(first.kept, {path: look}).digest(path) == sha("uno")


def test_a_file_written_after_it_was_looked_at_is_read_and_read_again(
    tmp_path: Path, resting: None
):
    path = old(tmp_path / "a.md", "uno")
    look = stamps.look_at(path)
    assert look
    Path(old(tmp_path / "b.md", "dos")).replace(path)
    second = Stamps({}, {path: look})
    assert second.digest(path) == sha("dos")
    old(tmp_path / "a.md", "tres")
    assert Stamps(second.kept).digest(path) == sha("tres")


def test_a_file_that_is_not_there_has_no_digest(tmp_path: Path):
    assert Stamps({}).digest(str(tmp_path / "a.md")) is None
    assert Stamps({}).digests([str(tmp_path / "a.md")]) == {}


def test_what_is_kept_of_files_that_are_gone_is_dropped(tmp_path: Path, resting: None):
    path = old(tmp_path / "a.md", "uno")
    first = Stamps({})
    first.digest(path)
    second = Stamps(first.kept)
    assert second.changed
    assert second.kept == {}


def test_a_text_that_changes_under_a_build_ends_it(tmp_path: Path):
    path = old(tmp_path / "a.md", "uno")
    known = Stamps({})
    known.digest(path)
    old(tmp_path / "a.md", "dos")
    with pytest.raises(Unsettled, match="build again"):
        known.read(path)
