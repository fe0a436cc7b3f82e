"""The front matter of all pages below a content folder, read without Pelican."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tertulia.core import frontmatter, restructured
from tertulia.core.frontmatter import FrontMatter
from tertulia.core.kinds import FOLDERS, Fault, check
from tertulia.core.model import PageKind
from tertulia.core.slugs import slug_of
from tertulia.core.suggestions import nearest
from tertulia.edge.files import below

_NOT_OURS = (".#", "._")  # locks of Emacs, which lead nowhere, and what a Mac puts beside files
HEAD_CHARS = 65_536  # more than any head; the body is not needed here
LONGEST = 80  # characters of a slug that is made of a title
MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")  # as Pelican's readers have them
RESTRUCTURED = (".rst",)
ENDINGS = (*MARKDOWN, *RESTRUCTURED)
TOPIC_KEYS = ("topics", "broader", "narrower", "see")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """One file of the site, in Markdown or reStructuredText.

    Attributes:
        path: As given, with the content folder in front.
        slug: As its front matter says; else made of its title, else of the file's name.
    """

    path: Path
    kind: PageKind
    head: FrontMatter

    @property
    def slug(self) -> str:
        """Its slug, unique in the site but for translations."""
        return self.head.text("slug") or slug_of_title(self.head.text("title") or self.path.stem)

    @property
    def is_markdown(self) -> bool:
        """Whether it is Markdown, whose front matter and links are checked here."""
        return is_markdown(self.path)

    @property
    def lang(self) -> str:
        """Its language as stated; empty for the site's own."""
        return self.head.text("lang")


@lru_cache(maxsize=50_000)  # each page is asked for its slug several times
def slug_of_title(title: str) -> str:
    """The slug that Pelican gives to a page without one.

    It goes by what `pelicanconf.py` says in SLUG_REGEX_SUBSTITUTIONS: a site that says something
    else there gives its pages slugs.
    """
    from markupsafe import Markup  # most pages have a slug
    from unidecode import unidecode

    whole = title.encode("utf-8", "replace").decode()
    bare = Markup(whole).striptags()  # noqa: S704 (nothing of it is shown)
    slug = unidecode(unicodedata.normalize("NFKC", bare))
    slug = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", slug).strip())
    return slug[:LONGEST].lower() or slug_of(title)


def read_pages(content: Path) -> Iterator[PageFile]:
    """The pages of the folders `posts`, `cases`, `topics` and `pages`, by path."""
    for name, kind in page_paths(content):
        path = Path(name)
        with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
            yield PageFile(path=path, kind=kind, head=head_of(path, file.read(HEAD_CHARS)))


def is_markdown(path: Path | str) -> bool:
    """Whether a page of that name is in Markdown."""
    return str(path).endswith(MARKDOWN)


def head_of(path: Path | str, text: str) -> FrontMatter:
    """The front matter of a page in the language that its name says."""
    return frontmatter.parse(text) if is_markdown(path) else restructured.parse(text)


def page_paths(content: Path) -> list[tuple[str, PageKind]]:
    """Where those pages stand, and of which kind they are."""
    return [
        (path, kind)
        for folder, kind in FOLDERS.items()
        for path in sorted(below(content / folder, ENDINGS), key=_by_parts)
        if not path.rpartition("/")[2].startswith(_NOT_OURS)
    ]


def _by_parts(path: str) -> list[str]:
    """As paths sort, in a tenth of the time."""
    return path.replace(os.sep, "/").split("/")


def faults_in(pages: Sequence[PageFile], content: Path, own: Collection[str] = ()) -> list[Fault]:
    """All that is wrong in the front matter of these files, file by file.

    The keys of reStructuredText are docutils' to read, and not checked one by one.

    Args:
        pages: All of a site.
        content: Its content folder.
        own: Keys of the site's own, in lower case.
    """
    shown = {page.path: str(page.path.relative_to(content.parent)) for page in pages}
    marked = [page for page in pages if page.is_markdown]
    faults = [f for page in marked for f in check(page.kind, shown[page.path], page.head, own)]
    first: dict[tuple[str, str], Path] = {}
    for page in pages:
        other = first.setdefault((page.slug.casefold(), page.lang), page.path)
        if other != page.path:
            field = page.head.field("slug") or page.head.field("title")
            line_of = "Slug:" if page.is_markdown else ":slug:"
            message = (
                f"slug {page.slug!r} belongs to {shown[other]} already; give one a `{line_of}` line"
            )
            line = field.line if field else 1
            faults.append(Fault(file=shown[page.path], line=line, message=message))
    return [*faults, *_unknown(pages, shown)]


def templates_in(pages: Sequence[PageFile], content: Path) -> Iterator[tuple[str, int, str]]:
    """File, line and name of each template that a page asks for."""
    for page in pages:
        if field := page.head.field("template"):
            yield str(page.path.relative_to(content.parent)), field.line, field.text


def threads_in(pages: Iterable[PageFile]) -> tuple[str, ...]:
    """The names that files of threads may have: what pages are called, or were."""
    names = set[str]()
    for page in pages:
        former = (alias.strip("/").rpartition("/")[2] for alias in page.head.listed("aliases"))
        names.update((page.slug, *former))
    return tuple(sorted(names - {""}))


def _unknown(pages: Sequence[PageFile], shown: dict[Path, str]) -> Iterator[Fault]:
    """Slugs that no page has, and topics that no page describes."""
    every = {page.slug for page in pages}
    topics = {page.slug for page in pages if page.kind is PageKind.TOPIC}
    for page in pages:
        for key, known in (("related", every), *((key, topics) for key in TOPIC_KEYS)):
            field = page.head.field(key)
            for slug in page.head.listed(key):
                if field and slug not in known:
                    what = "page" if known is every else "topic"
                    message = f"{key}: no {what} {slug!r}{nearest(slug, sorted(known))}"
                    yield Fault(file=shown[page.path], line=field.line, message=message)
