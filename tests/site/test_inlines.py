"""Sparing Markdown gives what Markdown gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from tertulia.analysis.titles import Titles
from tertulia.site.inlines import NAME, _needs, spare
from tertulia.site.wikilinks import WikiLinks

CONFIG = {
    "extensions": ["extra", "meta", "toc", "smarty", "wikilinks"],
    "output_format": "html",
}
PLAIN = Markdown(**CONFIG)
SPARING = spare(Markdown(**CONFIG))
PIECES = (
    "a b", "*", "**", "_", "__", "`", "``", "\\\\", "\\*", "[", "]", "(http://e.example 'x')",
    "![", "!", "[^1]", "[[W]]", "[a][b]", "<http://e.example>", "<a@e.example>", "<b>", "</b>",
    "<!--", "-->", "&amp;", "&", "  \n", "\n", "\n\n", "- ", "# ", "> ", "ñ", "'", '"', "...",
    "| a | b |\n|---|---|\n", "[b]: http://e.example\n", "[^1]: note\n", "*[ab]: abbr\n",
    "    code", "~~~\n", "{: .x }", ":   d",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_comes_out_the_same(text: str) -> None:
    found = [converter.reset().convert(text) for converter in (PLAIN, SPARING)]
    assert found[0] == found[1]


def test_every_expression_of_markdown_has_a_sign() -> None:
    patterns = list(Markdown(extensions=["extra"]).inlinePatterns)
    known = [p for p in patterns if type(p).__module__ == "markdown.inlinepatterns"]
    assert len(known) > 10
    assert all(_needs(p.pattern) != ("", "") for p in known)


@pytest.mark.parametrize("text", ["[[Uno]]", "a [[Dos|otro]] b", "sin"])
def test_our_own_links_are_among_the_patterns(text: str) -> None:
    titles = Titles(files={"uno": "posts/uno.md"}, titles={"posts/uno.md": "Uno"})

    def converter() -> Markdown:
        return Markdown(extensions=[WikiLinks(titles)])

    assert spare(converter()).convert(text) == converter().convert(text)


def test_another_way_of_work_is_left_as_it_is() -> None:
    class Other(InlineProcessor):
        pass

    converter = Markdown()
    other = Other(converter)
    converter.treeprocessors.register(other, NAME, 20)
    assert spare(converter).treeprocessors[NAME] is other
