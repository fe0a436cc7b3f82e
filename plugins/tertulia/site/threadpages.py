"""The further pages of a long thread: `casos/x/comentarios/2/`.

A comment's permalink names the page and its anchor only, so it outlives any paging: the
first page holds the anchors of all comments and leads on to where they stand.
"""

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.core.addresses import beside
from tertulia.core.drawing import PAGE, paged


class ThreadPageGenerator(Generator):  # type: ignore[misc]
    """Writes them for every page whose thread is longer than one page."""

    def generate_output(self, writer: Writer) -> None:
        """Page 1 is the page itself; these begin with 2."""
        for view in self.context["site"].by_id.values():
            if view.talk.spoken <= PAGE:
                continue
            for number in range(2, len(paged(view.talk.thread.comments)) + 1):
                url = beside(view.page.url, f"comentarios/{number}/")
                writer.write_file(
                    f"{url}index.html",
                    self.get_template("comments"),
                    self.context,
                    relative_urls=self.settings["RELATIVE_URLS"],
                    url=url,
                    view=view,
                    number=number,
                )


def generators(_: Pelican) -> type[ThreadPageGenerator]:
    """The generator this plugin adds."""
    return ThreadPageGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
