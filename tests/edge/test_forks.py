"""Work in copies of this process gives what it gives here."""

import os

import pytest

from tertulia.edge.forks import Ahead, spread


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
