"""Twitter/X: an archive's data/tweets.js, or statuses of the old API.

Format: the README.txt in the archive itself; developer.x.com, "Tweet object" of API v1.1
(read 2026-11-22). An archive has only its owner's own tweets, every number is a string, and
addresses are t.co's until `entities.urls` says better.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, Kind, PageRef, Record, Skipped
from tertulia.sources import _json
from tertulia.sources._clean import from_plain, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._records import said, unread

INSTANCE = "twitter.com"

_SCRIPT = re.compile(rb"\s*window\.YTD\.tweets?\.part\d+\s*=\s*")
_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})")
_OWN = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/", re.IGNORECASE)


def claims(head: bytes) -> bool:
    """The archive's script, or statuses with the old API's keys."""
    return bool(_SCRIPT.match(head)) or _json.has(head, "id_str", "in_reply_to_status_id_str")


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """Tweets that link to a page, and the owner's answers below them."""
    raw = file.read(_json.SIZE_CAP + 1)
    if len(raw) > _json.SIZE_CAP:
        raise BadSource(f"it is longer than {_json.SIZE_CAP >> 20} MiB")
    found = _json.decoded(_SCRIPT.sub(b"", raw, count=1).rstrip().rstrip(b";"))
    tweets = [table(t.get("tweet")) or t for t in rows(found)]
    if not tweets and not raw.rstrip(b"; \r\n").endswith(b"[]"):  # as an archive's later parts are
        raise BadSource("there are no tweets in it")
    by_id = {text(t.get("id_str")) or text(t.get("id")): t for t in tweets}
    if by_id.pop("", None):
        yield Skipped(place="a tweet", reason="it has no id")
    firsts = _firsts(by_id)
    pages = {first: _page_ref(by_id[first]) for first in set(firsts.values())}
    passed: Counter[str] = Counter()
    for number, tweet in by_id.items():
        if "retweeted_status" in tweet or text(tweet.get("full_text")).startswith("RT @"):
            passed["repeat somebody else's words"] += 1
            continue
        first = firsts[number]
        page = pages[first]
        if not page.url:
            passed["link to no page and answer none that does"] += 1
        else:
            yield from _record(number, tweet, page, first)
    for reason, how_many in sorted(passed.items()):
        yield Skipped(place=f"{how_many} of the tweets", reason=f"they {reason}", lost=False)


def _record(
    number: str, tweet: dict[str, Any], page: PageRef, first: str
) -> Iterator[Record | Skipped]:
    words = html.unescape(text(tweet.get("full_text")) or text(tweet.get("text")))
    for link in rows(table(tweet.get("entities")).get("urls")):
        words = words.replace(
            text(link.get("url")) or "\0", web_url(text(link.get("expanded_url")))
        )
    body = from_plain(words)
    user = table(tweet.get("user"))
    handle = line(text(user.get("screen_name")))
    above = text(tweet.get("in_reply_to_status_id_str"))
    top = number == first or above == first
    posted = _date(text(tweet.get("created_at")))
    entry = Entry(
        id=entry_id("twitter", INSTANCE, number),
        kind=Kind.WEBMENTION if number == first else Kind.COMMENT,
        parent=None if top else entry_id("twitter", INSTANCE, above),
        author=Author(
            name=line(text(user.get("name"))) or handle,
            url=web_url(f"https://twitter.com/{handle}") if handle else "",
        ),
        posted=posted,
        posted_raw=unread(posted, tweet.get("created_at")),
        text=body.text,
        lang=line(text(tweet.get("lang")), 35).replace("und", ""),
        source="twitter",
        url=f"https://twitter.com/i/web/status/{number}" if number.isdecimal() else "",
        likes=count(tweet.get("favorite_count")),
    )
    yield from said(page, entry, body)


def _firsts(by_id: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """The first tweet of each tweet's chain, as far as the archive has it."""
    firsts: dict[str, str] = {}
    for number in by_id:
        chain: dict[str, None] = {}  # in order; a list takes long to look through
        here = number
        while here in by_id and here not in firsts and here not in chain:
            chain[here] = None
            here = text(by_id[here].get("in_reply_to_status_id_str"))
        if chain:
            firsts |= dict.fromkeys(chain, firsts.get(here) or next(reversed(chain)))
    return firsts


def _page_ref(tweet: dict[str, Any]) -> PageRef:
    """The page that a tweet links to."""
    for link in rows(table(tweet.get("entities")).get("urls")):
        url = web_url(text(link.get("expanded_url")))
        if url and not _OWN.match(url):
            return PageRef(url=url)
    return PageRef()


def _date(raw: str) -> datetime | None:
    found = _DATE.fullmatch(raw)
    return (
        moment(f"{found[2]} {found[1]} {found[5]} {found[3]} {found[4]}") if found else moment(raw)
    )


SOURCE = Source(
    name="twitter",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "JavaScript around the JSON",
        "only the owner's tweets",
        "t.co addresses, escaped text, numbers as strings",
    ),
)
