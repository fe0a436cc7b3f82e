"""Gives every page its conversation and what was found out about it.

After all generators have read their files, the threads are loaded, scored and summed up.
Each content object gets a `view` (`PageView`), and templates find the whole as `site`
(`SiteView`).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins import signals

from tertulia import config
from tertulia.analysis.language import languages_of
from tertulia.analysis.roles import assign
from tertulia.analysis.scoring import score_texts
from tertulia.analysis.survey import Wishes, survey
from tertulia.config import Config
from tertulia.core.findings import Tone
from tertulia.core.model import Entry, Page, Status
from tertulia.edge import cache, executor, store
from tertulia.site.content import KindGenerator
from tertulia.site.pages import model_pages, page_id


def attach(generators: list[Generator]) -> None:
    """Put a `view` on every content object and `site` into the templates' context."""
    settings, context = generators[0].settings, generators[0].context
    wanted = config.from_settings(settings)
    contents = list(_contents(generators))
    pages = model_pages(contents, settings["SITEURL"])
    entries = _entries(Path(settings["PATH"]) / "threads", pages, wanted)
    wishes = Wishes(
        address=settings["SITEURL"],
        former=wanted.former,
        zone=ZoneInfo(settings["TIMEZONE"]),
        related=wanted.related,
        folders=wanted.folders,
        sections=wanted.sections,
    )
    site = survey(pages, entries, _tones(pages, entries, wanted), wishes)
    for content in contents:
        content.view = site.by_id[page_id(content)]
    context["site"] = site


def _contents(generators: list[Generator]) -> Iterator[Content]:
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            yield from generator.articles + generator.translations
            yield from generator.drafts + generator.drafts_translations
            yield from generator.hidden_articles + generator.hidden_translations
        elif isinstance(generator, PagesGenerator):
            yield from generator.pages + generator.translations
            yield from generator.hidden_pages + generator.hidden_translations
            yield from generator.draft_pages + generator.draft_translations
        elif isinstance(generator, KindGenerator):
            yield from generator.all_content()


def _entries(folder: Path, pages: Sequence[Page], wanted: Config) -> dict[str, tuple[Entry, ...]]:
    """The approved entries of each thread that has a page, each with its role.

    A page that was renamed keeps the thread of its old address, which is among its aliases.
    """
    stored = store.load(folder)
    threads = {page.thread for page in pages}
    found: dict[str, tuple[Entry, ...]] = {}
    for page in pages:
        former = {alias.strip("/").rpartition("/")[2] for alias in page.aliases} - threads
        names = (page.thread, *sorted(former))
        entries = [e for name in names for e in stored.get(name, ()) if e.status is Status.APPROVED]
        if entries:
            found[page.thread] = assign(
                entries, authors=wanted.authors, brands=wanted.brands, case=page.case
            )
    return found


def _tones(
    pages: Sequence[Page], entries: Mapping[str, Sequence[Entry]], wanted: Config
) -> dict[str, Tone]:
    """The tone of each comment and linkback, by entry id."""
    page_langs = {page.thread: page.lang for page in reversed(pages)}
    spoken = [
        (entry, page_langs[thread])
        for thread, found in entries.items()
        for entry in found
        if entry.text and not entry.kind.reaction
    ]
    texts = [entry.text for entry, _ in spoken]
    langs = languages_of(
        texts, [entry.lang or page_lang for entry, page_lang in spoken], wanted.languages
    )
    with (
        cache.opened(Path(wanted.cache) / "tones.sqlite3") as cached,
        executor.opened(wanted.executor) as workers,
    ):
        tones = score_texts(texts, langs, wanted.analyzers, workers, cached)
    return {entry.id: tone for (entry, _), tone in zip(spoken, tones, strict=True)}


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(attach)
