"""A saved page: its tree, what it says of itself, and steps through it."""

import re
from typing import BinaryIO

from lxml import etree, html

from tertulia.core.errors import BadSource
from tertulia.core.model import PageRef
from tertulia.sources._clean import as_text, line, nested, web_url

SIZE_CAP = 16 << 20  # bytes of one page
TAGS_CAP = 200_000
DEPTH_CAP = 1_000  # a thread of a hundred levels in ten elements each

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset("area br col embed hr img input link meta param source track wbr p li".split())


def markup(file: BinaryIO) -> str:
    """The page's text.

    Raises:
        BadSource: It is longer or deeper than a page can be.
    """
    raw = file.read(SIZE_CAP + 1)
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB")
    stated = _CHARSET.search(raw[:4096])
    text = ""
    if stated and stated[1].lower() not in (b"utf-8", b"utf8"):
        try:
            text = raw.decode(stated[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = ""
    text = text or as_text(raw)[0]
    if text.count("<") > TAGS_CAP or nested(text, DEPTH_CAP):
        raise BadSource(f"it has over {TAGS_CAP:,} tags, or over {DEPTH_CAP} open at once")
    return text.replace("\x00", "")


def parsed(text: str) -> html.HtmlElement:
    """The tree of a page.

    Raises:
        BadSource: There is nothing in it.
    """
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise BadSource(f"it is no page: {error}") from error
    assert isinstance(tree, html.HtmlElement)
    return tree


def cut(text: str) -> bool:
    """Whether a page, or a piece of one, has no end."""
    if re.search(r"<(?:html|body)\b", text[:4096], re.IGNORECASE):
        return not re.search(r"</(?:html|body)\s*>", text[-4096:], re.IGNORECASE)
    outer = _TAG.search(re.sub(r"<![^>]*>", "", text[:4096]))
    if outer is None or outer[2].lower() in _VOID:
        return not text.rstrip().endswith(">")
    name = re.escape(outer[2])
    opened = len(re.findall(rf"<{name}\b", text, re.IGNORECASE))
    return opened > len(re.findall(rf"</{name}\s*>", text, re.IGNORECASE))


def page_ref(tree: html.HtmlElement) -> PageRef:
    """What the page says that it is."""
    url = _attribute(tree, "//link[@rel='canonical']/@href") or _attribute(
        tree, "//meta[@property='og:url']/@content"
    )
    title = _attribute(tree, "//meta[@property='og:title']/@content") or words(
        first(tree, "//h1") if first(tree, "//h1") is not None else first(tree, "//title")
    )
    guid = _attribute(tree, "//link[@rel='shortlink']/@href")
    return PageRef(url=web_url(url), guid=web_url(guid), title=line(title, 500))


def first(item: html.HtmlElement | None, path: str) -> html.HtmlElement | None:
    """The first element at an XPath, or None."""
    found = [] if item is None else item.xpath(path)
    return found[0] if found and isinstance(found[0], html.HtmlElement) else None


def classed(item: html.HtmlElement | None, *names: str) -> html.HtmlElement | None:
    """The first element below that has one of these classes, tried in this order."""
    for name in names:
        found = [] if item is None else item.find_class(name)
        if found:
            return found[0]
    return None


def words(item: html.HtmlElement | None) -> str:
    """All text in an element."""
    return str(item.text_content()) if item is not None else ""


def inner(item: html.HtmlElement | None) -> str:
    """The HTML inside an element."""
    if item is None:
        return ""
    parts = [etree.tostring(child, encoding="unicode", method="html") for child in item]
    return (item.text or "").replace("&", "&amp;").replace("<", "&lt;") + "".join(parts)


def link(item: html.HtmlElement | None) -> str:
    """The first address that an element leads to."""
    found = [] if item is None else item.xpath("descendant-or-self::a/@href")
    return web_url(str(found[0])) if found else ""


def _attribute(tree: html.HtmlElement, path: str) -> str:
    found = tree.xpath(path)
    return str(found[0]).strip() if found else ""
