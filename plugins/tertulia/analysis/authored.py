"""Posts of any Pelican blog, read without its settings, and apart from them their links.

Hidden means: the mark-up and the address of every link are gone from the text, the words
that were linked stay; front matter that names other posts is not passed on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from posixpath import basename, dirname

import yaml

from tertulia.analysis.language import language_of
from tertulia.analysis.lemmas import LANGUAGES
from tertulia.analysis.ownlinks import OwnLinks, Post, dateless, listed, plain_addresses, stem_of
from tertulia.core import frontmatter, restructured
from tertulia.core.code import silenced
from tertulia.core.kinds import case_from
from tertulia.core.links import Written, read_links
from tertulia.core.model import Case, Page, PageKind

APART = frozenset(("pages", "topics", "drafts"))  # folders whose files are no posts

HIDDEN = frozenset(("draft", "hidden", "skip"))

_YAML = re.compile(r"\A---[ \t]*\r?\n(?P<head>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}# +(?P<title>.+?)[ #]*$", re.MULTILINE)
_INTRASITE = re.compile(r"[{|]filename[}|]\S*")  # an address outside of any link's mark-up
_DAY = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[T _](?P<hour>\d{1,2}):(?P<minute>\d{2}))?"
)

Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authored:
    """Posts without their links, and the links.

    Attributes:
        pages: By file name.
        links: For each page's id the ids that it links to, each once.
        skipped: Files that are no posts though they look like some: each with the reason.
    """

    pages: tuple[Page, ...]
    links: Mapping[str, tuple[str, ...]]
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The top of a file: its fields, and what is below them."""

    fields: Fields
    written: Written
    fault: str = ""


def read(files: Mapping[str, str]) -> Authored:
    """The published posts among Markdown and reStructuredText files, by path below their folder."""
    found: list[tuple[Post, Fields]] = []
    skipped: list[str] = []
    for file in sorted(files):
        head = _head(file, files[file].removeprefix("\ufeff"))
        status = " ".join(head.fields.get("status", ())).strip().lower()
        drafted = "".join(head.fields.get("draft", ())).strip().lower() == "true"
        if status in HIDDEN or drafted or APART & set(file.split("/")[:-1]):
            continue
        title = " ".join(head.fields.get("title", ())).strip()
        if title:
            found.append((_post(file, files[file], head, title), head.fields))
        elif head.fields or head.fault:
            skipped.append(f"{file}: {head.fault or 'no title'}")
    posts = _apart([post for post, _ in found])
    own = OwnLinks(posts)
    links = {
        post.id: tuple(dict.fromkeys(t for t in own.targets(post) if t != post.id))
        for post in posts
    }
    pages = [
        _page(post, fields, tuple(dict.fromkeys(own.beyond(post))))
        for post, (_, fields) in zip(posts, found, strict=True)
    ]
    return Authored(pages=tuple(pages), links=links, skipped=tuple(skipped))


def _post(file: str, raw: str, head: _Head, title: str) -> Post:
    fields = head.fields
    slug = "".join(fields.get("slug", ())).strip() or stem_of(file)
    summary = _summary(file, fields)
    return Post(
        file=file,
        raw=raw,
        id=slug,
        slug=slug,
        lang=_language("".join(fields.get("lang", ()) or fields.get("language", ()))),
        title=title,
        written=Written(
            text=head.written.text,
            targets=head.written.targets + summary.targets,
            names=head.written.names + summary.names,
        ),
        picked=listed(fields, "related", "related_posts"),
        addresses=listed(fields, "url", "save_as", "permalink", "alias", "aliases"),
    )


def _summary(file: str, fields: Fields) -> Written:
    """What the front matter says of the post, in the mark-up of its file."""
    text = " ".join(fields.get("summary", ()) or fields.get("description", ()))
    return restructured.written(text) if file.lower().endswith(".rst") else read_links(text)


def _language(text: str) -> str:
    """The code in "fr", "fr_FR" or "pt-BR"; nothing where it is none."""
    code = text.strip().lower().replace("_", "-").split("-")[0]
    return code if len(code) in (2, 3) and code.isascii() else ""


