"""What templates are compiled to, kept: a template holds what it includes, and its words.

That says nothing of a site: it rests on the theme, a language and the program. So it is kept for
all sites of a user (`edge.program`); where nothing can be kept there, with what the site keeps.
"""

import marshal
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import CodeType

import msgspec
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateError, TemplateNotFound
from pelican.generators import Generator

from tertulia.edge import program
from tertulia.edge.forks import Ahead
from tertulia.edge.keep import Keep, digest
from tertulia.site.engine import Engine
from tertulia.site.state import Build

KIND = "compiled"
EVERYWHERE = "base.html"  # where this template is kept, the others are
MOST_FILES = 12  # themes and languages: about 1 MB each
MOST_TEMPLATES = 400  # of one file; beyond, it starts anew

# What a template's code depends on of how its environment is set up.
_NOTATION = (
    "block_start_string block_end_string variable_start_string variable_end_string"
    " comment_start_string comment_end_string line_statement_prefix line_comment_prefix"
    " trim_blocks lstrip_blocks newline_sequence keep_trailing_newline autoescape is_async"
    " sandboxed"
).split()


class OfSite:
    """Compiled templates that a site keeps."""

    def __init__(self, keep: Keep, about: bytes) -> None:
        self._keep = keep
        self._about = about

    def find(self, key: str) -> bytes | None:
        """What is kept by that key."""
        return self._keep.find(KIND, digest(self._about, key), bytes)

    def add(self, key: str, code: bytes) -> None:
        """Keep what a template was compiled to."""
        self._keep.add(KIND, digest(self._about, key), code)

    def save(self) -> None:
        """The site saves all at its end."""


class OfProgram:
    """Compiled templates of a theme in a language, in a file for all sites."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, bytes] | None = None
        self._new = False

    def find(self, key: str) -> bytes | None:
        """What is kept by that key."""
        return self._all().get(key)

    def add(self, key: str, code: bytes) -> None:
        """Keep what a template was compiled to."""
        self._all()[key] = code
        self._new = True

    def save(self) -> None:
        """Write what is new."""
        if self._new:
            if len(self._all()) > MOST_TEMPLATES:
                self._all().clear()
            program.write(self._path, msgspec.msgpack.encode(self._all()), MOST_FILES)
            self._new = False

    def _all(self) -> dict[str, bytes]:
        if self._known is None:
            self._known = {}
            if data := program.read(self._path):
                with suppress(msgspec.MsgspecError):
                    self._known = msgspec.msgpack.decode(data, type=dict[str, bytes])
        return self._known


class CompiledTemplates(BytecodeCache):
    """Gives Jinja the code of templates that were compiled before, and keeps that of others."""

    def __init__(self, shelf: OfSite | OfProgram) -> None:
        self._shelf = shelf
        self._ahead: Ahead | None = None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where its template is kept."""
        bucket.code = self._known(bucket)
        if bucket.code is None and self._ahead is not None:
            for key, code in (self._ahead.result() or {}).items():
                self._shelf.add(key, code)
            self._ahead = None
            bucket.code = self._known(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket."""
        self._shelf.add(_key(bucket), marshal.dumps(bucket.code))

    def compile_ahead(self, engine: Engine) -> None:
        """Have all pages' templates compiled while content is read, unless they are kept."""
        assert engine.loader is not None
        with suppress(TemplateNotFound):
            source, path, _ = engine.loader.get_source(engine, EVERYWHERE)
            if self.get_bucket(engine, EVERYWHERE, path, source).code is None:
                self._ahead = Ahead(lambda: self._compiled(engine))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002  (Jinja's)
        """By its name alone: wherever a theme stands, it is compiled to the same."""
        return super().get_cache_key(name)

    def _compiled(self, engine: Engine) -> dict[str, bytes]:
        """What the templates are compiled to, in a copy of this process."""
        found: dict[str, bytes] = {}
        self.dump_bytecode = lambda bucket: found.update(  # type: ignore[method-assign]
            {_key(bucket): marshal.dumps(bucket.code)}
        )
        self._ahead = None
        for name in engine.list_templates(filter_func=lambda name: "/" not in name):
            with suppress(TemplateError):  # it is told of where it is used
                engine.templates(name)
        return found

    def _known(self, bucket: Bucket) -> CodeType | None:
        found = self._shelf.find(_key(bucket))
        with suppress(EOFError, ValueError, TypeError):
            code = marshal.loads(found) if found else None  # noqa: S302  (as of a `.pyc` file)
            return code if isinstance(code, CodeType) else None
        return None


def remember_templates(generator: Generator) -> None:
    """Let templates be compiled once, not once for each build."""
    build = Build.of(generator.settings)
    engine = generator.env
    if build and isinstance(engine, Engine) and not engine.bytecode_cache:
        engine.remember(partial(_memory, build))


def compile_ahead(generator: Generator) -> None:
    """Have templates that are not kept compiled while content is read."""
    engine = generator.env
    if isinstance(engine, Engine) and isinstance(engine.bytecode_cache, CompiledTemplates):
        engine.bytecode_cache.compile_ahead(engine)


def save(build: Build) -> None:
    """Keep the templates that were compiled in this build."""
    for shelf in build.memo("shelves", _none):
        shelf.save()


def _none() -> list[OfSite | OfProgram]:
    return []


def _memory(build: Build, lang: str, engine: Engine) -> CompiledTemplates:
    shelf: OfSite | OfProgram = OfSite(build.keep, digest(build.base, lang))
    if build.program is not None and _common(engine):
        about = digest(build.theme, lang, engine.voice.spoken)
        shelf = OfProgram(build.program / f"templates-{about.hex()}")
    build.memo("shelves", _none).append(shelf)
    return CompiledTemplates(shelf)


def _common(engine: Engine) -> bool:
    """Whether what decides about the code can be told: nothing is but names and Jinja's own."""
    return (
        engine.finalize is None
        and isinstance(engine.autoescape, bool)
        and all(name.startswith("jinja2.") for name in engine.extensions)
    )


def _key(bucket: Bucket) -> str:
    """Names the template, and all that its code depends on besides the theme and the language."""
    env = bucket.environment
    functions = [
        f"{name} {getattr(function, 'jinja_pass_arg', '')}"
        for one in (env.filters, env.tests)
        for name, function in sorted(one.items())
    ]
    told = [
        [bucket.key, bucket.checksum, str(env.policies.get("ext.i18n.trimmed"))],
        [str(getattr(env, name)) for name in _NOTATION],
        [functions, sorted(env.globals), sorted(env.extensions)],
    ]
    return digest(msgspec.msgpack.encode(told)).hex()
