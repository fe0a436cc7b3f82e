"""Writes the map of the whole site's links, where `MAP_SAVE_AS` says."""

import msgspec
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.analysis.maps import Lines, linked_pages, site_map
from tertulia.core.addresses import address_of
from tertulia.core.model import Page
from tertulia.core.views import card
from tertulia.edge.keep import digest
from tertulia.site.lists import map_file
from tertulia.site.state import Build


class MapGenerator(Generator):  # type: ignore[misc]
    """Lays the map out anew only where a link has changed."""

    def generate_output(self, writer: Writer) -> None:
        """Write it, if anywhere."""
        file = map_file(self.settings)
        if not file:
            return
        pages, lines, out = linked_pages(v.page for v in self.context["site"].by_id.values())
        spots = self._places(pages, lines)
        writer.write_file(
            file,
            self.get_template("map"),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=address_of(file),
            map=site_map(pages, spots, lines, [card(page) for page in out]),
        )

    def _places(self, pages: list[Page], lines: Lines) -> list[tuple[float, float]]:
        ids = [page.id for page in pages]

        def find() -> list[tuple[float, float]]:
            from tertulia.analysis.forces import places  # it needs numpy

            return places(ids, lines)

        build = Build.of(self.settings)
        if build is None:
            return find()
        key = digest(build.code, msgspec.json.encode((ids, lines)))
        return build.keep.value("map", key, list[tuple[float, float]], find)


def generators(_: Pelican) -> type[MapGenerator]:
    """The generator this plugin adds."""
    return MapGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
