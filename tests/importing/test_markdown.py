"""What was text in an imported post is text in the site, whatever signs it is made of."""

from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown import markdown

from tertulia.importing.markdown import as_markdown

EXTENSIONS = ["extra", "meta", "toc"]  # those of the sample site
OWN = {"div", "p", "br", "ul", "li", "h2", "blockquote", "em", "a", "img"}

signs = (
    r"< > / & ; # * _ ` ~ [ ] ( ) { } : . - + = | ! \ ^ ' " + '" 1 a b lt amp TOC onclick=1'
).split()
texts = st.lists(st.sampled_from([*signs, " ", "\n", "http://x.example/"]), max_size=14).map(
    "".join
)


def shown(html: str) -> lxml_html.HtmlElement:
    """The post as the site shows it."""
    made = as_markdown(html, {})
    whole = markdown(f"Title: x\n\n{made}", extensions=EXTENSIONS)
    return lxml_html.fragment_fromstring(whole, create_parent="div")


def words(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=300, deadline=None)
@given(texts)
@example("&#1")
def test_text_stays_text(text: str) -> None:
    said = escape(text, quote=False)
    tree = shown(
        f"<p>p {said}</p><p>{said}</p><ul><li>i {said}</li></ul><h2>h {said} h</h2>"
        f"<blockquote><p>q {said}</p></blockquote><p><em>e</em>{said}</p>"
        f'<p><a href="http://x.example/">a {said} a</a></p>'
    )
    assert {element.tag for element in tree.iter()} <= OWN
    assert all(set(element.attrib) <= {"id", "href"} for element in tree.iter())
    expected = f"p {text} {text} i {text} h {text} h q {text} e{text} a {text} a"
    assert words(tree.text_content()) == words(expected)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Use &lt;script&gt;alert(1)&lt;/script&gt;.</p>",
        "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
        '<p>Hola<br>{: onclick="alert(1)" }</p>',
        '<p><img src="http://x.example/a b.png" alt="<img src=x onerror=alert(1)>"></p>',
        '<p><a href="http://x.example/" title="&lt;b onclick=1&gt;">Uno</a></p>',
    ],
)
def test_nothing_that_was_harmless_begins_to_act(html: str) -> None:
    for element in shown(html).iter():
        assert element.tag in OWN
        assert not [name for name in element.attrib if name.startswith("on")]


@pytest.mark.parametrize("tag", ["b", "blockquote", "ul><li", "div"])
def test_tags_in_each_other_without_end_cost_their_mark_up_and_no_word(tag: str) -> None:
    deep = f"<{tag}>" * 2_000
    made = shown(
        f'<p>Uno</p>{deep}dos <a href="http://x.example/?a=>">tres</a><p>cu<b>at</b>ro</p>'
    )
    assert words(made.text_content()) == "Uno dos tres cuatro"
    assert [link.get("href") for link in made.iter("a")] == ["http://x.example/?a=>"]
    assert [words(p.text_content()) for p in made.iter("p")] == ["Uno", "dos tres", "cuatro"]


def test_code_stays_as_it_is() -> None:
    html = "<p>Con <code>&lt;b&gt; [x](y)</code>:</p><pre><code># 1. &lt;i&gt;\n</code></pre>"
    assert as_markdown(html, {}) == "Con `<b> [x](y)`:\n\n```\n# 1. <i>\n```"


def test_what_markdown_leaves_alone_gets_no_sign() -> None:
    plain = "A las 9.30 - o antes - el 50 % (unos 20) dijo: a < b & c; ver [1] y {x}."
    assert as_markdown(f"<p>{escape(plain, quote=False)}</p>", {}) == plain
