"""Answers and exports in JSON of the services that keep comments: real ones, and their traps."""

import json
from pathlib import Path

import pytest

from reads import counts, entries, file_counts, read, skipped
from tertulia import registry
from tertulia.core.errors import BadSource
from tertulia.core.model import Record, Status

# Each count is explained where it is not simply the number of comments in the file.
REAL = {
    # 26 of the blog's 33 comments: 4 pings are not listed by REST, 3 are not approved
    ("wp_rest", "wordpress-live/comments.rest.json"): {"comment approved": 26},
    # what it answers when asked for pingbacks without a login
    ("wp_rest", "wordpress-live/comments-type-pingback-401.json"): {"skipped": 1},
    # the newest ten; one stands under a page with a password
    ("feeds", "wordpress-live/comments.rss.xml"): {"comment approved": 9, "skipped": 1},
    ("feeds", "wordpress-live/comments.atom.xml"): {"comment approved": 9, "skipped": 1},
    ("feeds", "wordpress-live/post-comments.rss.xml"): {"comment approved": 10},
    ("feeds", "wordpress-live/post-comments.atom.xml"): {"comment approved": 10},
    # two pingbacks and two trackbacks, all with an excerpt in brackets, and one comment
    ("feeds", "wordpress-live/post-pings.rss.xml"): {"comment approved": 1, "pingback approved": 4},
    ("feeds", "wordpress-live/post-pings.atom.xml"): {
        "comment approved": 1,
        "pingback approved": 4,
    },
    # 45 replies, likes and reposts each; 45 mentions and 5 bookmarks are webmentions
    ("webmention_io", "webmention-io/mentions.jf2.json"): {
        "comment approved": 45,
        "like approved": 45,
        "repost approved": 45,
        "webmention approved": 50,
    },
    # both statuses are for followers only; one of them began the thread
    ("mastodon", "mastodon/context.json"): {"skipped": 2},
    # the first post of each stands for the page
    ("bluesky", "bluesky/thread-deep.json"): {"comment approved": 3, "skipped": 1},
    ("bluesky", "bluesky/thread-deleted.json"): {"comment approved": 2, "skipped": 1},
    ("bluesky", "bluesky/thread-takedown.json"): {"comment approved": 2, "skipped": 1},
    # post 1 is the topic
    ("discourse", "discourse/topic.json"): {"comment approved": 3, "skipped": 1},
    # the post is a linkback; two stubs stand for 28 replies that were not fetched
    ("reddit", "reddit/thread.json"): {
        "comment approved": 4,
        "webmention approved": 1,
        "skipped": 2,
    },
    ("reddit", "reddit/thread-deleted.json"): {"webmention approved": 1},
    ("hackernews", "hackernews/item.json"): {"comment approved": 3, "webmention approved": 1},
    ("github_issues", "github/issue-comments.json"): {"comment approved": 3},
    # the query asked for ids only
    ("github_discussions", "github/discussion-graphql-1.json"): {"skipped": 1},
    ("remark42", "remark42/tree_del.json"): {"comment approved": 8, "comment deleted": 1},
    ("commento", "commento/commento.json"): {"comment approved": 3},
    ("isso", "isso/comments.db"): {"comment approved": 6},
    ("isso", "isso/fetch-one.json"): {"comment approved": 4},
    ("isso", "isso/generic.json"): {"comment approved": 2},
    # one repeats somebody, one links nowhere
    ("twitter", "twitter/tweets.json"): {"webmention approved": 1, "skipped": 2},
}


@pytest.mark.parametrize(("name", "path"), REAL, ids=lambda value: value)
def test_real_samples_read_whole(shared: Path, name: str, path: str) -> None:
    assert file_counts(name, shared / "samples" / path) == REAL[name, path]


def test_rest_and_feeds_and_export_of_one_blog_agree(shared: Path) -> None:
    """Ten comments of one post, by number: the same words, times and parents from three sides."""
    folder = shared / "samples/wordpress-live"
    listed = entries(read("wp_rest", (folder / "comments.rest.json").read_bytes()))
    rest = {e.id.rsplit(":", 1)[1]: e for e in listed}
    for kind in ("post-comments.rss.xml", "post-comments.atom.xml"):
        for found in entries(read("feeds", (folder / kind).read_bytes())):
            same = rest[found.id.rsplit(":", 1)[1]]
            assert (found.text, found.posted) == (same.text, same.posted)
            parents = [e.parent and e.parent.rsplit(":", 1)[1] for e in (found, same)]
            assert parents[0] == parents[1]


