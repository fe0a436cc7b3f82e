"""Markdown as Pelican's own reader gives it, with one converter for all files and a memory.

What is converted is kept by the digest of the file, the Markdown settings and what the wiki
links in the text lead to.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import msgspec
from markdown import Markdown
from pelican.readers import DUPLICATES_DEFINITIONS_ALLOWED, MarkdownReader, Readers
from pelican.urlwrappers import Author, Category, Tag

from tertulia.edge.forks import spread
from tertulia.edge.keep import digest
from tertulia.site.company import alone
from tertulia.site.pagefiles import PageFiles, page_files
from tertulia.site.sparing import spare
from tertulia.site.state import Build
from tertulia.site.wikilinks import WikiLinks

KIND = "markdown"
_LABELS = (Author, Category, Tag)


class Converted(msgspec.Struct, frozen=True):
    """A file as Markdown gives it.

    Attributes:
        meta: The lines of each key, keys as written.
        formatted: HTML of the keys that hold Markdown themselves, by lower-case key.
    """

    html: str
    meta: dict[str, list[str]]
    formatted: dict[str, str]


class KeptMarkdownReader(MarkdownReader):  # type: ignore[misc]
    """Gives what `MarkdownReader` gives."""

    build: ClassVar[Build]
    _last: tuple[bytes, Converted] | None = None

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """HTML and metadata of a file."""
        self._source_path = source_path
        key = self.key(source_path)
        converted = self.build.keep.value(
            KIND, key, Converted, lambda: self.convert(self._text(source_path))
        )
        self._last = key, converted
        return converted.html, self._metadata(converted)

    def converted(self, key: bytes) -> Converted | None:
        """What is kept by that key; of the file that was read last it is at hand."""
        if self._last and self._last[0] == key:
            return self._last[1]
        return self.build.keep.find(KIND, key, Converted)

    def html(self, source_path: str) -> str:
        """The HTML of a file alone; what is kept of it stays where it is."""
        kept = self.build.keep.load(KIND, self.key(source_path), Converted)
        return (kept or self.convert(self._text(source_path))).html

    def missing(self, paths: Iterable[str]) -> list[tuple[bytes, str]]:
        """What of these files is not kept: its key and text."""
        key_of = self.keys.of
        keys = ((key_of(path), path) for path in paths)
        return [(key, self._text(path)) for key, path in keys if not self.build.keep.has(KIND, key)]

    def convert_ahead(self, missing: Sequence[tuple[bytes, str]], least: int) -> None:
        """Convert what is `missing`, in several processes where it pays.

        Args:
            least: So many files are worth another process.
        """
        for share in spread(self._convert_all, missing, least):
            for key, data in share:
                decoded = msgspec.msgpack.decode(data, type=Converted)
                self.build.keep.add(KIND, key, decoded, data)

    def _convert_all(self, texts: Sequence[tuple[bytes, str]]) -> list[tuple[bytes, bytes]]:
        return [(key, msgspec.msgpack.encode(self.convert(text))) for key, text in texts]

    def convert(self, text: str) -> Converted:
        """Convert one text; the converter is made once."""
        settings = self.settings["MARKDOWN"]
        whole: Any = self.build.memo(
            ("markdown", id(settings)), lambda: spare(Markdown(**settings))
        )
        whole.reset()
        whole.Meta = {}
        html = whole.convert(text)
        meta = {name: list(lines) for name, lines in whole.Meta.items()}
        wanted = [name for name in meta if name.lower() in self.settings["FORMATTED_FIELDS"]]
        formatted = {}
        for name in wanted:
            field = self.build.memo(("markdown field", id(settings)), self._field_converter)
            field.reset()
            formatted[name.lower()] = field.convert("\n".join(meta[name]))
        return Converted(html=html, meta=meta, formatted=formatted)

    def _field_converter(self) -> Markdown:
        converter = spare(Markdown(**self.settings["MARKDOWN"]))
        converter.preprocessors.deregister("meta")  # as Pelican does
        return converter

    def _metadata(self, converted: Converted) -> dict[str, Any]:
        """As `MarkdownReader._parse_metadata`, from what is kept."""
        found: dict[str, Any] = {}
        for written, lines in converted.meta.items():
            name = written.lower()
            value: Any
            if name in converted.formatted:
                value = converted.formatted[name]
            elif len(lines) > 1 and DUPLICATES_DEFINITIONS_ALLOWED.get(name, True):
                value = list(lines)
            else:
                value = lines[0]
            found[name] = self._shared(self.process_metadata(name, value))
        return found

    def _shared(self, value: Any) -> Any:  # noqa: ANN401  (whatever Pelican makes of a line)
        """The same with one object for each label: each works out its slug by itself.

        Where only we are at work: others may give one of them another slug.
        """
        if type(value) is list:
            return [self._shared(part) for part in value]
        if type(value) not in _LABELS or not self.build.memo("alone", alone):
            return value
        return self.build.memo((type(value).__name__, value.name), lambda: value)

    def _text(self, path: str) -> str:
        return page_files(self.build).text(path)

    def key(self, path: str) -> bytes:
        """The digest of all that a file's Markdown depends on."""
        return self.keys.of(path)

    @property
    def keys(self) -> "_Keys":
        """Tells these digests."""
        settings = self.settings["MARKDOWN"]
        return self.build.memo(("markdown keys", id(settings)), self._keys)

    def _keys(self) -> "_Keys":
        fields = ",".join(sorted(self.settings["FORMATTED_FIELDS"]))
        plain, links = _split(self.settings["MARKDOWN"])
        keys = _Keys(page_files(self.build), links, (self.build.code, plain, fields))
        keys.recall(self.build.keep.left("markdown keys", _Keys))
        self.build.keep.leave("markdown keys", keys)
        return keys


