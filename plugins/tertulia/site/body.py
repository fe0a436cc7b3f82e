"""What a page's HTML says: its text, its sections, and where it links from which paragraph."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tertulia.core.model import Heading

if TYPE_CHECKING:
    from lxml import etree

_BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "td",
    "th",
    "dd",
    "dt",
    "figcaption",
    "pre",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A page's body as it reads.

    Attributes:
        text: Plain text; a line for each block.
        words: How many it has.
        links: Addresses as written, each with the text of the block that holds the link.
    """

    text: str = ""
    words: int = 0
    headings: tuple[Heading, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def read_body(markup: str) -> Body:
    """Read a page's own HTML; never fails, whatever an author wrote."""
    if not markup.strip():
        return Body()
    from lxml import etree  # only where a text is new
    from lxml import html as lxml_html

    try:
        root = lxml_html.fragment_fromstring(markup, create_parent="div")
    except etree.ParserError:
        return Body()
    headings, links, lines = [], [], []
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag in ("h2", "h3") and node.get("id"):
            heading = Heading(id=node.get("id", ""), title=_text(node), level=int(node.tag[1]))
            headings.append(heading)
        if node.tag == "a" and node.get("href"):
            links.append((node.get("href", ""), _text(_block(node))))
        if node.tag in _BLOCKS and not any(child.tag in _BLOCKS for child in node):
            lines.append(_text(node))
    text = "\n".join(line for line in lines if line) or _text(root)
    return Body(text=text, words=len(text.split()), headings=tuple(headings), links=tuple(links))


def _text(node: "etree._Element") -> str:
    return " ".join("".join(map(str, node.itertext())).split())


def _block(node: "etree._Element") -> "etree._Element":
    block = node
    while block.tag not in _BLOCKS and (parent := block.getparent()) is not None:
        block = parent
    return block
