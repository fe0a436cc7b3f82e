"""WordPress eXtended RSS 1.2, as Tools > Import reads it; the format is told in sources/wxr.py.

WordPress hangs comments on the post of the same title and date where there is one, and makes
an empty one where there is none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape as escape_html
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from tertulia.core.exporting import Conversation, Export, Journey, Numbers, with_one_name
from tertulia.core.model import Entry, Kind, Status
from tertulia.exports._html import on_one_line

_STATES = {
    Status.APPROVED: "1",
    Status.PENDING: "0",
    Status.SPAM: "spam",
    Status.DELETED: "trash",
}
_OWNER = 1  # WordPress's user of the site's own people

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>{title}</title>
<link>{address}</link>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{address}</wp:base_site_url>
<wp:base_blog_url>{address}</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>editor</wp:author_login></wp:author>
"""


def write(conversations: Iterable[Conversation], journey: Journey) -> Iterator[bytes]:
    """One item a page, its entries as comments; each keeps its id of ours as commentmeta."""
    yield _HEAD.format(title=escape(journey.title), address=escape(journey.address)).encode()
    numbers, posts = Numbers(), count(1)
    for conversation in conversations:
        post, page = next(posts), conversation.page
        yield "\n".join(
            (
                "<item>",
                f"<title>{escape(page.title)}</title>",
                f"<link>{escape(page.url)}</link>",
                f"<guid isPermaLink={quoteattr('false')}>{escape(page.guid or page.url)}</guid>",
                "<content:encoded><![CDATA[]]></content:encoded>",
                f"<wp:post_id>{post}</wp:post_id>",
                *_dates("post", conversation.published, journey),
                f"<wp:post_name>{escape(page.slug)}</wp:post_name>",
                "<wp:status>publish</wp:status>",
                "<wp:post_type>post</wp:post_type>\n",
            )
        ).encode()
        entries = with_one_name(conversation.entries)
        given = _parents_first(entries, post, numbers)
        for entry in entries:
            yield _comment(entry, given, journey).encode()
        yield b"</item>\n"
    yield b"</channel>\n</rss>\n"


def _parents_first(entries: Sequence[Entry], post: int, numbers: Numbers) -> dict[str, int]:
    """The number of each entry by id.

    WordPress imports the comments of a post in the order of their numbers and knows a parent
    only once it is in (process_posts() of WordPress Importer 0.6.3, read 2026-11-26).
    """
    parents = {entry.id: entry.parent for entry in entries}
    given: dict[str, int] = {}
    for entry in entries:
        chain: dict[str, None] = {}  # in order; a list takes long to look through
        here: str | None = entry.id
        while here in parents and here not in given and here not in chain:
            chain[here] = None
            here = parents[here]
        above = given.get(here or "", 0)
        for id in reversed(chain):
            # What was moved to another page may stand on both, under other parents.
            above = given[id] = numbers.of(f"{post}/{id}", above)
    return given


def _comment(entry: Entry, given: Mapping[str, int], journey: Journey) -> str:
    address = entry.author.url
    if entry.kind is not Kind.COMMENT:
        address = entry.url or address
    body = on_one_line(entry.html) or escape_html(entry.text, quote=False)
    if entry.kind is Kind.TRACKBACK and entry.title:
        body = f"<strong>{escape_html(entry.title, quote=False)}</strong>\n\n{body}"
    meta = {
        "tertulia_id": entry.id,
        "tertulia_parent": entry.parent or "",
        "tertulia_title": entry.title,
        "tertulia_url": entry.url,
        "tertulia_author_url": entry.author.url,
        "tertulia_role": entry.author.role,
        "tertulia_verified": entry.verified,
    }
    name = _cdata(escape_html(entry.author.name, quote=False))
    parent = given.get(entry.parent or "", 0)
    if entry.parent and not parent:  # its number could be that of any comment over there
        journey.left["replies to what is not there moved to the top"] += 1
    return "\n".join(
        (
            "<wp:comment>",
            f"<wp:comment_id>{given[entry.id]}</wp:comment_id>",
            f"<wp:comment_author>{name}</wp:comment_author>",
            f"<wp:comment_author_url>{escape(address)}</wp:comment_author_url>",
            *_dates("comment", entry.posted, journey),
            f"<wp:comment_content>{_cdata(body)}</wp:comment_content>",
            f"<wp:comment_approved>{_STATES[entry.status]}</wp:comment_approved>",
            f"<wp:comment_type>{entry.kind}</wp:comment_type>",
            f"<wp:comment_parent>{parent}</wp:comment_parent>",
            f"<wp:comment_user_id>{_OWNER if entry.author.role.own else 0}</wp:comment_user_id>",
            *(
                f"<wp:commentmeta><wp:meta_key>{key}</wp:meta_key>"
                f"<wp:meta_value>{_cdata(value)}</wp:meta_value></wp:commentmeta>"
                for key, value in meta.items()
                if value
            ),
            "</wp:comment>\n",
        )
    )


def _dates(what: str, moment: datetime | None, journey: Journey) -> tuple[str, ...]:
    """By the site's clock and in UTC; a time without a zone has the first only."""
    if moment is None:
        return ()
    if moment.tzinfo is None:
        return (_date(f"{what}_date", moment),)
    local = moment.astimezone(journey.zone)
    return (_date(f"{what}_date", local), _date(f"{what}_date_gmt", journey.utc(moment)))


def _date(name: str, moment: datetime) -> str:
    return f"<wp:{name}>{moment:%Y-%m-%d %H:%M:%S}</wp:{name}>"


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


EXPORT = Export(name="wxr", suffix=".xml", write=write)
