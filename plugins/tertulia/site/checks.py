"""Stops the build at its start where a setting or a page's front matter is wrong.

Pelican logs what a plugin raises and carries on, or shows a trace that nobody reads. So
the faults are printed one a line, and the process ends with exit code 1.
"""

import sys
from pathlib import Path

from pelican import Pelican
from pelican.plugins import signals

from tertulia import config
from tertulia.core.errors import TertuliaError
from tertulia.edge.pages import faults_below
from tertulia.site.pagefiles import page_files
from tertulia.site.state import Build


def check(pelican: Pelican) -> None:
    """Print every fault of settings and front matter, and stop where there is one."""
    if build := Build.of(pelican.settings):
        faults = list(page_files(build).faults)
    else:
        faults = [str(fault) for fault in faults_below(Path(pelican.path))]
    try:
        config.from_settings(pelican.settings)
    except TertuliaError as error:
        faults = str(error).splitlines() + faults
    if faults:
        print("\n".join(faults), file=sys.stderr)  # noqa: T201  (for whoever builds, not a log)
        sys.exit(1)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(check)
