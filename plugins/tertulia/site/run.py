"""Runs Pelican as `invoke build` does: `python -m tertulia.site.run --help`.

Pelican's own command shows a trace for a misspelt plugin and, without `--fatal errors`,
builds on with exit code 0. Here each complaint is one line, and any error ends in exit 1
with the output folder as it was.
"""

import argparse
import gc
import json
import logging
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican import console as pelican_console
from pelican.log import init as init_logging
from pelican.settings import read_settings

from tertulia.edge.keep import Keep
from tertulia.site import incremental

COLLECT_AFTER = 50_000  # objects; Python's 700 take a sixth of a build in which little changes


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


def main(arguments: list[str] | None = None) -> int:
    """Build once.

    Returns:
        The exit code: 0, or 1 where anything was wrong.
    """
    spare_collecting()
    return build(_parser().parse_args(arguments)).code


def spare_collecting() -> None:
    """Look for what nobody holds any more less often: a build makes much and drops little."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


def build(options: argparse.Namespace, keep: Keep | None = None) -> Ended:
    """Build once.

    Args:
        options: As `parse` gives them.
        keep: Results of earlier builds; None opens what the settings name, and closes it.
    """
    handler = _Counted()
    init_logging(level=logging.INFO if options.verbose else logging.WARNING, handler=handler)
    pelican_console.quiet = not options.verbose  # its count leaves our kinds of page out
    try:
        settings = _settings(options)
        if keep is not None:
            return _built(settings, keep, handler)
        with closing(incremental.opened(settings, full=options.full or options.fresh)) as opened:
            if options.full:  # the memory of tones is one too
                settings["TERTULIA"] = {**settings.get("TERTULIA", {}), "cache": ""}
            return _built(settings, opened, handler)
    except Exception as error:
        if options.verbose:
            raise
        print(f"ERROR: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    finally:
        logging.getLogger().removeHandler(handler)
    return Ended(code=1, worked_out={})


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of one build."""
    return _parser().parse_args(arguments)


def _built(settings: dict[str, Any], keep: Keep, handler: _Counted) -> Ended:
    build = incremental.begin(settings, keep)
    try:
        pelican = Pelican(settings)
        if not handler.errors:
            pelican.run()
        if not handler.errors:
            build.make()
        if handler.errors:
            return Ended(code=1, worked_out={})
        worked_out = dict(keep.worked_out)
        changed = incremental.end(build)
        made = tuple(sorted(build.rendered))
        return Ended(code=0, changed=changed, made=made, worked_out=worked_out)
    finally:
        build.outputs.discard()


def _settings(options: argparse.Namespace) -> dict[str, Any]:
    changes = json.loads(options.extra)
    changes |= {
        "PATH": str(options.content.absolute()),
        "OUTPUT_PATH": str(options.output.absolute()),
    }
    settings: dict[str, Any] = read_settings(str(options.settings), override=changes)
    if options.fresh:
        settings["TERTULIA"] = {**settings.get("TERTULIA", {}), "cache": ""}
    return settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tertulia.site.run", description="Build the site once.")
    parser.add_argument("--content", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    parser.add_argument("--extra", default="{}", help="more settings, as a JSON object")
    parser.add_argument("--fresh", action="store_true", help="use and keep no earlier results")
    parser.add_argument("--full", action="store_true", help="use no earlier results, keep new ones")
    parser.add_argument("--verbose", action="store_true", help="say everything; show traces")
    return parser


if __name__ == "__main__":
    sys.exit(main())
