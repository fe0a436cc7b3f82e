"""A server program of the test's own: started, waited for by what it says, stopped."""

import os
import signal
import socket
import subprocess
import threading
from collections import deque
from pathlib import Path

import pytest


def needed(*programs: str | Path, install: str) -> None:
    """Skip where a program is missing; on CI that is an error, for there it must run."""
    if missing := [str(program) for program in programs if not Path(program).exists()]:
        reason = f"needs {', '.join(missing)}: apt-get install {install}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A process that says on its error output when it is ready."""

    def __init__(self, command: list[str], ready: str, folder: Path, **environment: str) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.said: deque[str] = deque(maxlen=200)
        heard = threading.Event()
        self._listener = threading.Thread(target=self._listen, args=(ready, heard), daemon=True)
        self._listener.start()
        if not heard.wait(60) or self._process.poll() is not None:
            self.stop()
            pytest.fail(f"{command[0]} did not start:\n" + "".join(self.said))

    def _listen(self, ready: str, heard: threading.Event) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self.said.append(line)
            if ready in line:
                heard.set()
        heard.set()

    def stop(self) -> None:
        """End it and the workers it has started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
        self._listener.join(20)
        if self._process.stderr:
            self._process.stderr.close()
