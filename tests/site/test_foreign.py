import time

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from builders import entry
from tertulia.site.foreign import LONGEST, TAGS, body, paragraphs

PIECES = (
    "<p>", "</p>", "<a href='", "javascript:x", "http://a.example/'>", "</a>", "<svg/onload=x>",
    "<script>", "</script>", "<img src=x onerror=y>", "<b style=z>", "hola", "&lt;", '"', "'",
    "<math><mi//xlink:href='x'>", "<!--", "-->", "{{7*7}}", "<base href=x>", "<iframe srcdoc='",
)  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(pieces)
def test_nothing_that_acts_comes_through(markup: str) -> None:
    tree = html.fragment_fromstring(str(body(entry(html=markup, text="x"))), create_parent="div")
    for node in tree.iterdescendants():
        assert node.tag in TAGS
        assert set(node.attrib) <= {"href", "rel"}
        if node.get("href"):
            assert node.get("href", "").startswith(("http://", "https://"))
            assert node.get("rel") == "ugc nofollow noopener"


@given(st.text())
def test_plain_text_comes_out_as_it_went_in(text: str) -> None:
    shown = html.fragment_fromstring(str(paragraphs(text)), create_parent="div").text_content()
    assert [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]


def test_a_blank_line_parts_paragraphs_and_a_break_stays() -> None:
    assert str(paragraphs("a\nb\n\n<c>")) == "<p>a<br>b</p>\n<p>&lt;c&gt;</p>"


def test_markup_too_long_to_clean_is_shown_as_text() -> None:
    started = time.process_time()
    assert str(body(entry(html="<b>" * LONGEST, text="hola"))) == "<p>hola</p>"
    assert time.process_time() - started < 1
