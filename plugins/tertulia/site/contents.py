"""Pelican's content objects of earlier builds, set up again instead of being made anew.

Pelican's generators ask for each file whether its content is cached. Its own answer to that
keeps pickled objects by the file's date, links that went stale included. Ours keeps what Pelican
made of one file before any plugin saw it, by all that this rests on: the file, what its wiki
links lead to, the settings and the code. Whatever plugins do to it is done anew.
"""

import locale
import os
import weakref
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from blinker import Signal
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, CachingGenerator, PagesGenerator
from pelican.plugins import signals
from pelican.urlwrappers import Author, Category, Tag, URLWrapper
from pelican.utils import SafeDatetime

from tertulia.edge.keep import digest
from tertulia.site import readers
from tertulia.site.company import alone, overheard
from tertulia.site.content import KindGenerator
from tertulia.site.later import LaterContent
from tertulia.site.state import Build

KIND = "content"

SAME = ["same"]
PLACES = ("url", "save_as")

_APART = frozenset({"settings", "_context", "_content", "metadata", "translations"})
_WRAPPERS: Mapping[str, type[URLWrapper]] = {w.__name__: w for w in (Author, Category, Tag)}
_EMPTY_ALT = ('alt=""', "alt=''")  # Pelican warns of each image without words, in each build

# Who listens to these would not hear of a content that is not made anew.
_HEARD: tuple[Signal, ...] = (
    signals.content_object_init,
    signals.article_generator_preread,
    signals.article_generator_context,
    signals.page_generator_preread,
    signals.page_generator_context,
)


class Unkept(Exception):
    """A value of a kind that is not kept."""


class Kept(msgspec.Struct, frozen=True):
    """A content as Pelican made it.

    Attributes:
        own: Its attributes but for those that are its surroundings or stand here.
        metadata: In its order; `SAME` where it is the very attribute of that name.
        html: Its body; None where that is what Markdown gave.
        links: The static files that it links to.
        places: Its address and file; nothing for an undated content, whose may be of today.
    """

    own: dict[str, Any]
    metadata: dict[str, Any]
    html: str | None
    links: tuple[str, ...]
    places: dict[str, str]


class Origin(NamedTuple):
    """Where a content comes from that nothing but Pelican has touched.

    Attributes:
        key: What it is kept by.
        places: As in `Kept`.
    """

    key: bytes
    places: Mapping[str, str]


class Held(NamedTuple):
    """A content on the shelf.

    Attributes:
        path: Of its file.
        key: What it is kept by. text: What its Markdown is kept by.
    """

    content: Content
    path: str
    key: bytes
    text: bytes
    kept: Kept


