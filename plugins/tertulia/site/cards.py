"""Social cards: the picture that other places show beside a link to a page.

Site, brand or author, title and thread line, in the colours of the site's own style sheet.
They are drawn where `TERTULIA["cards"]` asks for it, which needs the extra [cards] (a font);
each is kept by what it shows, so it is drawn once. A page with an `Image` of its own, or with
letters that the font has not, gets none.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia import config
from tertulia.core.charts import Line, line
from tertulia.core.model import PageKind
from tertulia.core.views import PageView
from tertulia.edge.files import made_once
from tertulia.site.assets import assets
from tertulia.site.content import listed
from tertulia.site.state import Build

WIDTH, HEIGHT = 1200, 630  # what OpenGraph's readers ask for
FOLDER = "tarjetas"
REACH = WIDTH - 2 * 72  # between the margins
FONT = "font_source_serif_pro"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card shows.

    Attributes:
        path: Relative to the site's root; made of all the rest.
        over: The small words beside the site's name: the brand of a case, the author of a post.
    """

    path: str
    site: str
    over: str
    title: str
    line: Line | None


class Cards:
    """The cards of one site."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.wanted = config.from_settings(settings).cards
        self._site = str(settings.get("SITENAME", ""))
        self.colours: Mapping[str, tuple[int, int, int]] = {}
        if self.wanted:
            from tertulia.site import carddrawing  # and with it Pillow

            self._can_write = carddrawing.can_write
            self.colours = carddrawing.colours(assets(settings)["style.css"].data.decode())

    def card(self, view: PageView) -> Card | None:
        """The card of a page."""
        page = view.page
        if not self.wanted or not page.listed or not self._can_write(page.title + self._site):
            return None
        signed = page.authors if page.kind is PageKind.POST else ()
        over = ", ".join(page.case.brands if page.case else signed)
        over = over if self._can_write(over) else ""
        drawn = line(view.talk.summary.course, width=REACH, height=130)
        shown = (page.title, self._site, over, drawn and drawn.path, drawn and drawn.marks)
        key = repr((shown, sorted(self.colours.items()), _code()))
        name = hashlib.blake2b(key.encode(), digest_size=8).hexdigest()
        path = f"{FOLDER}/{name}.png"
        return Card(path=path, site=self._site, over=over, title=page.title, line=drawn)


@cache
def _code() -> str:
    files = (Path(__file__), Path(__file__).with_name("carddrawing.py"))
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files)).hexdigest()


class CardGenerator(Generator):  # type: ignore[misc]
    """Writes the cards of all pages that have one."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican hands it over
        """Each from the cache, or drawn now."""
        cards, folder = Cards(self.settings), config.cache_folder(self.settings)
        pictured = {c.view.page.id for c in listed(self.context) if getattr(c, "image", "")}
        for view in self.context["site"].by_id.values():
            card = cards.card(view) if view.page.id not in pictured else None
            if card:
                kept = folder / "cards" / Path(card.path).name if folder else None
                make = partial(made_once, kept, partial(_drawn, card, cards.colours))
                Build.derive(self.settings, card.path, (), make)


def _drawn(card: Card, colours: Mapping[str, tuple[int, int, int]]) -> bytes:
    from tertulia.site import carddrawing

    return carddrawing.drawn(card, colours)


def generators(_: Pelican) -> type[CardGenerator]:
    """The generator this plugin adds."""
    return CardGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
