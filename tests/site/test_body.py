"""What a page's HTML says."""

from tertulia.site.body import read_body


def test_each_link_comes_with_its_paragraph() -> None:
    body = read_body(
        '<p>Uno <em>de <a href="/a/">ellos</a></em>.</p><ul><li><a href="b">B</a> y C</li></ul>'
    )
    assert body.links == (("/a/", "Uno de ellos."), ("b", "B y C"))


def test_sections_have_ids_and_levels() -> None:
    body = read_body('<h2 id="a">El <em>muro</em></h2><h3 id="b">Dos</h3><h2>Sin id</h2>')
    assert [(h.id, h.title, h.level) for h in body.headings] == [
        ("a", "El muro", 2),
        ("b", "Dos", 3),
    ]


def test_the_text_has_a_line_for_each_block() -> None:
    assert read_body("<p>Uno\n dos</p><blockquote><p>Tres</p></blockquote>").text == "Uno dos\nTres"


def test_nothing_is_no_body() -> None:
    assert read_body(" \n ").text == ""


def test_broken_markup_is_read_all_the_same() -> None:
    assert read_body("<p>Uno <b>dos<p>tres</b> &nosuch; <!-- x").text.startswith("Uno dos")
