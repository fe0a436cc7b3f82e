"""The headings of a Markdown text and the ids that Python-Markdown's toc gives them."""

import re
import unicodedata
from collections.abc import Iterator

from tertulia.core.links import read_links

_ATX = re.compile(r"^(?P<marks>#{1,6})(?!#)\s*(?P<text>.*?)\s*#*\s*$")
_SETEXT = re.compile(r"^(?:=+|-+)\s*$")
_OWN_ID = re.compile(r"\{:?[^{}]*#(?P<id>[^\s{}]+)[^{}]*\}\s*$")
_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})")
_MARKS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)")


def ids(markdown: str) -> set[str]:
    """The ids of all headings of a text; a name that comes again ends in _1, then _2."""
    found: set[str] = set()
    numbers: dict[str, int] = {}  # the last one that was tried
    for text in _headings(markdown):
        own = _OWN_ID.search(text)
        if own:
            found.add(own["id"])
            continue
        name = wanted = slug(_MARKS.sub("", read_links(text).text))
        while name in found:
            numbers[wanted] = numbers.get(wanted, 0) + 1
            name = f"{wanted}_{numbers[wanted]}"
        found.add(name)
    return found


def slug(text: str) -> str:
    """The id of a heading: ASCII, lower case, hyphens for blanks."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _headings(markdown: str) -> Iterator[str]:
    fence, before = "", ""
    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark["mark"].startswith(fence) else fence
            before = ""
            continue
        if mark:
            fence = mark["mark"]
        elif atx := _ATX.match(line):
            yield atx["text"]
        elif before.strip() and _SETEXT.match(line):
            yield before.strip()
        before = line