class _Keys:
    """By what the Markdown of each file is kept.

    Args:
        links: Those that lead to pages by their titles.
        about: All else that counts for every file.
    """

    def __init__(
        self, files: PageFiles, links: WikiLinks | None, about: tuple[bytes, str, str]
    ) -> None:
        self._files = files
        self._titles = links.titles if links is not None else None
        self._about = about
        self._known: dict[str, tuple[bytes, bytes]] = {}  # of a file: its digest, and the key
        self._last: Mapping[str, tuple[bytes, bytes]] = {}

    def recall(self, last: "_Keys | None") -> None:
        """Take over the keys of the last build of this process, where they would be the same."""
        if last and last._about == self._about and last._titles is self._titles:
            self._last = last._known

    def of(self, path: str) -> bytes:
        """The key of a file.

        Raises:
            FileNotFoundError: It has gone.
        """
        held = self._files.digest(path)
        known = self._known.get(path) or self._last.get(path)
        if known is None or known[0] != held:
            known = held, digest(*self._about, self._targets(path), held)
        self._known[path] = known
        return known[1]

    def _targets(self, path: str) -> str:
        if self._titles is None or not (names := self._files.names(path)):
            return ""
        return repr([(name, self._titles.file(name)) for name in names])


def _split(settings: Mapping[str, Any]) -> tuple[str, WikiLinks | None]:
    """The settings as text, but for the wiki links, which depend on the titles of all pages."""
    links = [e for e in settings.get("extensions", ()) if isinstance(e, WikiLinks)]
    others = [e if isinstance(e, str) else type(e) for e in settings.get("extensions", ())]
    plain = {**settings, "extensions": others}
    return repr(sorted(plain.items())), links[0] if links else None


def replace(readers: Readers, build: Build) -> None:
    """Put the reader in the place of Pelican's own, unless a plugin has put another there."""
    ours = type("KeptMarkdownReader", (KeptMarkdownReader,), {"build": build})
    for ending in MarkdownReader.file_extensions:
        if readers.reader_classes.get(ending) is MarkdownReader:
            readers.reader_classes[ending] = ours
