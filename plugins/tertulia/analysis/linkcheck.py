"""What is wrong with how a site's own files point at each other.

Faults stop a check: a name, a section or an image that is nowhere, a circle of topics, a
case without a source. Notices do not: pages that no other leads to, and links by a name that
a page had before.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from tertulia.analysis.titles import Titles, index, key, named
from tertulia.core import headings
from tertulia.core.code import silenced
from tertulia.core.frontmatter import FrontMatter
from tertulia.core.kinds import Fault
from tertulia.core.links import read_links
from tertulia.core.model import PageKind
from tertulia.core.wikilinks import WikiLink, find

INTRASITE = ("{filename}", "{static}", "{attach}", "|filename|", "|static|", "|attach|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of the site.

    Attributes:
        file: Its path below the content folder.
        body: Its Markdown after the front matter; empty where it is in another language.
        listed: Neither a draft nor hidden.
        readable: It is Markdown: its links and sections are known.
    """

    file: str
    kind: PageKind
    slug: str
    head: FrontMatter
    body: str
    listed: bool = True
    readable: bool = True


def faults(sources: Sequence[Source], files: frozenset[str]) -> list[Fault]:
    """All that points nowhere, in the order of files and lines.

    Args:
        files: Every file below the content folder, for links to images and the like.
    """
    known = _Known(sources, files)
    found = [fault for source in sources for fault in _of(source, known)]
    found += _circles(sources)
    return sorted(found, key=lambda fault: (fault.file, fault.line))


def notices(sources: Sequence[Source], files: frozenset[str]) -> list[Fault]:
    """Pages that no other leads to, and links by former names."""
    known = _Known(sources, files)
    led_to: set[str] = set()
    found = []
    for source in sources:
        led_to |= {file for file in known.targets(source) if file != source.file}
        for link in find(source.body):
            file = known.titles.file(link.name)
            if file and key(link.name) in known.aliases.get(file, set()):
                title = known.titles.titles[file]
                message = f"[[{link.name}]] is now called {title!r}"
                found.append(_fault(source, link.line, message))
    found += [
        Fault(file=source.file, line=1, message="no other page leads here")
        for source in sources
        if source.listed
        and source.readable
        and source.kind is not PageKind.PAGE
        and source.file not in led_to
    ]
    return sorted(found, key=lambda fault: (fault.file, fault.line))


class _Known:
    def __init__(self, sources: Sequence[Source], files: frozenset[str]) -> None:
        self.files = files | {source.file for source in sources}
        names = [named(source.file, source.head) for source in sources]
        self.titles: Titles = index(names)[0]
        self.aliases = {name.file: {key(alias) for alias in name.aliases} for name in names}
        self.by_file = {source.file: source for source in sources if source.readable}
        self.by_slug = {source.slug: source.file for source in sources}
        self._ids: dict[str, set[str]] = {}

    def ids(self, file: str) -> set[str]:
        if file not in self._ids:
            self._ids[file] = headings.ids(self.by_file[file].body)
        return self._ids[file]

    def targets(self, source: Source) -> Iterator[str]:
        """The files of all pages that a page leads to."""
        for link in find(source.body):
            yield self.titles.file(link.name)
        for address in read_links(silenced(source.body)).targets:
            yield _path(source.file, address)
        for field in ("related", "topics", "broader", "narrower", "see"):
            for slug in source.head.listed(field):
                yield self.by_slug.get(slug, "")


def _of(source: Source, known: _Known) -> Iterator[Fault]:
    for link in find(source.body):
        yield from _wiki(source, link, known)
    yield from _intrasite(source, known)
    image = source.head.field("image")
    if image and "://" not in image.text and unquote(image.text) not in known.files:
        message = f"image: there is no file {image.text!r}{_near(image.text, known.files)}"
        yield Fault(file=source.file, line=image.line, message=message)
    if source.kind is PageKind.CASE and not source.head.text("sources"):
        yield Fault(file=source.file, line=1, message="a case rests on a source: add `Sources:`")


def _wiki(source: Source, link: WikiLink, known: _Known) -> Iterator[Fault]:
    file = known.titles.file(link.name) if link.name else source.file
    if key(link.name) in known.titles.shared:
        yield _fault(source, link.line, f"[[{link.name}]]: two pages are called so")
    elif not file:
        near = known.titles.nearest(link.name)
        hint = f"; did you mean {', '.join(map(repr, near))}?" if near else ""
        yield _fault(source, link.line, f"[[{link.name}]]: no page of that name{hint}")
    elif link.section and file in known.by_file:
        wanted = headings.slug(link.section)
        there = known.ids(file)
        if wanted not in there:
            message = f"[[{link.name}#{link.section}]]: {file} has no such section"
            yield _fault(source, link.line, f"{message}{_near(wanted, there)}")


def _intrasite(source: Source, known: _Known) -> Iterator[Fault]:
    for number, line in enumerate(silenced(source.body).split("\n"), 1):
        if not any(mark in line for mark in INTRASITE):
            continue
        for address in read_links(line).targets:
            path = _path(source.file, address)
            if not path:
                continue
            if path not in known.files:
                near = _near(path, known.files)
                yield _fault(source, number, f"{address}: there is no such file{near}")
            elif "#" in address and path in known.by_file:
                anchor = unquote(address.split("#", 1)[1])
                if anchor and anchor not in known.ids(path):
                    near = _near(anchor, known.ids(path))
                    yield _fault(source, number, f"{address}: {path} has no such section{near}")


def _circles(sources: Sequence[Source]) -> Iterator[Fault]:
    """Topics that are broader than themselves, by however many steps."""
    broader = {s.slug: set(s.head.listed("broader")) for s in sources if s.kind is PageKind.TOPIC}
    for source in sources:
        if source.kind is PageKind.TOPIC:
            for other in source.head.listed("narrower"):
                broader.setdefault(other, set()).add(source.slug)
    for source in sources:
        if source.kind is not PageKind.TOPIC:
            continue
        way = _way(broader, source.slug)
        if way and min(way) == source.slug:  # each circle is told once, by its first name
            message = f"topics go in a circle: {' < '.join([*way, way[0]])}"
            yield Fault(file=source.file, line=1, message=message)


def _way(broader: dict[str, set[str]], start: str) -> list[str]:
    """A way from a topic by ever broader ones back to itself; empty where there is none."""
    before: dict[str, str] = {}
    waiting = [start]
    while waiting:
        topic = waiting.pop()
        for wider in sorted(broader.get(topic, ())):
            if wider == start:
                way = [topic]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if wider not in before:
                before[wider] = topic
                waiting.append(wider)
    return []


def _path(file: str, address: str) -> str:
    """The file that an intrasite link means; empty for other links."""
    mark = next((m for m in INTRASITE if address.startswith(m)), "")
    if not mark:
        return ""
    path = unquote(address.removeprefix(mark).split("#")[0].split("?")[0])
    return normpath(path.lstrip("/") if path.startswith("/") else join(dirname(file), path))


def _fault(source: Source, line: int, message: str) -> Fault:
    return Fault(file=source.file, line=line + source.head.body_line - 1, message=message)


def _near(name: str, among: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(among), n=3, cutoff=0.5)
    return f"; did you mean {', '.join(map(repr, near))}?" if near else ""
