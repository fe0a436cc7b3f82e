"""What a command costs: wall time, processor time, and memory with all its children."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE_S = 0.1
SETTLED_S = 0.3  # without work: what a server does when nobody waits is a cost too
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Failed(RuntimeError):
    """A measured command did not end well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One run.

    Attributes:
        peak_mb: Of all its processes together, shared pages once; None where the system does
            not tell.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float | None


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command to its end.

    Raises:
        Failed: It ends with another exit code than 0.
    """
    started = time.monotonic()
    with _started(command, folder, environment) as process:
        with _sampled(process.pid) as peak:
            assert process.stderr is not None
            complaint = process.stderr.read()
            _, status, used = os.wait4(process.pid, 0)
        wall_s = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(command)}: {complaint[-2000:]}")
    return Cost(wall_s=wall_s, cpu_s=used.ru_utime + used.ru_stime, peak_mb=peak.mb)


def set_aside(left: Path) -> None:
    """Move away what an earlier build left.

    It goes at the end: for minutes after files are deleted, ext4 takes up to ten times as long to
    make new ones, as it looks for numbers that none of those had.
    """
    if left.exists():
        aside = left.parent / "aside"
        aside.mkdir(exist_ok=True)
        left.rename(aside / f"{len(list(aside.iterdir()))}")


def _started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  (the benchmark's own commands)
        command,
        cwd=folder,
        env=os.environ | dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


class Server:
    """A running `invoke serve`: how long from an edit to the news of it, and at what cost."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str]
    ) -> None:
        self._process = _started(command, folder, environment)
        assert self._process.stderr is not None
        found = re.search(r"http://([\d.]+):(\d+)/", self._process.stderr.readline())
        if not found:
            raise Failed(" ".join(command))
        # Nobody reads on: a full pipe would stop the server.
        threading.Thread(target=self._process.stderr.read, daemon=True).start()
        connection = http.client.HTTPConnection(found[1], int(found[2]), timeout=3600)
        connection.request("GET", "/_tertulia/changes")
        self._stream = connection.getresponse()
        self._wait()

    def rebuild(self, path: Path, content: str) -> Cost:
        """What one edit costs: by the clock until the browser is told, else until all is done."""
        used_s, started = self._settled_cpu_s(), time.monotonic()
        path.write_text(content, "utf-8")
        self._wait()
        wall_s = time.monotonic() - started
        cpu_s = self._settled_cpu_s() - used_s
        return Cost(wall_s=wall_s, cpu_s=cpu_s, peak_mb=_memory_mb(self._process.pid))

    def close(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait()

    def _settled_cpu_s(self) -> float:
        """Processor time so far, once nothing is at work any more."""
        now, before = _tree_cpu_s(self._process.pid), -1.0
        while now > before:
            time.sleep(SETTLED_S)
            now, before = _tree_cpu_s(self._process.pid), now
        return now

    def _wait(self) -> None:
        """Until another build has ended well."""
        while line := self._stream.readline().decode():
            if line.startswith("data: "):
                told = json.loads(line.removeprefix("data: "))
                if told["complaint"]:
                    raise Failed(told["complaint"])
                if told["build"]:
                    return
        raise Failed("the server has gone")


@dataclass(slots=True)
class _Peak:
    mb: float | None = field(default=None)


@contextmanager
def _sampled(pid: int) -> Iterator[_Peak]:
    peak, done = _Peak(), threading.Event()

    def sample() -> None:
        while not done.wait(SAMPLE_S):
            mb = _memory_mb(pid)
            peak.mb = max(mb, peak.mb or 0.0) if mb is not None else peak.mb

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                waiting += map(int, task.read_text("ascii").split())
    return found


def _memory_mb(pid: int) -> float | None:
    """The proportional set sizes of a process and its children, in MB."""
    total_kb = 0
    for one in _tree(pid):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text("ascii")
            if found := re.search(r"^Pss:\s+(\d+)", text, re.M):
                total_kb += int(found[1])
    return total_kb / 1024 if total_kb else None


def _tree_cpu_s(pid: int) -> float:
    ticks = 0
    for one in _tree(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))  # own and of children that have ended
    return ticks / _TICK
