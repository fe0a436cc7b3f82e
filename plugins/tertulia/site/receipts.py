"""Writes the receipt of each page's analysis beside it: `analysis.json`."""

from functools import partial

import msgspec
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.core.addresses import RECEIPT, beside
from tertulia.core.findings import Evidence
from tertulia.core.views import PageView
from tertulia.site.state import Build


class ReceiptGenerator(Generator):  # type: ignore[misc]
    """Writes a file for each listed page that people spoke on."""

    def generate_output(self, _: Writer) -> None:
        """Write them all."""
        site, evidence = self.context["site"], self.context["evidence"]
        for view in site.by_id.values():
            if view.page.listed and view.talk.spoken:
                name, page = beside(view.page.url, RECEIPT), view.page
                read = evidence.inputs.get(page.thread), evidence.analyzers
                inputs = ((page.id, page.url, page.lang, page.thread, *read), view.talk)
                Build.derive(self.settings, name, inputs, partial(_bytes, view, evidence))


def _bytes(view: PageView, evidence: Evidence) -> bytes:
    from tertulia.analysis.receipt import receipt  # it draws in all that sums up

    plain = receipt(view.page, view.talk, evidence)
    return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"


def generators(_: Pelican) -> type[ReceiptGenerator]:
    """The generator this plugin adds."""
    return ReceiptGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
