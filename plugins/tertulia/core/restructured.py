"""What a reStructuredText post says: its title, its fields, its words and where it links.

Of the mark-up (docutils.sourceforge.io/docs/ref/rst/restructuredtext.html, read 2026-11-25)
only what posts are made of is known: the title with its line, the field list below it, links
inline and by name, and directives, whose options and addresses are no words of the author.
"""

import re
from dataclasses import dataclass

from tertulia.core.links import Written, without_tags

_RULE = re.compile(r"^([=\-~^\"'`#*+:.])\1{2,}\s*$")
_FIELD = re.compile(r"^:(?P<key>[^:\n]+):(?:\s+(?P<value>.*))?$")
_EMBEDDED = re.compile(r"`(?P<text>[^`<]*?)\s*<(?P<url>[^`>]+)>`_{1,2}")
_NAMED = re.compile(r"`(?P<text>[^`]+)`_{1,2}(?!\w)")
_WORD = re.compile(r"(?<![\w`])(?P<text>\w(?:[\w.-]*\w)?)_{1,2}(?!\w)")
_TARGET = re.compile(
    r"^ *\.\. _`?(?P<name>[^`\n]+?)`?:(?: +|\n +)(?P<url>\S+|`[^`\n]+`_)\s*$", re.MULTILINE
)
_ANONYMOUS = re.compile(r"^ *(?:\.\. __:|__) +(?P<url>\S+|`[^`\n]+`_)\s*$", re.MULTILINE)
_LINKED = re.compile(r"^ +:target: +(?P<url>\S+)\s*$", re.MULTILINE)
# What stands behind the name of these is text, not an address or a language.
_SAYING = re.compile(
    r"^( *)\.\. (?:\|[^|\n]+\| )?(?:admonition|attention|caution|danger|epigraph|error|hint"
    r"|important|note|pull-quote|replace|rubric|seealso|sidebar|tip|topic|warning)::",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(r"^ *\.\. (?:\|[^|\n]+\| )?[\w-]+::.*$|^ +:[\w-]+:.*$", re.MULTILINE)
_ROLE = re.compile(r":[\w:.-]+:`(?P<text>[^`<]*?)(?:\s*<[^`>]*>)?`")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`)\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A post in reStructuredText.

    Attributes:
        fields: By name in lower case.
    """

    title: str
    fields: dict[str, str]
    written: Written


def read_rest(text: str) -> Rest:
    """Take a post apart; what is no reStructuredText reads as plain words."""
    lines = text.replace("\r\n", "\n").split("\n")
    title, start = _title(lines)
    fields: dict[str, str] = {}
    key = ""
    while start < len(lines):
        line = lines[start]
        if found := _FIELD.match(line):
            key = found["key"].strip().lower()
            fields.setdefault(key, (found["value"] or "").strip())
        elif key and line[:1].isspace() and line.strip():
            fields[key] = f"{fields[key]} {line.strip()}".strip()
        elif line.strip():
            break
        start += 1
    return Rest(title=title, fields=fields, written=written("\n".join(lines[start:])))


def _title(lines: list[str]) -> tuple[str, int]:
    """The title, and the line behind it; without one the first line."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if first + 2 < len(lines) and _RULE.match(lines[first]) and _RULE.match(lines[first + 2]):
        return lines[first + 1].strip(), first + 3
    if first + 1 < len(lines) and _RULE.match(lines[first + 1]) and not _RULE.match(lines[first]):
        return lines[first].strip(), first + 2
    return "", first


def written(body: str) -> Written:
    """What a text says, and where it links."""
    named = {_name(found["name"]): found["url"] for found in _TARGET.finditer(body)}
    targets = [_led(found["url"], named) for found in _ANONYMOUS.finditer(body)]
    targets += [found["url"] for found in _LINKED.finditer(body)]
    body = _SAYING.sub(r"\1", body)
    for pattern in (_TARGET, _ANONYMOUS, _DIRECTIVE):
        body = pattern.sub("", body)

    def embedded(found: re.Match[str]) -> str:
        targets.append(_led(found["url"].strip(), named))
        return found["text"]

    def reference(found: re.Match[str]) -> str:
        if _name(found["text"]) not in named:
            return found[0]
        targets.append(_led(f"{found['text']}_", named))
        return found["text"]

    body = _ROLE.sub(lambda found: found["text"], body)
    body = _EMBEDDED.sub(embedded, body)
    body = _NAMED.sub(reference, body)
    body = _WORD.sub(reference, body)
    body, in_tags = without_tags(body)  # of a "raw" directive
    targets += in_tags
    targets += [found[0].rstrip(".,;:!?") for found in _ADDRESS.finditer(body)]
    text = _ADDRESS.sub(" ", body)
    return Written(text=text, targets=tuple(t for t in targets if t), names=())


def _led(url: str, named: dict[str, str]) -> str:
    """The address that a target means: its own, or that of the name that it gives."""
    for _ in range(len(named) + 1):
        if not url.endswith("_"):
            return url
        url = named.get(_name(url[:-1].strip("`")), "")
    return ""


def _name(text: str) -> str:
    return " ".join(text.split()).casefold()
