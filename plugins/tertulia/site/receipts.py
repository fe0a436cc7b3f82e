"""Writes the receipt of each page's analysis beside it: `analysis.json`."""

import json

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.analysis.receipt import receipt
from tertulia.site.state import Build

NAME = "analysis.json"


class ReceiptGenerator(Generator):  # type: ignore[misc]
    """Writes a file for each listed page that people spoke on."""

    def generate_output(self, _: Writer) -> None:
        """Write them all."""
        site, evidence = self.context["site"], self.context["evidence"]
        for view in site.by_id.values():
            if view.page.listed and view.talk.thread.comments:
                text = json.dumps(
                    receipt(view.page, view.talk, evidence), ensure_ascii=False, indent=1
                )
                Build.write(self.settings, f"{view.page.url}{NAME}", f"{text}\n".encode())


def generators(_: Pelican) -> type[ReceiptGenerator]:
    """The generator this plugin adds."""
    return ReceiptGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
