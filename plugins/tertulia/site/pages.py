"""Pelican's content as pages of the model."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import unquote

from pelican.contents import Article, Content

from tertulia.core.frontmatter import split_list
from tertulia.core.kinds import case_from
from tertulia.core.model import Case as CaseFacts
from tertulia.core.model import Page, PageKind
from tertulia.site.body import Body, read_body
from tertulia.site.content import Case, Topic


def page_id(content: Content) -> str:
    """The id of a content's page: its slug, with the language where it is a translation."""
    return str(content.slug) if content.in_default_lang else f"{content.slug}.{content.lang}"


def model_pages(
    contents: Iterable[Content], address: str, read: Callable[[str], Body] = read_body
) -> list[Page]:
    """The pages of the model, each with its links to the others.

    Args:
        read: Another way to `read_body`, such as one that remembers.
        address: `SITEURL`, which the links of the contents begin with.
    """
    found = list(contents)
    by_url = addresses_of(found)
    return [page_of(content, by_url, address, read) for content in found]


def addresses_of(contents: Iterable[Content]) -> dict[str, str]:
    """The ids of their pages by their addresses, without slashes at the ends."""
    return {str(content.url).strip("/"): page_id(content) for content in contents}


def page_of(
    content: Content, by_url: Mapping[str, str], address: str, read: Callable[[str], Body]
) -> Page:
    """The page of one content; see `model_pages`.

    Args:
        by_url: See `addresses_of`.
    """
    body = read(content.content)
    links = []
    beyond = [h for h, _ in body.links if _is_foreign(h, address)]
    for href, paragraph in body.links:
        target = by_url.get(_own_path(href, address))
        if target and target != page_id(content):
            links.append((target, paragraph))
    return Page(
        id=page_id(content),
        kind=_kind(content),
        title=str(content.title),
        url=str(content.url),
        lang=str(content.lang),
        summary=read(str(content.metadata.get("summary", ""))).text,
        text=body.text,
        words=body.words,
        published=moment(content, "date"),
        modified=moment(content, "modified"),
        authors=tuple(str(author) for author in getattr(content, "authors", ())),
        topics=_listed(content, "topics"),
        related=_listed(content, "related"),
        aliases=_listed(content, "aliases"),
        links=tuple(dict.fromkeys(links)),
        beyond=tuple(dict.fromkeys(beyond)),
        headings=body.headings,
        thread=str(content.slug),
        listed=content.status == "published",
        broader=_listed(content, "broader"),
        narrower=_listed(content, "narrower"),
        see=_listed(content, "see"),
        names=_listed(content, "names"),
        case=case_of(content),
    )


def case_of(content: Content) -> CaseFacts | None:
    """The facts of a case; other contents have none."""
    if not isinstance(content, Case):
        return None
    return case_from({key: _lines(content, key) for key in content.metadata})


def _own_path(href: str, address: str) -> str:
    """The path of a link within the site without its fragment; empty for other sites."""
    path = href.partition("#")[0]
    if path.startswith(address):
        return unquote(path[len(address) :]).strip("/")
    return unquote(path).strip("/") if path.startswith("/") and not path.startswith("//") else ""


def _is_foreign(href: str, address: str) -> bool:
    return href.startswith(("http://", "https://")) and not f"{href}/".startswith(f"{address}/")


def _kind(content: Content) -> PageKind:
    if isinstance(content, Case):
        return PageKind.CASE
    if isinstance(content, Topic):
        return PageKind.TOPIC
    return PageKind.POST if isinstance(content, Article) else PageKind.PAGE


def _lines(content: Content, key: str) -> Sequence[str]:
    value = content.metadata.get(key, ())
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def _listed(content: Content, key: str) -> tuple[str, ...]:
    if key not in content.metadata:
        return ()
    return split_list(" ".join(_lines(content, key)))


def moment(content: Content, name: str) -> datetime | None:
    """A date of a content, as Python has it: who is told Pelican's own has to load Pelican."""
    date = getattr(content, name, None)
    return date and datetime.combine(date.date(), date.timetz())
