"""XML from strangers as a stream: whole units as they close, in bounded memory.

`_mending.py` makes the text well-formed before libxml2 sees it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO

from lxml import etree

from tertulia.sources._mending import Mending

KEPT_CAP = 2_000_000  # characters kept of one element's text
CHILDREN_CAP = 20_000  # children kept of one element besides the units

_TAGS = re.compile(r"<(/?)[A-Za-z_][^<>]*?(/?)>")
_PAGE_TAG = re.compile(r"<(?:b|br|div|font|p|pre|table)(?=[\s>/])", re.IGNORECASE)
_DECLARING = re.compile(r"<[A-Za-z_][\w:.-]*\s[^<>]*?\bxmlns\b")


_NONE: Mapping[str, str] = MappingProxyType({})


class Node:
    """An element with its attributes, own text and kept children."""

    __slots__ = ("attributes", "children", "name", "parts", "size")

    def __init__(self, name: str, attributes: Mapping[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: Sequence[Node] = ()  # a list as soon as there is one; most have none
        self.parts: list[str] = []
        self.size = 0

    @property
    def text(self) -> str:
        """Its own text, as written; no longer than `KEPT_CAP`."""
        return "".join(self.parts)

    def first(self, name: str) -> "Node | None":
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def every(self, name: str) -> "list[Node]":
        """All children of that name."""
        return [child for child in self.children if child.name == name]

    def say(self, name: str) -> str:
        """The stripped text of the first child of that name, or nothing."""
        child = self.first(name)
        return child.text.strip() if child else ""


class Stream:
    """Reads units out of a file; afterwards tells what was wrong with it.

    Attributes:
        mended: Clauses about the file, such as "control characters taken off"; complete at the end.
        open_at_end: Elements that the end of the file found open, outermost first.
        lost: Clauses about what the file holds and could not be read.
    """

    def __init__(
        self,
        file: BinaryIO,
        units: frozenset[str],
        name: Callable[[str], str],
        opaque: frozenset[str] = frozenset(),
        texts: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare a reading.

        Args:
            file: Open; it is read from where it stands to its end.
            units: Names of the elements to yield.
            name: Makes "{uri}local" a name of ours.
            opaque: Units in which no other unit is looked for.
            texts: Names, as they are written, of elements that hold text and no elements.
        """
        self._text = Mending(file, units, texts)
        self._opaque = opaque
        self._units = units
        self._name = name
        self.mended = self._text.mended
        self.lost = self._text.lost
        self.open_at_end: list[Node] = []

    def __iter__(self) -> Iterator[tuple[Node, list[Node]]]:
        """Each unit when it closes, with the elements it stands in, outermost first."""
        target, parser = self._start()
        root_end: re.Pattern[str] | None = None
        names = "|".join(re.escape(unit.rpartition(":")[2]) for unit in self._units)
        opening = re.compile(rf"<(?:[\w.-]+:)?(?:{names})(?=[\s>/])")
        told = begun = 0
        ended = nested = False
        for text in self._text.pieces():
            told += len(opening.findall(text))
            if root_end is None and not target.seen:
                text = self._from_the_root(text)
            while True:
                if root_end is None and (root := re.search(r"<([A-Za-z_][\w:.-]*)", text)):
                    root_end = re.compile(f"</{re.escape(root[1])}\\s*>")
                ends = root_end.search(text) if root_end else None
                here = text[: ends.end()] if ends else text
                parser.feed(here.encode("utf-8", "replace"))
                yield from target.taken()
                if not ends:
                    break
                text = text[ends.end() :]
                begun, ended = begun + target.begun, True
                nested = nested or target.nested
                target, parser = self._start()
                root_end = None
                if not text.strip():
                    break
        self.open_at_end = list(target.stack)
        begun += target.begun
        if nested or target.nested:
            self.lost.append("an item without an end: the file is damaged there")
        if told > begun:
            self.lost.append(f"{told - begun} items stand where the file is broken")
        elif not (target.seen or ended):
            self.lost.append("it ends before its first element")

    def _from_the_root(self, text: str) -> str:
        """Without what stands before the root element, of which a parser wants nothing."""
        start = root.start() if (root := re.search(r"<[?!A-Za-z_]", text)) else 0
        if _PAGE_TAG.match(text, start) and (declared := _DECLARING.search(text, start)):
            start = declared.start()  # PHP's complaints are tags too
        if text[:start].strip():
            self._text.say("what stood before its first element left out")
            return text[start:]
        return text

    def _start(self) -> "tuple[_Target, etree.XMLParser]":
        target = _Target(self._units, self._name, self._opaque)
        parser = etree.XMLParser(
            target=target,  # type: ignore[arg-type]  # the stubs know fewer kinds than lxml
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        return target, parser


def depth(text: str) -> int:
    """How many tags are open at once at most, closed or not by their own name."""
    now = deepest = 0
    for tag in _TAGS.finditer(text):
        now += -1 if tag[1] else not tag[2]
        deepest = max(deepest, now)
    return deepest


class _Target:
    """Builds units from the parser's calls and keeps little else."""

    def __init__(
        self, units: frozenset[str], name: Callable[[str], str], opaque: frozenset[str]
    ) -> None:
        self.stack: list[Node] = []
        self._opaque = opaque
        self._open = Counter[str]()  # units by name
        self._inside = 0  # how many opaque units are open
        self.nested = False  # a unit stands in its like: the outer one's end is missing
        self.seen = False
        self.begun = 0  # elements named as units are, in whatever namespace
        self._locals = {unit.rpartition(":")[2] for unit in units}
        self._units = units
        self._ready: list[tuple[Node, list[Node]]] = []
        self._names: dict[str, tuple[str, bool]] = {}
        self._name = name

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.seen = True
        name, counted = self._names.get(tag) or self._known(tag)
        if counted:
            self.begun += 1
            if name in self._units:
                self._open[name] += 1
                self._inside += name in self._opaque
                self.nested = self.nested or self._open[name] > 1
        self.stack.append(Node(name, dict(attributes) if len(attributes) else _NONE))

    def end(self, tag: str) -> None:  # noqa: ARG002 (the parser's signature)
        node = self.stack.pop()
        if node.name in self._units:
            self._open[node.name] -= 1
            self._inside -= node.name in self._opaque
            if self._inside in (0, self._open[node.name]):
                self._ready.append((node, list(self.stack)))
                return
        if self.stack:
            above = self.stack[-1].children
            if isinstance(above, tuple):
                self.stack[-1].children = [node]
            elif len(above) < CHILDREN_CAP:
                above.append(node)  # type: ignore[attr-defined]

    def data(self, data: str) -> None:
        node = self.stack[-1] if self.stack else None
        if node is not None and node.size < KEPT_CAP:
            node.parts.append(data)
            node.size += len(data)

    def _known(self, tag: str) -> tuple[str, bool]:
        """Our name of a tag, and whether it is named as a unit is, in whatever namespace."""
        known = self._name(tag), tag.rpartition("}")[2].rpartition(":")[2] in self._locals
        if len(self._names) < 10_000:
            self._names[tag] = known
        return known

    def close(self) -> None:
        """Asked for by the parser."""

    def taken(self) -> list[tuple[Node, list[Node]]]:
        """The units that closed since it was last asked."""
        ready, self._ready = self._ready, []
        return ready
