"""Sparing Markdown gives what Markdown gives: texts and their emphases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown, __version__
from markdown.treeprocessors import InlineProcessor

from tertulia.analysis.titles import Titles
from tertulia.site.inlines import KNOWN, NAME, _needs, _paired, spare
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


@pytest.mark.parametrize("extensions", [[], ["extra", "smarty"], ["legacy_em"], ["nl2br"]])
@given(texts=st.lists(st.text("*_ .ñ1(\n-", max_size=30), min_size=1, max_size=3))
def test_any_emphases_come_out_the_same(extensions: list[str], texts: list[str]) -> None:
    sparing, plain = spare(Markdown(extensions=extensions)), Markdown(extensions=extensions)
    for text in texts:
        assert sparing.reset().convert(text) == plain.reset().convert(text)


def test_what_is_known_of_emphases_is_of_the_markdown_that_is_installed() -> None:
    assert __version__ in KNOWN
    assert [_paired(pattern) for pattern in Markdown().inlinePatterns].count(True) == 1
    assert not any(map(_paired, Markdown(extensions=["legacy_em"]).inlinePatterns))


def test_emphases_of_another_markdown_are_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tertulia.site.inlines.KNOWN", frozenset())
    assert not any(map(_paired, Markdown().inlinePatterns))


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
