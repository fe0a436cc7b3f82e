"""Discourse: the answer of GET /t/:id.json, and of /t/:id/posts.json.

Format: docs.discourse.org, "Get a single topic" and "Get specific posts from a topic" (read
2026-11-22). The answer does not say on which forum it was given, so the topic's slug stands for
it in ids. Post 1 is the topic itself.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Author, Entry, PageRef, Record, Skipped, Status
from tertulia.sources import _json
from tertulia.sources._clean import from_html, line, web_url
from tertulia.sources._dates import moment
from tertulia.sources._ids import entry_id
from tertulia.sources._json import count, rows, table, text
from tertulia.sources._records import said, unread

LIKE = 2  # the id of "like" in actions_summary

_SILENT = {3: "an action of the forum", 4: "a whisper among its staff"}
_HREF = re.compile(r"<a\b[^<>]*?\bhref=[\"'](https?://[^\"'<>]+)[\"']")


def claims(head: bytes) -> bool:
    """A stream of posts, each with its cooked text."""
    return _json.has(head, "post_stream", "cooked", "post_number")


def read(file: BinaryIO) -> Iterator[Record | Skipped]:
    """The replies of one topic, and how many of them this answer has not."""
    topic = table(_json.load(file))
    stream = table(topic.get("post_stream"))
    posts = rows(stream.get("posts"))
    if not posts:
        raise BadSource("there are no posts in it")
    slug = text(topic.get("slug")) or text(posts[0].get("topic_slug")) or "-"
    ids = {text(p.get("post_number")): text(p.get("id")) for p in posts}
    page = _page_ref(topic, posts[0])
    for post in posts:
        number = text(post.get("post_number"))
        place = f"post {line(number, 20)}"
        silent = _SILENT.get(count(post.get("post_type")) or 0)
        if number == "1":
            reason = "it is the topic and stands for the page"
            yield Skipped(place=place, reason=reason, lost=False)
        elif silent:
            yield Skipped(place=place, reason=silent, lost=False)
        else:
            yield from _record(post, page, slug, ids)
    listed = stream.get("stream")
    if isinstance(listed, list) and len(listed) > len(posts):
        reason = f"the topic has {len(listed)} posts and this answer {len(posts)}: fetch the others"
        yield Skipped(place="answer", reason=reason)


def _record(
    post: dict[str, Any], page: PageRef, slug: str, ids: dict[str, str]
) -> Iterator[Record | Skipped]:
    posted = moment(text(post.get("created_at")))
    edited = moment(text(post.get("updated_at")))
    body = from_html(text(post.get("cooked")))
    gone = bool(post.get("deleted_at") or post.get("user_deleted"))
    hidden = bool(post.get("hidden"))
    above = text(post.get("reply_to_post_number"))
    answered = "" if above == "1" else ids.get(above, "")
    name = line(text(post.get("name")) or text(post.get("username")))
    changed = (count(post.get("version")) or 1) > 1
    entry = Entry(
        id=entry_id("discourse", slug, text(post.get("id"))),
        parent=entry_id("discourse", slug, answered) if answered else None,
        author=Author() if gone else Author(name=name),
        posted=posted,
        posted_raw=unread(posted, post.get("created_at")),
        edited=edited if changed else None,
        text="" if gone else body.text,
        html="" if gone else body.html,
        status=Status.DELETED if gone else Status.PENDING if hidden else Status.APPROVED,
        source="discourse",
        likes=_likes(post),
        reason="the forum hides it" if hidden else "",
    )
    yield from said(page, entry, None if gone else body)


def _page_ref(topic: dict[str, Any], first: dict[str, Any]) -> PageRef:
    """The page that a companion topic names: the last address in its first post."""
    links = _HREF.findall(text(first.get("cooked"))) if first.get("post_number") == 1 else []
    companion = [u for u in links if "<small>" in text(first.get("cooked"))]
    number = text(topic.get("id")) or text(first.get("topic_id"))
    return PageRef(
        url=web_url(companion[-1]) if companion else "",
        guid=f"discourse-topic:{line(number, 20)}",
        title=line(text(topic.get("title")), 500),
    )


def _likes(post: dict[str, Any]) -> int | None:
    for action in rows(post.get("actions_summary")):
        if action.get("id") == LIKE:
            return count(action.get("count")) or 0
    return None


SOURCE = Source(
    name="discourse",
    claims=claims,
    read=read,
    social=True,
    traps=(
        "only the first 20 posts",
        "post 1 is the topic",
        "whispers, small actions, hidden posts",
        "the answer does not name its forum",
    ),
)