@pytest.mark.parametrize("levels", [600, 5_000])
def test_a_thread_of_thousands_of_levels_is_read_whole(levels: int) -> None:
    """The decoders of the standard library and msgspec stop at some hundred levels."""
    item = '{"id":1,"type":"comment","author":"a","text":"x","children":['
    text = item * levels + "]}" * levels
    assert counts(read("hackernews", text)) == {"comment approved": levels}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hackernews", '{"id": 1, "children": ['),
        ("reddit", "[1, 2]"),
        ("mastodon", '"x"'),
        ("bluesky", "{}"),
        ("discourse", "[]"),
        ("isso", "SQLite format 3\0 and nothing else"),
        ("twitter", "window.YTD.tweets.part0 = [}"),
        ("commento", "[[]]"),
        ("wp_rest", '{"a": NaN}'),
        ("feeds", "<rss"),
    ],
)
def test_what_cannot_be_read_at_all_is_said_in_one_error(name: str, text: str) -> None:
    with pytest.raises(BadSource):
        read(name, text)


def test_nan_and_a_byte_order_mark_do_no_harm() -> None:
    text = '\ufeff{"id": 1, "type": "comment", "author": "a", "text": "x", "points": NaN}'
    assert counts(read("hackernews", text)) == {"comment approved": 1}


# wordpress, feeds


def feed(item: str, head: str = "") -> str:
    return (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{head}'
        f"<item><guid>https://b.example/?p=1#comment-2</guid>"
        f"<link>https://b.example/p/#comment-2</link>{item}</item></channel></rss>"
    )


def test_words_that_a_feed_puts_before_a_reply_become_its_parent() -> None:
    words = '<p>En respuesta a <a href="https://b.example/p/#comment-1">Ana</a>.</p><p>Sí.</p>'
    (found,) = entries(
        read("feeds", feed(f"<content:encoded><![CDATA[{words}]]></content:encoded>"))
    )
    assert (found.parent, found.text) == ("feeds:b.example:1", "Sí.")


def test_a_link_of_the_writers_own_is_no_parent() -> None:
    words = '<p>Mira <a href="https://c.example/#comment-1">esto</a>.</p><p>Sí.</p>'
    (found,) = entries(
        read("feeds", feed(f"<content:encoded><![CDATA[{words}]]></content:encoded>"))
    )
    assert (found.parent, found.text) == (None, "Mira esto.\n\nSí.")


def test_a_feed_that_declares_entities_is_read_without_them_and_that_is_said() -> None:
    text = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + feed(
        "<description>A &x; B</description>"
    )
    found = read("feeds", text)
    assert [e.text for e in entries(found)] == ["A &x B"]
    assert [s.lost for s in skipped(found)] == [True]


def test_a_feed_of_posts_is_no_feed_of_comments() -> None:
    text = (
        "<rss version='2.0'><channel><item><guid>https://b.example/?p=1</guid>"
        "<link>https://b.example/p/</link><description>Entrada</description></item></channel></rss>"
    )
    (found,) = skipped(read("feeds", text))
    assert not found.lost


def test_a_deep_feed_is_refused_or_read_soon() -> None:
    with pytest.raises(BadSource):
        read("feeds", "<rss>" + "<a>" * 600_000)


# webmention.io


def mention(**given: object) -> str:
    whole = {"wm-id": 1, "wm-target": "https://b.example/p", "wm-property": "mention-of", **given}
    return json.dumps({"type": "feed", "children": [whole]})


def test_old_sites_get_their_content_as_value() -> None:
    text = mention(content={"content-type": "text/html", "value": "<b>x</b>", "text": None})
    assert entries(read("webmention_io", text))[0].text == "x"


def test_a_name_that_repeats_the_content_is_no_title() -> None:
    text = mention(name="Largo y tendido", content={"text": "Largo y tendido se habló"})
    assert entries(read("webmention_io", text))[0].title == ""


def test_a_bridge_gives_the_address_of_the_writer_not_its_own() -> None:
    text = mention(url="https://red.example/1", **{"wm-source": "https://brid.gy/1"})
    assert entries(read("webmention_io", text))[0].url == "https://red.example/1"


