"""What all tasks share: where things stand by default, and how a command's end is told."""

import errno
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from invoke import Context, Exit

from tertulia.core.errors import TertuliaError

ROOT = Path(__file__).resolve().parents[3]
CONTENT = str(ROOT / "content")
OUTPUT = str(ROOT / "output")
SETTINGS = str(ROOT / "pelicanconf.py")

_FULL = (errno.ENOSPC, errno.EDQUOT)  # a write is told so without the name of its file


def python(c: Context, module: str) -> None:
    """Run a tool of this environment in the checkout."""
    with c.cd(ROOT):
        c.run(f"{interpreter()} -m {module}", pty=sys.stdout.isatty())


def interpreter() -> str:
    """This environment's Python, for a shell; the checkout may lie in a folder with a space."""
    return shlex.quote(sys.executable)


def run_command(command: Callable[..., int], *args: object, **options: object) -> None:
    """Do it; a complaint, or an exit code other than 0, ends invoke with it."""
    with complaints():
        code = command(*args, **options)
    if code:
        raise Exit(code=code)


@contextmanager
def complaints() -> Iterator[None]:
    """What is wrong with a site's own files or options is a message, not a trace."""
    try:
        yield
    except TertuliaError as error:
        raise Exit(str(error), 1) from error
    except OSError as error:  # no room, no right to write, a folder that is not there
        if error.filename is None and error.errno not in _FULL:
            raise
        place = f"{error.filename}: " if error.filename else ""
        raise Exit(f"{place}{error.strerror}", 1) from error


def paths(**given: str) -> dict[str, Path]:
    """Folders and files by the names of their options, seen from where the task was called."""
    return {option: Path(path).absolute() for option, path in given.items()}
