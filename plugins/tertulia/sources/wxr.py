"""WordPress eXtended RSS: what Tools > Export writes, and what others write in its manner.

There is no specification. The format is what WordPress core's `wp-admin/includes/export.php`
writes and what the parsers of the WordPress/wordpress-importer plugin read, namespaces
http(s)://wordpress.org/export/1.0/ to 1.2/ (both read 2026-11-22). Disqus's custom import
(help.disqus.com, article 1717222) is WXR too, with `dsq:thread_identifier`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import unquote

from tertulia.core.contracts import Silent, Source
from tertulia.core.model import (
    Author,
    Entry,
    Kind,
    PageKind,
    PageRef,
    Post,
    Record,
    Role,
    Skipped,
    Status,
    Verified,
)
from tertulia.sources import _posts
from tertulia.sources._clean import Body, from_html, line, repaired, web_url
from tertulia.sources._dates import local_and_utc, moment
from tertulia.sources._ids import entry_id, hashed, host, is_whole
from tertulia.sources._xml import Node, Stream

HELD = 5_000  # comments of one item kept back until all of the item's own fields are known

_NAMESPACE = re.compile(r"\{\s*https?://wordpress\.org/export/1\.\d+/?(excerpt/?)?\s*\}")
_KINDS = {
    "": Kind.COMMENT,
    "comment": Kind.COMMENT,
    "pingback": Kind.PINGBACK,
    "trackback": Kind.TRACKBACK,
    "webmention": Kind.WEBMENTION,
    "mention": Kind.WEBMENTION,
    "bookmark": Kind.WEBMENTION,
    "like": Kind.LIKE,
    "favorite": Kind.LIKE,
    "repost": Kind.REPOST,
}
# Notes between the people of a shop or an editorial office: never meant for readers.
_INTERNAL = frozenset(
    "action_log edd_payment_note editorial-comment editorial_comment give_payment_note"
    " llms_order_note note order_note webhook_delivery wc_admin_note".split()
)
_NO_PAGES = frozenset(("", "attachment", "nav_menu_item", "revision"))
_STATES = {
    "1": Status.APPROVED,
    "approve": Status.APPROVED,
    "approved": Status.APPROVED,
    "0": Status.PENDING,
    "hold": Status.PENDING,
    "spam": Status.SPAM,
    "trash": Status.DELETED,
    "post-trashed": Status.DELETED,
}
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/": "",
}
_TEXTS = frozenset(("content:encoded", "excerpt:encoded", "wp:comment_content"))
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:\?|$)", re.IGNORECASE)
_ROLES = {role.value: role for role in Role}
_VERIFIED = {verified.value: verified for verified in Verified}
_TRACKBACK = re.compile(r"\s*<strong>(.*?)</strong>\s*", re.DOTALL)


@dataclass(slots=True)
class _Channel:
    """What the head of the file says; it is read once, with the first comment."""

    host: str = "-"
    lang: str = ""
    own: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """What `read` carries from one unit to the next."""

    channel: _Channel | None = None
    root: Node | None = None
    held: list[Node] = field(default_factory=list)
    item: Node | None = None
    told: int = 0
    items: bool = False  # whether there is any, and one that holds something of WordPress's
    ours: bool = False


def claims(head: bytes) -> bool:
    """The namespace of an export stands in its first tag; where none does, its elements tell."""
    return bool(re.search(rb"https?://wordpress\.org/export/1\.\d|<wp:(?:comment|post)_id>", head))


def read(file: BinaryIO) -> Iterator[Record | Silent | Skipped]:
    """The comments and linkbacks of every item, whatever its post type.

    What is open when the file ends is lost and said; all that closed before is read.
    """
    stream = Stream(file, frozenset(("wp:comment", "item")), _name, texts=_TEXTS)
    now = _Reading()
    for node, within in stream:
        if node.name == "item":
            now.items = True
            now.ours = now.ours or any(child.name.startswith("wp:") for child in node.children)
            if now.item is not None and now.item is not node:
                yield from _flush(now, stream)
            if now.item is None and node.say("wp:post_type") not in _NO_PAGES:
                page = _page_ref(node)
                yield Silent(page=page, instance=f"wxr:{_instance(_enter(now, within), page)}")
            now.item = node
            yield from _flush(now, stream)
            now.item = None
            continue
        item = next((n for n in reversed(within) if n.name == "item"), None)
        if item is None:
            yield Skipped(place=_place(node), reason="it stands outside any item")
            continue
        if item is not now.item or len(now.held) >= HELD:
            yield from _flush(now, stream)
            _enter(now, within)
        now.item = item
        now.held.append(node)
    yield from _flush(now, stream)
    if now.items and not now.ours:
        reason = "its items have nothing in WordPress's namespace: they cannot be read"
        yield Skipped(place="file", reason=reason)
    for clause in stream.lost:
        yield Skipped(place="file", reason=clause)
    if stream.open_at_end:
        yield Skipped(place="end of file", reason=_cut(stream.open_at_end))


def posts(file: BinaryIO) -> Iterator[Post | Skipped]:
    """The posts and pages of the export, each with the files attached to it."""
    units = frozenset(("item",))
    attached: dict[str, list[str]] = {}
    for node, _ in Stream(file, units, _name, texts=_TEXTS):
        if node.say("wp:post_type") == "attachment":
            address = web_url(node.say("wp:attachment_url") or node.say("guid"))
            if address:
                attached.setdefault(node.say("wp:post_parent"), []).append(address)
    file.seek(0)
    stream = Stream(file, units, _name, texts=_TEXTS)
    for node, within in stream:
        if node.say("wp:post_type") in ("post", "page"):
            yield _post(node, _channel(within), attached.get(node.say("wp:post_id"), []))
    if stream.open_at_end:
        yield Skipped(place="end of file", reason=_cut(stream.open_at_end))


def _post(item: Node, channel: _Channel, attached: list[str]) -> Post:
    page = _page_ref(item)
    html = _posts.body(repaired(item.say("content:encoded"))[0], lines=True)
    shown = _posts.images(html)
    pictures = [a for a in attached if _PICTURE.search(a)]
    terms = [(c.attributes.get("domain", "category"), c.text) for c in item.every("category")]
    status = item.say("wp:status") or "publish"
    private = _private(item)
    notes = [f"status {status}"] if status != "publish" else []
    modified = local_and_utc(item.say("wp:post_modified"), item.say("wp:post_modified_gmt"))
    creator = item.say("dc:creator")
    if left := _posts.shortcodes(html):
        notes.append(f"only its plugin showed {', '.join(left)}, which stays as text")
    return Post(
        id=entry_id("wxr", channel.host, f"post-{item.say('wp:post_id') or page.guid or page.url}"),
        title=page.title,
        slug=page.slug,
        kind=PageKind(item.say("wp:post_type")),
        url=page.url,
        aliases=tuple(a for a in (web_url(page.guid),) if a and a != page.url),
        guid=page.guid,
        published=local_and_utc(item.say("wp:post_date"), item.say("wp:post_date_gmt"))
        or moment(item.say("pubDate")),
        modified=modified,
        authors=_posts.names([channel.people.get(creator, creator)]),
        categories=_posts.names([text for domain, text in terms if domain == "category"]),
        tags=_posts.names([text for domain, text in terms if domain in ("post_tag", "tag")]),
        draft=status != "publish" or bool(private),
        html=html,
        excerpt=from_html(item.say("excerpt:encoded"), lines=True).text,
        lang=_language(item) or channel.lang,
        images=tuple(dict.fromkeys((*shown, *pictures))),
        attachments=tuple(a for a in attached if a not in pictures),
        notes=tuple([*notes, private] if private else notes),
    )


def _language(item: Node) -> str:
    """What Polylang says of a post: there a language is a taxonomy, and its code the slug."""
    told = (
        c.attributes.get("nicename", "")
        for c in item.every("category")
        if c.attributes.get("domain") == "language"
    )
    return next((code for code in told if _LANGUAGE.fullmatch(code)), "")


def _flush(now: _Reading, stream: Stream) -> Iterator[Record | Skipped]:
    if not now.held or now.item is None:
        return
    channel = now.channel or _Channel()
    page, private = _page_ref(now.item), _private(now.item)
    instance = _instance(channel, page)
    for node in now.held:
        for found in _entry(node, page, instance, channel.own, private):
            if isinstance(found, Record) and now.told < len(stream.mended):
                notes = (*found.notes, *stream.mended[now.told :])
                now.told = len(stream.mended)
                found = Record(page=found.page, entry=found.entry, notes=notes)
            yield found
    now.held = []


def _instance(channel: _Channel, page: PageRef) -> str:
    return channel.host if channel.host != "-" else host(page.url)


def _entry(
    node: Node, page: PageRef, instance: str, own: frozenset[str], private: str
) -> Iterator[Record | Skipped]:
    """The record of one comment.

    Args:
        own: Numbers of the blog's own users.
        private: Why what was said on the page is not public; empty where it is.
    """
    given = {child.name[3:]: child.text.strip() for child in reversed(node.children)}
    type_ = given.get("comment_type", "").lower()
    if type_ in _INTERNAL:
        yield Skipped(place=_place(node), reason=f"an internal note ({type_})", lost=False)
        return
    notes: list[str] = []
    meant = _meta(node, "semantic_linkbacks_type").lower()
    kind = _kind(type_, meant, _meta(node, "protocol"), notes)
    status = _status(given.get("comment_approved"), notes)
    body, title, name = _said(given, kind)
    posted = local_and_utc(given.get("comment_date", ""), given.get("comment_date_gmt", ""))
    raw_date = given.get("comment_date") or given.get("comment_date_gmt") or ""
    number = given.get("comment_id", "")
    if not number:
        if not (body.text or name):
            yield Skipped(place=_place(node), reason="neither id nor author nor text")
            return
        number = hashed(page.url or page.slug, name, posted or raw_date, body.text)
        notes.append("no id: one made of page, author, date and text")
    signed = web_url(given.get("comment_author_url", ""))
    known = given.get("comment_user_id", "0") in own
    entry = Entry(
        id=entry_id("wxr", instance, number),
        kind=kind,
        parent=_parent(given.get("comment_parent", "0"), instance),
        author=Author(name=name, url=signed, role=Role.AUTHOR if known else Role.OTHER),
        posted=posted,
        posted_raw="" if posted else line(raw_date),
        title=title,
        text=body.text,
        html=body.html,
        status=Status.PENDING if private and status is Status.APPROVED else status,
        source="wxr",
        verified=Verified.ASSERTED if kind is Kind.COMMENT else Verified.ARCHIVED,
        url=_permalink(page, number) if kind is Kind.COMMENT else _linking(node) or signed,
        reason=private,
    )
    if ours := _ours(node, "tertulia_id"):
        entry = _as_exported(entry, node, ours)
    if entry.status is Status.DELETED:
        entry = replace(entry, author=Author(), title="", text="", html="")
    yield Record(page=page, entry=entry, notes=(*notes, *body.notes))
    if body.cut:
        yield Skipped(place=_place(node), reason=body.notes[0])


def _as_exported(entry: Entry, node: Node, id: str) -> Entry:
    """The entry with what `invoke export --to wxr` kept beside what WordPress has a place for."""
    role, verified = _meta(node, "tertulia_role"), _meta(node, "tertulia_verified")
    return replace(
        entry,
        id=id,
        source=id.split(":", 1)[0],
        parent=_ours(node, "tertulia_parent") or entry.parent,
        title=line(_meta(node, "tertulia_title"), 500),
        author=Author(
            name=entry.author.name,
            url=web_url(_meta(node, "tertulia_author_url")),
            role=_ROLES.get(role, entry.author.role),
        ),
        verified=_VERIFIED.get(verified, entry.verified),
        url=web_url(_meta(node, "tertulia_url")),
    )


def _parent(number: str, instance: str) -> str | None:
    return None if number in ("", "0") else entry_id("wxr", instance, number)


def _permalink(page: PageRef, number: str) -> str:
    """Where the comment stands; empty where WordPress gave it no number, or the page no address."""
    shown = web_url(page.url) and number.isdigit()
    return f"{page.url.split('#')[0]}#comment-{number}" if shown else ""


def _linking(node: Node) -> str:
    """The page that a webmention came from, as its plugins note it."""
    return web_url(_meta(node, "webmention_source_url", "semantic_linkbacks_source"))


def _said(given: dict[str, str], kind: Kind) -> tuple[Body, str, str]:
    """The body, the title of a linking page, and who signed."""
    raw = given.get("comment_content", "")
    name = line(repaired(given.get("comment_author", "")[:2000])[0])
    title = ""
    if kind is Kind.TRACKBACK and (found := _TRACKBACK.match(raw)):
        title, raw = line(repaired(found[1])[0], 500), raw[found.end() :]
    elif kind in (Kind.PINGBACK, Kind.WEBMENTION):
        title = name
    return from_html(raw, lines=True), title, name


def _kind(type_: str, meant: str, protocol: str, notes: list[str]) -> Kind:
    """What an entry is; the plugin Semantic Linkbacks says of a webmention what it means."""
    if type_ == "webmention" and meant in ("favorite", "like", "repost"):
        type_ = meant
    if protocol == "webmention" and type_ in ("", "comment"):
        return Kind.WEBMENTION
    if type_ not in _KINDS:
        notes.append(f"comment type {line(type_, 40)!r} read as a comment")
    return _KINDS.get(type_, Kind.WEBMENTION if protocol == "webmention" else Kind.COMMENT)


def _status(approved: str | None, notes: list[str]) -> Status:
    if approved is None or approved == "":
        notes.append("no word on approval: taken as approved, as WordPress itself does")
        return Status.APPROVED
    if approved not in _STATES:
        notes.append(f"status {line(approved, 40)!r} read as pending")
    return _STATES.get(approved, Status.PENDING)


def _private(item: Node) -> str:
    """Why what was said under this item is not public, or nothing."""
    if item.say("wp:post_password"):
        return "its page was protected by a password"
    if item.say("wp:status") == "private":
        return "its page was private"
    return ""


def _page_ref(item: Node) -> PageRef:
    return PageRef(
        url=web_url(item.say("link")),
        slug=line(unquote(item.say("wp:post_name"))),
        guid=line(item.say("guid"), 2000),
        title=line(repaired(item.say("title")[:4000])[0], 500),
    )


def _enter(now: _Reading, within: list[Node]) -> _Channel:
    """The blog it stands in; files of several that somebody put together have one for each."""
    root = next((node for node in within if node.name == "channel"), None)
    if now.channel is None or root is not now.root:
        now.channel, now.root = _channel(within), root
    return now.channel


def _channel(within: list[Node]) -> _Channel:
    channel = next((n for n in within if n.first("wp:base_blog_url") or n.first("link")), None)
    if channel is None:
        return _Channel()
    places = (channel.say(n) for n in ("wp:base_blog_url", "wp:base_site_url", "link"))
    authors = channel.every("wp:author")
    numbers = (n.say("wp:author_id") for n in authors)
    return _Channel(
        host=next((host(place) for place in places if host(place) != "-"), "-"),
        lang=line(channel.say("language"), 35),
        own=frozenset(number for number in numbers if number not in ("", "0")),
        people={n.say("wp:author_login"): n.say("wp:author_display_name") for n in authors},
    )


def _meta(node: Node, *keys: str) -> str:
    for meta in node.every("wp:commentmeta"):
        if meta.say("wp:meta_key") in keys:
            return meta.say("wp:meta_value")
    return ""


def _ours(node: Node, key: str) -> str:
    """A whole id that `invoke export --to wxr` kept beside WordPress's own number."""
    found = _meta(node, key)
    return found if is_whole(found) else ""


