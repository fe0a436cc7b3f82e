"""Which post of a blog an address means, without the blog's settings.

By file, as Pelican writes it and as others do; by the slug that an address on the blog's own
host ends in; by title for wiki links. The own host is the one whose addresses end in our
slugs most often.
"""

import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from posixpath import basename, dirname, join, normpath, splitext
from urllib.parse import SplitResult, unquote, urlsplit

from tertulia.analysis.titles import Titles, index, key, named
from tertulia.core import frontmatter
from tertulia.core.links import Written
from tertulia.core.slugs import slug_of

PAGES = frozenset(
    ("", ".html", ".htm", ".php", ".md", ".markdown", ".mkd", ".mdown", ".rst", ".asp", ".aspx")
)  # what a post's address may end in; "el-destino.png" is none

LISTS = frozenset(
    "tag tags category categories categoria etiqueta author authors static images img"
    " files feeds theme".split()
)  # folders of a blog that hold no posts, whatever their files are called

MOST_SHARE = 4  # a blog that has moved has two hosts: another counts from so many-th of the hits
OWN_SHARE = 3  # of all addresses on the own host that may be posts one in so many is

_DATED = re.compile(r"^\d{4}(?:-?\d{2}-?\d{2}[-_ ]|\.\d{2}\.\d{2}[-_. ]|[-.]\d{2}[-.](?=\D))")
_UNLIKE = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_INTRASITE = re.compile(r"^[{|](?:filename|static|attach|article)[}|]")
_TEMPLATE = re.compile(  # Jekyll's and Hugo's ways to name a file, and what stands for the host
    r"\{[{%][-<%]?\s*(?:(?:post_url|link|ref|relref)\s+[\"']?(?P<file>[^\s\"'%}>]+)[\"']?|[\w.]+)"
    r"[^{}]*?[->%]?[%}]\}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is known of a post when its links are read.

    Attributes:
        file: Its path below the folder.
        raw: The whole file.
        picked: Posts that its front matter names.
        addresses: Where its front matter says that it stands or stood.
    """

    file: str
    raw: str
    id: str
    slug: str
    lang: str
    title: str
    written: Written
    picked: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def plain_addresses(markdown: str) -> str:
    """A text whose addresses are none of a template language, but files and paths."""
    if "{{" not in markdown and "{%" not in markdown:
        return markdown
    return _TEMPLATE.sub(
        lambda found: f"{{filename}}/{found['file']}" if found["file"] else "", markdown
    )


class OwnLinks:
    """The posts of a blog by all that may lead to them."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self._by_file = {_composed(post.file): post for post in posts}
        self._by_slug: defaultdict[str, list[Post]] = defaultdict(list)
        for names in (_slug_names, _other_names):
            for post in posts:
                for name in map(_folded, names(post)):
                    if name and post not in self._by_slug[name]:
                        self._by_slug[name].append(post)
        heads = [
            replace(
                named(_composed(post.file), frontmatter.parse(post.raw)),
                title=post.title,
                slug=post.slug,
            )
            for post in posts
        ]
        self._titles: Titles = index(heads)[0]
        self._hosts = self._own_hosts(posts)

    def targets(self, post: Post) -> Iterator[str]:
        """The ids of the posts that a post links to."""
        for address in post.written.targets:
            if found := self._target(post, address):
                yield found
        for name in post.written.names:
            if found := self._by_name(name, post):
                yield found
        for name in post.picked:
            if found := self._named(name, post):
                yield found

    def beyond(self, post: Post) -> Iterator[str]:
        """Addresses of other sites: none that could mean a post, wherever it was once."""
        for address in post.written.targets:
            parts = _split(address)
            if not parts or parts.scheme not in ("http", "https"):
                continue
            if _host(parts.netloc) not in self._hosts and not self._named(_last(parts.path), post):
                yield address

    def _by_name(self, name: str, post: Post) -> str:
        """The post of a wiki link: by its title or path, else as an address would name it."""
        if found := self._by_file.get(self._titles.file(name)):
            return found.id
        if key(name) in self._titles.shared:
            return ""
        return self._named(_last(name), post)

    def _target(self, post: Post, address: str) -> str:
        parts = _split(address)
        if parts is None:
            return ""
        if parts.scheme in ("http", "https") or parts.netloc:
            return self._by_path(parts.path, post) if _host(parts.netloc) in self._hosts else ""
        if parts.scheme or (not parts.path and not _INTRASITE.match(address)):
            return ""
        path = _composed(_INTRASITE.sub("", address).split("#")[0].split("?")[0])
        for place in (path.lstrip("/"), join(_composed(dirname(post.file)), path)):
            if found := self._by_file.get(normpath(place)):
                return found.id
        return self._by_path(path, post)

    def _by_path(self, path: str, post: Post) -> str:
        return self._named(_last(path), post, _folders(path)) if _may_be_post(path) else ""

    def _named(self, name: str, post: Post, folders: Iterable[str] = ()) -> str:
        """Of translations that share a slug the one of the address, else of this language."""
        name = _folded(name)
        slugs = self._by_slug
        found = slugs.get(name) or slugs.get(dateless(name)) or slugs.get(_squeezed(name)) or []
        if len(found) < 2:
            return found[0].id if found else ""
        in_address = [other for other in found if other.lang and other.lang in folders]
        alike = [other for other in found if other.lang == post.lang]
        return (in_address or alike or found)[0].id

    def _own_hosts(self, posts: Sequence[Post]) -> frozenset[str]:
        hits: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for post in posts:
            for address in post.written.targets:
                parts = _split(address)
                if parts and parts.scheme in ("http", "https") and _may_be_post(parts.path):
                    every[_host(parts.netloc)] += 1
                    if self._named(_last(parts.path), post) not in ("", post.id):
                        hits[_host(parts.netloc)] += 1
        most = max((n for host, n in hits.items() if n * OWN_SHARE >= every[host]), default=0)
        return frozenset(
            host
            for host, times in hits.items()
            if times >= max(2, most / MOST_SHARE) and times * OWN_SHARE >= every[host]
        )


def dateless(stem: str) -> str:
    """A file's name without the date that it begins with."""
    return _DATED.sub("", stem)


def stem_of(file: str) -> str:
    """A file's name without its ending; its folder's where it is only called "index"."""
    stem = splitext(basename(file))[0]
    return basename(dirname(file)) or stem if stem == "index" else stem


def listed(fields: Mapping[str, Sequence[str]], *names: str) -> tuple[str, ...]:
    """The items of fields that hold several, each once."""
    values = [value for name in names for value in fields.get(name, ())]
    items = [item.strip() for value in values for item in value.split(",")]
    return tuple(dict.fromkeys(item for item in items if item))


def _slug_names(post: Post) -> tuple[str, ...]:
    names = (post.id, post.slug, slug_of(post.slug))
    return (*names, f"{post.slug}-{post.lang}") if post.lang else names


def _other_names(post: Post) -> tuple[str, ...]:
    stem = stem_of(post.file)
    stood = (_last(address.strip()) for address in post.addresses)
    return (stem, dateless(stem), _squeezed(post.title), *stood)


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _host(netloc: str) -> str:
    return netloc.lower().rsplit("@", 1)[-1].removeprefix("www.")


def _may_be_post(path: str) -> bool:
    """Whether a path is not the front page, a list, or a file such as a picture."""
    # "/2020/version-2.0/" has no ending, though it has a point
    ending = "" if path.endswith("/") else splitext(path)[1].lower()
    return ending in PAGES and bool(_last(path)) and LISTS.isdisjoint(_folders(path))


def _folders(path: str) -> set[str]:
    return {part.lower() for part in path.split("/")[:-1]}


def _composed(path: str) -> str:
    """A path as one spells it: disks and addresses write an accent in several ways."""
    return unicodedata.normalize("NFC", unquote(path))


def _folded(name: str) -> str:
    return _composed(name).lower()


def _squeezed(name: str) -> str:
    """The letters and digits of a title or of a slug made of it.

    Each program has its own way to make slugs of titles: "L'été" is "lete" or "l-ete", "3.11"
    is "311" or "3-11". Those are what all of them leave. (A slug has no equals sign.)
    """
    plain = unicodedata.normalize("NFKD", html.unescape(name).casefold().translate(_UNLIKE))
    kept = "".join(letter for letter in plain if letter.isalnum())
    return f"={kept}" if kept else ""


def _last(path: str) -> str:
    """The slug in a path: its last part but "index.html"."""
    parts = [p for p in unquote(path).split("/") if p and not p.startswith("index.")]
    if not parts:
        return ""
    stem, ending = splitext(parts[-1])
    return stem if ending.lower() in PAGES else parts[-1]
