"""RSS and Atom feeds of comments: WordPress's, and any with RFC 4685 threads.

Formats: RFC 4287 and RFC 4685 (thr:in-reply-to), the RSS 2.0 specification and its content module;
WordPress's feeds as `wp-includes/feed-rss2-comments.php` and `feed-atom-comments.php` write
them (all read 2026-11-22). They hold only the newest entries, do not mark pingbacks, and in
RSS name a parent only in the words they put before a reply's.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import feedparser

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped, Verified
from tertulia.sources._clean import Body, from_html, from_plain, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id, hashed, host
from tertulia.sources._mending import mended
from tertulia.sources._records import said, unread
from tertulia.sources._xml import depth

SIZE_CAP = 64 << 20  # bytes; a feed is held whole, and feedparser has no bound of its own
TAGS_CAP = 500_000
DEPTH_CAP = 500  # open tags; feedparser's time grows with their square

_OTHERS = (b"wordpress.org/export/", b"<wp:comment_id>", b"<wp:post_id>", b"tag:blogger.com,1999:")
_ADDRESS = re.compile(r"(?<![^\s<>()])[^\s<>()@]+@[^\s<>()]+\.[^\s<>()]+")
# No name is as long as this, and feedparser looks for an address in it in the square of its time.
_SIGNED = re.compile(
    rb"(<(?:[\w-]+:)?(?:author|contributor|creator|email|managingEditor|name|owner|publisher"
    rb"|webMaster)\b[^<>]*>)[^<]{2000,}"
)
_NUMBER = re.compile(r"#comment-(\d+)$")
_EXCERPT = re.compile(r"\s*\[(?:…|\.\.\.)\].*\[(?:…|\.\.\.)\]\s*", re.DOTALL)
# WordPress puts "In reply to NAME." in the site's language before a reply's words, in feeds only.
_REPLY = re.compile(
    r'\s*<p>[^<>]{0,80}<a href="([^"#<>]*#comment-\d+)"[^<>]*>[^<>]{0,200}</a>[^<>]{0,30}</p>\s*'
)
_TITLED = re.compile(r"\s*<p><strong>([^<>]+)</strong></p>\s*")  # how WordPress keeps trackbacks
_END = re.compile(rb"</(?:[\w-]+:)?(?:rss|feed|RDF)\s*>")
_COMMENTS = re.compile(r"comment", re.IGNORECASE)


def claims(head: bytes) -> bool:
    """RSS or Atom that is no export of WordPress's and not Blogger's."""
    feed = re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", head[:8192])
    return bool(feed) and not any(mark in head for mark in _OTHERS)


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Entries that are comments; those of a feed of posts are passed over."""
    yield from read_beside(file, frozenset())


def read_beside(file: BinaryIO, listed: frozenset[str]) -> Iterator[Record | Skipped]:
    """As `read`; of what is not among the comments that the blog lists, trackbacks are known.

    Args:
        listed: Ids of all comments, as an export gives them. WordPress's REST API lists every
            comment and no linkback.
    """
    raw, notes, lost = mended(file, SIZE_CAP)
    if raw.count(b"<") > TAGS_CAP or depth(raw.decode("utf-8", "replace")) > DEPTH_CAP:
        raise BadSource(f"it has over {TAGS_CAP:,} tags, or over {DEPTH_CAP} open at once")
    found = feedparser.parse(_SIGNED.sub(rb"\1", raw), sanitize_html=False)
    entries = [dict(entry) for entry in found.get("entries", [])]  # its own get() guesses dates
    if not entries and not found.get("version"):
        raise BadSource("it is no feed that can be read")
    whole = bool(_COMMENTS.search(_own_address(found.get("feed", {}))))
    ids = {entry.get("id", "") for entry in entries}
    lang = str(found.get("feed", {}).get("language") or "")
    passed = 0
    for entry in entries:
        if not whole and not _comment(entry):
            passed += 1
            continue
        yield from _record(entry, ids, lang, notes, listed)
        notes = ()
    if passed:
        reason = "they are posts, not comments"
        yield Skipped(place=f"{passed} of the entries", reason=reason, lost=False)
    if not _END.search(raw):
        yield Skipped(place="end of file", reason="the file is cut: its last entries are lost")
    for clause in lost:
        yield Skipped(place="file", reason=clause)


def _record(
    entry: dict[str, Any],
    ids: set[str],
    lang: str,
    notes: tuple[str, ...],
    listed: frozenset[str],
) -> Iterator[Record | Skipped]:
    guid, link = str(entry.get("id", "")), web_url(str(entry.get("link", "")))
    place = line(guid or link, 200) or "entry"
    value, replied = _parted(entry)
    if not (guid or link or value or entry.get("author")):
        yield Skipped(place=place, reason="it is empty", lost=False)
        return
    body = _body(entry, value)
    if body is None:
        yield Skipped(place=place, reason="its page is protected by a password", lost=False)
        return
    answered, page = _answered(entry, guid, link, ids)
    if replied and not answered:
        number = _NUMBER.search(replied)
        answered = f"{page.guid or page.url}#comment-{number[1]}" if number else ""
    author = entry.get("author_detail", {})
    name = line(_name(entry))
    address = web_url(str(author.get("href", "")))
    when = str(entry.get("published") or entry.get("updated") or "")
    posted, updated = moment(when), moment(str(entry.get("updated", "")))
    kind, title = (Kind.PINGBACK, name) if _EXCERPT.fullmatch(body.text) else (Kind.COMMENT, "")
    if kind is Kind.PINGBACK:
        notes = (*notes, "an excerpt in brackets read as a pingback: the feed does not mark them")
    own = guid or link or hashed(page.url, name, posted or when, body.text)
    exported = _exported(link, own)
    if kind is Kind.COMMENT and _unlisted(exported, listed) and (found := _TITLED.match(value)):
        kind, title = Kind.TRACKBACK, line(found[1], 500)
        body = from_html(value[found.end() :])
    record = Entry(
        id=_id(own),
        kind=kind,
        also=exported,
        parent=_id(answered) if answered else None,
        parent_also=_exported(link, answered),
        author=Author(name=name, url=address),
        posted=posted,
        posted_raw=unread(posted, when),
        edited=updated if updated and posted and updated > posted else None,
        title=title,
        text=body.text,
        html=body.html,
        lang=_own_language(entry, lang),
        source="feeds",
        verified=Verified.ARCHIVED if kind.linkback else Verified.ASSERTED,
        url=(address if kind.linkback else "") or link,
    )
    yield from said(page, record, body, notes)


