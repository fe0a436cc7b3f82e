"""Microformats on a page: comments below an entry, or what the entry is to another page."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import mf2py
from lxml import html

from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped, Verified
from tertulia.sources._clean import Body, from_html, from_plain, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id, hashed, host
from tertulia.sources._json import rows, table, text
from tertulia.sources._records import said, unread

TAGS_CAP = 30_000  # mf2py takes seconds on more
MARK = re.compile(r"\bh-?(?:entry|cite|feed|event)\b")

_ANSWERS = {
    "in-reply-to": Kind.COMMENT,
    "like-of": Kind.LIKE,
    "repost-of": Kind.REPOST,
    "bookmark-of": Kind.WEBMENTION,
    "invitee": Kind.WEBMENTION,
}


_BELOW = {  # what stands below an entry
    "comment": Kind.COMMENT,
    "like": Kind.LIKE,
    "repost": Kind.REPOST,
    "mention": Kind.WEBMENTION,
}


def records(markup: str, tree: html.HtmlElement, page: PageRef) -> Iterator[Record | Skipped]:
    """Entries in the page's microformats.

    Args:
        markup: The page.
        tree: The same, parsed.
        page: What the page says of itself; of its comments it is the page, of an entry that
            answers another page it is where the answer stands.
    """
    if not MARK.search(markup):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # BeautifulSoup warns of what looks like an address
        try:
            found = mf2py.parse(doc=markup, url=page.url or None)
        except RecursionError:
            yield Skipped(place="page", reason="it is too deep to look for microformats in")
            return
    for item in _entries(found.get("items")):
        own = replace(page, url=page.url or _address(item["properties"].get("url")))
        below = list(_below(item))
        for said_there, kind in below:
            yield from _comment(said_there, own, kind)
        if not below:
            yield from _answer(item, tree, page)


def _entries(found: object) -> list[dict[str, Any]]:
    listed = []
    for item in rows(found):
        if "h-feed" in item.get("type", ()):
            listed += _entries(item.get("children"))
        elif {"h-entry", "h-cite", "h-event"} & set(item.get("type", ())):
            listed.append({**item, "properties": table(item.get("properties"))})
    return listed


def _below(item: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Kind]]:
    """The properties of what stands below an entry; of a bare link there is only its address."""
    for name, kind in _BELOW.items():
        found = item["properties"].get(name)
        for one in found if isinstance(found, list) else ():
            if isinstance(one, dict):
                yield table(one.get("properties")), kind
            elif kind is not Kind.COMMENT and web_url(text(one)):
                yield {"url": [one]}, kind
    for child in rows(item.get("children")):
        if "h-cite" in child.get("type", ()):
            yield table(child.get("properties")), Kind.COMMENT


def _comment(said_there: dict[str, Any], page: PageRef, kind: Kind) -> Iterator[Record | Skipped]:
    above = _address(said_there.get("in-reply-to"))
    parent = _own(above, page) if above and above.split("#")[0] == page.url and "#" in above else ""
    yield from _record(said_there, page, kind, parent, page.url, fetched=False)


def _answer(
    item: dict[str, Any], tree: html.HtmlElement, own: PageRef
) -> Iterator[Record | Skipped]:
    """The page as an entry of the page that it answers, likes, repeats or only links to."""
    given = item["properties"]
    for name, kind in _ANSWERS.items():
        target = _address(given.get(name))
        if target:
            yield from _record(given, PageRef(url=target), kind, "", own.url, fetched=True)
            return
    mine = {host(own.url), host(_address(given.get("url")))} - {"-"}
    links = [u for u in _links(tree) if host(u) not in mine]
    if links:
        where = PageRef(url=links[0])
        yield from _record(given, where, Kind.WEBMENTION, "", own.url, fetched=True)


def _record(
    given: dict[str, Any], page: PageRef, kind: Kind, parent: str, near: str, *, fetched: bool
) -> Iterator[Record | Skipped]:
    author = _card(given.get("author"))
    raw = _say(given.get("published"))
    posted = moment(raw)
    url = _address(given.get("url")) or (near if fetched else "")
    body = Body() if kind.reaction else _body(given)
    words = body.text if kind is Kind.COMMENT else f"{kind} {body.text}"
    own = url or hashed(page.url, author.name, posted or raw, words)
    entry = Entry(
        id=_own(own, page) if url else entry_id("page_html", host(near), own),
        kind=kind,
        parent=parent or None,
        author=author,
        posted=posted,
        posted_raw=unread(posted, raw),
        title=_title(given, body) if kind.linkback else "",
        text=body.text,
        html=body.html,
        source="page_html",
        verified=Verified.FETCHED if fetched else Verified.ASSERTED,
        url=url,
    )
    yield from said(page, entry, body)


def _own(address: str, page: PageRef) -> str:
    """An id of an address: short where it is a place on the page itself."""
    where, _, mark = address.partition("#")
    own = mark if mark and where == page.url else address.split("://", 1)[-1]
    return entry_id("page_html", host(address), own)


def _card(found: object) -> Author:
    first = found[0] if isinstance(found, list) and found else found
    if isinstance(first, str):
        return Author(name="" if "/" in first else line(first), url=web_url(first))
    card = table(table(first).get("properties"))
    return Author(name=line(_say(card.get("name"))), url=_address(card.get("url")))


def _body(given: dict[str, Any]) -> Body:
    content = _content(given)
    if isinstance(content, dict):
        return from_html(text(content.get("html")) or text(content.get("value")))
    return from_plain(" ".join(content.split())) if content else from_plain("")


def _content(given: dict[str, Any]) -> dict[str, Any] | str:
    for name in ("content", "summary"):
        found = given.get(name)
        first = found[0] if isinstance(found, list) and found else ""
        if first:
            return first if isinstance(first, dict) else text(first)
    return ""


def _links(tree: html.HtmlElement) -> list[str]:
    """Where the words of the first entry lead, not who wrote them or where else they stand."""
    entry = next(iter(tree.find_class("h-entry") or tree.find_class("hentry")), None)
    found = []
    for link in [] if entry is None else entry.xpath(".//a[@href]"):
        marks = set(str(link.get("class", "")).split())
        cards = [a for a in link.iterancestors() if "h-card" in str(a.get("class", "")).split()]
        if not cards and not marks & {"u-url", "u-uid", "u-syndication", "u-author", "h-card"}:
            found.append(web_url(str(link.get("href"))))
    return [address for address in found if address]


def _title(given: dict[str, Any], body: Body) -> str:
    title = line(_say(given.get("name")), 500)
    return "" if not title or " ".join(body.text.split()).startswith(title[:60]) else title


def _say(found: object) -> str:
    first = found[0] if isinstance(found, list) and found else found
    return text(first) or text(table(first).get("value"))


def _address(found: object) -> str:
    """An address: a plain one, that of a card or citation, or what it reads as."""
    first = found[0] if isinstance(found, list) and found else found
    inside = table(table(first).get("properties")).get("url")
    return web_url(_say(inside)) or web_url(_say(first))
