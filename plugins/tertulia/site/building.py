"""Runs Pelican once.

Pelican's own command shows a trace for a misspelt plugin and, without `--fatal errors`,
builds on with exit code 0. Here each complaint is one line, and any error ends in exit 1
with the output folder as it was.
"""

import argparse
import logging
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, redirect_stderr, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from pelican import Pelican
from pelican import console as pelican_console
from pelican.log import init as init_logging
from pelican.settings import read_settings

from tertulia import config
from tertulia.core.errors import BadSettings
from tertulia.edge.forks import Told
from tertulia.edge.keep import Keep
from tertulia.edge.stamps import NONE_SEEN, Look
from tertulia.edge.standing import Place
from tertulia.site import failures, incremental, unchanged
from tertulia.site.afterwards import Afterwards
from tertulia.site.company import alone
from tertulia.site.run import changes
from tertulia.site.state import Build
from tertulia.site.unchanged import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a build ended.

    Attributes:
        changed: Files that were written or removed.
        made: The files that were made anew, whether or not their bytes changed.
        worked_out: How often each kind of kept value had to be worked out.
    """

    code: int
    changed: int = 0
    made: tuple[str, ...] = ()
    worked_out: dict[str, int]


class _Overheard(StringIO):
    """Writes on to another stream, and remembers."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(text)
        return super().write(text)

    def flush(self) -> None:
        self._stream.flush()


class _Counted(logging.StreamHandler):  # type: ignore[type-arg]
    """Shows each message as one line and counts the errors."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.errors = 0
        self.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.errors += record.levelno >= logging.ERROR
        record.exc_info = None
        super().emit(record)


def build(
    options: argparse.Namespace,
    keep: Keep | None = None,
    asked: Asked | None = None,
    helper: Told | None = None,
    later: list[Callable[[], None]] | None = None,
) -> Ended:
    """Build once.

    Args:
        options: As `run.parse` gives them.
        keep: Results of earlier builds; None opens what the settings name, and closes it.
        asked: Where to note what the build left; None for nowhere.
        helper: Has made ready to find related pages (`site.relating`).
        later: Where to put what has to be done before the next build with that memory.
    """
    with redirect_stderr(_Overheard(sys.stderr)) as said:
        return _build(options, keep, asked, helper, said, [] if later is None else later)


def _build(
    options: argparse.Namespace,
    keep: Keep | None,
    asked: Asked | None,
    helper: Told | None,
    said: StringIO,
    later: list[Callable[[], None]],
) -> Ended:
    handler = _Counted()
    init_logging(level=logging.INFO if options.verbose else logging.WARNING, handler=handler)
    pelican_console.quiet = not options.verbose  # its count leaves our kinds of page out
    settings: dict[str, Any] | None = None
    try:
        settings = _settings(options)
        before = asked.rests_on(settings) if asked else None
        if keep is not None:
            ended, build = _built(settings, keep, handler)
            later.append(build.let_go)
            return ended
        with closing(incremental.opened(settings, full=options.full or options.fresh)) as opened:
            if options.full:  # the memory of tones is one too
                settings["TERTULIA"] = {**settings.get("TERTULIA", {}), "cache": ""}
            ended, build = _built(
                settings, opened, handler, helper, before.looks if before else NONE_SEEN
            )
        if asked and before and build.told and unchanged.tellable(settings) and not ended.code:
            asked.leave(before, build.looks, said.getvalue())
        return ended
    except Exception as error:
        if options.verbose:
            raise
        print(f"ERROR: {failures.told(error, settings)}", file=sys.stderr)  # noqa: T201
    finally:
        logging.getLogger().removeHandler(handler)
    return Ended(code=1, worked_out={})


def _built(
    settings: dict[str, Any],
    keep: Keep,
    handler: _Counted,
    helper: Told | None = None,
    looks: Mapping[str, Look] = NONE_SEEN,
) -> tuple[Ended, Build]:
    build = incremental.begin(settings, keep, helper, looks)
    try:
        pelican = Pelican(settings)
        afterwards = Afterwards()
        if not alone():  # others write there at once
            build.outputs.folder.mkdir(parents=True, exist_ok=True)
        with afterwards.waiting():
            if afterwards.of_pages:
                build.hear = afterwards.hear
            if not handler.errors:
                pelican.run()
            if not handler.errors:
                build.make()
            if handler.errors:
                return Ended(code=1, worked_out={}), build
            worked_out = dict(keep.worked_out)
            changed = incremental.end(build)
        afterwards.tell()
        made = tuple(sorted(build.rendered))
        code = int(handler.errors > 0)
        return Ended(code=code, changed=changed, made=made, worked_out=worked_out), build
    finally:
        build.outputs.discard()


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = read_settings(str(options.settings), override=changes(options))
    except Exception as error:  # whatever a settings file may raise
        at = [str(line) for line in _lines(error, options.settings)][-1:]
        place = ":".join([str(options.settings), *at])
        raise BadSettings(f"{place}: {type(error).__name__}: {error}") from error
    with suppress(BadSettings):  # of which the build itself tells
        if folder := config.cache_folder(settings):
            Place(folder, Path(settings["OUTPUT_PATH"])).clear()
    if options.fresh:
        settings["TERTULIA"] = {**settings.get("TERTULIA", {}), "cache": ""}
    return settings


def _lines(error: Exception, file: Path) -> Iterator[int]:
    """The lines of a file in which an error came up, the innermost last."""
    for frame, line in traceback.walk_tb(error.__traceback__):
        if Path(frame.f_code.co_filename).resolve() == file.resolve():
            yield line
