"""What a reStructuredText post says: its title, its fields, its words and where it links.

Of the mark-up (docutils.sourceforge.io/docs/ref/rst/restructuredtext.html, read 2026-11-25)
only what posts are made of is known: the title with its line, the field list below it, links
inline and by name, and directives, whose options and addresses are no words of the author.
"""

import re
from dataclasses import dataclass

from tertulia.core.code import silenced_rest
from tertulia.core.frontmatter import Field, FrontMatter, damage, legible
from tertulia.core.links import Written, without_tags

_RULE = re.compile(r"^([=\-~^\"'`#*+:.])\1{2,}\s*$")
_FIELD = re.compile(r"^:(?P<key>[^:\n]+):(?:\s+(?P<value>.*))?$")
_EMBEDDED = re.compile(r"`(?P<text>[^`<]*?)\s*<(?P<url>[^`>]+)>`_{1,2}")
_NAMED = re.compile(r"`(?P<text>[^`]+)`_{1,2}(?!\w)")
_WORD = re.compile(r"(?<![\w`])(?P<text>\w(?:[\w.-]{0,200}\w)?)_{1,2}(?!\w)")
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
_ROLE = re.compile(r":[\w:.-]{1,200}:`(?P<text>[^`<]*?)(?:\s*<[^`>]*>)?`")
_ESCAPED = re.compile(r"\\(?:\s|(.))")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`)\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A post in reStructuredText.

    Attributes:
        fields: By name in lower case, the title among them.
    """

    title: str
    fields: dict[str, str]
    written: Written


def read_rest(text: str) -> Rest:
    """Take a post apart; what is no reStructuredText reads as plain words."""
    head = parse(text)
    fields = {field.key: field.text for field in head.fields}
    body = "\n".join(text.splitlines()[head.body_line - 1 :])
    return Rest(title=fields.get("title", ""), fields=fields, written=written(body))


def parse(text: str) -> FrontMatter:
    """The title of a post and the fields below it; whatever follows is not looked at.

    As docutils has it, comments and definitions may stand before and between them, a field
    that says "title" goes before the line that looks like one, and of two fields of one name
    the later counts.
    """
    damaged = damage(text)
    lines = legible(text).removeprefix("\ufeff").splitlines()
    found: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    at = _behind_definitions(lines, 0)
    title, behind = _title(lines, at)
    if title:
        found["title"], places["title"] = [title], behind - 1
        at = _behind_definitions(lines, behind)
        at = _title(lines, at)[1]  # a second is a subtitle
    key = ""
    while at < len(lines):
        line = lines[at]
        if field := _FIELD.match(line):
            key = field["key"].strip().lower()
            found[key], places[key] = [(field["value"] or "").strip()], at + 1
        elif key and line[:1].isspace() and line.strip():
            found[key].append(line.strip())
        elif line.strip():
            behind = _behind_definitions(lines, at)
            if behind == at or key:
                break
            at = behind - 1
        at += 1
    return FrontMatter(
        fields=tuple(
            Field(key=key, values=tuple(_said(key, value) for value in values), line=places[key])
            for key, values in found.items()
        ),
        body_line=at + 1,
        damaged=damaged,
    )


def _behind_definitions(lines: list[str], at: int) -> int:
    """The first line that is not blank, nor of a comment or definition."""
    while at < len(lines) and (not lines[at].strip() or re.match(r"\.\.(\s|$)", lines[at])):
        comment = bool(lines[at].strip())
        at += 1
        while comment and at < len(lines) and (lines[at][:1].isspace() or not lines[at].strip()):
            at += 1
    return at


def _title(lines: list[str], at: int) -> tuple[str, int]:
    """A title, and the line behind it; without one the line that was given."""
    rules = [bool(_RULE.match(line)) for line in lines[at : at + 3]]
    if rules == [True, False, True]:
        return lines[at + 1].strip(), at + 3
    if rules[:2] == [False, True]:
        return lines[at].strip(), at + 2
    return "", at


def _said(key: str, value: str) -> str:
    """A value without its escapes; a title without links and roles too, as it makes an address."""
    if key == "title":
        value = _EMBEDDED.sub(r"\g<text>", _ROLE.sub(r"\g<text>", value))
    return _ESCAPED.sub(r"\1", value)


def written(body: str) -> Written:
    """What a text says, and where it links."""
    body = silenced_rest(body)
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
