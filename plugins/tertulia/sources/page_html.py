"""A saved page: WordPress's and Blogger's comment mark-up, and microformats.

Formats: the mark-up that WordPress's `Walker_Comment` and its block themes write, that of
Blogger's comment widgets, old and new; microformats2 h-entry and h-cite (microformats.org/wiki,
"h-entry", "comment"), read with mf2py (all read 2026-11-22). A page that answers, likes or
repeats another one is itself an entry of that other page.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import html

from tertulia.core.contracts import Source
from tertulia.core.model import (
    Author,
    Entry,
    Kind,
    PageRef,
    Record,
    Role,
    Skipped,
    Status,
    Verified,
)
from tertulia.sources import _microformats
from tertulia.sources._clean import from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id, hashed, host
from tertulia.sources._page import classed, cut, first, inner, link, markup, page_ref, parsed, words
from tertulia.sources._records import said, unread
from tertulia.sources._spoken_dates import spoken_moment

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|div|article|main)\b", re.I
)
_OURS = re.compile(r"(?:li-|div-)?comment-(\d+)|c(\d{6,})")
# Of a trackback; what remains of the comment's box may stand before it.
_TITLE = re.compile(r"\s*(?:<div[^<>]*>\s*)*<p>\s*<strong>([^<>]*)</strong>\s*</p>")
_NOISE = tuple(
    "avatar children comment-actions comment-author comment-awaiting-moderation comment-edit-link"
    " comment-footer comment-header comment-meta comment-replies comment-reply-link commentmetadata"
    " datetime fn reply says user vcard wp-block-comment-reply-link".split()
)


@dataclass(slots=True)
class _Comment:
    """One comment's element and what its place says."""

    number: str
    item: html.HtmlElement
    parent: str


def claims(head: bytes) -> bool:
    """A page of HTML, or a piece of one."""
    return bool(_PAGE.match(head)) or (
        head.lstrip().startswith(b"<") and b"<html" in head[:4096].lower() and b"<rss" not in head
    )


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The comments under the page; without any, what the page itself is to another."""
    text = markup(file)
    yield from _spoken(text)
    if cut(text):
        yield Skipped(place="end of page", reason="the page is cut: what followed is lost")


def _spoken(text: str) -> Iterator[Record | Skipped]:
    tree = parsed(text)
    page = page_ref(tree)
    found = list(_comments(tree))
    if found:
        for comment in found:
            yield from _record(comment, page)
        return
    old = list(_old_blogger(tree, page))
    if old:
        yield from old
        return
    if text.count("<") > _microformats.TAGS_CAP and _microformats.MARK.search(text):
        yield Skipped(place="page", reason="it has too many tags to look for microformats in")
        return
    spoken = list(_microformats.records(text, tree, page))
    yield from spoken
    if not spoken:
        yield Skipped(place="page", reason="there is no comment on it", lost=False)


def _comments(tree: html.HtmlElement) -> Iterator[_Comment]:
    """Elements with a comment's id, outermost first; one inside another answers it."""
    seen: set[str] = set()
    for item in tree.xpath("//*[@id]"):
        number = _number(item)
        classes = set(str(item.get("class", "")).split())
        typical = classes & {"comment", "pingback", "trackback", "comment-body", "comment-block"}
        if not number or number in seen or not (typical or item.tag in ("li", "article", "div")):
            continue
        if item.tag == "a" or not words(item).strip():
            continue
        seen.add(number)
        above = next((_number(a) for a in item.iterancestors() if _number(a)), "")
        yield _Comment(number=number, item=item, parent=above if above != number else "")


def _record(comment: _Comment, page: PageRef) -> Iterator[Record | Skipped]:
    item = copy.deepcopy(comment.item)
    for nested in item.xpath(".//*[@id]"):
        inside = _number(nested)
        if inside and inside != comment.number and nested.getparent() is not None:
            nested.drop_tree()
    classes = set(str(comment.item.get("class", "")).split())
    kind = Kind.PINGBACK if "pingback" in classes else Kind.COMMENT
    kind = Kind.TRACKBACK if "trackback" in classes else kind
    held = classed(item, "comment-awaiting-moderation") is not None
    signed = _signed(item)
    name, address = line(words(signed)), link(signed)
    raw, permalink = _dated(item)
    posted = moment(raw) or spoken_moment(raw)
    if kind is not Kind.COMMENT and not name:
        name, address = _ping(item)
    said_there, title = _body(item), "" if kind is Kind.COMMENT else name
    if kind is Kind.TRACKBACK and (found := _TITLE.match(said_there)):
        title, said_there = from_html(found[1]).text[:500], said_there[found.end() :]
    body = from_html(said_there)
    instance = host(permalink or page.url)
    exported = permalink.endswith(f"#comment-{comment.number}")  # by WordPress, as in its export
    entry = Entry(
        id=entry_id("page_html", instance, comment.number),
        also=(entry_id("wxr", instance, comment.number),) if exported else (),
        kind=kind,
        parent=entry_id("page_html", instance, comment.parent) if comment.parent else None,
        parent_also=(entry_id("wxr", instance, comment.parent),)
        if exported and comment.parent
        else (),
        author=Author(
            name=name, url=address, role=Role.AUTHOR if "bypostauthor" in classes else Role.OTHER
        ),
        posted=posted,
        posted_raw=unread(posted, raw),
        title=title,
        text=body.text,
        html=body.html,
        status=Status.PENDING if held else Status.APPROVED,
        source="page_html",
        verified=Verified.ASSERTED if kind is Kind.COMMENT else Verified.ARCHIVED,
        url=permalink if kind is Kind.COMMENT else address,
    )
    url = page.url or permalink.split("#")[0]
    yield from said(PageRef(url=url, guid=page.guid, title=page.title), entry, body)


