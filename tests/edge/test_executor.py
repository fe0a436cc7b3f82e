"""The same results wherever the work runs."""

import os
import re
import socket
import subprocess
import sys
from concurrent.futures import Executor
from contextlib import contextmanager

import pytest

from tertulia.analysis.scoring import score_texts
from tertulia.core.errors import BadSettings, UnknownName
from tertulia.core.findings import Tone
from tertulia.edge import executor

TEXTS = [f"Comentario {n}: {what}" for n in range(1200) for what in ("muy bien", "fatal")]
ANALYZERS = {"": "rules"}


def scored(workers: Executor) -> list[Tone]:
    return score_texts(TEXTS, ["es"] * len(TEXTS), ANALYZERS, workers, {})


def test_serial_runs_at_once_and_hands_errors_on() -> None:
    with executor.opened("serial") as workers:
        assert workers.submit(len, "abc").result() == 3
        assert list(workers.map(len, ["a", "bb"])) == [1, 2]
        with pytest.raises(ZeroDivisionError):
            workers.submit(divmod, 1, 0).result()


def test_an_unknown_executor_is_said_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="processes"), executor.opened("threads"):
        pass


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch) -> None:
    monkeypatch.setattr(executor, "CONNECT_S", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(BadSettings, match=str(port)), executor.opened(f"tcp://127.0.0.1:{port}"):
        pass


def test_processes_and_a_cluster_of_two_workers_give_what_one_process_gives(root) -> None:
    with executor.opened("serial") as workers:
        expected = scored(workers)
    with executor.opened("processes", workers=2) as workers:
        assert scored(workers) == expected
    with cluster(root) as address, executor.opened(address) as workers:
        assert scored(workers) == expected
        pids = {workers.submit(os.getpid).result() for _ in range(20)}
        assert os.getpid() not in pids


@contextmanager
def cluster(root):
    """A scheduler and two workers, each a process, started as docs/sentiment.md says."""
    env = os.environ | {"PYTHONPATH": str(root / "plugins"), "PYTHONUNBUFFERED": "1"}
    started = []

    def start(module, *words):
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
        process = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    try:
        scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
        lines = iter(scheduler.stderr.readline, "")
        address = next(re.search(r"tcp://\S+", line).group() for line in lines if "tcp://" in line)
        for _ in range(2):
            start("dask_worker", address, "--nthreads", "1", "--no-nanny")
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.communicate(timeout=60)
