"""Makes the site searchable: a Pagefind index below `pagefind/`, written with the pages."""

import sys
from pathlib import Path

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.analysis.searching import records
from tertulia.edge import searchindex


class SearchGenerator(Generator):  # type: ignore[misc]
    """Writes the index of all listed pages and their comments."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican hands it over
        """Write it, or say in one line why there is none."""
        if not searchindex.available():
            print(  # noqa: T201  (for whoever builds)
                "No search index: pip install 'tertulia[search]' to have one.", file=sys.stderr
            )
            return
        found = records(self.context["site"])
        searchindex.write_index(found, Path(self.output_path), self.settings["DEFAULT_LANG"])


def generators(_: Pelican) -> type[SearchGenerator]:
    """The generator this plugin adds."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
