"""Gives every page its conversation and what was found out about it.

After all generators have read their files, the threads are loaded, scored and summed up.
Each content object gets a `view` (`PageView`), and templates find the whole as `site`
(`SiteView`); `evidence` says what its figures rest on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins import signals

from tertulia import config
from tertulia.analysis.reading import Reading
from tertulia.analysis.reading import read as read_words
from tertulia.analysis.survey import Wishes, survey
from tertulia.analysis.wording import Speak
from tertulia.core.findings import Related, Talk
from tertulia.core.model import Page
from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, digest
from tertulia.edge.stamps import Stamps
from tertulia.site import relating
from tertulia.site.authors import add_authors, sign
from tertulia.site.body import Body, read_body
from tertulia.site.content import KindGenerator
from tertulia.site.dependencies import Dependencies, PageDigests
from tertulia.site.lists import sections
from tertulia.site.pages import model_pages, page_id
from tertulia.site.state import Build
from tertulia.site.talks import converse
from tertulia.site.translations import speaker

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_PROCESS = 100  # pages to read: about 0.05 s


def attach(generators: list[Generator]) -> None:
    """Put a `view` on every content object and `site` into the templates' context."""
    settings, context = generators[0].settings, generators[0].context
    wanted = config.from_settings(settings)
    contents = list(_contents(generators))
    build = Build.of(settings)
    keep, code = (build.keep, build.code) if build else (Keep(None), b"")

    def read(markup: str) -> Body:
        return keep.value("body", digest(code, markup), Body, lambda: read_body(markup))

    for content in contents:  # Pelican works an address out anew each time that it is asked
        content.translations.sort(key=lambda other: str(other.lang))  # else in no order
        content.override_url = content.url
    pages = model_pages(contents, settings["SITEURL"], read)
    if build and build.helper:
        build.helper.tell(relating.Pages(pages=pages, program=build.program))
    wishes = Wishes(
        address=settings["SITEURL"],
        former=wanted.former,
        zone=ZoneInfo(settings["TIMEZONE"]),
        related=wanted.related,
        folders=wanted.folders,
        section=sections(settings),
        speak=speaker(settings["DEFAULT_LANG"]),
    )
    spoken = digest(code, settings["DEFAULT_LANG"])  # what pages of unknown languages speak
    stamps = build.stamps if build else Stamps({})
    said = converse(
        Path(settings["PATH"]), pages, wanted, wishes, keep=keep, stamps=stamps, code=spoken
    )
    digests = PageDigests()
    kept = partial(
        _related,
        keep=keep,
        code=spoken,
        keys=said.keys,
        digest_of=digests.of,
        ask=partial(relating.ask, build, pages, lang=settings["DEFAULT_LANG"]),
    )
    site = survey(
        pages,
        said.talks,
        wishes,
        agreement=said.agreement,
        relate=kept,
        outlines=said.outlines,
    )
    for content in contents:
        content.view = site.by_id[page_id(content)]
    add_authors(generators)
    sign(contents, generators)
    context["site"] = site
    context["evidence"] = said.evidence
    if build:
        keys = {id(talk): said.keys[page] for page, talk in said.talks.items()}
        dependencies = Dependencies(site, context, settings["SITEURL"], keys, digests)
        build.learn(dependencies.value, dependencies.read, dependencies.page)


def _work_out(
    kind: str, wanted: Mapping[bytes, T], do: Callable[[T], R], of: type[R], keep: Keep
) -> None:
    """Work out what is not kept, in several processes where it pays.

    Args:
        wanted: From what, by the key that it is kept by.
        of: What comes of it.
    """
    missing = [key for key in wanted if not keep.has(kind, key)]

    def share_of(keys: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        return [(key, msgspec.msgpack.encode(do(wanted[key]))) for key in keys]

    for share in spread(share_of, missing, WORTH_A_PROCESS) if missing else ():
        for key, data in share:
            keep.add(kind, key, msgspec.msgpack.decode(data, type=of), data)


def _related(
    pages: Sequence[Page],
    talks: Mapping[str, Talk],
    count: int,
    speak: Speak,
    *,
    keep: Keep,
    code: bytes,
    keys: Mapping[str, bytes],
    digest_of: Callable[[Page], bytes],
    ask: Callable[..., dict[str, tuple[Related, ...]] | None],
) -> dict[str, tuple[Related, ...]]:
    """As `relate`, unless no page and no talk has changed.

    Args:
        ask: Asks the copy of a first build, see `relating.ask`.
    """
    key = digest(code, str(count), *map(digest_of, pages), *(keys[page.id] for page in pages))

    def find() -> dict[str, tuple[Related, ...]]:
        if found := ask(listed=pages, talks=talks, count=count, key_of=words):
            return found
        from tertulia.analysis import bags
        from tertulia.analysis.related import KINDS, relate

        def pack(page: Page) -> bags.Bag:
            return keep.value("bag", words(page), bags.Bag, lambda: bags.pack(page))

        shown = {words(page): page for page in pages if page.kind in KINDS}
        _work_out("bag", shown, bags.pack, bags.Bag, keep)
        return relate(pages, talks, count, speak, read, pack)

    def read(page: Page) -> Reading:
        return keep.value("reading", words(page), Reading, lambda: read_words(page))

    def words(page: Page) -> bytes:
        return digest(code, page.lang, page.title, page.summary, page.text)

    if keep.has("related", key):
        keep.spare("bag", "reading")
    return keep.value("related", key, dict[str, tuple[Related, ...]], find)


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
