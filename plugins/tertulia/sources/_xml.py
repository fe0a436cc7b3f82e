"""XML from strangers as a stream: whole units as they close, in bounded memory.

Real exports are often not well-formed, and a recovering parser silently drops what it cannot
read. So the text is mended before libxml2 sees it: bytes that are not in the stated encoding
are read as Windows-1252, control characters come off, CDATA becomes escaped text (libxml2 has
a limit of 10 MB on it), a bare "&" or "<" is escaped, and so are tags in an element that holds
nothing but text, where CDATA was forgotten. A DOCTYPE with all its entities is taken out: nothing
is ever expanded or opened.
"""

import codecs
import html.entities
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import BinaryIO

from lxml import etree

from tertulia.core.errors import BadSource
from tertulia.sources._clean import RAW_BYTE, from_raw

CHUNK_BYTES = 1 << 18
KEPT_CAP = 2_000_000  # characters kept of one element's text
CHILDREN_CAP = 20_000  # children kept of one element besides the units

_OPENER = r"!(?:(?i:\[CDATA\[)|--)"  # behind a "<", which alone is found fast
_CUT = 40  # characters: longer than any tag that a mending looks for
_LOOSE = re.compile(
    r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?|<(?!/?[A-Za-z_])"
)
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>|<\?xml-stylesheet\b[^>]*\?>")
_STATED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TAGS = re.compile(r"<(/?)[A-Za-z_][^<>]*?(/?)>")
_PAGE_TAG = re.compile(r"<(?:b|br|div|font|p|pre|table)(?=[\s>/])", re.IGNORECASE)
_DECLARING = re.compile(r"<[A-Za-z_][\w:.-]*\s[^<>]*?\bxmlns\b")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))


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
        self._opener, self._ends = _openers(texts, units)
        self._opaque = opaque
        self._file = file
        self._units = units
        self._name = name
        self.mended: list[str] = []
        self.lost: list[str] = []
        self.open_at_end: list[Node] = []

    def __iter__(self) -> Iterator[tuple[Node, list[Node]]]:
        """Each unit when it closes, with the elements it stands in, outermost first."""
        target, parser = self._start()
        root_end: re.Pattern[str] | None = None
        names = "|".join(re.escape(unit.rpartition(":")[2]) for unit in self._units)
        opening = re.compile(rf"<(?:[\w.-]+:)?(?:{names})(?=[\s>/])")
        told = begun = 0
        ended = nested = False
        for text in self.texts():
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
            self._say("what stood before its first element left out")
            return text[start:]
        return text

    def texts(self) -> Iterator[str]:
        """The file's text, piece by piece, well-formed as far as that can be had."""
        return self._mend(self._decode())

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

    def _decode(self) -> Iterator[str]:
        head = self._file.read(CHUNK_BYTES)
        encoding = _encoding(head)
        errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
        decoder = codecs.getincrementaldecoder(encoding)(errors)
        first = True
        while head:
            text = decoder.decode(head)
            head = self._file.read(CHUNK_BYTES)
            if not head:
                text += decoder.decode(b"", final=True)
            if first:
                text = _DECLARATION.sub("", text.removeprefix("\ufeff"))
                first = False
            if not text.isascii() and RAW_BYTE.search(text):
                self._say("bytes outside the stated encoding read as Windows-1252")
                text = from_raw(text)
            if _CONTROL.search(text):
                self._say("control characters taken off")
                text = _CONTROL.sub("", text)
            yield text

    def _mend(self, chunks: Iterator[str]) -> Iterator[str]:
        """Well-formed text: no CDATA, comment or DOCTYPE, no loose "&" or "<"."""
        rest, until = "", ""
        within: re.Pattern[str] | None = None  # what may end the text that it is in
        for chunk in chunks:
            rest, done, at = rest + chunk, [], 0
            while at < len(rest):
                if until:
                    end = rest.find(until, at)
                    stop = end if end >= 0 else max(at, len(rest) - 2)
                    if until == "]]>":
                        done.append(_escaped(rest[at:stop]))
                    at = stop
                    if end < 0:
                        break
                    at, until = end + len(until), ""
                    continue
                opener = (within or self._opener).search(rest, at)
                tight = self._words if within else self._tight
                if not opener:
                    stop = _safe_end(rest, at)
                    done.append(tight(rest[at:stop]))
                    at = stop
                    break
                done.append(tight(rest[at : opener.start()]))
                at = opener.end()
                if opener[0][1] != "!":
                    done.append(opener[0])
                    within = None if within else self._ends[opener[1]]
                elif opener[0].upper() == "<!DOCTYPE":
                    inside = _doctype(rest, at)
                    if inside < 0:
                        at = opener.start()
                        if len(rest) - at > 4 * CHUNK_BYTES:
                            raise BadSource("its DOCTYPE has no end")
                        break
                    if "<!ENTITY" in rest[at:inside]:
                        self.lost.append("the file declares entities; none is expanded or opened")
                    at = inside
                else:
                    until = "]]>" if opener[0][2] == "[" else "-->"
            rest = rest[at:]
            yield "".join(done)
        yield _escaped(rest) if until == "]]>" else "" if until else self._tight(rest)

    def _tight(self, text: str) -> str:
        return _LOOSE.sub(self._reference, text) if "&" in text or "<" in text else text

    def _words(self, text: str) -> str:
        """What stands in an element that holds nothing but text."""
        if "<" in text:
            self._say("mark-up that was not escaped read as text")
            text = text.replace("<", "&lt;")
        return self._tight(text)

    def _reference(self, found: re.Match[str]) -> str:
        name = found[1]
        if found[0] == "<" or not name:
            self._say("a bare & or < read as text")
            return "&lt;" if found[0] == "<" else "&amp;"
        if name[:-1] in _XML_NAMES:
            return found[0]
        if name[0] == "#":
            code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
            plain = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
            return found[0] if plain or 0x10000 <= code <= 0x10FFFF else ""
        known = html.entities.html5.get(name)
        return "".join(f"&#{ord(c)};" for c in known) if known else f"&amp;{name}"

    def _say(self, clause: str) -> None:
        if clause not in self.mended:
            self.mended.append(clause)


