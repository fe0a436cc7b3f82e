"""Posts of any Pelican blog, read without its settings, and apart from them their links.

Hidden means: the mark-up and the address of every link are gone from the text, the words
that were linked stay; front matter that names other posts is not passed on.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from posixpath import basename, dirname, join, normpath, splitext
from urllib.parse import unquote, urlsplit

import yaml

from tertulia.analysis.language import language_of
from tertulia.analysis.lemmas import LANGUAGES
from tertulia.analysis.titles import Titles, index, named
from tertulia.core import frontmatter
from tertulia.core.kinds import case_from
from tertulia.core.links import Written, read_links
from tertulia.core.model import Case, Page, PageKind
from tertulia.core.slugs import slug_of

APART = frozenset(("pages", "topics", "drafts"))  # folders whose files are no posts

HIDDEN = frozenset(("draft", "hidden", "skip"))

_DATED = re.compile(r"^\d{4}-?\d{2}-?\d{2}[-_ ]")
_INTRASITE = re.compile(r"^[{|](?:filename|static|attach|article)[}|]")
_YAML = re.compile(r"\A---[ \t]*\r?\n(?P<head>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """Posts without their links, and the links.

    Attributes:
        pages: By file name.
        links: For each page's id the ids that it links to, each once.
    """

    pages: tuple[Page, ...]
    links: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    file: str
    raw: str
    fields: Fields
    written: Written
    id: str


def read(files: Mapping[str, str]) -> Authored:
    """The published posts among Markdown files, by path below their folder."""
    found = [post for file in sorted(files) if (post := _post(file, files[file]))]
    posts = _apart(found)
    places = _Places(posts)
    links = {
        post.id: tuple(dict.fromkeys(t for t in places.targets(post) if t != post.id))
        for post in posts
    }
    return Authored(pages=tuple(_page(post) for post in posts), links=links)


def _apart(posts: Sequence[_Post]) -> tuple[_Post, ...]:
    """Posts with ids of their own: translations share a slug."""
    taken: set[str] = set()
    found = []
    for post in posts:
        lang = "".join(post.fields.get("lang", ()))
        names = (post.id, f"{post.id}.{lang}" if lang else post.file, post.file)
        name = next(name for name in names if name not in taken)
        taken.add(name)
        found.append(post if name == post.id else replace(post, id=name))
    return tuple(found)


def _post(file: str, raw: str) -> _Post | None:
    fields, body = _head(raw.removeprefix("\ufeff"))
    status = " ".join(fields.get("status", ())).lower()
    if not fields.get("title") or status in HIDDEN or APART & set(file.split("/")[:-1]):
        return None
    stem = splitext(basename(file))[0]
    slug = "".join(fields.get("slug", ())) or stem
    return _Post(file=file, raw=raw, fields=fields, written=read_links(body), id=slug)


def _head(raw: str) -> tuple[Fields, str]:
    fenced = _YAML.match(raw)
    if fenced:
        try:
            read_yaml = yaml.load(fenced["head"], Loader=yaml.BaseLoader)  # noqa: S506 (strings only)
        except yaml.YAMLError:
            read_yaml = None
        if isinstance(read_yaml, dict):
            return {str(k).lower(): _strings(v) for k, v in read_yaml.items()}, raw[fenced.end() :]
    head = frontmatter.parse(raw)
    body = "\n".join(raw.splitlines()[head.body_line - 1 :])
    return {field.key: field.values for field in reversed(head.fields)}, body


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(item).strip() for item in value)
    return () if value is None else (str(value).strip(),)


class _Places:
    """Which post an address in a post means."""

    def __init__(self, posts: Sequence[_Post]) -> None:
        self.by_file = {post.file: post.id for post in posts}
        self.by_slug: dict[str, str] = {}
        for names in (_slug_names, _other_names):
            for post in posts:
                for name in names(post):
                    self.by_slug.setdefault(name, post.id)
        heads = [named(p.file, frontmatter.parse(p.raw)) for p in posts]
        self.titles: Titles = index(heads)[0]
        self.hosts = self._own_hosts(posts)

    def targets(self, post: _Post) -> Iterator[str]:
        """The ids of the posts that a post links to."""
        for address in post.written.targets:
            found = self._target(post.file, address)
            if found:
                yield found
        for name in post.written.names:
            file = self.titles.file(name)
            if file in self.by_file:
                yield self.by_file[file]
        for name in _listed(post.fields, "related", "related_posts"):
            if name in self.by_slug:
                yield self.by_slug[name]

    def _target(self, file: str, address: str) -> str:
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if parts.scheme in ("http", "https") or parts.netloc:
            if _host(parts.netloc) not in self.hosts:
                return ""
            return self.by_slug.get(_last(parts.path), "")
        if parts.scheme or (not parts.path and not _INTRASITE.match(address)):
            return ""
        path = unquote(_INTRASITE.sub("", address).split("#")[0].split("?")[0])
        for place in (path.lstrip("/"), join(dirname(file), path)):
            if normpath(place) in self.by_file:
                return self.by_file[normpath(place)]
        return self.by_slug.get(_last(path), "")

    def _own_hosts(self, posts: Sequence[_Post]) -> frozenset[str]:
        """The host whose addresses end in our slugs most often: the blog's own."""
        hits: Counter[str] = Counter()
        for post in posts:
            for address in post.written.targets:
                if address.startswith(("http://", "https://")):
                    try:
                        parts = urlsplit(address)
                    except ValueError:
                        continue
                    if self.by_slug.get(_last(parts.path), post.id) != post.id:
                        hits[_host(parts.netloc)] += 1
        if not hits:
            return frozenset()
        most = max(hits.values())
        # A blog that has moved has two; a single chance hit on a long-tail host is not ours.
        return frozenset(host for host, times in hits.items() if times >= max(2, most / 4))