def test_what_is_private_is_left_out() -> None:
    found = read("webmention_io", mention(**{"wm-private": True, "content": {"text": "x"}}))
    assert counts(found) == {"skipped": 1}


def test_a_mention_without_a_date_has_none() -> None:
    (found,) = entries(
        read("webmention_io", mention(published=None, **{"wm-received": "2020-01-01"}))
    )
    assert (found.posted, found.posted_raw) == (None, "")


# social networks


@pytest.mark.parametrize(
    ("visibility", "status"),
    [("public", Status.APPROVED), ("unlisted", Status.PENDING), ("private", None), ("", None)],
)
def test_only_public_statuses_are_approved(visibility: str, status: Status | None) -> None:
    given = {"id": "2", "in_reply_to_id": "1", "uri": "https://r.example/s/2", "content": "x"}
    text = json.dumps({"ancestors": [], "descendants": [{**given, "visibility": visibility}]})
    found = entries(read("mastodon", text))
    assert [e.status for e in found] == ([status] if status else [])


def bluesky(record: dict, **post: object) -> str:
    root = {"uri": "at://did:plc:a/app.bsky.feed.post/1", "record": {"text": "x"}}
    reply = {"uri": "at://did:plc:b/app.bsky.feed.post/2", "record": record, **post}
    kind = "app.bsky.feed.defs#threadViewPost"
    return json.dumps({"thread": {"$type": kind, "post": root, "replies": [{"post": reply}]}})


def test_facets_count_bytes() -> None:
    where = {"byteStart": 6, "byteEnd": 13}
    link = {"index": where, "features": [{"uri": "https://a.example/largo"}]}
    (found,) = entries(read("bluesky", bluesky({"text": "ñ🎉a.ex... fin", "facets": [link]})))
    assert found.text == "ñ🎉https://a.example/largo fin"


def test_facets_that_overlap_or_lie_outside_are_left_alone() -> None:
    feature = [{"uri": "https://a.example/"}]
    facets = [
        {"index": {"byteStart": 0, "byteEnd": 3}, "features": feature},
        {"index": {"byteStart": 1, "byteEnd": 2}, "features": feature},
        {"index": {"byteStart": 2, "byteEnd": 999}, "features": feature},
        {"index": {"byteStart": -1, "byteEnd": "x"}, "features": [None]},
    ]
    (found,) = entries(read("bluesky", bluesky({"text": "abc def", "facets": facets})))
    assert found.text == "abc def"


def test_the_second_version_of_a_bluesky_thread_is_a_flat_list() -> None:
    def node(number: int, above: int | None) -> dict:
        reply = {"reply": {"parent": {"uri": f"at://did:plc:a/app.bsky.feed.post/{above}"}}}
        record = {"text": str(number), **(reply if above else {})}
        uri = f"at://did:plc:a/app.bsky.feed.post/{number}"
        value = {"$type": "app.bsky.unspecced.defs#threadItemPost", "post": {"uri": uri}}
        value["post"] = {"uri": uri, "record": record}
        return {"uri": uri, "depth": 0, "value": value}

    found = entries(
        read("bluesky", json.dumps({"thread": [node(1, None), node(2, 1), node(3, 2)]}))
    )
    assert [(e.text, e.parent) for e in found] == [
        ("2", None),
        ("3", "bluesky:bsky.app:did_plc_a/2"),
    ]


def test_a_social_id_is_the_same_from_any_server() -> None:
    given = {"in_reply_to_id": "1", "visibility": "public", "content": "x"}
    uri = "https://r.example/users/a/statuses/7"
    ids = set()
    for own in ("7", "990"):
        status = {**given, "id": own, "uri": uri}
        text = json.dumps({"ancestors": [], "descendants": [status]})
        ids |= {e.id for e in entries(read("mastodon", text))}
    assert ids == {"mastodon:r.example:7"}


