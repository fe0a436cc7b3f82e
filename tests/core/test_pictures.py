import html

from hypothesis import given
from hypothesis import strategies as st

from tertulia.core.pictures import Picture, dressed, undescribed, without_words

WIDE = Picture(width=1200, height=800, variants=(("a.480.webp", 480),))


def test_an_image_gets_its_size_and_widths_and_the_second_is_lazy() -> None:
    markup = dressed('<p><img alt="A" src="a.jpg"></p><img src="a.jpg" alt="B">', lambda _: WIDE)
    first, second = markup.split("</p>")
    assert 'width="1200" height="800"' in first
    assert 'srcset="a.480.webp 480w, a.jpg 1200w"' in first
    assert "loading" not in first
    assert 'loading="lazy"' in second


def test_what_an_author_wrote_wins() -> None:
    markup = dressed('<img src="a.jpg" width=10 alt="x">', lambda _: WIDE)
    assert 'width="10"' in markup


def test_an_image_that_is_not_ours_is_not_sized() -> None:
    assert dressed('<img src="x.svg" alt="">', lambda _: None) == (
        '<img decoding="async" src="x.svg" alt="">'
    )


def test_a_table_that_may_scroll_can_be_reached_by_keys() -> None:
    plain, own = "<table><tr><td>1</table>", '<table class="a"><tr><td>1</table>'
    assert dressed(plain + own, lambda _: None) == '<table tabindex="0"><tr><td>1</table>' + own


def test_images_that_nobody_described_are_found() -> None:
    markup = '<img src="a.jpg"><img src="b.jpg" alt=" "><img src="c.jpg" alt=""><img alt="D">'
    assert without_words(markup) == ["a.jpg", "b.jpg"]


def test_images_without_words_are_found_in_markdown_but_not_in_its_code() -> None:
    text = """![](a.jpg) ![Una taza](b.jpg)
`![](c.jpg)`
```
![](d.jpg)
```
<img src="e.jpg"> <img src="f.jpg" alt="">"""
    assert list(undescribed(text)) == [(1, "a.jpg"), (6, "e.jpg")]


@given(st.text())
def test_html_without_images_stays_as_it_is(text: str) -> None:
    markup = text.replace("<", "&lt;")
    assert dressed(markup, lambda _: WIDE) == markup


@given(st.text(alphabet="a\"'<>= /&;"))
def test_no_value_gets_out_of_its_quotes(value: str) -> None:
    markup = f'<img src="a.jpg" alt="{html.escape(value)}">'
    assert dressed(markup, lambda _: None).count("<") == 1
