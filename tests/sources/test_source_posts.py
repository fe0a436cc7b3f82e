import time

from tertulia.sources._posts import body


def test_a_caption_of_wordpress_becomes_a_figure() -> None:
    raw = (
        'Uno.\n\n[caption id="a_906" align="left" width="580"]<a href="https://a.example/x.jpg">'
        '<img src="https://a.example/x.jpg" alt="Una taza"></a> Una taza, <em>rota</em>.[/caption]'
        "\n\nDos."
    )
    assert body(raw, lines=True) == (
        '<p>Uno.</p><figure><a href="https://a.example/x.jpg">'
        '<img src="https://a.example/x.jpg" alt="Una taza"></a>'
        "<figcaption>Una taza, <em>rota</em>.</figcaption></figure><p>Dos.</p>"
    )


def test_a_caption_of_old_wordpress_stands_in_an_attribute() -> None:
    raw = '[caption id="a" caption="Una taza"]<img src="https://a.example/x.jpg" alt="">[/caption]'
    assert "<figcaption>Una taza</figcaption>" in body(raw)


def test_an_embed_of_wordpress_becomes_a_link() -> None:
    link = '<p><a href="https://v.example/w?v=1">https://v.example/w?v=1</a></p>'
    assert body("[embed width=3]https://v.example/w?v=1[/embed]") == link
    assert body("[embed]javascript:alert(1)[/embed]") == ""


def test_shortcodes_that_are_not_closed_stay_and_cost_little() -> None:
    begun = time.process_time()
    assert body("[caption x] y " * 100_000).startswith("[caption x] y [caption")
    assert body("[caption x][b" * 100_000).startswith("[caption x][b")
    assert time.process_time() - begun < 5


def test_tags_that_are_not_closed_cost_little() -> None:
    begun = time.process_time()
    for tag in ("<a ", "<pre>\n", "<code>x"):
        body(tag * 30_000)
        body(tag * 30_000, lines=True)
    assert time.process_time() - begun < 10


def test_players_and_addresses_alone_on_their_line_become_links() -> None:
    link = '<p><a href="https://v.example/w?v=1&amp;t=2">https://v.example/w?v=1&amp;t=2</a></p>'
    for raw in (
        "[youtube https://v.example/w?v=1&t=2]",
        "[youtube=https://v.example/w?v=1&amp;t=2&w=3]".replace("&w=3", ""),
        '[soundcloud url="https://v.example/w?v=1&amp;t=2" width="3" /]',
        '[video width="640" mp4="https://v.example/w?v=1&t=2"][/video]',
        "https://v.example/w?v=1&amp;t=2",
    ):
        assert body(raw, lines=True) == link
        assert body(f"<!-- wp:embed --><figure>\n{raw}\n</figure>", lines=True).count(link) == 1
    code = "<pre>a\nhttps://v.example/\n</pre>"
    assert body(code) == code
    inside = '<a href="https://v.example/">\nhttps://v.example/\n</a>'
    assert body(inside) == inside
    said = "Véase https://v.example/ aquí"
    assert body(said) == said
    assert body("[youtube id=3] y [video]") == "[youtube id=3] y [video]"
