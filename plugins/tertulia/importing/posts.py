"""Posts and pages of an exported blog as Markdown files with front matter."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tertulia.analysis.graph import host_key
from tertulia.core import forms
from tertulia.core.forms import addressable
from tertulia.core.frontmatter import Field
from tertulia.core.kinds import FOLDERS
from tertulia.core.model import PageKind, PageRef, Post
from tertulia.core.slugs import slug_of
from tertulia.core.urls import MARK, Finder, KnownPage, parts_of
from tertulia.importing.markdown import as_markdown
from tertulia.importing.ownlinks import own_links

IMAGES = "images"

_FOLDER = {kind: name for name, kind in FOLDERS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFile:
    """One file to write.

    Attributes:
        path: Below the content folder.
        links: Addresses of the blog's own that it links to.
        at_hand: Where each image that it shows lies in the export, by its address.
        images: Where each image that lies in the export goes, by its place there.
        missing: Addresses of images that do not.
        notes: What a person should look at.
    """

    path: PurePosixPath
    head: str
    html: str
    page: KnownPage
    links: frozenset[str]
    at_hand: Mapping[str, str]
    images: Mapping[str, PurePosixPath]
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def content(self, leads: Mapping[str, str] | None = None) -> bytes:
        """The file.

        Args:
            leads: Where links lead here, by their addresses.
        """
        static = {url: f"{{static}}/{self.images[p]}" for url, p in self.at_hand.items()}
        text = as_markdown(self.html, {**(leads or {}), **static})
        return f"{self.head}\n\n{text}\n".encode()


def post_file(
    post: Post,
    finder: Finder,
    taken: set[str],
    at_hand: Mapping[str, str],
    read: datetime,
    reserved: frozenset[str] = frozenset(),
    hosts: frozenset[str] = frozenset(),
) -> PostFile | None:
    """The file of a post; None where the site has the page already.

    Args:
        post: As its source gives it.
        finder: Knows the pages that are there; their files are never touched.
        taken: Slugs of this import; the post's is added.
        at_hand: Files of the export by name, each with its place there.
        read: When the export was made: the date of a post that has none, which becomes a draft.
        reserved: Slugs that no page may have: the site's lists and folders stand there.
        hosts: Where the site is and has been, as `host_key` gives them.
    """
    post = replace(post, guid=post.guid or _mark(post))
    ref = PageRef(url=post.url, slug=post.slug, guid=post.guid, title=post.title)
    if finder.find(ref):
        return None
    wished = slug_of(unquote(post.slug) or post.title or post.id)
    slug = _free(wished, taken, reserved if post.kind is PageKind.PAGE else frozenset())
    images = {url: place for url in post.images if (place := _found(url, at_hand))}
    path = PurePosixPath(_FOLDER[post.kind]) / f"{slug}.md"
    given = dict.fromkeys(_one_line(url) for url in (post.url, *post.aliases) if url)
    aliases = tuple(filter(_leads, given))
    head = _head(post, slug, aliases, read)
    notes = list(post.notes) + (["no date: a draft"] if _dateless(post) else [])
    notes += [f"nothing leads on from {url}" for url in given if url not in aliases]
    return PostFile(
        path=path,
        head=head,
        html=post.html,
        page=KnownPage(
            id=slug,
            title=post.title,
            aliases=tuple(given),
            guid=(post.guid,) if post.guid else (),
            file="" if _is_draft(post) else str(path),
        ),
        links=own_links(post.html, hosts | {host_key(parts_of(url).netloc) for url in given}),
        at_hand=images,
        images={place: PurePosixPath(IMAGES) / _safe(place) for place in images.values()},
        missing=tuple(url for url in post.images if url not in images),
        notes=tuple(notes),
    )


def stated_language(lang: str, site: str) -> str:
    """What the page says of its language: nothing where it is the site's, of whatever country.

    A page that says another one stands at an address of its own, as a translation does.
    """
    own, sites = (re.split("[-_]", name)[0].casefold() for name in (lang, site))
    return "" if own == sites else own


def _leads(url: str) -> bool:
    """Whether an old address can stand among a page's aliases."""
    try:
        forms.aliases(Field(key="aliases", values=(_alias(url),), line=1))
    except ValueError:
        return False
    return True


def _alias(url: str) -> str:
    """An address as an item of a list."""
    return url.replace(",", "%2C")


def by_name(places: Iterable[str]) -> dict[str, str]:
    """Files of an export by the last part of their path, in small letters."""
    return {PurePosixPath(place).name.casefold(): place for place in places}


def _mark(post: Post) -> str:
    """What a post without any address is known by when it is imported again."""
    if post.url or post.slug:
        return ""
    said = "\0".join((post.kind, post.id, post.title, post.html))
    return f"{MARK}{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _free(slug: str, taken: set[str], reserved: frozenset[str]) -> str:
    name, number = slug, 2
    while name in taken or name in reserved:
        name, number = f"{slug}-{number}", number + 1
    taken.add(name)
    return name


def _head(post: Post, slug: str, aliases: tuple[str, ...], read: datetime) -> str:
    tags = {slug_of(name): name for name in (*post.tags, *post.categories[1:])}
    topics = [name for slug, name in tags.items() if slug not in map(slug_of, post.categories[:1])]
    date = post.published or (read if post.kind is PageKind.POST else None)
    values = {
        "Title": _one_line(post.title) or slug,
        "Slug": slug,
        "Date": _moment(date),
        "Modified": _moment(post.modified),
        "Authors": _listed(post.authors),
        "Category": next((_one_line(c) for c in post.categories[:1] if addressable(c)), ""),
        "Tags": _listed(topics),
        "Lang": post.lang,
        "Summary": _summary(post.excerpt),
        "Status": "draft" if _is_draft(post) else "",
        "Aliases": ", ".join(map(_alias, aliases)),
        "Guid": _one_line(post.guid),
    }
    return "\n".join(f"{key}: {value}" for key, value in values.items() if value)


def _summary(excerpt: str) -> str:
    """Plain text as Markdown, as which Pelican reads it."""
    plain = _one_line(re.sub(r"<[^<>]*>", " ", excerpt))
    return _one_line(as_markdown(f"<p>{escape(plain, quote=False)}</p>", {}))


def _is_draft(post: Post) -> bool:
    return post.draft or _dateless(post)


def _dateless(post: Post) -> bool:
    return post.kind is PageKind.POST and post.published is None


def _found(url: str, at_hand: Mapping[str, str]) -> str:
    """Where in the export the image of an address lies."""
    try:
        path = PurePosixPath(unquote(urlsplit(url).path))
    except ValueError:
        return ""
    return at_hand.get(path.name.casefold(), "") if path.name else ""


def _safe(place: str) -> str:
    """A file name of an image: small letters, digits, hyphens, one dot."""
    path = PurePosixPath(place)
    return f"{slug_of(path.stem)}{re.sub('[^a-z0-9.]', '', path.suffix.casefold())}"


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.isoformat(" ", "minutes" if not moment.second else "seconds")


def _listed(names: Iterable[str]) -> str:
    """Names with commas between them; one of signs only, such as "🎉", can have no page."""
    return ", ".join(_one_line(name.replace(",", " ")) for name in names if addressable(name))


def _one_line(text: str) -> str:
    return " ".join(text.split())