def _place(node: Node) -> str:
    return f"comment {line(node.say('wp:comment_id'), 40) or 'without id'}"


def _cut(open_: list[Node]) -> str:
    names = [node.name for node in open_]
    item = next((node for node in open_ if node.name == "item"), None)
    if item is None:
        return "the file is cut: what followed the last whole item is lost"
    what = f"in the item {line(item.say('title'), 80)!r}"
    if "wp:comment" in names:
        what = f"inside {_place(open_[names.index('wp:comment')])} {what}"
    return f"the file is cut {what}: what followed is lost"


def _name(tag: str) -> str:
    """Our name of a tag: the exporter's prefix wp: for any version of its namespace, or none."""
    space, _, local = tag.rpartition("}")
    if found := _NAMESPACE.fullmatch(f"{space}}}"):
        return f"excerpt:{local}" if found[1] else f"wp:{local}"
    if not space:
        return local if not local.startswith(("comment", "post_")) else f"wp:{local}"
    return f"{_PREFIXES.get(space[1:], space)}{local}"


SOURCE = Source(
    name="wxr",
    claims=claims,
    read=read,
    posts=posts,
    whole=True,
    traps=(
        "the namespace is http or https, 1.0 to 1.2",
        "files are not well-formed: loose `&`, control characters, unbound prefixes",
        "bodies count line ends",
        "a pingback's author is a page's title, a trackback's title stands in its body",
        "shops' and editors' internal notes are comments too",
        "pages under a password or private",
        "cut files",
    ),
)
