"""Who links to whom: backlinks of every page, with the words that link.

A page's backlinks are, once each:

1. pages of the site whose text links to it, with the paragraph that does;
2. comments on other pages of the site that link to it;
3. trackbacks, pingbacks and webmentions it received. One that came from a page of the site
   itself, which is in the list already, is left out; any other of the site's own is marked
   by its `page`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser
from re import compile as compiled
from urllib.parse import unquote, urlsplit

from tertulia.core.findings import Backlink, Talk
from tertulia.core.model import Entry, Page

MAX_TEXT = 600  # characters of the paragraph that links

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_ADDRESS = compiled(r"https?://[^\s<>\"'\])]+")

Anchor = Callable[[str], str]
LinksOf = Callable[[Page], Sequence[tuple[str, Backlink]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Which page an address means.

    Attributes:
        hosts: Those of the site itself, in lower case, without "www.".
        pages: Page ids by path, as `path_key` gives it; former paths included.
    """

    hosts: frozenset[str]
    pages: Mapping[str, str]

    def page(self, url: str) -> str:
        """The id of the site's page at an address; empty for any other."""
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            return ""
        if parts.scheme not in ("", "http", "https"):
            return ""
        if parts.netloc and host_key(parts.netloc) not in self.hosts:
            return ""
        return self.pages.get(path_key(parts.path), "")


def addresses(pages: Sequence[Page], site_url: str, former: Sequence[str] = ()) -> Addresses:
    """The addresses of all pages.

    Args:
        pages: Their `url`, and of their `aliases` those that are paths.
        site_url: The site's own address; a path in it is where its pages begin.
        former: Other addresses the site has been at.
    """
    base = path_key(urlsplit(site_url).path)
    found: dict[str, str] = {}
    for page in pages:
        for alias in page.aliases:
            found.setdefault(_below(base, path_key(alias)), page.id)
    for page in pages:
        found[_below(base, path_key(page.url))] = page.id
    hosts = frozenset(host_key(urlsplit(url).netloc) for url in (site_url, *former) if url)
    return Addresses(hosts=hosts, pages=found)


def backlinks(
    pages: Sequence[Page],
    talks: Mapping[str, Talk],
    where: Addresses,
    anchor: Anchor,
    links_of: LinksOf | None = None,
) -> dict[str, tuple[Backlink, ...]]:
    """What links to each page: the site's pages first, then comments, then other sites.

    Args:
        pages: All pages of the site.
        talks: By page id; pages without a thread may be missing.
        where: Tells the site's own pages by address.
        anchor: The HTML id that a comment has on its page, from the entry's id.
        links_of: Another way to `own_links`, such as one that remembers.
    """
    links_from = links_of or own_links
    by_id = {page.id: page for page in pages}
    found: dict[str, list[Backlink]] = {page.id: [] for page in pages}
    for page in sorted(pages, key=lambda p: p.id):
        for target, link in links_from(page):
            if target in found:
                found[target].append(link)
    for page in sorted(pages, key=lambda p: p.id):
        talk = talks.get(page.id)
        if talk is None:
            continue
        for placed in talk.thread.comments:
            for target in _targets(placed.entry, where):
                if target in found and target != page.id:
                    found[target].append(_from_comment(page, placed.entry, anchor))
        linking = {link.page for link in found[page.id] if not link.entry}
        for entry in talk.thread.linkbacks:
            source = where.page(entry.url)
            if source != page.id and source not in linking:
                found[page.id].append(_from_linkback(entry, source, by_id))
    return {
        page: tuple(sorted(links, key=_order) if len(links) > 1 else links)
        for page, links in found.items()
    }


def own_links(page: Page) -> list[tuple[str, Backlink]]:
    """What a page's text links to, by page id, each once."""
    return [
        (target, _from_page(page, text))
        for target, text in _first_of_each(page.links)
        if target != page.id
    ]


def path_key(path: str) -> str:
    """A path as it is compared: decoded, without slashes at its ends and index.html."""
    plain = unquote(path).strip().strip("/")
    for ending in ("/index.html", ".html", ".htm"):
        plain = plain.removesuffix(ending)
    return "" if plain == "index" else plain


def host_key(netloc: str) -> str:
    """A host as it is compared: no user, no default port, no "www."."""
    host = netloc.rsplit("@", 1)[-1].lower()
    for port in (":80", ":443"):
        host = host.removesuffix(port)
    return host.removeprefix("www.")


def _below(base: str, path: str) -> str:
    return f"{base}/{path}".strip("/")


def _first_of_each(links: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for target, text in links:
        if target not in seen:
            seen.add(target)
            yield target, text


def _from_page(page: Page, text: str) -> Backlink:
    return Backlink(
        kind=str(page.kind),
        page=page.id,
        entry="",
        title=page.title,
        url=page.url,
        text=_cut(text),
        posted=page.published,
        author=", ".join(page.authors),
    )


def _from_comment(page: Page, entry: Entry, anchor: Anchor) -> Backlink:
    return Backlink(
        kind=str(entry.kind),
        page=page.id,
        entry=entry.id,
        title=page.title,
        url=f"{page.url}#{anchor(entry.id)}",
        text=_cut(_linking_paragraph(entry)),
        posted=entry.posted,
        author=entry.author.name,
    )


def _from_linkback(entry: Entry, source: str, by_id: Mapping[str, Page]) -> Backlink:
    own = by_id.get(source)
    return Backlink(
        kind=str(entry.kind),
        page=source,
        entry=entry.id,
        title=own.title if own else entry.title or entry.author.name or entry.url,
        url=own.url if own else entry.url,
        text=_cut(entry.text),
        posted=entry.posted,
        author=entry.author.name,
    )


def _order(link: Backlink) -> tuple[int, float, str, str]:
    group = 2 if link.entry and not link.page else 1 if link.entry else 0
    posted = link.posted or datetime.min.replace(tzinfo=UTC)
    zoned = posted if posted.tzinfo else posted.replace(tzinfo=UTC)
    return group, -(zoned - _EPOCH).total_seconds(), link.page, link.entry


def _targets(entry: Entry, where: Addresses) -> list[str]:
    urls = _hrefs(entry.html) + [u.rstrip(".,;:!?") for u in _ADDRESS.findall(entry.text)]
    return [page for page in dict.fromkeys(where.page(url) for url in urls) if page]


def _linking_paragraph(entry: Entry) -> str:
    paragraphs = [p for p in entry.text.split("\n\n") if p.strip()]
    linking = [p for p in paragraphs if _ADDRESS.search(p)]
    return (linking or paragraphs or [""])[0]


def _cut(text: str) -> str:
    if len(text) <= MAX_TEXT and text.isprintable() and "  " not in text and text == text.strip():
        return text  # as most are, and as quick to tell
    plain = " ".join(text.split())
    if len(plain) <= MAX_TEXT:
        return plain
    return plain[:MAX_TEXT].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _hrefs(html: str) -> list[str]:
    if "href" not in html:
        return []
    reader = _Hrefs()
    reader.feed(html)
    return reader.found


class _Hrefs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]