def test_reddit_without_raw_json_is_unescaped_once() -> None:
    given = {"name": "t1_a", "body_html": "&lt;p&gt;a &amp;amp; b &amp;lt;c&amp;gt;&lt;/p&gt;"}
    listing = {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": given}]}}
    assert entries(read("reddit", json.dumps([listing])))[0].text == "a & b <c>"


# comment services


def test_commentos_word_undefined_says_nothing() -> None:
    who = {"commenterHex": "c", "name": "undefined", "link": "undefined"}
    said = {"commentHex": "a", "commenterHex": "c", "url": "/p", "domain": "d.example"}
    text = json.dumps({"version": 1, "comments": [said], "commenters": [who]})
    (found,) = entries(read("commento", text))
    assert (found.author.name, found.author.url) == ("", "")


def test_a_comment_that_commento_emptied_is_deleted_and_keeps_its_place() -> None:
    rows = [
        {"commentHex": "a", "host": "d.example", "path": "p/", "markdown": "[deleted]"},
        {"commentHex": "b", "host": "d.example", "path": "p/", "markdown": "r", "parentHex": "a"},
    ]
    gone, answer = read("commento", json.dumps({"version": 1, "comments": rows}))
    assert isinstance(gone, Record)
    assert isinstance(answer, Record)
    assert (gone.entry.status, gone.entry.text) == ("deleted", "")
    assert answer.entry.parent == gone.entry.id
    assert answer.page.url == "https://d.example/p/"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"isApproved": True}, "approved"),
        ({"isApproved": False, "isPending": True}, "pending"),
        ({"isPending": True}, "pending"),
        ({}, "pending"),  # refused: what is false is left out
        ({"isApproved": True, "isDeleted": True}, "deleted"),
    ],
)
def test_what_comentario_does_not_call_approved_is_not(said: dict[str, bool], status: str) -> None:
    page = {"id": "p", "path": "/p", "domainId": "d"}
    comment = {"id": "c", "pageId": "p", "markdown": "x", **said}
    text = json.dumps({"version": 3, "pages": [page], "comments": [comment], "commenters": []})
    (found,) = entries(read("commento", text))
    assert found.status == status


@pytest.mark.parametrize(
    "body",
    [
        "[x](javascript:alert(1))",
        "<script>alert(1)</script>",
        "[a]: javascript:alert(1)\n\n[a]",
        'x\n{: onclick="alert(1)" }',
        "![x](https://a.example/t.gif)",
        "<svg/onload=alert(1)>",
    ],
)
def test_markdown_bodies_are_harmless(body: str) -> None:
    said = {"commentHex": "a", "url": "/p", "markdown": body}
    (found,) = entries(read("commento", json.dumps({"comments": [said]})))
    assert "href" not in found.html
    assert "<script" not in found.html
    assert "<img" not in found.html
    assert "onload" not in found.html
    assert " onclick" not in found.html


@pytest.mark.parametrize(
    "body", ["[" * 20_000, "> " * 5_000, "*a" * 20_000, "- " * 3_000, "`" * 9_999]
)
def test_markdown_traps_end_soon(body: str) -> None:
    said = {"commentHex": "a", "url": "/p", "markdown": body}
    assert len(entries(read("commento", json.dumps({"comments": [said]})))) == 1


def test_no_two_sources_claim_the_same_sample(shared: Path) -> None:
    for path in sorted((shared / "samples").rglob("*")):
        if path.is_file() and path.name != "README.md":
            head = path.read_bytes()[:65_536]
            assert len([s.name for s in registry.all_sources() if s.claims(head)]) <= 1, path


def test_hacker_news_items_apart_are_put_together() -> None:
    items = [
        {"id": 3, "type": "comment", "by": "eva", "time": 1704164702, "text": "Y yo.", "parent": 2},
        {"id": 1, "type": "story", "by": "op", "time": 1704164645, "title": "T", "score": 9,
         "url": "https://b.example/p", "kids": [2, 4]},
        {"id": 2, "type": "comment", "time": 1704164700, "deleted": True, "parent": 1},
        {"id": 4, "type": "comment", "by": "spam", "time": 1704164703, "text": "SECRETO",
         "dead": True, "parent": 1},
    ]  # fmt: skip
    found = read("hackernews", json.dumps(items))
    assert {r.page.url for r in found if isinstance(r, Record)} == {"https://b.example/p"}
    told = {e.id.rpartition(":")[2]: e for e in entries(found)}
    assert (told["1"].kind, told["1"].likes) == ("webmention", 9)
    assert told["3"].parent == told["2"].id
    assert told["2"].status == told["4"].status == "deleted"
    assert "SECRETO" not in repr(found)