def mended(file: BinaryIO, size_cap: int) -> tuple[bytes, tuple[str, ...], list[str]]:
    """A whole document as well-formed as it can be made, for a parser that is not ours.

    Returns:
        The document in UTF-8 without CDATA, DOCTYPE and declaration; what was mended; what is lost.

    Raises:
        BadSource: It is longer than `size_cap` bytes.
    """
    stream = Stream(file, frozenset(), str)
    parts, size = [], 0
    for part in stream.texts():
        size += len(part)
        if size > size_cap:
            raise BadSource(f"it is longer than {size_cap >> 20} MiB")
        parts.append(part)
    return "".join(parts).encode("utf-8", "replace"), tuple(stream.mended), stream.lost


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


def _encoding(head: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if head.startswith(mark):
            return name
    if head[:4] in (b"<\x00?\x00", b"<\x00r\x00"):
        return "utf-16-le"
    if head[:4] in (b"\x00<\x00?", b"\x00<\x00r"):
        return "utf-16-be"
    stated = _STATED.search(head[:1024])
    name = stated[1].decode("ascii").lower() if stated else "utf-8"
    try:
        name = codecs.lookup(name).name
        codecs.getincrementaldecoder(name)("surrogateescape").decode(b"<a>")
    except (LookupError, UnicodeError):
        return "utf-8"
    # Browsers and databases say latin-1 and write Windows-1252; 0x81 and its like stay raw.
    return "utf-8" if name.startswith("utf-16") else "cp1252" if name == "iso8859-1" else name


def _openers(
    texts: frozenset[str], units: frozenset[str]
) -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """What stops the mending of a text, and what the text of each of these elements.

    Their end does, and where that is missing what can only stand behind it: others of them,
    units, and tags with the same prefix.
    """
    names = "|".join(map(re.escape, sorted(texts)))
    behind = "|".join(map(re.escape, sorted(texts | units)))
    opening = rf"|({names})>(?!\s*(?:</|<!\[CDATA\[))" if texts else ""
    ends = {}
    for name in texts:
        prefix = f"{re.escape(name.partition(':')[0])}:|" if ":" in name else ""
        ends[name] = re.compile(rf"<(?:{_OPENER}|/?(?:{prefix}(?:{behind})(?=[\s/>])))")
    return re.compile(rf"<(?:{_OPENER}|!(?i:DOCTYPE){opening})"), ends


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _safe_end(text: str, start: int) -> int:
    """Where a chunk can be cut without parting a tag's first letters or a reference."""
    last = max(text.rfind("<", start), text.rfind("&", start))
    return last if last >= max(start, len(text) - _CUT) else len(text)


def _doctype(text: str, at: int) -> int:
    """The index behind a DOCTYPE that begins at `at`, or -1 while its end is not in sight."""
    subset, close = text.find("[", at), text.find(">", at)
    if close >= 0 and (subset < 0 or close < subset):
        return close + 1
    end = re.compile(r"\]\s*>").search(text, subset) if subset >= 0 else None
    return end.end() if end else -1
