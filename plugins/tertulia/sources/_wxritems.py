"""What a WordPress export says of a blog and of a page, and the names of its elements.

Both its posts (`_wxrposts.py`) and its comments (`wxr.py`) rest on these.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from tertulia.core.model import PageRef
from tertulia.sources._clean import line, repaired, web_url
from tertulia.sources._ids import host
from tertulia.sources._xml import Node

TEXTS = frozenset(("content:encoded", "excerpt:encoded", "wp:comment_content"))

_NAMESPACE = re.compile(r"\{\s*https?://wordpress\.org/export/1\.\d+/?(excerpt/?)?\s*\}")
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/rss/1.0/": "",
}


@dataclass(slots=True)
class Channel:
    """What the head of the file says of the blog.

    Attributes:
        own: Numbers of the blog's own users.
        people: Names to be shown, by login.
    """

    host: str = "-"
    lang: str = ""
    own: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)


def channel_of(within: list[Node]) -> Channel:
    """The blog that an element belongs to, by the elements it stands in, outermost first."""
    channel = next((n for n in within if n.first("wp:base_blog_url") or n.first("link")), None)
    if channel is None:
        return Channel()
    places = (channel.say(n) for n in ("wp:base_blog_url", "wp:base_site_url", "link"))
    authors = channel.every("wp:author")
    numbers = (n.say("wp:author_id") for n in authors)
    return Channel(
        host=next((host(place) for place in places if host(place) != "-"), "-"),
        lang=line(channel.say("language"), 35),
        own=frozenset(number for number in numbers if number not in ("", "0")),
        people={n.say("wp:author_login"): n.say("wp:author_display_name") for n in authors},
    )


def hidden_because(item: Node) -> str:
    """Why what was said under this item is not public, or nothing."""
    if item.say("wp:post_password"):
        return "its page was protected by a password"
    if item.say("wp:status") == "private":
        return "its page was private"
    return ""


def page_ref(item: Node) -> PageRef:
    """The page that an item is."""
    return PageRef(
        url=web_url(item.say("link")),
        slug=line(unquote(item.say("wp:post_name"))),
        guid=line(item.say("guid"), 2000),
        title=line(repaired(item.say("title")[:4000])[0], 500),
    )


def place_of(node: Node) -> str:
    """Where a comment stands, for the report."""
    return f"comment {line(node.say('wp:comment_id'), 40) or 'without id'}"


def cut_in(open_: list[Node]) -> str:
    """Where a file that was cut ends, by the elements that are still open, outermost first."""
    names = [node.name for node in open_]
    item = next((node for node in open_ if node.name == "item"), None)
    if item is None:
        return "the file is cut: what followed the last whole item is lost"
    what = f"in the item {line(item.say('title'), 80)!r}"
    if "wp:comment" in names:
        what = f"inside {place_of(open_[names.index('wp:comment')])} {what}"
    return f"the file is cut {what}: what followed is lost"


def our_name(tag: str) -> str:
    """Our name of a tag: the exporter's prefix wp: for any version of its namespace, or none."""
    space, _, local = tag.rpartition("}")
    if found := _NAMESPACE.fullmatch(f"{space}}}"):
        return f"excerpt:{local}" if found[1] else f"wp:{local}"
    if not space:
        return local if not local.startswith(("comment", "post_")) else f"wp:{local}"
    return f"{_PREFIXES.get(space[1:], space)}{local}"
