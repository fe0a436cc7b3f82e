"""Work in copies of this process gives what it gives here."""

import os
import time

import pytest

from tertulia.edge.forks import Ahead, Told, spread


def test_shares_come_back_whole_whatever_their_number() -> None:
    items = list(range(23))
    for least in (1, 5, 100):
        found = [
            n for share in spread(lambda part: [n * n for n in part], items, least) for n in share
        ]
        assert sorted(found) == [n * n for n in items]


def test_what_fails_in_a_copy_fails_here() -> None:
    here = os.getpid()

    def fail(_: object) -> None:
        if os.getpid() != here:
            raise LookupError("there")

    if (os.cpu_count() or 1) > 1:
        with pytest.raises(LookupError, match="there"):
            spread(fail, range(20), 1)


def test_an_answer_that_ends_half_way_is_that_of_a_worker_that_died() -> None:
    here = os.getpid()

    class Deadly:
        def __reduce__(self) -> str:
            os._exit(3)

    def answer(_: object) -> object:
        return [b"x" * 3_000_000, Deadly()] if os.getpid() != here else None

    if (os.cpu_count() or 1) > 1:
        with pytest.raises(RuntimeError, match="a worker died"):
            spread(answer, range(20), 1)
    assert Ahead(lambda: answer(())).result() is None


def test_work_ahead_goes_on_elsewhere_and_is_told_once() -> None:
    ahead = Ahead(os.getpid)
    assert ahead.result() != os.getpid()
    assert ahead.result() is None


def test_work_ahead_that_fails_gives_nothing() -> None:
    def fail() -> None:
        raise LookupError

    assert Ahead(fail).result() is None


def test_work_that_nobody_waits_for_leaves_no_process() -> None:
    ahead = Ahead(lambda: "x" * 10_000_000)  # more than a pipe holds
    assert ahead._copy is not None
    pid, _ = ahead._copy
    del ahead
    with pytest.raises(ChildProcessError):  # it has ended and was waited for
        os.waitpid(pid, os.WNOHANG)


def test_a_copy_ends_before_it_is_asked_where_its_answer_has_room() -> None:
    fcntl = pytest.importorskip("fcntl")
    if not hasattr(fcntl, "F_SETPIPE_SZ"):
        pytest.skip("pipes cannot be made larger here")
    ahead = Ahead(lambda: "x" * 500_000)
    assert ahead._copy is not None
    pid, _ = ahead._copy
    ended, until = None, time.monotonic() + 20
    while ended is None and time.monotonic() < until:
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
        time.sleep(0.01)
    assert ended is not None
    assert ahead.result() == "x" * 500_000


def test_a_copy_that_makes_ready_is_told_then() -> None:
    def add(hear) -> tuple[int, list[int]]:
        return os.getpid(), [hear() + 1, *hear()]

    told = Told(add)
    told.tell(1)
    told.tell(list(range(100_000)))  # more than a pipe holds
    pid, found = told.result()
    assert pid != os.getpid()
    assert found == [2, *range(100_000)]
    assert told.result() is None


def test_a_copy_that_is_told_nothing_more_gives_nothing() -> None:
    assert Told(lambda hear: hear()).result() is None


def test_a_copy_that_has_died_can_be_told_things_too() -> None:
    told = Told(lambda _: os._exit(3))
    for _ in range(3):
        told.tell("x" * 1_000_000)
    assert told.result() is None


def test_a_copy_that_nobody_asks_leaves_no_process() -> None:
    told = Told(lambda hear: hear())
    assert told._copy is not None
    pid, _ = told._copy
    del told
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, 0)


def test_a_copy_that_is_dismissed_ends_and_gives_nothing() -> None:
    told = Told(lambda hear: hear())
    told.dismiss()
    told.tell(1)
    assert told.result() is None
    pid = told._pid
    del told
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, 0)


def test_where_there_are_no_copies_there_is_nothing_to_be_told(monkeypatch) -> None:
    monkeypatch.delattr(os, "fork")
    told = Told(lambda hear: hear())
    told.tell(1)
    assert told.result() is None


def test_the_files_of_one_page_mostly_stay_together() -> None:
    files = [(-1, 0), *((page, file) for page in range(250) for file in range(4))]
    found = spread(lambda part: (os.getpid(), part), files, 1)
    makers: dict[int, set[int]] = {}
    for pid, part in found:
        for page, _ in part:
            makers.setdefault(page, set()).add(pid)
    assert sum(len(pids) > 1 for pids in makers.values()) <= len(makers) / 8
