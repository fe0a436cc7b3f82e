"""By what each file is kept that a template writes: all that goes into it but for its look-ups.

What tells the values apart that a file is given is worked out in each build. A process that
builds again spares what comes after it: of most files that is as it was, and so is their key.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from jinja2 import Template
from pelican.utils import sanitised_join

from tertulia.edge.keep import digest
from tertulia.site.dependencies import names_in
from tertulia.site.state import Build

# Context that says nothing which a page's name, its own values or the settings do not say.
_TOLD = frozenset({"site", "SITEURL", "localsiteurl", "output_file"})

LISTS = (list, tuple)  # a union of them would be made anew for each value of the context
_PLAIN = frozenset({str, bool, type(None)})  # told apart by themselves


class Wanted(NamedTuple):
    """A file that a template is to write, as Pelican's `write_file` is asked for it.

    Attributes:
        kwargs: Values of its own, beside the context that it shares.
    """

    name: str
    template: Template
    context: dict[str, Any]
    relative_urls: bool
    kwargs: Mapping[str, Any]


class _Key(NamedTuple):
    """What a file was kept by.

    Attributes:
        about: See `FileKeys._about`. own: What tells each of its own values.
    """

    about: bytes
    own: dict[str, object]
    key: bytes


class _Shared(NamedTuple):
    """What files of one template get of the context.

    Attributes:
        names: How many names there are in it.
        values: By name. about: What tells all of it, the template, and what all files rest on.
    """

    names: int
    values: dict[str, object]
    about: bytes

    def holds(self, context: Mapping[str, Any]) -> bool:
        """Whether the context is still so."""
        return len(context) == self.names and all(
            context.get(name, self) is value for name, value in self.values.items()
        )


class FileKeys:
    """The keys of one build after the other.

    Args:
        output: Where the files go.
    """

    def __init__(self, output: str) -> None:
        self.output = output
        self._paths: dict[str, str] = {}
        self._known: dict[str, _Key] = {}
        self._last: dict[str, _Key] = {}

    def begin(self, build: Build, settings: Mapping[str, Any]) -> None:
        """Begin a build."""
        self._build = build
        self._settings = settings
        self._shared: dict[tuple[str, bool, tuple[str, ...]], _Shared] = {}
        self._last, self._known = self._known, {}
        if len(self._paths) > 2 * len(self._last):  # of files that have gone, too
            self._paths.clear()

    def end(self) -> None:
        """Hold nothing of a build that has ended."""
        del self._build, self._settings, self._shared
        self._last = {}

    def path(self, name: str) -> str:
        """Where a file stands.

        Raises:
            RuntimeError: It leads out of the output folder.
        """
        found = self._paths.get(name)
        if found is None:
            found = self._paths[name] = sanitised_join(self.output, name)
        return found

    def of(self, file: Wanted) -> bytes:
        """The key of a file.

        Raises:
            Untold: It cannot be told.
        """
        used = self._used(file.template)
        value_of = self._build.value_of
        own: dict[str, object] = {}
        for key, value in file.kwargs.items():
            if type(value) in _PLAIN:
                own[key] = value
            elif used is None or key in used or not isinstance(value, LISTS):
                own[key] = value_of(value)
        about = self._about(file, used)
        last = self._last.get(file.name)
        if last is None or last.about != about or last.own != own:
            parts = [
                part
                for key, value in sorted(own.items())
                for part in (key, value if isinstance(value, bytes) else value_of(value))
            ]
            last = _Key(about, own, digest(file.name, about, *parts))
        self._known[file.name] = last
        return last.key

    def _used(self, template: Template) -> frozenset[str] | None:
        name = str(template.name)
        return self._build.memo(("names", name), lambda: names_in(template.environment, name))

    def _about(self, file: Wanted, used: frozenset[str] | None) -> bytes:
        """What tells a template, and what it gets of the context."""
        context = file.context
        place = str(file.template.name), file.relative_urls, tuple(file.kwargs)
        known = self._shared.get(place)
        if known is None or not known.holds(context):
            wanted = context.keys() if used is None else used.intersection(context)
            names = sorted(wanted - self._settings.keys() - _TOLD - file.kwargs.keys())
            values = {name: context[name] for name in names}
            told = (
                part
                for name, value in values.items()
                if not isinstance(value, LISTS)  # noted when it is looked at
                for part in (name, self._build.value_of(value))
            )
            about = digest(self._build.base, place[0], str(file.relative_urls), *told)
            known = self._shared[place] = _Shared(len(context), values, about)
        return known.about
