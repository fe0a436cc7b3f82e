"""Wiki links in Markdown, as an extension of Python-Markdown.

What is written is a link to the page's file (`{filename}/cases/x.md#section`), which Pelican
turns into the page's address: a page may move without any text being touched.

    MARKDOWN = {"extensions": [WikiLinks(titles=titles)], ...}
"""

from re import Match
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from tertulia.analysis.titles import Titles
from tertulia.core.wikilinks import BAR, PATTERN, shielded, split

PRIORITY = 175  # before Markdown's own links (160), after code (190) and escapes (180)

BARS_PRIORITY = 20  # after fenced code (25) is put away; after all else on the way out

MISSING = "wikilink-missing"  # class of a link whose page is not there; `invoke check` refuses it


class WikiLinks(Extension):
    """`[[Title]]`, `[[title|text]]`, `[[title#section]]`.

    Attributes:
        titles: The pages by name, read from all front matter before the first page is.
    """

    def __init__(self, titles: Titles) -> None:
        super().__init__()
        self.titles = titles

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Markdown's own name)
        """Put the pattern among the inline ones; keep tables from cutting links at their bars."""
        md.preprocessors.register(_Shield(md), "wikilinks", BARS_PRIORITY)
        md.postprocessors.register(_Unshield(md), "wikilinks", BARS_PRIORITY)
        md.inlinePatterns.register(_Pattern(PATTERN, md, self.titles), "wikilinks", PRIORITY)


class _Shield(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [shielded(line) for line in lines]


class _Unshield(Postprocessor):
    """Gives back what stood in indented code after all."""

    def run(self, text: str) -> str:
        return text.replace(BAR, "|")


class _Pattern(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, titles: Titles) -> None:
        super().__init__(pattern, md)
        self.titles = titles

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Markdown's own name)
        self,
        m: Match[str],
        data: str,  # noqa: ARG002 (Markdown passes it)
    ) -> tuple[Element, int, int]:
        link = split(m["target"], m["text"])
        anchor = f"#{slugify(link.section, '-')}" if link.section else ""
        file = self.titles.file(link.name) if link.name else ""
        if link.name and not file:
            shown = Element("span", {"class": MISSING})
        else:
            address = f"{{filename}}/{file}{anchor}" if file else anchor
            shown = Element("a", {"class": "wikilink", "href": address})
        shown.text = AtomicString(link.text)
        return shown, m.start(0), m.end(0)