def _apart(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Posts with ids of their own: translations share a slug."""
    taken: set[str] = set()
    found: list[Post] = []
    for post in posts:
        names = (post.id, f"{post.id}.{post.lang}" if post.lang else post.file, post.file)
        name = next((name for name in names if name not in taken), f"{post.file}#{len(found)}")
        taken.add(name)
        found.append(post if name == post.id else replace(post, id=name))
    return tuple(found)


def _head(file: str, raw: str) -> _Head:
    if file.lower().endswith(".rst"):
        rest = restructured.read_rest(raw)
        named = {key: (value,) for key, value in rest.fields.items() if value}
        return _Head(fields={"title": (rest.title,), **named}, written=rest.written)
    fields, body, fault = _marked_down(raw)
    heading = _HEADING.search(body) if fields and not fields.get("title") else None
    if heading:
        fields = {**fields, "title": (heading["title"],)}
    written = read_links(plain_addresses(silenced(body)))
    return _Head(
        fields=fields,
        written=replace(written, text=_INTRASITE.sub(" ", written.text)),
        fault=fault,
    )


def _marked_down(raw: str) -> tuple[Fields, str, str]:
    """The fields of a Markdown file, its body, and what is wrong with its head."""
    fenced = _YAML.match(raw)
    fault = ""
    if fenced:
        try:
            found = _read_yaml(fenced["head"])
        except (yaml.YAMLError, RecursionError) as error:
            found = None  # the lines may still be read as they are
            fault = f"its front matter is no YAML: {' '.join(str(error).split())[:80]}"
        if isinstance(found, dict):
            fields = {str(key).lower(): _strings(value) for key, value in found.items()}
            return fields, raw[fenced.end() :], ""
    head = frontmatter.parse(raw)
    body = "\n".join(raw.splitlines()[head.body_line - 1 :])
    return {field.key: field.values for field in reversed(head.fields)}, body, fault


def _read_yaml(text: str) -> object:
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 (strings only)


def _strings(value: object) -> tuple[str, ...]:
    """The words of a value; what is nested deeper than a list says nothing here."""
    items = value if isinstance(value, list) else [value]
    return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())


def _page(post: Post, fields: Fields, beyond: tuple[str, ...]) -> Page:
    case = _case(fields)
    return Page(
        id=post.id,
        kind=PageKind.CASE if case else PageKind.POST,
        title=read_links(post.title).text,
        url=f"{post.id}/",
        lang=post.lang or language_of(post.written.text, "", LANGUAGES),
        summary=_summary(post.file, fields).text,
        text=post.written.text,
        published=_moment(" ".join(fields.get("date", ()))) or _moment(_dated(post.file)),
        authors=listed(fields, "author", "authors"),
        topics=_topics(post.file, fields),
        beyond=beyond,
        case=case,
    )


def _topics(file: str, fields: Fields) -> tuple[str, ...]:
    """Everything an author sorts posts by; the folder where, as Pelican has it, it is one."""
    names = ("topics", "tags", "keywords", "category", "categories", "series")
    folder = basename(dirname(file))
    sorted_by = "category" in fields or "categories" in fields or folder.isdigit()
    own = folder == stem_of(file)  # the folder is the post itself
    by_folder = () if sorted_by or own or not folder else (folder,)
    return tuple(dict.fromkeys(listed(fields, *names) + by_folder))


def _case(fields: Fields) -> Case | None:
    if not {"brands", "channel", "outcome"} <= set(fields):
        return None
    try:
        return case_from(fields)
    except ValueError:
        return None


def _dated(file: str) -> str:
    stem = stem_of(file)
    return stem[: len(stem) - len(dateless(stem))]


def _moment(text: str) -> datetime | None:
    """When a date in one of the spellings that posts have was; only the order matters here."""
    if found := _DAY.search(text):
        numbers = [int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute")]
        try:
            return datetime(*numbers, tzinfo=UTC)  # type: ignore[misc,arg-type]
        except ValueError:
            return None
    try:
        when = parsedate_to_datetime(text if ":" in text else f"{text} 00:00")
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
