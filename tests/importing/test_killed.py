"""An import killed at any moment leaves the store as before or as after."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from answering_blog import Blog, fetched, fetching
from small_site import Small
from tertulia.commands.imports import import_
from tertulia.core.errors import BadStore
from tertulia.edge import journal
from tertulia.edge.sitefiles import FORGOTTEN

Said = Callable[..., dict[str, object]]


def _killed_at(moment: int, work: Callable[[], int]) -> int:
    """Do something in a process of its own that kills itself at one of its touches of the disk.

    Returns:
        As `os.waitpid` says it.
    """
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    touches = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def touch(*args: object, **options: object) -> object:
            nonlocal touches
            touches += 1
            if touches == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **options)

        return touch

    os.fsync = counted(os.fsync)
    for name in ("replace", "write_bytes", "unlink", "mkdir", "rmdir"):
        setattr(Path, name, counted(getattr(Path, name)))
    code = 1
    try:
        code = work()
    finally:  # whatever happens, this process must not go on with the other tests
        os._exit(code)


def _threads(small: Small) -> dict[str, bytes]:
    return {k: v for k, v in small.bytes().items() if k.startswith("threads/") and "._" not in k}


def test_a_kill_at_any_moment_leaves_the_store_as_before_or_as_after(
    small: Small, said: Callable[..., dict[str, object]]
) -> None:
    small.page("otra")
    small.run(small.dump(said(1), said(2, page="otra")))
    before = _threads(small)
    dump = small.dump(said(1, text="Mejor."), said(3, page="otra"), said(4, page="sin-pagina"))
    outcomes = []
    for moment in range(1, 200):
        _restore(small, before)
        status = _killed_at(
            moment, lambda: import_([dump], content=small.content, settings=small.settings)
        )
        journal.recover(small.threads)
        outcomes.append(_threads(small))
        if status == 0:
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
    after = outcomes[-1]
    assert after != before
    assert len(outcomes) > 8
    assert all(outcome in (before, after) for outcome in outcomes)
    assert outcomes.index(after) < len(outcomes) - 1  # some kills came after the decision


def test_no_kill_parts_pseudonyms_from_the_salt_that_makes_them(small: Small, root: Path) -> None:
    dump = root / "tests/golden/sources/mastodon/contexto.json"
    for moment in range(1, 200):
        _restore(small, {})
        status = _killed_at(
            moment, lambda: import_([dump], content=small.content, settings=small.settings)
        )
        journal.recover(small.threads)
        stored = [name for name in _threads(small) if not name.startswith("threads/_forgotten")]
        assert not stored or (small.threads / FORGOTTEN).exists()
        if status == 0:
            break
    assert stored


def test_a_full_disk_leaves_the_store_as_before(
    small: Small, said: Callable[..., dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    small.run(small.dump(said(1)))
    before = _threads(small)

    def full(path: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BadStore, match="No space left on device; nothing was changed"):
        small.run(small.dump(said(1, text="Mejor."), said(2)))
    monkeypatch.undo()
    journal.recover(small.threads)
    assert _threads(small) == before
    assert not list(small.threads.glob("._*"))


def test_a_reader_finishes_what_a_killed_import_had_decided(tmp_path: Path) -> None:
    stage = tmp_path / "._staged"
    stage.mkdir()
    (stage / "0000000").write_bytes(b"{}")
    (tmp_path / "old.json").write_text("{}")
    (tmp_path / "._committed.json").write_text(json.dumps({"a.json": "0000000", "old.json": ""}))
    assert journal.recover(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert not journal.recover(tmp_path)


def _restore(small: Small, files: dict[str, bytes]) -> None:
    for path in sorted(small.threads.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for name, content in files.items():
        path = small.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_a_reader_leaves_an_import_at_work_alone(tmp_path: Path) -> None:
    with journal.opened(tmp_path) as changes:
        changes.write(tmp_path / "a.json", b"{}")
        assert not journal.recover(tmp_path)
        assert (tmp_path / "._staged" / "0000000").exists()
        changes.commit()
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_what_was_decided_outlives_a_failure_while_it_is_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def fail() -> None:
        with journal.opened(tmp_path) as changes, monkeypatch.context() as broken:
            changes.write(tmp_path / "sub" / "a.json", b"{}")
            broken.setattr(journal, "_finish", full)
            changes.commit()

    with pytest.raises(OSError, match="No space"):
        fail()
    assert journal.recover(tmp_path)
    assert (tmp_path / "sub" / "a.json").read_bytes() == b"{}"


def test_of_two_contents_for_one_file_the_later_is_written(tmp_path: Path) -> None:
    with journal.opened(tmp_path) as changes:
        for name, content in (("a", b"1"), ("a", b"2"), ("b", b"3")):
            changes.write(tmp_path / name, content)
        changes.commit()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"2", "b": b"3"}


def test_half_a_file_that_a_kill_left_is_cleared_away(small: Small, said: Said) -> None:
    small.threads.mkdir()
    (small.threads / "._abc.part").write_bytes(b"{")
    small.run(small.dump(said(1)))
    assert not list(small.threads.glob("._*"))


def _told(site: Small) -> list[tuple[object, ...]]:
    return [(e.id, e.text, e.status, e.gone) for e in site.entries("hola-mundo")]


def test_a_fetch_killed_at_any_moment_brings_the_same_when_it_is_run_again(
    blog: Blog, tmp_path: Path
) -> None:
    """Every fourth touch of the disk, from the first question to the last file put in place."""
    wanted, outcomes = None, []
    for moment in (10_000, *range(1, 80, 4)):
        site = fetching(tmp_path / str(moment), blog)
        blog.page(1, 2, 1, 2)
        blog.page(2, 2, 3)
        assert fetched(site) == 0
        blog.page(1, 1, 1, 3, 4)  # the second has vanished, the fourth is new
        status = _killed_at(moment, lambda site=site: fetched(site))
        if moment == 10_000:
            assert status == 0
            wanted = _told(site)
            assert [gone for *_, gone in wanted] == [False, True, False, False]
            continue
        outcomes.append(status)
        before = _told(site)
        assert fetched(site) == 0
        assert _told(site) == wanted, (moment, before)
        assert not [p for p in site.threads.iterdir() if p.name.startswith("._")]
    assert outcomes.count(signal.SIGKILL) > 5
    assert outcomes[-1] == 0