class Shelf:
    """The kept contents of one generator, in the place of its cache.

    Attributes:
        made: What kind of content they are.
        root: The folder that files are named from.
        rests_on: Digest of all that they rest on besides their files.
        held: Those of this build, by file, where the process builds again; what cannot be kept
            is missing.
    """

    def __init__(self, generator: CachingGenerator, build: Build) -> None:
        self._generator: CachingGenerator = weakref.proxy(generator)  # which holds its shelf
        # Which goes before all is made: what is looked for later must not be asked of it.
        self._settings = generator.settings
        self._readers = generator.readers
        self.root: str = generator.path
        self._build = build
        self.made = _made_by(generator)
        self.held: dict[str, Held] = {}
        # Others may look for the body where it is not yet.
        self._later = type(self.made.__name__, (LaterContent, self.made), {}) if alone() else None
        self._links: dict[int, tuple[str, ...]] = {}
        self._origins = origins(build)
        self.rests_on = digest(build.settings, locale.setlocale(locale.LC_ALL))

    def find(self, name: str, default: Content | None = None) -> Content | None:
        """The content of a file; `default` where it has to be made."""
        keys = self._keys(name)
        found = keys and self._build.keep.find(KIND, keys[0], Kept)
        if not found or not keys:
            return default
        if found.html is None and not self._build.keep.has(readers.KIND, keys[1]):
            return default
        content = self._set_up(name, found)
        self._links[id(content)] = found.links
        self._hold(name, content, keys, found)
        return content

    def add(self, name: str, content: Content) -> None:
        """Keep what Pelican has made of a file."""
        keys = self._keys(name)
        html = content._content
        if keys is None or any(sign in html for sign in _EMPTY_ALT):
            return
        own = {key: value for key, value in vars(content).items() if key not in _APART}
        converted = self._reader(name).converted(keys[1])
        try:
            kept = Kept(
                own={key: _packed(value) for key, value in own.items()},
                metadata={
                    key: SAME if own.get(key, _APART) is value else _packed(value)
                    for key, value in content.metadata.items()
                },
                html=None if converted and converted.html == html else html,
                links=tuple(sorted(content.get_static_links())),
                places={key: content.get_url_setting(key) for key in PLACES if "date" in own},
            )
        except Unkept:
            return
        self._build.keep.add(KIND, keys[0], kept)
        self._links[id(content)] = kept.links
        if kept.html is None and self._later and not self._build.keep.lasting:
            content.__class__, content._read_body = self._later, partial(self.body, name)
        self._hold(name, content, keys, kept)

    def link(self, content: Content) -> None:
        """Have the static files copied that a content links to."""
        found = self._links.get(id(content))
        if found is None:
            CachingGenerator.add_static_links(self._generator, content)
        else:
            self._generator.context["static_links"].update(found)

    def _hold(self, name: str, content: Content, keys: tuple[bytes, bytes], kept: Kept) -> None:
        if self._build.keep.lasting:
            self.held[name] = Held(content, self._path(name), *keys, kept)
        self._origins[id(content)] = Origin(keys[0], kept.places)

    def text_key(self, name: str) -> bytes | None:
        """What the Markdown of a file is kept by; None where it is not."""
        key_of = self.key_of(name.rpartition(".")[2])
        return key_of(self._path(name)) if key_of else None

    def key_of(self, ending: str) -> Callable[[str], bytes] | None:
        """Tells by what the Markdown of files with that ending is kept; None where none is."""
        reader = self._readers.readers.get(ending)
        return reader.keys.of if isinstance(reader, readers.KeptMarkdownReader) else None

    def body(self, name: str) -> str:
        """The body of a content whose HTML is what Markdown gave."""
        html: str = self._reader(name).html(self._path(name))
        return html

    def _keys(self, name: str) -> tuple[bytes, bytes] | None:
        """By what the content of a file is kept, and its Markdown; None where it is not."""
        text = self.text_key(name)
        if text is None:
            return None
        return digest(self.rests_on, self.made.__name__, self._path(name), text), text

    def _reader(self, name: str) -> Any:  # noqa: ANN401  (Pelican's own have no type)
        return self._readers.readers.get(name.rpartition(".")[2])

    def _path(self, name: str) -> str:
        return os.path.abspath(os.path.join(self.root, name))  # noqa: PTH100, PTH118

    def _set_up(self, name: str, kept: Kept) -> Content:
        own = {key: self._unpacked(value) for key, value in kept.own.items()}
        metadata = {
            key: own[key] if value == SAME else self._unpacked(value)
            for key, value in kept.metadata.items()
        }
        own |= {
            "settings": self._settings,
            "metadata": metadata,
            "translations": [],
            "_context": self._generator.context,
        }
        made = self.made
        if kept.html is not None:
            own["_content"] = kept.html
        elif self._later:
            made, own["_read_body"] = self._later, partial(self.body, name)
        else:
            own["_content"] = self.body(name)
        content = object.__new__(made)
        vars(content).update(own)
        return content

    def _unpacked(self, value: Any) -> Any:  # noqa: ANN401  (whatever a content holds)
        if type(value) is not list:
            return value
        kind, *parts = value
        if kind == "list":
            return [self._unpacked(part) for part in parts]
        memo = self._build.memo
        if kind == "zone":
            return memo(("zone", parts[0]), lambda: ZoneInfo(parts[0]))
        if kind == "date":
            date = SafeDatetime.fromisoformat(parts[0])
            return date.replace(tzinfo=self._unpacked(["zone", parts[1]])) if parts[1] else date
        settings = self._settings
        return memo((kind, parts[0]), lambda: _WRAPPERS[kind](parts[0], settings))


def origins(build: Build) -> dict[int, Origin]:
    """The origins of contents that are kept, by their `id()`."""
    return build.memo("origins", dict)


def put_away(contents: Iterable[Content]) -> None:
    """Have bodies that were read take no memory any more, where they can be read again.

    Args:
        contents: Those whose links may be followed again without telling anybody anything.
    """
    ids = set()
    for content in contents:
        ids.add(id(content))
        if "_read_body" in vars(content):
            vars(content).pop("_content", None)
    resolved = vars(Content)["get_content"].cache  # Pelican remembers every text it ever resolved
    for known in [known for known in resolved if id(known[0]) in ids]:
        del resolved[known]


def shelve(generator: object) -> Shelf | None:
    """Let a generator find the contents of earlier builds; None where it has to make them."""
    if not isinstance(generator, ArticlesGenerator | PagesGenerator | KindGenerator):
        return None
    settings = generator.settings
    build = Build.of(settings)
    of_today = settings.get("DEFAULT_DATE") == "fs" or not settings["WITH_FUTURE_DATES"]
    if build is None or of_today or settings["CACHE_CONTENT"] or overheard(_HEARD):
        return None
    shelf = Shelf(generator, build)
    generator.get_cached_data = shelf.find
    generator.cache_data = shelf.add
    generator.add_static_links = shelf.link
    return shelf


def _made_by(generator: CachingGenerator) -> type[Content]:
    if isinstance(generator, KindGenerator):
        found: type[Content] = generator.content_class
        return found
    made: type[Content] = Article if isinstance(generator, ArticlesGenerator) else Page
    return made


def _packed(value: object) -> object:
    """A value as plain ones; each list begins with what it stands for.

    Raises:
        Unkept: It is of another kind.
    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    if type(value) is list:
        return ["list", *map(_packed, value)]
    if isinstance(value, ZoneInfo) and value.key:
        return ["zone", value.key]
    name = type(value).__name__
    if isinstance(value, SafeDatetime):
        zone = value.tzinfo
        if zone is None or (isinstance(zone, ZoneInfo) and zone.key):
            return ["date", value.replace(tzinfo=None).isoformat(), zone.key if zone else ""]
    if isinstance(value, URLWrapper) and _WRAPPERS.get(name) is type(value) and not _named(value):
        return [name, value.name]
    raise Unkept(name)


def _named(value: URLWrapper) -> bool:
    """Whether somebody has given it another slug than its name makes."""
    return not value._slug_from_name
