"""The files of a site's pages as one build finds them, each read only where it has changed.

What a file says by itself is kept by its content: its front matter, and the names that its wiki
links use. What all front matter says together, the faults and the pages by name, is kept by the
front matter of all: a sentence more in a body changes none of it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from tertulia.analysis.titles import Titles, index, named
from tertulia.core.errors import BadContent
from tertulia.core.frontmatter import FrontMatter, damage, legible
from tertulia.core.model import PageKind
from tertulia.core.wikilinks import PATTERN, split
from tertulia.edge.keep import Keep, digest
from tertulia.edge.pages import (
    HEAD_CHARS,
    PageFile,
    faults_in,
    head_of,
    is_markdown,
    page_paths,
    templates_in,
    threads_in,
)
from tertulia.edge.stamps import Stamps
from tertulia.site.state import Build

_WIKILINK = re.compile(PATTERN)
_HEAD = msgspec.msgpack.Decoder(FrontMatter)


class Heading(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of one file.

    Attributes:
        head: Its front matter, encoded: what is not asked for is not decoded.
        names: What its wiki links name.
    """

    head: msgspec.Raw
    names: tuple[str, ...]


class Together(msgspec.Struct, frozen=True):
    """What is kept of all front matter.

    Attributes:
        threads: Names that files of threads may have.
        templates: File, line and name of each that a page asks for; the theme has them or not.
    """

    faults: tuple[str, ...]
    templates: tuple[tuple[str, int, str], ...]
    threads: tuple[str, ...]
    titles: Titles


class PageFiles:
    """The pages below a content folder.

    Attributes:
        paths: Of those in Markdown.

    Args:
        code: Digest of our own code.
        own: Keys that front matter may have besides ours.
    """

    def __init__(
        self, content: Path, keep: Keep, stamps: Stamps, code: bytes, own: Collection[str]
    ) -> None:
        self._content = content
        self._keep = keep
        self._stamps = stamps
        self._code = code
        self._own = own
        found = [(str(path), path, kind) for path, kind in page_paths(content)]
        self.paths = [name for name, _, _ in found if is_markdown(name)]
        kept = {name: self._of(name) for name, _, _ in found}
        self._names = {name: heading.names for name, heading in kept.items()}
        heads = [bytes(heading.head) for heading in kept.values()]
        keys = " ".join(sorted(own))
        key = digest(code, str(content), keys, *(name for name, _, _ in found), *heads)
        together = keep.value("front matter", key, Together, lambda: self._together(found, kept))
        self.faults = together.faults
        self.templates = together.templates
        self.threads = together.threads
        self.titles = together.titles

    def digest(self, path: str) -> bytes:
        """The digest of a file's content.

        Raises:
            FileNotFoundError: It has gone.
        """
        found = self._stamps.digest(path)
        if found is None:
            raise FileNotFoundError(path)
        return found

    def names(self, path: str) -> tuple[str, ...]:
        """What the wiki links of a file name."""
        known = self._names.get(path)
        return self._of(path).names if known is None else known

    def _of(self, path: str) -> Heading:
        key = digest(self._code, str(is_markdown(path)), self.digest(path))
        return self._keep.value(
            "page file", key, Heading, lambda: _read(path, self.text(path, "surrogateescape"))
        )

    def text(self, path: str, errors: str = "strict") -> str:
        """What a file says, its lines ended as everywhere.

        Raises:
            BadContent: It is not in UTF-8.
        """
        content = self._stamps.read(path)
        try:
            known = content.decode("utf-8-sig", errors)
        except UnicodeDecodeError as error:
            known = content.decode("utf-8", "surrogateescape")
            place = next(at for at, sign in enumerate(known) if "\udc80" <= sign <= "\udcff")
            line = known.count("\n", 0, place) + 1
            raise BadContent(f"{path}:{line}: not UTF-8; save it in that encoding") from error
        return known.replace("\r\n", "\n").replace("\r", "\n")

    def _together(
        self, found: list[tuple[str, Path, PageKind]], kept: Mapping[str, Heading]
    ) -> Together:
        pages = [
            PageFile(path=path, kind=kind, head=_HEAD.decode(kept[name].head))
            for name, path, kind in found
        ]
        titles, _ = index(
            named(page.path.relative_to(self._content).as_posix(), page.head) for page in pages
        )
        faults = tuple(str(fault) for fault in faults_in(pages, self._content, self._own))
        templates = tuple(templates_in(pages, self._content))
        threads = threads_in(pages)
        return Together(faults=faults, templates=templates, threads=threads, titles=titles)


def page_files(build: Build) -> PageFiles:
    """Those of a build."""
    return build.memo(
        "page files",
        lambda: PageFiles(build.content, build.keep, build.stamps, build.code, build.own_keys),
    )


def _read(path: str, text: str) -> Heading:
    head = replace(head_of(path, text[:HEAD_CHARS]), damaged=damage(text))
    links = _WIKILINK.finditer(legible(text)) if is_markdown(path) else ()
    names = [split(m["target"], m["text"]).name for m in links]
    return Heading(
        head=msgspec.Raw(msgspec.msgpack.encode(head)), names=tuple(dict.fromkeys(names))
    )
