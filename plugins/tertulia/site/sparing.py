"""Markdown's work on whole documents, spared where it would come to nothing.

Most blocks are plain paragraphs, which Markdown knows as such only once ten other processors have
looked at them; most texts hold nothing to unescape, no attributes, no fenced code and no mark of
a table of contents. What is spared is looked for in the text first; whatever has it is left to
Markdown.
"""

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import Markdown, __version__
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.serializers import to_html_string
from markdown.treeprocessors import PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import ETX, STX, Registry

from tertulia.site import inlines

# What may be asked about a block before it counts as a paragraph. Each wants another sign than
# a letter at the beginning of a line, or the bars of a table.
_ASKED = frozenset(
    {
        "blockprocessors.EmptyBlockProcessor",
        "blockprocessors.ListIndentProcessor",
        "blockprocessors.CodeBlockProcessor",
        "blockprocessors.HashHeaderProcessor",
        "blockprocessors.SetextHeaderProcessor",
        "blockprocessors.HRProcessor",
        "blockprocessors.OListProcessor",
        "blockprocessors.UListProcessor",
        "blockprocessors.BlockQuoteProcessor",
        "blockprocessors.ReferenceProcessor",
        "extensions.abbr.AbbrBlockprocessor",
        "extensions.def_list.DefListIndentProcessor",
        "extensions.def_list.DefListProcessor",
        "extensions.footnotes.FootnoteBlockProcessor",
        "extensions.md_in_html.MarkdownInHtmlProcessor",
        "extensions.sane_lists.SaneOListProcessor",
        "extensions.sane_lists.SaneUListProcessor",
        "extensions.tables.TableProcessor",
    }
)
_PARAGRAPH = "blockprocessors.ParagraphProcessor"
_FIRST = 1_000  # before all of these, whose priorities are 10 to 105
_VERBATIM = ("script", "style")
_UNEVEN = re.compile(rf"[\t\r{STX}{ETX}]|\n ").search
_AMPERSAND = re.compile(r"&(?!(?:\#[0-9]+|\#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)


def spare(md: Markdown) -> Markdown:
    """A converter that gives what it gave, sooner; as it was where Markdown works another way."""
    inlines.spare(md)
    if __version__ in inlines.KNOWN:
        _spare_paragraphs(md)
        _spare_one(md.preprocessors, _Whitespace, "normalize_whitespace", 30)
        _spare_one(md.preprocessors, _Fences, "fenced_code_block", 25)
        _spare_one(md.treeprocessors, _LineBreaks, "prettify", 10)
        _spare_one(md.treeprocessors, _Attributes, "attr_list", 8)
        _spare_one(md.treeprocessors, _Contents, "toc", 5)
        _spare_one(md.treeprocessors, _Unescape, "unescape", 0)
        if md.serializer is to_html_string:
            md.serializer = _html
    return md


def _spare_paragraphs(md: Markdown) -> None:
    processors = md.parser.blockprocessors
    *asked, last = processors
    names = {_name(one) for one in asked}
    if names <= _ASKED and _name(last) == _PARAGRAPH and md.tab_length > 0:
        processors.register(_Plain(md.parser, last), "plain", _FIRST)


def _name(processor: object) -> str:
    kind = type(processor)
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix("markdown.")


class _Plain(BlockProcessor):
    """Tells most paragraphs at once."""

    def __init__(self, parser: Any, paragraph: BlockProcessor) -> None:  # noqa: ANN401  (Markdown's own)
        super().__init__(parser)
        self.run = paragraph.run  # type: ignore[method-assign]

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  (Markdown passes it)
        """Whether every line begins with a letter and no sign of a table is among them."""
        if "|" in block or not block[:1].isalpha():
            return False
        return "\n" not in block or all(line[:1].isalpha() for line in block.split("\n"))


def _spare_one(processors: "Registry[Any]", kind: type, name: str, priority: int) -> None:
    """Put a processor in the place of the one that it is a kind of."""
    if name in processors and type(processors[name]) is kind.__base__:
        sparing: Any = object.__new__(kind)
        vars(sparing).update(vars(processors[name]))
        processors.register(sparing, name, priority)


class _Whitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        """Bring blanks, tabs and line ends into one form."""
        source = "\n".join(lines)
        if _UNEVEN(source):
            return super().run(lines)
        return f"{source}\n\n".split("\n")


class _Fences(FencedBlockPreprocessor):
    def run(self, lines: list[str]) -> list[str]:
        """Put fenced code aside."""
        fenced = any("```" in line or "~~~" in line for line in lines)
        return super().run(lines) if fenced else lines


class _LineBreaks(PrettifyTreeprocessor):
    _blocks: dict[Any, bool]  # whether the elements of a name are blocks

    def run(self, root: Element) -> None:
        """Put each block into lines of its own."""
        self._blocks = {}
        super().run(root)

    def _block(self, element: Element) -> bool:
        found = self._blocks.get(element.tag)
        if found is None:
            found = self._blocks[element.tag] = self.md.is_block_level(element.tag)
        return found

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802  (Markdown's own name)
        if self._block(elem) and elem.tag not in ("code", "pre"):
            if len(elem) and (not elem.text or elem.text.isspace()) and self._block(elem[0]):
                elem.text = "\n"
            for one in elem:
                if self._block(one):
                    self._prettifyETree(one)
        if not elem.tail or elem.tail.isspace():
            elem.tail = "\n"


class _Attributes(AttrListTreeprocessor):
    def run(self, doc: Element) -> None:
        """Set the attributes that texts end with."""
        if any("{" in text for one in doc.iter() for text in (one.text, one.tail) if text):
            super().run(doc)


class _Contents(TocTreeprocessor):
    def replace_marker(self, root: Element, elem: Element) -> None:
        """Put the table of contents where its mark stands."""
        for one in root.iter():
            if not isinstance(one.tag, str) or (one.text and self.marker in one.text):
                super().replace_marker(root, elem)
                return


class _Unescape(UnescapeTreeprocessor):
    def run(self, root: Element) -> None:
        """Give back what was escaped."""
        for one in root.iter():
            text, tail = one.text, one.tail
            if text and (STX in text or type(text) is not str) and one.tag != "code":
                one.text = self.unescape(text)
            if tail and (STX in tail or type(tail) is not str):
                one.tail = self.unescape(tail)
            for key, value in one.items():
                if value is not None and (STX in value or type(value) is not str):
                    one.set(key, self.unescape(value))


def _html(element: Element) -> str:
    """As `markdown.serializers.to_html_string`, which names each piece of an element by itself."""
    parts: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        tag, text = one.tag, one.text or ""
        attributes = _attributes(one.items())
        if type(tag) is not str or attributes is None:  # it is not of a page
            return to_html_string(element)
        name = tag.lower()
        if name not in _VERBATIM:
            text = _escaped(text)
        end = "" if name in HTML_EMPTY else f"</{tag}>"
        after = f"{end}{_escaped(one.tail)}" if one.tail else end
        if len(one):
            parts.append(f"<{tag}{attributes}>{text}")
            waiting.append(after)
            waiting += one[::-1]
        else:
            parts.append(f"<{tag}{attributes}>{text}{after}")
    return "".join(parts)


def _escaped(text: str) -> str:
    if "&" in text:
        text = _AMPERSAND.sub("&amp;", text)
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text


def _attributes(items: Iterable[tuple[Any, Any]]) -> str | None:
    """As they stand in a tag; None where they are such as Markdown writes in another way."""
    found = ""
    for key, value in sorted(items):
        if type(key) is not str or not isinstance(value, str) or key == value:
            return None
        quoted = _escaped(value).replace('"', "&quot;")
        found += f' {key}="{quoted}"'
    return found
