"""Pages for each brand, channel, sector and year, and a list for each of these kinds."""

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia import config


class GroupGenerator(Generator):  # type: ignore[misc]
    """Writes what `SiteView.groups` holds."""

    def generate_output(self, writer: Writer) -> None:
        """A page for each group, and one that lists them."""
        folders = config.from_settings(self.settings).folders
        for kind, groups in self.context["site"].groups.items():
            for group in groups:
                self._write(writer, group.url, "group", group=group)
            if groups:
                self._write(writer, f"{folders[kind]}/", "groups", kind=kind, groups=groups)

    def _write(self, writer: Writer, url: str, template: str, **values: object) -> None:
        writer.write_file(
            f"{url}index.html",
            self.get_template(template),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=url,
            **values,
        )


def generators(_: Pelican) -> type[GroupGenerator]:
    """The generator this plugin adds."""
    return GroupGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
