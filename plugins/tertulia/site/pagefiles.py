"""The files of a site's pages as one build finds them, each read only where it has changed.

What a file says by itself is kept by its content: its front matter, and the names that its wiki
links use. What all front matter says together, the faults and the pages by name, is kept by the
front matter of all: a sentence more in a body changes none of it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

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

KIND = "page file"
_LEFT = "page files"

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


class _Look(NamedTuple):
    """A file as a build of this process saw it.

    Attributes:
        held: Digest of its content. key: What its heading is kept by.
    """

    held: bytes
    key: bytes
    heading: Heading


class _Last(NamedTuple):
    """What the last build of this process saw.

    Attributes:
        looks: By path, in their order.
        about: Digest of all else that counts.
        key: What all front matter together is kept by.
    """

    looks: dict[str, _Look]
    about: bytes
    key: bytes


def _same_heads(now: Mapping[str, _Look], last: Mapping[str, _Look]) -> bool:
    """Whether there are the same files with the same front matter."""
    return list(now) == list(last) and all(
        one is other or one.heading.head == other.heading.head
        for one, other in zip(now.values(), last.values(), strict=True)
    )


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
        found = page_paths(content)
        self.paths = [name for name, _ in found if is_markdown(name)]
        last = keep.left(_LEFT, _Last) or _Last({}, b"", b"")
        kept = {name: self._looked_at(name, last.looks.get(name)) for name, _ in found}
        self._headings = {name: look.heading for name, look in kept.items()}
        keys = " ".join(sorted(own))
        about = digest(code, str(content), keys)
        if about == last.about and _same_heads(kept, last.looks):
            key = last.key
        else:
            heads = (bytes(heading.head) for heading in self._headings.values())
            key = digest(about, *kept, *heads)
        together = keep.value("front matter", key, Together, lambda: self._together(found))
        keep.leave(_LEFT, _Last(kept, about, key))
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
        known = self._headings.get(path)
        return self._looked_at(path).heading.names if known is None else known.names

    def _looked_at(self, path: str, last: "_Look | None" = None) -> "_Look":
        """A file as it is; as the last build saw it, where that is so."""
        held = self.digest(path)
        if last and last.held == held:
            self._keep.claim(KIND, last.key)
            return last
        key = digest(self._code, str(is_markdown(path)), held)
        heading = self._keep.value(
            KIND, key, Heading, lambda: _read(path, self.text(path, "surrogateescape"))
        )
        return _Look(held, key, heading)

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

    def _together(self, found: Sequence[tuple[str, PageKind]]) -> Together:
        pages = [
            PageFile(path=Path(name), kind=kind, head=_HEAD.decode(self._headings[name].head))
            for name, kind in found
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
