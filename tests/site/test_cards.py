"""Social cards, as places that show a link would see them."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from builders import Builder
from tertulia import config
from tertulia.core.errors import BadSettings
from tertulia.site.cards import Cards
from themed import SETTINGS, environment, render_page
from themedsite import small_site

pytest.importorskip("font_source_serif_pro", reason="needs the extra [cards]")
carddrawing = pytest.importorskip("tertulia.site.carddrawing")

WITH = SETTINGS | {"TERTULIA": {"cards": True}}
VIEW = small_site().cases[0]


def titled(title: str, **rest: object):
    return replace(VIEW, page=replace(VIEW.page, title=title, **rest))


def seen(cards: Cards, view) -> Image.Image:
    card = cards.card(view)
    assert card is not None
    return Image.open(io.BytesIO(carddrawing.drawn(card, cards.colours)))


def test_there_are_none_unless_they_are_asked_for() -> None:
    assert Cards(SETTINGS).card(VIEW) is None
    assert "og:image" not in render_page(environment(), small_site(), VIEW)


def test_a_card_has_the_size_and_the_colours_of_the_site() -> None:
    picture = seen(Cards(WITH), VIEW)
    assert picture.size == (1200, 630)
    colours = {colour for _, colour in picture.convert("RGB").getcolors(100_000)}
    assert {(255, 255, 255), (43, 63, 201), (21, 24, 35)} <= colours  # paper, accent, ink


def test_a_card_follows_the_tokens_that_a_site_sets(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "site.css").write_text(":root { --accent: light-dark(#8a1538, #fff) }")
    cards = Cards(WITH | {"PATH": str(tmp_path)})
    assert cards.colours["accent"] == (0x8A, 0x15, 0x38)
    assert cards.card(VIEW).path != Cards(WITH).card(VIEW).path


def test_a_card_is_named_by_what_it_shows() -> None:
    cards = Cards(WITH)
    assert cards.card(VIEW) == cards.card(titled(VIEW.page.title))
    assert cards.card(VIEW).path != cards.card(titled("Otro")).path


@pytest.mark.parametrize("title", ["x" * 10_000, "palabra " * 200, "¿Ñandú? «Ó»", "A"])
def test_any_title_stays_within_its_margins(title: str) -> None:
    picture = seen(Cards(WITH), titled(title)).convert("L").point(lambda v: 255 * (v < 128))
    left, _, right, bottom = picture.crop((0, 20, 1200, 630)).getbbox()
    assert left >= 60
    assert right <= 1140
    assert bottom <= 590


@pytest.mark.parametrize("title", ["هذه شركة", "日本語", "emoji 😀"])
def test_letters_that_the_font_has_not_give_no_card(title: str) -> None:
    assert Cards(WITH).card(titled(title)) is None


def test_a_page_that_is_not_listed_has_none() -> None:
    assert Cards(WITH).card(titled("Borrador", listed=False)) is None


def test_without_the_font_the_settings_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "find_spec", lambda _: None)
    with pytest.raises(BadSettings, match="cards"):
        config.from_settings(WITH)


def test_pages_of_a_build_name_cards_that_are_there(
    root: Path, content: Path, run_build: Builder, tmp_path: Path
) -> None:
    (content / "images").mkdir()
    Image.new("RGB", (1200, 800), "teal").save(content / "images" / "foto.jpg")
    post = content / "posts" / "elogio-del-trackback.md"
    post.write_text(
        post.read_text("utf-8").replace("Author:", "Image: images/foto.jpg\nAuthor:"), "utf-8"
    )
    settings = tmp_path / "conf.py"
    settings.write_text(
        f"import sys; sys.path.insert(0, {str(root)!r})\nfrom pelicanconf import *\n"
        f"THEME = {str(root / 'theme')!r}\nTERTULIA |= {{'cards': True}}\n"
    )
    output = tmp_path / "output"
    done = run_build(content, output, settings)
    assert done.returncode == 0, done.stderr
    page = html.fromstring((output / "casos/nueve-horas-de-silencio/index.html").read_text("utf-8"))
    address = page.xpath("string(//meta[@property='og:image']/@content)")
    with Image.open(output / address.removeprefix("https://lareplica.example/")) as card:
        told = [page.xpath(f"string(//meta[@property='og:image:{n}']/@content)")
                for n in ("width", "height", "alt")]  # fmt: skip
        assert told == [
            str(card.width), str(card.height), "Aerolíneas Cierzo: Nueve horas de silencio",
        ]  # fmt: skip
    own = (output / "articulos/elogio-del-trackback/index.html").read_text("utf-8")
    assert "images/foto.jpg" in own
    assert "tarjetas/" not in own
