"""`invoke serve`: the site with its drafts in the browser, built anew at each change."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tertulia.commands.build import build_command
from tertulia.core.errors import BadSettings
from tertulia.edge.preview import Bulletin, listening
from tertulia.edge.watching import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """How a build ended.

    Attributes:
        changed: Files that were written or removed.
        complaint: Why it failed; empty where it did not.
    """

    changed: int = 0
    complaint: str = ""


Build = Callable[[frozenset[Path]], Built]  # given the files that changed


def serve(root: Path, *, content: Path, output: Path, settings: Path, port: int) -> int:
    """Build, show, and build again at each change, until interrupted.

    Args:
        root: The checkout.
        port: 0 for any that is free.

    Returns:
        The exit code: 0.

    Raises:
        BadSettings: The port is taken, or there is no such content folder or settings file.
    """
    for path in (content, settings):
        if not path.exists():
            raise BadSettings(f"{path}: there is no such file or folder")
    console = Console(stderr=True, highlight=False)
    bulletin = Bulletin()
    command = build_command(content=content, output=output, settings=settings, drafts=True)
    arguments = command[command.index("tertulia.site.run") + 1 :]
    watched = [content, settings, root / "theme", root / "plugins"]
    with (
        _listening(output, port, bulletin) as port,
        closing(Watch([path for path in watched if path.exists()])) as watch,
        closing(_Worker(root, arguments)) as worker,
    ):
        console.print(f"Serving http://127.0.0.1:{port}/ (drafts too); Ctrl-C ends.")
        # A script starts what runs in the background deaf to Ctrl-C; `kill` ends it as well.
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        try:
            _rebuild(worker.build, watch, bulletin, console)
        except KeyboardInterrupt:
            console.print("Stopped.")
    return 0


@contextmanager
def _listening(output: Path, port: int, bulletin: Bulletin) -> Iterator[int]:
    with ExitStack() as open_:
        try:
            found = open_.enter_context(listening(output, port, bulletin))
        except OSError as error:
            hint = "try --port 0 for a free one"
            raise BadSettings(f"port {port}: {error.strerror}; {hint}") from error
        yield found


def _rebuild(build: Build, watch: Watch, bulletin: Bulletin, console: Console) -> None:
    """Build once, then at each change; what changes during a build is built next."""
    changed: frozenset[Path] = frozenset()
    while True:
        started = time.monotonic()
        built = build(changed)
        bulletin.post(changed=built.changed > 0, complaint=built.complaint)
        if built.complaint:
            console.print(built.complaint, style="red", markup=False)
            console.print("The browser still shows the last good build.")
        else:
            took = time.monotonic() - started
            console.print(f"Built in {took:.2f} s; {built.changed} files changed.")
        changed = watch.wait()


class _Worker:
    """A process that builds and keeps everything in memory; another one for other code."""

    def __init__(self, root: Path, arguments: Sequence[str]) -> None:
        self._root = root
        self._arguments = list(arguments)
        self._process: subprocess.Popen[str] | None = None

    def build(self, changed: frozenset[Path]) -> Built:
        """Build what has changed."""
        if any(path.suffix == ".py" for path in changed):
            self.close()
        try:
            return self._ask()
        except (OSError, ValueError):  # it died: whatever it was, a new one begins without it
            self.close()
            try:
                return self._ask()
            except (OSError, ValueError):
                self.close()
                return Built(complaint="The build died; invoke build --verbose says more.")

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            assert self._process.stdin is not None
            with suppress(OSError):
                self._process.stdin.close()
            self._process.wait()
            self._process = None

    def _ask(self) -> Built:
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"arguments": self._arguments}) + "\n")
        process.stdin.flush()
        told = json.loads(process.stdout.readline())
        failed = told["complaint"] or "The build stopped."
        return Built(changed=told["changed"], complaint=failed if told["code"] else "")

    def _start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tertulia.site.worker"],
            cwd=self._root,
            env=os.environ | {"PYTHONPATH": str(self._root / "plugins")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
