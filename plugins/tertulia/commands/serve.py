"""`invoke serve`: the site with its drafts in the browser, built anew at each change."""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tertulia.commands.build import build_command
from tertulia.core.errors import BadSettings
from tertulia.edge.mirror import mirror
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
    watched = [content, settings, root / "theme", root / "plugins"]
    with (
        _listening(output, port, bulletin) as port,
        closing(Watch([path for path in watched if path.exists()])) as watch,
        tempfile.TemporaryDirectory() as scratch,
    ):
        console.print(f"Serving http://127.0.0.1:{port}/ (drafts too); Ctrl-C ends.")
        build = _in_a_process(root, content, output, settings, Path(scratch))
        try:
            _rebuild(build, watch, bulletin, console)
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


def _in_a_process(root: Path, content: Path, output: Path, settings: Path, scratch: Path) -> Build:
    """Each build in a process of its own, shown once it is whole."""
    shown: frozenset[Path] = frozenset()

    def build(_: frozenset[Path]) -> Built:
        nonlocal shown
        with tempfile.TemporaryDirectory(dir=scratch) as fresh:
            done = subprocess.run(  # noqa: S603  (our own module, our own arguments)
                build_command(content=content, output=Path(fresh), settings=settings, drafts=True),
                cwd=root,
                env=os.environ | {"PYTHONPATH": str(root / "plugins")},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                return Built(complaint=done.stderr.strip() or "The build stopped.")
            shown, changed = mirror(Path(fresh), output, shown)
        return Built(changed=changed)

    return build
