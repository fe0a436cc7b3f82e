"""Runs Pelican as `invoke build` does: `python -m tertulia.site.run --help`.

Pelican's own command shows a trace for a misspelt plugin and, without `--fatal errors`,
builds on with exit code 0. Here each complaint is one line, and any error ends in exit 1.
"""

import argparse
import json
import logging
import sys
from contextlib import closing
from pathlib import Path

from pelican import Pelican
from pelican import console as pelican_console
from pelican.log import init as init_logging
from pelican.settings import read_settings

from tertulia.site import incremental


class _Counted(logging.StreamHandler):  # type: ignore[type-arg]
    """Shows each message as one line and counts the errors."""

    def __init__(self) -> None:
        super().__init__()
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
    options = _parser().parse_args(arguments)
    handler = _Counted()
    init_logging(level=logging.INFO if options.verbose else logging.WARNING, handler=handler)
    pelican_console.quiet = not options.verbose  # its count leaves our kinds of page out
    changes = json.loads(options.extra)
    changes |= {
        "PATH": str(options.content.absolute()),
        "OUTPUT_PATH": str(options.output.absolute()),
    }
    try:
        settings = read_settings(str(options.settings), override=changes)
        if options.fresh:
            settings["TERTULIA"] = {**settings.get("TERTULIA", {}), "cache": ""}
        with closing(incremental.opened(settings)) as keep:
            build = incremental.begin(settings, keep)
            pelican = Pelican(settings)
            if handler.errors:
                return 1
            pelican.run()
            if not handler.errors:
                incremental.end(build)
    except Exception as error:
        if options.verbose:
            raise
        handler.errors += 1
        print(f"ERROR: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    return 1 if handler.errors else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tertulia.site.run", description="Build the site once.")
    parser.add_argument("--content", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    parser.add_argument("--extra", default="{}", help="more settings, as a JSON object")
    parser.add_argument("--fresh", action="store_true", help="use and keep no earlier results")
    parser.add_argument("--verbose", action="store_true", help="say everything; show traces")
    return parser


if __name__ == "__main__":
    sys.exit(main())
