"""Where conversations can be fetched, and which address comes after which; no network here."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from tertulia.core.urls import parts_of

KINDS = (
    "feed", "wordpress", "webmention.io", "mastodon", "bluesky", "discourse", "reddit",
    "hackernews", "github",
)  # fmt: skip
# Where the answers together have all that there is: what is no longer among them has vanished.
COMPLETE = {"wordpress": "wp_rest", "webmention.io": "webmention_io"}
PER_PAGE = 100
MOST_PAGES = 1_000  # of one place in one run: 100,000 comments
POSTS_AT_ONCE = 20  # that Discourse gives for one question

_NEXT = re.compile(rb"<(?:\w+:)?link\b[^<>]*\brel=[\"']next[\"'][^<>]*>", re.IGNORECASE)
_HREF = re.compile(rb"\bhref=[\"']([^\"'<>]+)[\"']", re.IGNORECASE)
_LINK_NEXT = re.compile(r"<([^<>]+)>\s*;[^,]*\brel=\"?next\"?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere that conversations are fetched from, as the settings say.

    Attributes:
        name: In the settings; file names are made of it.
        kind: One of `KINDS`.
        url: As a reader would open it.
        page: The page that all of it belongs to; empty where each entry says its own.
    """

    name: str
    kind: str
    url: str
    page: str = ""


def first_addresses(place: Place) -> tuple[str, ...]:
    """The addresses to begin with.

    Raises:
        ValueError: The address is none of that kind.
    """
    url = place.url.rstrip("/")
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    path = [part for part in parts.path.split("/") if part]
    if place.kind == "wordpress":
        query = urlencode({"per_page": PER_PAGE, "order": "asc", "page": 1})
        # The feed first: what it has and the list asked for later has not is no new comment.
        return (f"{url}/comments/feed/", f"{url}/wp-json/wp/v2/comments?{query}")
    if place.kind == "webmention.io":
        query = urlencode({"domain": parts.netloc, "per-page": PER_PAGE, "page": 0})
        return (f"https://webmention.io/api/mentions.jf2?{query}",)
    if place.kind == "mastodon" and path and path[-1].isdigit():
        return (f"{root}/api/v1/statuses/{path[-1]}/context",)
    if place.kind == "bluesky" and len(path) == 4 and path[::2] == ["profile", "post"]:
        uri = quote(f"at://{path[1]}/app.bsky.feed.post/{path[3]}", safe="")
        api = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread"
        return (f"{api}?uri={uri}&depth=1000&parentHeight=0",)
    if place.kind == "discourse" and "t" in path and any(part.isdigit() for part in path):
        number = next(part for part in path[path.index("t") :] if part.isdigit())
        return (f"{root}/t/{number}.json",)
    if place.kind == "reddit" and "comments" in path:
        return (f"{root}/{'/'.join(path)}.json?raw_json=1&limit=500",)
    if place.kind == "hackernews" and (number := dict(parse_qsl(parts.query)).get("id", "")):
        return (f"https://hn.algolia.com/api/v1/items/{quote(number, safe='')}",)
    if place.kind == "github" and len(path) == 4 and path[2] == "issues":
        return (f"https://api.github.com/repos/{'/'.join(path)}/comments?per_page={PER_PAGE}",)
    if place.kind == "feed":
        return (place.url,)
    raise ValueError(f"{place.url!r} is no address of a {place.kind} conversation")


def next_addresses(
    place: Place, url: str, headers: Mapping[str, str], body: bytes
) -> tuple[str, ...]:
    """What an answer says is to be asked next; on the same host only.

    Args:
        place: Where from.
        url: What was asked.
        headers: Of the answer, names in small letters.
        body: Of the answer.
    """
    found: list[str] = []
    if place.kind == "wordpress" and "/wp-json/" in url:
        pages = headers.get("x-wp-totalpages", "")
        number = _page(url) or 1
        if number < _number(pages):
            found.append(_with(url, page=number + 1))
    elif place.kind == "webmention.io":
        if _rows(_json(body), "children"):
            found.append(_with(url, page=_page(url) + 1))
    elif place.kind == "discourse" and url.endswith(".json"):
        found += _rest_of_topic(url, _json(body))
    elif place.kind == "github" and (link := _LINK_NEXT.search(headers.get("link", ""))):
        found.append(link[1])
    elif place.kind in ("feed", "wordpress"):
        tag = _NEXT.search(body)
        if tag and (href := _HREF.search(tag[0])):
            found.append(href[1].decode("utf-8", "replace").replace("&amp;", "&"))
    here = urlsplit(url).netloc
    readable = [address for address in found if parts_of(address) != parts_of("")]
    joined = [urljoin(url, address) for address in readable]
    return tuple(address for address in joined if parts_of(address).netloc == here)


def with_token(place: Place, url: str, token: str) -> str:
    """The address with what its service asks for to show what is the owner's."""
    return _with(url, token=token) if token and place.kind == "webmention.io" else url


def _rest_of_topic(url: str, topic: object) -> list[str]:
    stream = topic.get("post_stream", {}) if isinstance(topic, dict) else {}
    wanted = stream.get("stream", []) if isinstance(stream, dict) else []
    given = {str(row.get("id")) for row in _rows(stream, "posts")}
    missing = [number for number in wanted if isinstance(number, int) and str(number) not in given]
    base = url.removesuffix(".json")
    return [
        f"{base}/posts.json?"
        + urlencode([("post_ids[]", n) for n in missing[at : at + POSTS_AT_ONCE]])
        for at in range(0, len(missing), POSTS_AT_ONCE)
    ]


def _page(url: str) -> int:
    """The number of the page that an address asks for; 0 where it says none."""
    return _number(dict(parse_qsl(urlsplit(url).query)).get("page", ""))


def _number(text: str) -> int:
    """A whole number that a server wrote, or 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _json(body: bytes) -> object:
    try:
        found: object = json.loads(body)
        return found
    except (ValueError, RecursionError):
        return None


def _rows(found: object, name: str) -> list[dict[str, Any]]:
    rows = found.get(name) if isinstance(found, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _with(url: str, **changed: object) -> str:
    parts = urlsplit(url)
    pairs = dict(parse_qsl(parts.query, keep_blank_values=True))
    pairs |= {name: str(value) for name, value in changed.items()}
    return urlunsplit(parts._replace(query=urlencode(pairs)))