def _slug_names(post: _Post) -> tuple[str, ...]:
    return (post.id, slug_of(post.id))


def _other_names(post: _Post) -> tuple[str, ...]:
    stem = splitext(basename(post.file))[0]
    return (stem, _DATED.sub("", stem), slug_of("".join(post.fields["title"])))


def _host(netloc: str) -> str:
    return netloc.lower().rsplit("@", 1)[-1].removeprefix("www.")


def _last(path: str) -> str:
    """The slug in a path: its last part but "index.html"."""
    parts = [p for p in unquote(path).split("/") if p and not p.startswith("index.")]
    return splitext(parts[-1])[0] if parts and "." in parts[-1] else parts[-1] if parts else ""


def _page(post: _Post) -> Page:
    fields = post.fields
    title = " ".join(fields["title"])
    case = _case(fields)
    return Page(
        id=post.id,
        kind=PageKind.CASE if case else PageKind.POST,
        title=title,
        url=f"{post.id}/",
        lang=" ".join(fields.get("lang", ())) or language_of(post.written.text, "", LANGUAGES),
        summary=" ".join(fields.get("summary", ()) or fields.get("description", ())),
        text=post.written.text,
        published=_moment(" ".join(fields.get("date", ()))),
        authors=_listed(fields, "author", "authors"),
        topics=_topics(post),
        case=case,
    )


def _topics(post: _Post) -> tuple[str, ...]:
    """Everything an author sorts posts by; the folder where, as Pelican has it, it is one."""
    names = ("topics", "tags", "keywords", "category", "categories", "series")
    folder = basename(dirname(post.file))
    sorted_by = "category" in post.fields or "categories" in post.fields or folder.isdigit()
    return _listed(post.fields, *names) + (() if sorted_by or not folder else (folder,))


def _case(fields: Fields) -> Case | None:
    if not {"brands", "channel", "outcome"} <= set(fields):
        return None
    try:
        return case_from(fields)
    except ValueError:
        return None


def _listed(fields: Fields, *names: str) -> tuple[str, ...]:
    values = [value for name in names for value in fields.get(name, ())]
    items = [item.strip() for value in values for item in value.split(",")]
    return tuple(dict.fromkeys(item for item in items if item))


def _moment(text: str) -> datetime | None:
    for length in (len(text), len("2026-11-22 18:30"), len("2026-11-22")):
        try:
            when = datetime.fromisoformat(text[:length].strip().replace("/", "-"))
        except ValueError:
            continue
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    return None