def _signed(item: html.HtmlElement) -> html.HtmlElement | None:
    """Who signed: the innermost element that themes mark as the author's name."""
    author = classed(item, "wp-block-comment-author-name", "fn", "p-author", "comment-author-name")
    if author is None:
        author = first(item, ".//cite")
    return author if author is not None else classed(item, "comment-author", "user")


def _dated(item: html.HtmlElement) -> tuple[str, str]:
    """The date, for machines if there is one, else as shown, and the comment's own address."""
    time = first(item, ".//time[@datetime]")
    meta = classed(
        item, "wp-block-comment-date", "comment-date", "comment-meta", "commentmetadata", "datetime"
    )
    raw = str(time.get("datetime")) if time is not None else line(words(meta))
    own = [web_url(str(a)) for a in item.xpath(".//a[contains(@href, '#')]/@href")]
    return raw, next((a for a in own if re.search(r"#(?:comment-|c)\d+$", a)), "")


def _ping(item: html.HtmlElement) -> tuple[str, str]:
    """Who pings, where old themes show no more than "Pingback: TITLE"."""
    title = first(item, ".//a[@href]")
    if title is None:
        return "", ""
    name, address = line(words(title)), link(title)
    around = title.getparent()
    (around if around is not None and around is not item else title).drop_tree()
    return name, address


def _body(item: html.HtmlElement) -> str:
    """The words: what the theme marks as content, or all that is not about them."""
    marks = ("wp-block-comment-content", "comment-content", "comment-text", "p-content")
    content = classed(item, *marks)
    if content is None:
        content = item
    for name in _NOISE:
        for noise in content.find_class(name):
            if noise is not content and noise.getparent() is not None:
                noise.drop_tree()
    if content is item:
        for noise in content.xpath("./cite | ./small | ./time | .//form | .//h4[cite]"):
            noise.drop_tree()
    return re.sub(r"^(?:\s*<br>)+", "", re.sub(r"^\s*\w{2,12}:\s*(?=<br|<p)", "", inner(content)))


def _old_blogger(tree: html.HtmlElement, page: PageRef) -> Iterator[Record | Skipped]:
    """Blogger before threads: a <dl> of author, body and footer in turn."""
    for author in tree.xpath("//dl[@id='comments-block']/dt[contains(@class,'comment-author')]"):
        body = first(author, "following-sibling::dd[contains(@class,'comment-body')][1]")
        footer = first(author, "following-sibling::dd[contains(@class,'comment-footer')][1]")
        number = str(author.get("id", "")).removeprefix("c")
        who = first(author, ".//a[@rel='nofollow']")
        name = line(words(who) or words(author)).split(" dijo")[0].split(" said")[0]
        raw = line(words(footer))
        posted = moment(raw) or spoken_moment(raw)
        made = from_html(inner(body))
        own = number or hashed(page.url, name, posted or raw, made.text)
        entry = Entry(
            id=entry_id("page_html", host(page.url), own),
            author=Author(name=name, url=link(who)),
            posted=posted,
            posted_raw=unread(posted, raw),
            text=made.text,
            html=made.html,
            source="page_html",
            url=f"{page.url}#c{number}" if page.url and number.isdigit() else "",
        )
        yield from said(page, entry, made)


def _number(item: html.HtmlElement) -> str:
    found = _OURS.fullmatch(str(item.get("id", "")))
    return (found[1] or found[2]) if found else ""


SOURCE = Source(
    name="page_html",
    claims=claims,
    read=read,
    traps=(
        "themes old and new, Blogger's two widgets, microformats",
        "dates as people read them",
        "comments on ones own unapproved words",
        "nesting ends at the theme's depth",
        "pages that link are entries of the other page",
    ),
)
