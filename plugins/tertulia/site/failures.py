"""What a build says of an error that has to do with a template: where it is, and a way out.

Jinja knows the template and its line, but tells them in a trace alone, and what a copy of the
process raises comes back without one. So the place is noted where a page is made.
"""

import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError
from pelican import generators
from pelican.generators import PelicanTemplateNotFound

# Plugins that give our theme what it looks up in nearly every template.
_NEEDED = ("tertulia.site.conversation", "tertulia.site.presentation")

# Who asks for templates that themes of others have not.
_ASKED = {
    "case": "CASE_PATHS",
    "topic": "TOPIC_PATHS",
    "group": "PLUGINS (tertulia.site.groups)",
    "groups": "PLUGINS (tertulia.site.groups)",
    "comments": "PLUGINS (tertulia.site.threadpages)",
    "map": "PLUGINS (tertulia.site.maps)",
    "redirect": "PLUGINS (tertulia.site.redirects)",
}
_SIMPLE = Path(generators.__file__).parent / "themes" / "simple"  # where Pelican looks at last

_OF_JINJA = "__jinja_exception__"  # among the globals of a frame that stands for a template's line


def note(error: Exception, file: str) -> None:
    """Have an error tell in which template it came up, and while which file was made."""
    if found := place(error):
        error.__notes__ = [f"{found}: ", f" (for {file})"]


def place(error: Exception) -> str:
    """A template and its line, "theme/templates/case.html:12"; "" where none is known."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    lines = [
        f"{frame.f_code.co_filename}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if _OF_JINJA in frame.f_globals
    ]
    return lines[-1] if lines else ""


def told(error: Exception, settings: Mapping[str, Any] | None = None) -> str:
    """An error as one line.

    Args:
        settings: Of the site, where they could be read.
    """
    if isinstance(error, PelicanTemplateNotFound) and settings:
        return _not_there(str(error), settings)
    found = place(error)
    before, after = getattr(error, "__notes__", None) or (f"{found}: " if found else "", "")
    words = f"{before}{type(error).__name__}: {str(error).rstrip('.')}{after}"
    if settings and isinstance(error, TemplateError):
        words += _remedy(settings["PLUGINS"])
    return words


def _remedy(plugins: Iterable[Any]) -> str:
    missing = [name for name in _NEEDED if name not in plugins]
    return f"; PLUGINS lacks {' and '.join(missing)}, which our theme needs" if missing else ""


def _not_there(words: str, settings: Mapping[str, Any]) -> str:
    """That the theme has not a template, or several that one setting asks for."""
    named = re.search(r"unable to load (.+?)\[", words)
    if named is None:  # it is another Pelican
        return words
    names, asking = [named[1]], _ASKED.get(named[1], "")
    if names[0] in settings["DIRECT_TEMPLATES"]:
        names = list(_lacking(settings["DIRECT_TEMPLATES"], settings)) or names
        asking = "DIRECT_TEMPLATES"
    listed = ", ".join(f"{name}.html" for name in names)
    asked = f", which {asking} asks for" if asking else ""
    way = "docs/theme.md says how another theme is used"
    return f"{settings['THEME']}: the theme has no {listed}{asked}; {way}"


def _lacking(names: Iterable[str], settings: Mapping[str, Any]) -> Iterator[str]:
    themes = [Path(settings["THEME"]), _SIMPLE]
    folders = [*settings["THEME_TEMPLATES_OVERRIDES"], *(theme / "templates" for theme in themes)]
    for name in names:
        files = [f"{name}{ending}" for ending in settings["TEMPLATE_EXTENSIONS"]]
        if not any((Path(folder) / file).is_file() for folder in folders for file in files):
            yield name
