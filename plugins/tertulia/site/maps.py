"""Writes the map of the whole site's links, where `MAP_SAVE_AS` says."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.analysis.maps import Lines, linked_pages, site_map
from tertulia.core.addresses import address_of
from tertulia.core.model import Page
from tertulia.core.views import card
from tertulia.edge.forks import Ahead
from tertulia.edge.keep import digest
from tertulia.site.lists import map_file
from tertulia.site.state import CARDS, Build

KIND = AHEAD = "map"
WORTH_A_PROCESS = 50  # pages: about 0.05 s; of a first build `relating.SMALL`

Spot = tuple[float, float]

_LEFT = "linked pages"


class _Last(NamedTuple):
    """What `linked_pages` found of the pages of the last build."""

    pages: list[Page]
    linked: tuple[list[Page], Lines, list[Page]]


class MapGenerator(Generator):  # type: ignore[misc]
    """Lays the map out anew only where a link has changed."""

    def generate_output(self, writer: Writer) -> None:
        """Write it, if anywhere."""
        file = map_file(self.settings)
        if not file:
            return
        pages, lines, out = _linked(self.settings, self.context)
        spots = self._places(pages, lines)
        writer.write_file(
            file,
            self.get_template("map"),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=address_of(file),
            map=site_map(pages, spots, lines, [*map(_card_of(self.settings), out)]),
        )

    def _places(self, pages: list[Page], lines: Lines) -> list[Spot]:
        build = Build.of(self.settings)
        if build is None:
            return _laid_out(pages, lines)
        ahead = build.memo(AHEAD, lambda: None)
        return build.keep.value(
            KIND,
            _key(build, pages, lines),
            list[Spot],
            lambda: (ahead and ahead.result()) or _laid_out(pages, lines),
        )


def begin(generators: list[Generator]) -> None:
    """Lay the map out, where it is another one, while everything else is written."""
    settings, context = generators[0].settings, generators[0].context
    build = Build.of(settings)
    if build is None or "site" not in context or not map_file(settings):
        return
    pages, lines, _ = _linked(settings, context)
    if len(pages) > WORTH_A_PROCESS and not build.keep.has(KIND, _key(build, pages, lines)):
        build.memo(AHEAD, lambda: Ahead(lambda: _laid_out(pages, lines)))


def recall(build: Build, pages: list[Page], lines: Lines, spots: Sequence[Spot]) -> None:
    """Take over where the pages of the map stand, worked out elsewhere."""
    build.keep.add(KIND, _key(build, pages, lines), list(spots))


def _linked(
    settings: Mapping[str, Any], context: Mapping[str, Any]
) -> tuple[list[Page], Lines, list[Page]]:
    pages = [view.page for view in context["site"].by_id.values() if view.page.listed]
    build = Build.of(settings)
    if build is None:
        return linked_pages(pages)
    return build.memo("linked pages", lambda: _linked_in(build, pages))


def _linked_in(build: Build, pages: list[Page]) -> tuple[list[Page], Lines, list[Page]]:
    """As `linked_pages`; as the last build of this process found them, where no link differs."""
    last = build.keep.left(_LEFT, _Last)
    found = last.linked if last and _same(pages, last.pages) else linked_pages(pages)
    build.keep.leave(_LEFT, _Last(pages, found))
    by_id = {page.id: page for page in pages}
    drawn, lines, out = found
    return [by_id[page.id] for page in drawn], lines, [by_id[page.id] for page in out]


def _same(pages: Sequence[Page], others: Sequence[Page]) -> bool:
    return len(pages) == len(others) and all(
        one is other or _joined(one) == _joined(other)
        for one, other in zip(pages, others, strict=True)
    )


def _joined(page: Page) -> tuple[object, ...]:
    """What counts of a page for where lines lead, and for the order of the pages."""
    return page.id, page.title, [to for to, _ in page.links], page.topics, page.broader


def _card_of(settings: Mapping[str, Any]) -> Callable[[Page], Page]:
    build = Build.of(settings)
    return build.memo(CARDS, lambda: card) if build else card


def _laid_out(pages: list[Page], lines: Lines) -> list[Spot]:
    from tertulia.analysis.forces import places  # it needs numpy

    return places([page.id for page in pages], lines)


def _key(build: Build, pages: list[Page], lines: Lines) -> bytes:
    return digest(build.code, msgspec.json.encode(([page.id for page in pages], lines)))


def generators(_: Pelican) -> type[MapGenerator]:
    """The generator this plugin adds."""
    return MapGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
    signals.all_generators_finalized.connect(begin)
