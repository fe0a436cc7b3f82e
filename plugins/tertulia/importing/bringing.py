"""Posts and their images come over before the conversations, so that these find their pages."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from tertulia.analysis.graph import host_key
from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Post, Skipped
from tertulia.core.reports import PostReport
from tertulia.core.urls import Finder, KnownPage, folded, parts_of
from tertulia.edge.inputfile import Input
from tertulia.edge.journal import Journal
from tertulia.importing.ownlinks import OwnPages
from tertulia.importing.posts import PostFile, by_name, post_file, stated_language
from tertulia.importing.reading import Reading, recognise
from tertulia.importing.work import Site

MOST_BYTES = 64 << 20  # of one image

# By content; SVG is left where it is, for it can act in a reader's browser.
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM")
_ENDINGS = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp"))

Inputs = Callable[[], Iterable[Input]]


@dataclass(slots=True)
class Brought:
    """What was brought over so far."""

    posts: list[PostReport] = field(default_factory=list)
    there: int = 0
    images: int = 0
    pages: list[KnownPage] = field(default_factory=list)
    wanted: dict[str, PurePosixPath] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    linking: list[PostFile] = field(default_factory=list)
    links: int = 0

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the pages' old addresses."""
        urls = (url for page in self.pages for url in page.aliases)
        return frozenset(host_key(parts_of(url).netloc) for url in urls)

    def elsewhere(self, hosts: frozenset[str]) -> dict[str, int]:
        """How many pages have an old address at each host that is none of these."""
        found = Counter(
            host
            for page in self.pages
            for host in {host_key(parts_of(url).netloc) for url in page.aliases}
            if host and host not in hosts
        )
        return dict(found.most_common())

    def has(self, page: KnownPage) -> bool:
        """Whether this page came already, from an export that overlaps; if not, it has now."""
        own = {folded(name) for name in (*page.aliases, *page.guid)}
        seen = bool(own & self.names)
        self.names |= own
        return seen


def bring_posts(
    inputs: Inputs, sources: tuple[Source, ...], site: Site, content: Path, journal: Journal
) -> tuple[Site, Brought]:
    """Write posts and pages of exports as Markdown, and copy the images that lie beside them.

    Args:
        inputs: Opens the same files again each time it is called.
        sources: Those they may be of.
        site: Where the posts go; a file that is there is never touched.
        content: The site's content folder.
        journal: Where the files are staged.

    Returns:
        The site with the new pages, and what was brought.
    """
    at_hand = by_name(given.name for given in inputs() if _looks_like_image(given.name))
    brought, slugs = Brought(), {page.id for page in site.finder.pages}
    for given in inputs():
        source = recognise(given, sources, Reading(given.name))
        if source is not None and source.posts is not None:
            for post in _posts(source, given):
                post = replace(post, lang=stated_language(post.lang, site.lang))
                made = post_file(
                    post, site.finder, slugs, at_hand, given.read, site.reserved, site.hosts
                )
                if made is None or brought.has(made.page):
                    brought.there += 1
                    continue
                if made.links:
                    brought.linking.append(made)  # until all pages are known
                else:
                    journal.write(content / made.path, made.content())
                brought.pages.append(made.page)
                brought.wanted |= made.images
                brought.posts.append(
                    PostReport(
                        path=str(made.path),
                        title=made.page.title,
                        missing=made.missing,
                        notes=made.notes,
                    )
                )
    pages = (*site.finder.pages, *brought.pages)
    _lead(brought, OwnPages(pages, site.hosts | brought.hosts), content, journal)
    _copy_images(inputs, brought, content, journal)
    return replace(site, finder=Finder(pages=pages, by_name=site.finder.by_name)), brought


def _lead(brought: Brought, pages: OwnPages, content: Path, journal: Journal) -> None:
    """Write the posts that link to pages of their blog."""
    for made in brought.linking:
        leads = {url: target for url in made.links if (target := pages.target(url))}
        journal.write(content / made.path, made.content(leads))
        brought.links += len(leads)
    brought.linking.clear()


def _posts(source: Source, given: Input) -> Iterator[Post]:
    assert source.posts is not None
    given.file.seek(0)
    try:
        for found in source.posts(given.file):
            if not isinstance(found, Skipped):  # `read` says what is lost of the same file
                yield found
    except BadSource:
        return  # said by `read` of the same file


def _copy_images(inputs: Inputs, brought: Brought, content: Path, journal: Journal) -> None:
    if not brought.wanted:
        return
    for given in inputs():
        target = brought.wanted.get(given.name)
        if target is None or given.refused:
            continue
        image = given.file.read(MOST_BYTES + 1)
        riff = image[:4] == b"RIFF" and image[8:12] == b"WEBP"
        if len(image) <= MOST_BYTES and (
            image.startswith(_IMAGES) or riff or image[4:8] == b"ftyp"
        ):
            journal.write(content / target, image)
            brought.images += 1


def _looks_like_image(name: str) -> bool:
    return PurePosixPath(name).suffix.casefold() in _ENDINGS
