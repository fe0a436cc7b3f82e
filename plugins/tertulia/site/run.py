"""Builds the site as `invoke build` does: `python -m tertulia.site.run --help`.

A build that would change nothing is none: that is told before Pelican is loaded, which takes
longer than to tell it. Any other has a copy of this process load, while Pelican is loaded here,
what takes as long.
"""

import argparse
import gc
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from tertulia.edge.forks import Told
from tertulia.site import unchanged
from tertulia.site.relating import find

MOST_FILES = 1 << 16  # that a process may have open
# Objects; Python's 700 take a sixth of a build in which little changes. A large site has more than
# a million, and to look through them takes a quarter of a second and finds a thousand to drop.
COLLECT_AFTER = 10_000_000


def main(arguments: list[str] | None = None) -> int:
    """Build once.

    Returns:
        The exit code: 0, or 1 where anything was wrong.
    """
    spare_collecting()
    spare_threads()
    options = parse(arguments)
    helper = None if options.output.exists() else Told(find)
    asked = None
    if not (options.fresh or options.verbose):
        asked = unchanged.asked(options, changes(options))
        if asked and not options.full and (last := asked.last()):
            sys.stderr.write(last.said)
            return 0
    helper = helper or Told(find)
    from tertulia.site import building  # and with it Pelican

    return building.build(options, asked=asked, helper=helper).code


def spare_collecting() -> None:
    """Look for what nobody holds any more less often: a build makes much and drops little."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 20)


def spare_threads() -> None:
    """Have numpy start no threads for its matrices: that is a good part of the time it loads in.

    What is large here is split into processes; and sums that threads share need not come to the
    same to the last digit on each machine.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def changes(options: argparse.Namespace) -> dict[str, Any]:
    """Settings that go before those of the settings file."""
    given: dict[str, Any] = json.loads(options.extra)
    return given | {
        "PATH": str(options.content.absolute()),
        "OUTPUT_PATH": str(options.output.absolute()),
        "CACHE_CONTENT": False,  # our own memory spares more; Pelican's cannot hold a build
        "LOAD_CONTENT_CACHE": False,
    }


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The options of one build; those of this process where none are given."""
    parser = argparse.ArgumentParser(prog="tertulia.site.run", description="Build the site once.")
    parser.add_argument("--content", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    parser.add_argument("--extra", default="{}", help="more settings, as a JSON object")
    parser.add_argument("--fresh", action="store_true", help="use and keep no earlier results")
    parser.add_argument("--full", action="store_true", help="use no earlier results, keep new ones")
    parser.add_argument("--verbose", action="store_true", help="say everything; show traces")
    return parser.parse_args(arguments)


def _leave(code: int) -> None:
    """End the process without taking everything down first, which takes a fifth of a small build.

    What was to be written is written by now. Copies that nobody has asked end where they find
    nobody to tell.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.closerange(3, MOST_FILES)
    with suppress(ChildProcessError, AttributeError):  # Windows has no copies to wait for
        while True:
            os.wait()
    os._exit(code)


if __name__ == "__main__":
    _leave(main())