def _name(entry: dict[str, Any]) -> str:
    """Who wrote it, without an e-mail address, of which feedparser knows the old endings only."""
    whole = str(entry.get("author", ""))
    if "@" not in whole:
        return str(entry.get("author_detail", {}).get("name") or whole)
    if bare := _ADDRESS.sub("", whole).strip(" ()<>\"'"):
        return bare
    signed = (detail for detail in entry.get("authors", []) if "email" not in detail)
    return next((str(detail["name"]) for detail in signed if detail.get("name")), "")


def _parted(entry: dict[str, Any]) -> tuple[str, str]:
    """The words, and the address of the comment that the feed says they answer."""
    contents = entry.get("content") or [entry.get("summary_detail") or {}]
    value = next((str(c["value"]) for c in contents if c.get("value")), "")
    found = _REPLY.match(value)
    if found and _page_of(found[1]) == _page_of(str(entry.get("link", ""))):
        return value[found.end() :], found[1]
    return value, ""


def _body(entry: dict[str, Any], value: str) -> Body | None:
    """What was said; None where a form for a password stands in its place."""
    if "action=postpass" in value or "post_password" in value:
        return None
    kind = (entry.get("content") or [entry.get("summary_detail") or {}])[0].get("type")
    return from_plain(value) if kind == "text/plain" else from_html(value)


def _answered(entry: dict[str, Any], guid: str, link: str, ids: set[str]) -> tuple[str, PageRef]:
    """The guid of the comment that is answered, if it is one, and the page.

    A root comment's thr:in-reply-to points at the post, a reply's at a comment, which may
    stand outside the few entries that the feed has.
    """
    told = entry.get("thr_in-reply-to", {})
    to = told if isinstance(told, dict) else {}  # words where attributes belong
    ref, href = str(to.get("ref", "")), web_url(str(to.get("href", "")))
    post = _page_of(guid) if "#" in guid else ""
    is_comment = ref in ids or bool(_NUMBER.search(ref))
    page_url = _page_of(link) or _page_of(href)
    if not is_comment and ref:
        post = post or ref
    page = PageRef(url=page_url, guid=line(post, 2000))
    return (ref if is_comment and ref != guid else ""), page


def _page_of(address: str) -> str:
    """The address without the part that names a comment; it may be none that anybody can read."""
    return address.partition("#")[0]


def _comment(entry: dict[str, Any]) -> bool:
    where = str(entry.get("id", "")), str(entry.get("link", ""))
    return "thr_in-reply-to" in entry or any(re.search(r"#comment|#c\d", w) for w in where)


def _own_address(feed: dict[str, Any]) -> str:
    """The feed's own addresses: WordPress's comment feeds are at .../comments/feed/."""
    links = [str(x.get("href", "")) for x in feed.get("links", []) if x.get("rel") == "self"]
    return " ".join([*links, str(feed.get("id", ""))])


def _id(guid: str) -> str:
    """WordPress numbers comments by site; other guids are unique as they are."""
    number = _NUMBER.search(guid)
    return entry_id("feeds", host(guid), number[1] if number else guid)


def _own_language(entry: dict[str, Any], lang: str) -> str:
    """What an entry says of itself; the feed's own language is that of the blog's buttons."""
    own = str(entry.get("content", [{}])[0].get("language") or "")
    return "" if own == lang else line(own, 35)


def _unlisted(ids: tuple[str, ...], listed: frozenset[str]) -> bool:
    """Whether the blog has told of its comments, and of none by these ids."""
    places = {id.rpartition(":")[0] for id in ids} & {id.rpartition(":")[0] for id in listed}
    return bool(places) and not listed.intersection(ids)


def _exported(link: str, guid: str) -> tuple[str, ...]:
    """The id under which WordPress's export gives the same comment, of the site as it is named now.

    By their words alone the two are often not known to be one: a feed has the words as they are
    shown, with other quotation marks, crosses and smileys, and a trackback's title among them.
    """
    number = _NUMBER.search(guid)
    return (entry_id("wxr", host(link or guid), number[1]),) if number else ()


SOURCE = Source(
    name="feeds",
    claims=claims,
    read=read,
    read_beside=read_beside,
    traps=(
        "only the newest entries",
        "pingbacks are not marked: an excerpt in brackets is read as one",
        "nor are trackbacks: what begins with a title and is not among all comments is one",
        "`thr:in-reply-to` of a root points at the post",
        'WordPress puts "In reply to NAME" before a reply\'s words',
        "a form instead of words under a password",
        "feeds of posts",
    ),
)
