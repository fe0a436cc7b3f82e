"""A writer that renders a page only where something it is made of has changed."""

import io
import logging
import os
from collections.abc import Mapping
from typing import Any, ClassVar, TextIO

from jinja2 import Template
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import FileOverwriteFailedError, Writer

from tertulia.edge.keep import digest
from tertulia.site import failures
from tertulia.site.dependencies import SeenList, SeenSite, names_in
from tertulia.site.digests import Untold
from tertulia.site.engine import Engine
from tertulia.site.images import Album
from tertulia.site.records import Read
from tertulia.site.speech import Speech
from tertulia.site.state import Build, Job

_log = logging.getLogger(__name__)

_LISTS = (list, tuple)  # a union of them would be made anew for each value of the context

# Context that says nothing which a page's name, its own values or the settings do not say.
_TOLD = frozenset({"site", "SITEURL", "localsiteurl", "output_file"})


class KeptWriter(Writer):  # type: ignore[misc]
    """Writes what `Writer` writes."""

    build: ClassVar[Build]

    def write_file(
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: Mapping[str, Any] | None = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,  # noqa: ANN401  (as Pelican's)
    ) -> None:
        """Have a page rendered, unless it would come out as it is."""
        paged = template_name in self.settings["PAGINATED_TEMPLATES"]
        if not name or paged or "site" not in context:
            super().write_file(
                name,
                template,
                context,
                relative_urls=relative_urls,
                paginated=paginated,
                template_name=template_name,
                override_output=override_output,
                url=url,
                **kwargs,
            )
            return
        if not self._take(name, override=override_output):
            return
        reads: set[Read] = set()
        key = None
        if self.build.hear:  # and may change what was written: then it is made each time
            told = {"context": self._local(name, context, relative_urls, kwargs)}
            path = sanitised_join(self.output_path, name)
            self.build.hear(signals.content_written, path, told)
        else:
            key = self._key(name, template, context, relative_urls, kwargs)
        job = Job(
            name=name,
            key=key,
            make=lambda: self._render(name, template, context, relative_urls, kwargs, reads),
            reads=reads,
            prepare=lambda: self._load(self._spoken(template, {**context, **kwargs})),
        )
        self.build.want(job)

    def _render(
        self,
        name: str,
        template: Template,
        context: dict[str, Any],
        relative_urls: bool,
        kwargs: Mapping[str, Any],
        reads: set[Read],
    ) -> bytes:
        """What `Writer.write_file` would write."""
        local = self._local(name, context, relative_urls, {})
        local["site"] = SeenSite(context["site"], reads)
        for key, value in context.items():
            if isinstance(value, _LISTS) and key not in self.settings:
                local[key] = SeenList(value, ("context", key), reads)
        local.update(kwargs)
        if local["localsiteurl"]:
            context["localsiteurl"] = local["localsiteurl"]  # contents read it from here
        album = Album.of(self.settings)
        album.asked.clear()
        try:
            text = self._spoken(template, local).render(local)
        except Exception as error:
            failures.note(error, name)
            raise
        reads.update(("picture", path) for path in album.asked)
        return text.encode("utf-8")

    def _local(
        self,
        name: str,
        context: dict[str, Any],
        relative_urls: bool,
        kwargs: Mapping[str, Any],
    ) -> dict[str, Any]:
        """What a page's template may use."""
        address = path_to_url(get_relative_path(name)) if relative_urls else None
        local = context.copy()
        local["localsiteurl"] = address or context.get("localsiteurl")
        if address:
            local["SITEURL"] = address
        local["output_file"] = name
        local.update(kwargs)
        return local

    def _spoken(self, template: Template, context: Mapping[str, Any]) -> Template:
        """The template as it is for pages of that page's language."""
        engine = template.environment
        if not isinstance(engine, Engine):
            return template
        lang = self.build.memo("speech", lambda: Speech(self.settings)).language_of(context)
        return (
            template
            if lang == engine.voice.lang
            else engine.speaking(lang).get_template(str(template.name))
        )

    def _load(self, template: Template) -> None:
        """Have a template and all that it names compiled, once for each of its environments."""
        engine, name = template.environment, str(template.name)
        if isinstance(engine, Engine):
            self.build.memo(("loaded", id(engine), name), lambda: engine.templates(name))

    def _key(
        self,
        name: str,
        template: Template,
        context: Mapping[str, Any],
        relative_urls: bool,
        kwargs: Mapping[str, Any],
    ) -> bytes | None:
        """The digest of all that goes into a page, but for what it looks up; None if untold."""
        assert template.name is not None
        used = self.build.memo(
            ("names", template.name),
            lambda: names_in(template.environment, str(template.name)),
        )
        if used is None:
            wanted = context.keys() - self.settings.keys() - _TOLD
        else:
            wanted = self.build.memo(
                ("wanted", template.name), lambda: used - self.settings.keys() - _TOLD
            ).intersection(context)
        try:
            parts = [
                part
                for key in sorted(wanted.difference(kwargs))
                if not isinstance(context[key], list | tuple)  # noted when it is looked at
                for part in (key, self.build.value_of(context[key]))
            ]
            own = [
                part
                for key, value in sorted(kwargs.items())
                if used is None or key in used or not isinstance(value, list | tuple)
                for part in (key, self.build.value_of(value))
            ]
        except Untold as why:
            _log.debug("%s is rendered each time: %s", name, why)
            return None
        return digest(self.build.base, name, template.name, str(relative_urls), *own, "", *parts)

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> TextIO:
        """Where Pelican's own code writes a file: it is staged when it is closed."""
        name = os.path.relpath(filename, self.output_path).replace(os.sep, "/")
        if not self._take(name, override=override):
            return io.StringIO()
        return _Staged(self.build, name, encoding)

    def _take(self, name: str, *, override: bool) -> bool:
        """Whether a file is ours to write: twice is a fault, unless one of the two insists."""
        path = sanitised_join(self.output_path, name)
        if path in self._overridden_files:
            if override:
                raise FileOverwriteFailedError(f"{path} is to be overwritten a second time")
            return False
        if path in self._written_files and not override:
            raise FileOverwriteFailedError(f"{path} is written twice")
        if override:
            self._overridden_files.add(path)
        self._written_files.add(path)
        return True


class _Staged(io.StringIO):
    def __init__(self, build: Build, name: str, encoding: str) -> None:
        super().__init__()
        self._build = build
        self._name = name
        self._encoding = encoding

    def close(self) -> None:
        if not self.closed:
            self._build.put(self._name, self.getvalue().encode(self._encoding))
        super().close()
