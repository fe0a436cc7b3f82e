"""Text of XML from strangers, made well-formed piece by piece.

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
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from tertulia.core.errors import BadSource
from tertulia.sources._clean import RAW_BYTE, from_raw

CHUNK_BYTES = 1 << 18

_OPENER = r"!(?:(?i:\[CDATA\[)|--)"  # behind a "<", which alone is found fast
_CUT = 40  # characters: longer than any tag that a mending looks for
_LOOSE = re.compile(
    r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)?|<(?!/?[A-Za-z_])"
)
_DECLARATION = re.compile(r"<\?xml\b[^<>]*\?>")
_STATED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))


class Mending:
    """A file's text, mended as it is read; afterwards tells what was wrong with it.

    Attributes:
        mended: Clauses about the file, such as "control characters taken off"; complete at the end.
        lost: Clauses about what the file holds and could not be read.
    """

    def __init__(
        self,
        file: BinaryIO,
        units: frozenset[str] = frozenset(),
        texts: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare a reading.

        Args:
            file: Open; it is read from where it stands to its end.
            units: Names of elements that can only stand behind one of `texts`, never in it.
            texts: Names, as they are written, of elements that hold text and no elements.
        """
        self._opener, self._ends = _openers(texts, units)
        self._file = file
        self.mended: list[str] = []
        self.lost: list[str] = []

    def pieces(self) -> Iterator[str]:
        """The file's text, well-formed as far as that can be had."""
        return self._mend(self._decode())

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
                self.say("bytes outside the stated encoding read as Windows-1252")
                text = from_raw(text)
            if _CONTROL.search(text):
                self.say("control characters taken off")
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
            self.say("mark-up that was not escaped read as text")
            text = text.replace("<", "&lt;")
        return self._tight(text)

    def _reference(self, found: re.Match[str]) -> str:
        name = found[1]
        if found[0] == "<" or not name:
            self.say("a bare & or < read as text")
            return "&lt;" if found[0] == "<" else "&amp;"
        if name[:-1] in _XML_NAMES:
            return found[0]
        if name[0] == "#":
            code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
            plain = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
            return found[0] if plain or 0x10000 <= code <= 0x10FFFF else ""
        known = html.entities.html5.get(name)
        return "".join(f"&#{ord(c)};" for c in known) if known else f"&amp;{name}"

    def say(self, clause: str) -> None:
        """Note what was mended, once."""
        if clause not in self.mended:
            self.mended.append(clause)


def mended(file: BinaryIO, size_cap: int) -> tuple[bytes, tuple[str, ...], list[str]]:
    """A whole document as well-formed as it can be made, for a parser that is not ours.

    Returns:
        The document in UTF-8 without CDATA, DOCTYPE and declaration; what was mended; what is lost.

    Raises:
        BadSource: It is longer than `size_cap` bytes.
    """
    text = Mending(file)
    parts, size = [], 0
    for part in text.pieces():
        size += len(part)
        if size > size_cap:
            raise BadSource(f"it is longer than {size_cap >> 20} MiB")
        parts.append(part)
    return "".join(parts).encode("utf-8", "replace"), tuple(text.mended), text.lost


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
