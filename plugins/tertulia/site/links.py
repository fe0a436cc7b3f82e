"""Lets authors write `[[Título]]`: every page's names are read before the first page is."""

from pathlib import Path

from pelican import Pelican
from pelican.plugins import signals

from tertulia.analysis.titles import Titles, index, named
from tertulia.edge.pages import read_pages
from tertulia.site.pagefiles import page_files
from tertulia.site.state import Build
from tertulia.site.wikilinks import WikiLinks


def add_links(pelican: Pelican) -> None:
    """Hand the extension to Markdown; an earlier one of the same process gives way."""
    build = Build.of(pelican.settings)
    titles = page_files(build).titles if build else _titles(Path(pelican.path))
    markdown = pelican.settings["MARKDOWN"]
    others = [e for e in markdown.get("extensions", ()) if not isinstance(e, WikiLinks)]
    pelican.settings["MARKDOWN"] = {**markdown, "extensions": [*others, WikiLinks(titles)]}


def _titles(content: Path) -> Titles:
    pages = [
        named(page.path.relative_to(content).as_posix(), page.head) for page in read_pages(content)
    ]
    return index(pages)[0]


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(add_links)
