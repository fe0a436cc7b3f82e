"""A writer that renders a page only where something it is made of has changed."""

import io
import logging
import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar, TextIO

from jinja2 import Template
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url
from pelican.writers import FileOverwriteFailedError, Writer

from tertulia.site import failures
from tertulia.site.dependencies import SeenList, SeenSite
from tertulia.site.digests import Untold
from tertulia.site.engine import Engine
from tertulia.site.filekeys import LISTS, FileKeys, Wanted
from tertulia.site.images import Album
from tertulia.site.records import Read
from tertulia.site.speech import Speech
from tertulia.site.state import Build, Job

_log = logging.getLogger(__name__)

_LEFT = "keys of files"


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
        file, key = Wanted(name, template, context, relative_urls, kwargs), None
        if self.build.hear:  # and may change what was written: then it is made each time
            told = {"context": self._local(file) | kwargs}
            self.build.hear(signals.content_written, self._keys.path(name), told)
        else:
            key = self._key(file)
        if self.build.spared(name, key):
            return
        reads: set[Read] = set()
        job = Job(
            name=name,
            key=key,
            make=lambda: self._render(file, reads),
            reads=reads,
            prepare=lambda: self._load(self._spoken(template, {**context, **kwargs})),
        )
        self.build.want(job)

    def _render(self, file: Wanted, reads: set[Read]) -> bytes:
        """What `Writer.write_file` would write."""
        context, local = file.context, self._local(file)
        local["site"] = SeenSite(context["site"], reads)
        for key, value in context.items():
            if isinstance(value, LISTS) and key not in self.settings:
                local[key] = SeenList(value, ("context", key), reads)
        local.update(file.kwargs)
        if local["localsiteurl"]:
            context["localsiteurl"] = local["localsiteurl"]  # contents read it from here
        album = Album.of(self.settings)
        album.asked.clear()
        try:
            text = self._spoken(file.template, local).render(local)
        except Exception as error:
            failures.note(error, file.name)
            raise
        reads.update(("picture", path) for path in album.asked)
        return text.encode("utf-8")

    def _local(self, file: Wanted) -> dict[str, Any]:
        """What a page's template may use, but for the file's own values."""
        address = path_to_url(get_relative_path(file.name)) if file.relative_urls else None
        local = file.context.copy()
        local["localsiteurl"] = address or file.context.get("localsiteurl")
        if address:
            local["SITEURL"] = address
        local["output_file"] = file.name
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

    def _key(self, file: Wanted) -> bytes | None:
        """The digest of all that goes into a page, but for what it looks up; None if untold."""
        try:
            return self._keys.of(file)
        except Untold as why:
            _log.debug("%s is rendered each time: %s", file.name, why)
            return None

    @cached_property
    def _keys(self) -> FileKeys:
        keep, output = self.build.keep, str(self.output_path)
        keys = keep.left(_LEFT, FileKeys)
        if keys is None or keys.output != output:
            keys = FileKeys(output)
        keys.begin(self.build, self.settings)
        keep.leave(_LEFT, keys)
        self.build.when_let_go(keys.end)
        return keys

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> TextIO:
        """Where Pelican's own code writes a file: it is staged when it is closed."""
        name = os.path.relpath(filename, self.output_path).replace(os.sep, "/")
        if not self._take(name, override=override):
            return io.StringIO()
        return _Staged(self.build, name, encoding)

    def _take(self, name: str, *, override: bool) -> bool:
        """Whether a file is ours to write: twice is a fault, unless one of the two insists."""
        path = self._keys.path(name)
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
