"""Sparing Markdown gives what Markdown gives: whole documents."""

from xml.etree.ElementTree import Comment, Element

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import TocTreeprocessor
from markdown.serializers import to_html_string

from tertulia.analysis.titles import Titles
from tertulia.site.sparing import _html, spare
from tertulia.site.wikilinks import WikiLinks

CONFIGS = [
    {"extensions": ["extra", "meta", "toc", WikiLinks(Titles(files={}, titles={}))]},
    {"extensions": ["extra", "sane_lists", "smarty", "toc"], "output_format": "html"},
    {"extensions": ["admonition", "codehilite", "nl2br"], "output_format": "html"},
    {"extensions": [], "output_format": "xhtml"},
]
PAIRS = [(Markdown(**config), spare(Markdown(**config))) for config in CONFIGS]
LINES = (
    "una frase", "Otra, con *signos* y __más__", "ñandú | b", "a", "1. uno", "- dos", "    tres",
    "  ", "", "# Título", "Título {#id .x}", "===", "---", "***", "> cita", ":   definición",
    "| a | b |", "|---|---|", "a | b", "-|-", "[TOC]", "x [TOC] y", "[a]: /b 'c'", "[^1]: nota",
    "ver [^1] y [a]", "*[HTML]: Lenguaje", "HTML", "\\*no\\* \\{sí\\}", "texto {: .x }",
    "{: #y hidden=hidden }", "<div markdown=1>", "</div>", "<br>", "<b>x</b> &amp; & <",
    "![i](j 'k')", "<script>a < b && c</script>", "~~~", "```", "`a < b`", "!!! note",
    "clave: valor", "[[W]]", "a\tb", "\t", "x\r", "   ~~~", "~~~~ {.py #z}", "<pre>", " ",
    "\x02klzzwxh:0001\x03 *a*", "a  ", "\u00a0b", "²c", "ªd",
)  # fmt: skip


@pytest.mark.parametrize(("plain", "sparing"), PAIRS)
@given(text=st.lists(st.sampled_from(LINES), max_size=30).map("\n".join))
def test_any_document_comes_out_the_same(plain: Markdown, sparing: Markdown, text: str) -> None:
    assert sparing.reset().convert(text) == plain.reset().convert(text)
    assert getattr(sparing, "toc", None) == getattr(plain, "toc", None)


def test_paragraphs_attributes_contents_and_escapes_are_spared() -> None:
    md = spare(Markdown(extensions=["extra", "toc"], output_format="html"))
    assert "plain" in md.parser.blockprocessors
    tree, before = md.treeprocessors, md.preprocessors
    spared = [tree[name] for name in ("attr_list", "toc", "unescape", "prettify")]
    spared += [before[name] for name in ("normalize_whitespace", "fenced_code_block")]
    assert {type(one).__module__ for one in spared} == {"tertulia.site.sparing"}
    assert md.serializer is _html


def test_tree_processors_stay_in_their_order() -> None:
    def names(md: Markdown) -> list[str]:
        orders = md.preprocessors, md.treeprocessors
        return [
            next(n for n in order._data if order[n] is one) for order in orders for one in order
        ]

    config = {"extensions": ["extra", "toc"]}
    assert names(spare(Markdown(**config))) == names(Markdown(**config))


def test_blocks_that_another_extension_looks_at_are_left_to_it() -> None:
    class Loud(BlockProcessor):
        def test(self, parent: Element, block: str) -> bool:
            return block.startswith("loud")

        def run(self, parent: Element, blocks: list[str]) -> None:
            Element("p")
            parent.append(Element("hr"))
            blocks.pop(0)

    class Louder(Extension):
        def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (Markdown's own)
            md.parser.blockprocessors.register(Loud(md.parser), "loud", 12)

    assert spare(Markdown(extensions=[Louder()])).convert("loud") == "<hr />"


def test_tree_processors_of_others_are_left_as_they_are() -> None:
    class Other(TocTreeprocessor):
        pass

    md = Markdown(extensions=["toc"])
    vars(other := Other.__new__(Other)).update(vars(md.treeprocessors["toc"]))
    md.treeprocessors.register(other, "toc", 5)
    assert spare(md).treeprocessors["toc"] is other


def test_another_markdown_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tertulia.site.inlines.KNOWN", frozenset())
    md = spare(Markdown(extensions=["extra", "toc"], output_format="html"))
    assert md.serializer is to_html_string
    assert "plain" not in md.parser.blockprocessors


@pytest.mark.parametrize("tag", ["p", "BR", "script", "Style", "input", "svg:g"])
@pytest.mark.parametrize(
    "attributes", [{}, {"b": '1<2&3"', "a": "\n"}, {"checked": "checked", "x": "x"}, {"y": None}]
)
def test_any_element_is_written_the_same(tag: str, attributes: dict[str, str]) -> None:
    whole = Element("div")
    one = Element(tag, attributes)
    one.text, one.tail = "a < b & c &amp; > d", "& más"
    inner = Element("em")
    inner.tail = "<"
    one.append(inner)
    whole.append(one)
    assert _html(whole) == to_html_string(whole)
    whole.append(Comment("x"))
    assert _html(whole) == to_html_string(whole)
