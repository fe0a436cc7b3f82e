"""WordPress eXtended RSS: what Tools > Export writes, and what others write in its manner.

There is no specification. The format is what WordPress core's `wp-admin/includes/export.php`
writes and what the parsers of the WordPress/wordpress-importer plugin read, namespaces
http(s)://wordpress.org/export/1.0/ to 1.2/ (both read 2026-11-22). Disqus's custom import
(help.disqus.com, article 1717222) is WXR too, with `dsq:thread_identifier`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from tertulia.core.contracts import Silent, Source
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
from tertulia.sources._clean import Body, from_html, line, repaired, web_url
from tertulia.sources._dates import local_and_utc
from tertulia.sources._ids import entry_id, hashed, host, is_whole
from tertulia.sources._wxritems import (
    TEXTS,
    Channel,
    channel_of,
    cut_in,
    hidden_because,
    our_name,
    page_ref,
    place_of,
)
from tertulia.sources._wxrposts import posts
from tertulia.sources._xml import Node, Stream

HELD = 5_000  # comments of one item kept back until all of the item's own fields are known

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
_ROLES = {role.value: role for role in Role}
_VERIFIED = {verified.value: verified for verified in Verified}
_TRACKBACK = re.compile(r"\s*<strong>(.*?)</strong>\s*", re.DOTALL)


@dataclass(slots=True)
class _Reading:
    """What `read` carries from one unit to the next."""

    channel: Channel | None = None
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
    stream = Stream(file, frozenset(("wp:comment", "item")), our_name, texts=TEXTS)
    now = _Reading()
    for node, within in stream:
        if node.name == "item":
            now.items = True
            now.ours = now.ours or any(child.name.startswith("wp:") for child in node.children)
            if now.item is not None and now.item is not node:
                yield from _flush(now, stream)
            if now.item is None and node.say("wp:post_type") not in _NO_PAGES:
                page = page_ref(node)
                yield Silent(page=page, instance=f"wxr:{_instance(_enter(now, within), page)}")
            now.item = node
            yield from _flush(now, stream)
            now.item = None
            continue
        item = next((n for n in reversed(within) if n.name == "item"), None)
        if item is None:
            yield Skipped(place=place_of(node), reason="it stands outside any item")
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
        yield Skipped(place="end of file", reason=cut_in(stream.open_at_end))


def _flush(now: _Reading, stream: Stream) -> Iterator[Record | Skipped]:
    if not now.held or now.item is None:
        return
    channel = now.channel or Channel()
    page, private = page_ref(now.item), hidden_because(now.item)
    instance = _instance(channel, page)
    for node in now.held:
        for found in _entry(node, page, instance, channel.own, private):
            if isinstance(found, Record) and now.told < len(stream.mended):
                notes = (*found.notes, *stream.mended[now.told :])
                now.told = len(stream.mended)
                found = Record(page=found.page, entry=found.entry, notes=notes)
            yield found
    now.held = []


def _instance(channel: Channel, page: PageRef) -> str:
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
        yield Skipped(place=place_of(node), reason=f"an internal note ({type_})", lost=False)
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
            yield Skipped(place=place_of(node), reason="neither id nor author nor text")
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
        yield Skipped(place=place_of(node), reason=body.notes[0])


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


def _enter(now: _Reading, within: list[Node]) -> Channel:
    """The blog it stands in; files of several that somebody put together have one for each."""
    root = next((node for node in within if node.name == "channel"), None)
    if now.channel is None or root is not now.root:
        now.channel, now.root = channel_of(within), root
    return now.channel


def _meta(node: Node, *keys: str) -> str:
    for meta in node.every("wp:commentmeta"):
        if meta.say("wp:meta_key") in keys:
            return meta.say("wp:meta_value")
    return ""


def _ours(node: Node, key: str) -> str:
    """A whole id that `invoke export --to wxr` kept beside WordPress's own number."""
    found = _meta(node, key)
    return found if is_whole(found) else ""


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
