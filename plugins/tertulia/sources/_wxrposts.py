"""The posts and pages of a WordPress export; its comments are read by `wxr.py`."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from tertulia.core.model import PageKind, Post, Skipped
from tertulia.sources import _posts
from tertulia.sources._clean import from_html, repaired, web_url
from tertulia.sources._dates import local_and_utc, moment
from tertulia.sources._ids import entry_id
from tertulia.sources._wxritems import (
    TEXTS,
    Channel,
    channel_of,
    cut_in,
    hidden_because,
    our_name,
    page_ref,
)
from tertulia.sources._xml import Node, Stream

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:\?|$)", re.IGNORECASE)


def posts(file: BinaryIO) -> Iterator[Post | Skipped]:
    """The posts and pages of the export, each with the files attached to it."""
    units = frozenset(("item",))
    attached: dict[str, list[str]] = {}
    for node, _ in Stream(file, units, our_name, texts=TEXTS):
        if node.say("wp:post_type") == "attachment":
            address = web_url(node.say("wp:attachment_url") or node.say("guid"))
            if address:
                attached.setdefault(node.say("wp:post_parent"), []).append(address)
    file.seek(0)
    stream = Stream(file, units, our_name, texts=TEXTS)
    for node, within in stream:
        if node.say("wp:post_type") in ("post", "page"):
            yield _post(node, channel_of(within), attached.get(node.say("wp:post_id"), []))
    if stream.open_at_end:
        yield Skipped(place="end of file", reason=cut_in(stream.open_at_end))


def _post(item: Node, channel: Channel, attached: list[str]) -> Post:
    page = page_ref(item)
    html = _posts.body(repaired(item.say("content:encoded"))[0], lines=True)
    shown = _posts.images(html)
    pictures = [a for a in attached if _PICTURE.search(a)]
    terms = [(c.attributes.get("domain", "category"), c.text) for c in item.every("category")]
    status = item.say("wp:status") or "publish"
    private = hidden_because(item)
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
