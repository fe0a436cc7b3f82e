"""Gives every page its conversation and what was found out about it.

After all generators have read their files, the threads are loaded, scored and summed up.
Each content object gets a `view` (`PageView`), and templates find the whole as `site`
(`SiteView`); `evidence` says what its figures rest on.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins import signals

from tertulia import config
from tertulia.analysis.survey import Wishes, survey
from tertulia.core.model import Page
from tertulia.edge.keep import Keep, digest
from tertulia.edge.memory import give_back
from tertulia.edge.stamps import Stamps
from tertulia.site import keptpage
from tertulia.site.authors import add_authors, sign
from tertulia.site.content import KindGenerator
from tertulia.site.contents import KIND as CONTENT
from tertulia.site.dependencies import Dependencies
from tertulia.site.images import Album
from tertulia.site.keptpages import KeptPages, settle
from tertulia.site.keptrelated import KeptRelated
from tertulia.site.keptviews import KeptViews
from tertulia.site.lists import map_file, sections
from tertulia.site.pagedigests import PageDigests
from tertulia.site.pages import model_pages, page_id
from tertulia.site.recalled import only_texts_differ
from tertulia.site.relating import Relating
from tertulia.site.state import CARDS, Build
from tertulia.site.talks import converse
from tertulia.site.translations import speaker


def attach(generators: list[Generator]) -> None:
    """Put a `view` on every content object and `site` into the templates' context."""
    settings, context = generators[0].settings, generators[0].context
    wanted = config.from_settings(settings)
    contents = list(_contents(generators))
    build = Build.of(settings)
    keep, code = (build.keep, build.code) if build else (Keep(None), b"")
    for content in contents:
        content.translations.sort(key=lambda other: str(other.lang))  # else in no order
    settle(contents, build)
    digests = keep.left("digests of pages", PageDigests) or PageDigests()
    spoken = digest(code, settings["DEFAULT_LANG"])  # what pages of unknown languages speak
    kept = KeptRelated(keep, spoken, digests)
    related = Relating(build, kept, digests, mapped=bool(map_file(settings)))
    pages, made_of = _pages(contents, settings, context, build, digests, related)
    wishes = _wishes(settings, wanted)
    stamps = build.stamps if build else Stamps({})
    said = converse(
        Path(settings["PATH"]), pages, wanted, wishes, keep=keep, stamps=stamps, code=spoken
    )
    views = keep.left("views", KeptViews)
    if views is None or build is None or views.settings != build.settings:
        views = KeptViews(build.settings if build else b"")
    views.begin()
    site = survey(
        pages,
        said.talks,
        wishes,
        agreement=said.agreement,
        relate=related.begin,
        outlines=said.outlines,
        card_of=digests.card,
        links_of=views.links,
        view_of=views.view,
    )
    for content in contents:
        content.view = site.by_id[page_id(content)]
    add_authors(generators)
    sign(contents, generators)
    context["site"] = site
    context["evidence"] = said.evidence
    if build:
        keys = {id(talk): said.keys[page] for page, talk in said.talks.items()}
        steady = keep.left("digests of contents", dict) or {}
        if not only_texts_differ(build):
            steady = {}
        dependencies = Dependencies(
            site,
            context,
            settings["SITEURL"],
            keys,
            digests,
            made_of,
            Album.of(settings).picture,
            views.digests,
            steady,
        )
        keep.leave("digests of contents", dependencies.contents)
        keep.leave("views", views)
        build.when_let_go(partial(_learn, views, dependencies))
        build.memo(CARDS, lambda: digests.card)
        build.learn(dependencies.value, dependencies.read, dependencies.page)


def _learn(views: KeptViews, dependencies: Dependencies) -> None:
    views.learn(dependencies.views)


def _pages(
    contents: Sequence[Content],
    settings: Mapping[str, Any],
    context: dict[str, Any],
    build: Build | None,
    digests: PageDigests,
    related: Relating,
) -> tuple[list[Page], dict[int, bytes]]:
    """The pages of these contents, and what `KeptPages.made_of` tells of them."""
    if build is None:
        return model_pages(contents, settings["SITEURL"]), {}
    kept = KeptPages(build, contents, context, settings, digests)
    pages = kept.all(related.tell if build.helper else None)
    if not build.keep.lasting:
        build.keep.let_go(CONTENT, keptpage.KIND)  # nobody looks at them again
    if build.helper:
        give_back()  # a good part of what it took to make so many pages
    digests.forget_others(pages)
    build.keep.leave("digests of pages", digests)
    return pages, kept.made_of


def _wishes(settings: Mapping[str, Any], wanted: config.Config) -> Wishes:
    return Wishes(
        address=settings["SITEURL"],
        former=wanted.former,
        zone=ZoneInfo(settings["TIMEZONE"]),
        related=wanted.related,
        folders=wanted.folders,
        section=sections(settings),
        speak=speaker(settings["DEFAULT_LANG"]),
    )


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


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(attach)
