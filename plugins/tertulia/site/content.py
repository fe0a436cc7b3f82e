"""Cases and topics as content types of Pelican, beside its articles and pages."""

import logging
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, ClassVar

from pelican import Pelican
from pelican.contents import Content, SkipStub
from pelican.generators import CachingGenerator
from pelican.plugins import signals
from pelican.utils import order_content
from pelican.writers import Writer

from tertulia.site.taxonomy import translated

_logger = logging.getLogger(__name__)

DEFAULTS = {
    "CASE_PATHS": ["cases"],
    "CASE_URL": "casos/{slug}/",
    "CASE_SAVE_AS": "casos/{slug}/index.html",
    "CASE_LANG_URL": "casos/{slug}/{lang}/",
    "CASE_LANG_SAVE_AS": "casos/{slug}/{lang}/index.html",
    "DRAFT_CASE_URL": "drafts/casos/{slug}/",
    "DRAFT_CASE_SAVE_AS": "drafts/casos/{slug}/index.html",
    "TOPIC_PATHS": ["topics"],
    "TOPIC_URL": "temas/{slug}/",
    "TOPIC_SAVE_AS": "temas/{slug}/index.html",
    "TOPIC_LANG_URL": "temas/{slug}/{lang}/",
    "TOPIC_LANG_SAVE_AS": "temas/{slug}/{lang}/index.html",
    "DRAFT_TOPIC_URL": "drafts/temas/{slug}/",
    "DRAFT_TOPIC_SAVE_AS": "drafts/temas/{slug}/index.html",
}


class _Described(Content):  # type: ignore[misc]
    """What cases and topics have in common: drafts live apart, as Pelican's pages do."""

    mandatory_properties: tuple[str, ...] = ("title",)
    allowed_statuses = ("published", "hidden", "draft", "skip")
    default_status = "published"

    def _expand_settings(self, key: str, klass: str | None = None) -> str:
        if self.status == "draft" and klass is None:
            klass, key = f"draft_{type(self).__name__}", key.removeprefix("lang_")
        expanded: str = super()._expand_settings(key, klass)
        return expanded


class Case(_Described):
    """A case study: what a brand did, with facts that can be compared."""

    mandatory_properties = ("title", "date")
    default_template = "case"


class Topic(_Described):
    """A term of the field, defined once and linked from wherever it matters."""

    default_template = "topic"


def listed(context: Mapping[str, Any]) -> Iterator[Content]:
    """The contents of all kinds that a site lists, each followed by its translations."""
    for name in ("articles", "cases", "pages", "topics"):
        for content in context.get(name, ()):
            yield content
            yield from getattr(content, "translations", ())


class KindGenerator(CachingGenerator):  # type: ignore[misc]
    """Reads one folder of one content type and writes its pages."""

    content_class: ClassVar[type[Content]]
    kind: ClassVar[str]

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.published: list[Content] = []
        self.translations: list[Content] = []
        self.unlisted: list[Content] = []
        super().__init__(*args, **kwargs)

    def generate_context(self) -> None:
        """Read every file of the folder; one that cannot be read is an error in the log."""
        listed: list[Content] = []
        self.unlisted = []
        for path in sorted(self.get_files(self.settings[f"{self.kind.upper()}_PATHS"])):
            content = self._read(path)
            if content is None:
                self._add_failed_source_path(path)
                continue
            (listed if content.status == "published" else self.unlisted).append(content)
            self.add_source_path(content)
            self.add_static_links(content)
        originals, self.translations = translated(listed, "slug")
        order = "reversed-date" if self.kind == "case" else "title"
        self.published = order_content(originals, order)
        self.context[f"{self.kind}s"] = self.published
        self.save_cache()
        self.readers.save_cache()

    def _read(self, path: str) -> Content | None:
        content = self.get_cached_data(path, None)
        if content is None:
            try:
                content = self.readers.read_file(
                    base_path=self.path,
                    path=path,
                    content_class=self.content_class,
                    context=self.context,
                )
            except Exception as error:  # noqa: BLE001  (a reader may raise anything; Pelican's own generators go on too)
                _logger.error("Could not process %s: %s", path, error)
                return None
            if not isinstance(content, SkipStub) and content.is_valid():
                self.cache_data(path, content)
        return content if not isinstance(content, SkipStub) and content.is_valid() else None

    def all_content(self) -> Iterator[Content]:
        """Everything that was read, drafts and translations too."""
        return chain(self.published, self.translations, self.unlisted)

    def generate_output(self, writer: Writer) -> None:
        """Write a page for each."""
        for content in self.all_content():
            writer.write_file(
                content.save_as,
                self.get_template(content.template),
                self.context,
                relative_urls=self.settings["RELATIVE_URLS"],
                override_output=hasattr(content, "override_save_as"),
                url=content.url,
                **{self.kind: content},
            )

    def refresh_metadata_intersite_links(self) -> None:
        """Resolve links in summaries once every page is known."""
        for content in self.all_content():
            content.refresh_metadata_intersite_links()


class CaseGenerator(KindGenerator):
    """Case studies, newest first."""

    content_class = Case
    kind = "case"


class TopicGenerator(KindGenerator):
    """Topics, by title."""

    content_class = Topic
    kind = "topic"


def set_defaults(pelican: Pelican) -> None:
    """Give our own settings their defaults, so that a site's settings may stay short."""
    for key, value in DEFAULTS.items():
        pelican.settings.setdefault(key, value)


def generators(_: Pelican) -> tuple[type[KindGenerator], ...]:
    """The generators this plugin adds."""
    return CaseGenerator, TopicGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(set_defaults)
    signals.get_generators.connect(generators)
