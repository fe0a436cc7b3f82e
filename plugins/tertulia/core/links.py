"""The links of a Markdown text, and the text with all links taken out but their words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Match

from tertulia.core.wikilinks import PATTERN, split

_TEXT = r"(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)"
_URL = (  # it may hold blanks, as Markdown's may: "{filename}/mi hora.md"
    r"(?P<url>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*(?: [^\s()<>\"'][^\s()<>]*)*)"
)
_INLINE = re.compile(
    rf"(?P<image>!?)\[{_TEXT}\]\(\s{{0,20}}<?{_URL}>?"
    r"(?:\s{1,20}(?:\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?\s{0,20}\)"
)
_DEFINITION = re.compile(  # of an address; "[^1]:" defines a footnote, whose words stay
    r"^ {0,3}\[(?P<name>(?!\^)[^\]\n]+)\]:\s*<?(?P<url>[^\s>]+)>?.*$", re.MULTILINE
)
_REFERENCE = re.compile(r"(?P<image>!?)\[(?P<text>[^\[\]]+)\](?: ?\[(?P<name>[^\[\]]*)\])?")
_ANCHOR = re.compile(
    r"<a\b[^<>]*?\bhref\s*=\s*"
    r"(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s<>]++))[^<>]*+>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?\bhttps?://[^\s<>\"')\]]+>?")
_WIKI = re.compile(PATTERN)
_WITHIN = re.compile(r"</?(?:a|abbr|b|cite|code|em|i|span|strong)(?=[\s>])[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a Markdown text says, and where it links.

    Attributes:
        text: Without mark-up of links and HTML; the words of each link stay.
        targets: Addresses in their order, as written; those of images are not among them.
        names: Names of pages in wiki links.
    """

    text: str
    targets: tuple[str, ...]
    names: tuple[str, ...]


def read_links(markdown: str) -> Written:
    """The words and the links of a text."""
    targets: list[str] = []
    names: list[str] = []
    defined = {m["name"].strip().casefold(): m["url"] for m in _DEFINITION.finditer(markdown)}
    text = _DEFINITION.sub("", markdown)
    text = _WIKI.sub(_named(names), text)
    for _ in range(2):  # a link round an image: the image goes first
        text = _INLINE.sub(_inline(targets), text)
    text, in_tags = without_tags(_REFERENCE.sub(_reference(targets, defined), text))
    targets += in_tags
    targets += [m[0].strip("<>").rstrip(".,;:!?") for m in _ADDRESS.finditer(text)]
    text = _ADDRESS.sub(" ", text)
    return Written(text=text, targets=tuple(t for t in targets if t), names=tuple(names))


def without_tags(text: str) -> tuple[str, list[str]]:
    """The text without HTML tags, and where its links led."""
    targets = [m["double"] or m["single"] or m["bare"] or "" for m in _ANCHOR.finditer(text)]
    plain = _WITHIN.sub("", _without_comments(text))  # a word half in bold is one word
    return _TAG.sub(" ", plain), targets


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], " "]
        at = end + len("-->")
    return "".join([*parts, text[at:]])


def _named(names: list[str]) -> Callable[[Match[str]], str]:
    def replace(found: Match[str]) -> str:
        link = split(found["target"], found["text"])
        if link.name:
            names.append(link.name)
        return link.text

    return replace


def _inline(targets: list[str]) -> Callable[[Match[str]], str]:
    def replace(found: Match[str]) -> str:
        if not found["image"]:
            targets.append(found["url"])
        return found["text"]

    return replace


def _reference(targets: list[str], defined: dict[str, str]) -> Callable[[Match[str]], str]:
    def replace(found: Match[str]) -> str:
        name = (found["name"] or found["text"]).strip().casefold()
        if name not in defined:
            return found[0]
        if not found["image"]:
            targets.append(defined[name])
        return found["text"]

    return replace
