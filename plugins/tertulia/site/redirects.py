"""Writes a page that leads on wherever a page was before, and `_redirects` for servers."""

import logging
from urllib.parse import quote

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia import config
from tertulia.analysis.redirects import lines, redirects
from tertulia.site.state import Build

_log = logging.getLogger(__name__)


class RedirectGenerator(Generator):  # type: ignore[misc]
    """Leads from the aliases of all listed pages to these."""

    def generate_output(self, writer: Writer) -> None:
        """Write a page for each; an alias that cannot be one is an error of the build."""
        pages = [v.page for v in self.context["site"].by_id.values() if v.page.listed]
        address = str(self.settings["SITEURL"])
        wanted = config.from_settings(self.settings)
        found, faults = redirects(pages, address, wanted.former)
        for fault in faults:
            _log.error("%s", fault.message)
        for file, page in sorted(found.items()):
            writer.write_file(
                file,
                self.get_template("redirect"),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                url=file,
                page_moved=page,
            )
        if found:
            rows = (f"{quote(old)} {quote(new)} 301\n" for old, new in lines(found, address))
            Build.write(self.settings, "_redirects", "".join(rows).encode())


def generators(_: Pelican) -> type[RedirectGenerator]:
    """The generator this plugin adds."""
    return RedirectGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
