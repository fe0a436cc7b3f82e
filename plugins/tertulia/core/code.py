"""Code in a text, where nothing is a link: what looks like one is only shown."""

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"^(?:[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)?[ \t]*(?P<mark>`{3,}|~{3,})")
_INLINE = re.compile(
    r"(?<![\\`])(?P<mark>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=mark)(?!`)", re.DOTALL
)
# What lines that stand in belong to, as more of it and not as code.
_HOLDER = re.compile(r"^ {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^[^\]]+\]:|:[ \t])")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`)\]]+")
_MARKS = re.compile(r"[][<>()`_|]|::|\{(?:filename|static|attach)\}")

_LITERAL = re.compile(
    r"^(?P<indent> *)(?:\.\. (?:code|code-block|sourcecode|math|literalinclude)::.*"
    r"|(?!\.\. ).*::)[ \t]*$"
)
_LITERALS = re.compile(r"``.+?``")


def silenced(markdown: str) -> str:
    """A Markdown text whose code keeps its words and no mark-up; lines stay lines."""
    if "`" not in markdown and "~~~" not in markdown and "\n    " not in markdown.expandtabs(4):
        return markdown
    lines = "\n".join(_blocks(markdown.split("\n")))
    return _INLINE.sub(lambda found: _quiet(found[0]), lines)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    fence, held, blank, code = "", False, True, False
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark["mark"].startswith(fence) and not line.strip(" \t`~"):
                fence = ""
            yield _quiet(line)
            continue
        if mark and "`" not in line[mark.end() :]:
            fence, code = mark["mark"], False
            yield _quiet(line)
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if not line.strip():
            blank = True
            yield line
            continue
        code = indent >= (8 if held else 4) and (blank or code)
        if not code and indent < 4:
            held = bool(_HOLDER.match(line)) or (held and not blank)
        blank = False
        yield _quiet(line) if code else line


def silenced_rest(text: str) -> str:
    """The same of reStructuredText."""
    if "::" not in text and "``" not in text:
        return text
    lines, indent = [], -1
    for line in text.split("\n"):
        deep = len(line) - len(line.lstrip())
        if indent >= 0 and line.strip() and deep <= indent:
            indent = -1
        if indent >= 0:
            lines.append(_quiet(line))
            continue
        lines.append(_LITERALS.sub(lambda found: _quiet(found[0]), line))
        if found := _LITERAL.match(line):
            indent = len(found["indent"])
    return "\n".join(lines)


def _quiet(code: str) -> str:
    return _MARKS.sub(" ", _ADDRESS.sub(" ", code))
