r"""Wiki links as they stand in Markdown: `[[Title]]`, `[[title|text]]`, `[[title#section]]`.

In a table the bar may be escaped, `[[title\|text]]`, and need not be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BAR = "\x1f"  # stands for the bar of a link while a table's cells are told apart

PATTERN = (
    rf"\[\[(?P<target>[^\[\]|{BAR}\n]{{1,400}}?)"
    rf"(?:\\?[|{BAR}](?P<text>[^\[\]\n]{{1,400}}))?\]\]"
)

_LINK = re.compile(rf"(?<!\\){PATTERN}")
_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})")
_CODE = re.compile(r"(?<![\\`])(?P<mark>`+)(?!`).+?(?<!`)(?P=mark)(?!`)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiLink:
    """One wiki link.

    Attributes:
        name: The title, alias or path of the page; empty for a section of the same page.
        section: The heading's text or id; empty for the page as a whole.
        text: What is shown.
        line: Where it stands in its file.
    """

    name: str
    section: str
    text: str
    line: int = 1


def split(target: str, text: str | None, line: int = 1) -> WikiLink:
    """The parts of one link."""
    name, _, section = target.partition("#")
    shown = (text or "").strip() or (section.strip() if not name.strip() else target.strip())
    if not text and section and name.strip():
        shown = f"{name.strip()}: {section.strip()}"
    return WikiLink(name=name.strip(), section=section.strip(), text=shown, line=line)


def shielded(line: str) -> str:
    """A line whose links have `BAR` for their bar; what is code stays."""
    if "[[" not in line or "|" not in line:
        return line
    plain = _CODE.sub(lambda found: " " * len(found[0]), line)
    parts, last = [], 0
    for found in _LINK.finditer(plain):
        if found["text"] is not None:
            parts += [line[last : found.end("target")], BAR]
            last = found.start("text")
    return "".join([*parts, line[last:]])


def find(markdown: str) -> Iterator[WikiLink]:
    """Every wiki link of a text outside of code."""
    fence = ""
    for number, line in enumerate(markdown.splitlines(), 1):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not line.strip(" `~"):
                fence = ""
            continue
        if mark:
            fence = mark["mark"]
            continue
        for found in _LINK.finditer(_CODE.sub(lambda m: " " * len(m[0]), line)):
            yield split(found["target"], found["text"], number)
