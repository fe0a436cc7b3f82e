"""jekyll-webmention_io's cache of what it got: YAML, a page to its mentions.

Format: spec/fixtures/.cache and lib/jekyll/webmention_io/ of aarongustafson/
jekyll-webmention_io (read 2026-11-22), two generations: rendered HTML by day and number, and
mentions with webmention.io's own answer under "raw". Such an answer keeps its id of
webmention.io, so that the two together make no doubles.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree, html

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped, Verified
from tertulia.sources import _yaml, webmention_io
from tertulia.sources._clean import Body, from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id, hashed
from tertulia.sources._json import table, text
from tertulia.sources._records import said, unread

_KINDS = {
    "reply": Kind.COMMENT,
    "like": Kind.LIKE,
    "repost": Kind.REPOST,
}
_ACTS = (("like", Kind.LIKE), ("favorite", Kind.LIKE), ("repost", Kind.REPOST))


_PATHS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:---\s*)?(?:#[^\n]*\s+)*[\"']?/[^\n]*:\s*(?:\{\})?\n")


def claims(head: bytes) -> bool:
    """YAML whose keys are paths, with mentions below them."""
    path = _PATHS.match(head)
    marks = (b"webmention__", b"verified_date:", b"wm-property:", b"pubdate:")
    return bool(path) and any(mark in head for mark in marks)


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The mentions of every page, of both generations."""
    found = _yaml.load(file)
    if not isinstance(found, dict):
        raise BadSource("it is no list of pages")
    for page, mentions in found.items():
        for number, given in table(mentions).items():
            if isinstance(given, dict) and not _mention(given):
                for inner, rendered in given.items():
                    yield from _rendered(text(page), text(inner), text(rendered))
            elif isinstance(given, dict):
                yield from _parsed(text(page), text(number), given)
            else:
                yield from _rendered(text(page), text(number), text(given))


def _mention(given: dict[str, Any]) -> bool:
    return "raw" in given or "content" in given or "type" in given


def _parsed(page: str, number: str, given: dict[str, Any]) -> Iterator[Record | Skipped]:
    raw = table(given.get("raw"))
    raw = {**raw, **{key: raw.get(key) == "true" for key in ("private", "verified", "wm-private")}}
    if "wm-id" in raw:
        yield from webmention_io.mention(raw)
    elif "activity" in raw:
        yield from webmention_io.older(raw)
    else:
        author = table(given.get("author"))
        yield from _record(
            page=page,
            number=number,
            kind=_KINDS.get(text(given.get("type")), Kind.WEBMENTION),
            author=Author(
                name=line(text(author.get("name"))), url=web_url(text(author.get("url")))
            ),
            when=text(given.get("pubdate")),
            title=text(given.get("title")),
            body=from_html(text(given.get("content"))),
            url=web_url(text(given.get("uri")) or text(given.get("url"))),
        )


def _rendered(page: str, number: str, markup: str) -> Iterator[Record | Skipped]:
    """A mention of which only what was shown is kept."""
    try:
        item = html.fragment_fromstring(markup[:200_000], create_parent="div")
    except (etree.LxmlError, ValueError):
        item = None
    if item is None or not markup.strip():
        yield Skipped(
            place=f"mention {line(number, 40)} of {line(page, 200)}", reason="it is empty"
        )
        return
    author, title = _first(item, "p-author"), _first(item, "webmention__title")
    link = _href(title) or _href(_first(item, "u-url"))
    content = _first(item, "webmention__content", "p-content", "e-content")
    acts = [kind for word, kind in _ACTS if f"#{word}" in link or f"{word}d-by" in link]
    times = item.xpath(".//time/@datetime")
    yield from _record(
        page=page,
        number=number,
        kind=acts[0] if acts else Kind.WEBMENTION,
        author=Author(name=line(_words(_first(author, "p-name"))), url=_href(author)),
        when=str(times[0]) if times else "",
        title=_words(title),
        body=from_html(etree.tostring(content, encoding="unicode"))
        if content is not None
        else Body(),
        url=link,
    )


def _record(
    *,
    page: str,
    number: str,
    kind: Kind,
    author: Author,
    when: str,
    title: str,
    body: Body,
    url: str,
) -> Iterator[Record | Skipped]:
    posted = moment(when)
    own = number or hashed(page, author.name, posted or when, body.text + url)
    entry = Entry(
        id=entry_id("webmention_io", webmention_io.INSTANCE, own),
        kind=kind,
        author=author,
        posted=posted,
        posted_raw=unread(posted, when),
        title=line(title, 500) if kind.linkback else "",
        text="" if kind.reaction else body.text,
        html="" if kind.reaction else body.html,
        source="jekyll_webmention_io",
        verified=Verified.FETCHED,
        url=url,
    )
    yield from said(PageRef(url=web_url(page) or line(page, 2000)), entry, body)


def _first(item: html.HtmlElement | None, *names: str) -> html.HtmlElement | None:
    """The first element below that has one of these classes."""
    for name in names:
        found = [] if item is None else item.find_class(name)
        if found:
            return found[0]
    return None


def _words(item: html.HtmlElement | None) -> str:
    return str(item.text_content()) if item is not None else ""


def _href(item: html.HtmlElement | None) -> str:
    if item is None:
        return ""
    links = item.xpath("descendant-or-self::a/@href")
    return web_url(str(links[0])) if links else ""


SOURCE = Source(
    name="jekyll_webmention_io",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "two generations, the older only rendered HTML",
        "numbers as keys or strings, nine-digit fractions of a second",
        "Ruby's tags",
        "most pages are empty",
    ),
)
