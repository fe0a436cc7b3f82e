"""Stops the build at its start where a setting or a page's front matter is wrong.

Pelican logs what a plugin raises and carries on, or shows a trace that nobody reads. So
the faults are printed one a line, and the process ends with exit code 1.
"""

import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.plugins import signals

from tertulia import config
from tertulia.core.errors import TertuliaError
from tertulia.core.suggestions import nearest
from tertulia.edge import overrides
from tertulia.edge.pages import faults_in, read_pages, templates_in, threads_in
from tertulia.site.pagefiles import page_files
from tertulia.site.state import Build
from tertulia.site.threadfiles import FOLDER

_log = logging.getLogger(__name__)


def check(pelican: Pelican) -> None:
    """Print every fault of settings and front matter, and stop where there is one."""
    try:
        own, faults = config.from_settings(pelican.settings).own_keys, list[str]()
    except TertuliaError as error:
        own, faults = frozenset[str](), str(error).splitlines()
    if build := Build.of(pelican.settings):
        found = page_files(build)
        faults += found.faults
        templates, threads = found.templates, found.threads
    else:
        content = Path(pelican.path)
        pages = list(read_pages(content))
        faults += [str(fault) for fault in faults_in(pages, content, own)]
        templates, threads = tuple(templates_in(pages, content)), threads_in(pages)
    faults += _without_template(templates, pelican.settings)
    faults += _second_site(pelican, build)
    if faults:
        print("\n".join(faults), file=sys.stderr)  # noqa: T201  (for whoever builds, not a log)
        sys.exit(1)
    for path, complaint in overrides.astray(Path(pelican.path) / FOLDER, threads):
        _log.warning("%s: %s", path, complaint)


def _without_template(
    asked: Iterable[tuple[str, int, str]], settings: Mapping[str, Any]
) -> Iterator[str]:
    """A complaint for each template that a page asks for and the theme has not."""
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], Path(settings["THEME"]) / "templates"]
    for file, line, name in asked:
        if not any((Path(folder) / f"{name}.html").is_file() for folder in folders):
            known = sorted(
                {path.stem for folder in folders for path in Path(folder).glob("*.html")}
            )
            yield f"{file}:{line}: template: the theme has no {name!r}{nearest(name, known)}"


def _second_site(pelican: Pelican, build: Build | None) -> Iterator[str]:
    """A complaint where a plugin runs Pelican once more within a build: files would mix."""
    asked = any(str(name).endswith("i18n_subsites") for name in pelican.settings["PLUGINS"])
    if asked or (build and Path(pelican.output_path) != build.outputs.folder):
        yield (
            "PLUGINS: a plugin such as i18n_subsites builds a second site within this one, and "
            "both would write the same files; a page in another language says `Lang:`, and a "
            "site of its own has its own settings file (docs/content.md)"
        )


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(check)
