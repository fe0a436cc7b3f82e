"""`invoke fetch` against a real server on loopback."""

import json

import pytest

from answering_blog import Blog, fetched, name_place
from small_site import SETTINGS, Small
from tertulia.core.errors import BadSettings, UnknownName
from tertulia.core.fetching import Place, first_addresses, next_addresses, with_token

BLUESKY = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread"


@pytest.fixture
def site(small: Small, blog: Blog) -> Small:
    name_place(small, blog)
    return small


def test_all_pages_are_fetched_and_come_to_their_page(site: Small, blog: Blog) -> None:
    fetched(site)
    assert [e.text for e in site.entries("hola-mundo")] == [f"Comentario {n}." for n in (1, 2, 3)]
    assert any(p.suffix == ".body" for p in (site.folder / "kept").rglob("*"))


LINKED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link href="{0}/comments/feed/" rel="self"/>{1}</channel></rss>"""
ITEM = """<item><title>{1}</title><link>{0}/hola-mundo/#comment-{1}</link>
<guid>{0}/?p=1#comment-{1}</guid><content:encoded><![CDATA[{2}]]></content:encoded></item>"""
TRACKBACK = "<p><strong>Otra mirada &amp; más</strong></p>\n<p>Lo comento también.</p>\n"


def _feed(blog: Blog, *items: tuple[int, str]) -> None:
    told = "".join(ITEM.format(blog.address, number, body) for number, body in items)
    body = LINKED.format(blog.address, told).encode()
    blog.answers["/comments/feed/"] = (200, {"ETag": f'"{len(body)}"'}, body)


def test_what_is_in_the_feed_and_not_among_all_comments_is_a_trackback(
    site: Small, blog: Blog
) -> None:
    bold = TRACKBACK.replace("Otra mirada &amp; más", "Comentario 3.")
    _feed(blog, (3, bold), (4, TRACKBACK), (5, "<p>Ni título.</p>"))
    fetched(site)
    found = {e.id.rpartition(":")[2]: (e.kind, e.title, e.text) for e in site.entries("hola-mundo")}
    assert found["4"] == ("trackback", "Otra mirada & más", "Lo comento también.")
    assert found["3"][0] == found["5"][0] == "comment"


def test_where_the_list_of_comments_is_refused_nothing_is_taken_for_a_trackback(
    site: Small, blog: Blog
) -> None:
    _feed(blog, (4, TRACKBACK))
    path = "/wp-json/wp/v2/comments?per_page=100&order=asc&page=1"
    blog.answers[path] = (200, {}, b'{"code":"rest_forbidden","message":"No."}')
    assert fetched(site) == 1
    assert [e.kind for e in site.entries("hola-mundo")] == ["comment"]


def test_what_a_blog_no_longer_lists_is_marked_and_a_linkback_is_not(
    site: Small, blog: Blog
) -> None:
    _feed(blog, (4, TRACKBACK))
    fetched(site)
    _feed(blog)
    blog.page(1, 1, 1)
    assert fetched(site) == 0
    gone = [e.text for e in site.entries("hola-mundo") if e.gone]
    assert gone == ["Comentario 2.", "Comentario 3."]


def test_a_run_that_was_broken_off_marks_nothing(site: Small, blog: Blog) -> None:
    fetched(site)
    blog.page(1, 2, 1)
    blog.page(2, 2, 3, status=500)
    assert fetched(site) != 0
    assert not any(e.gone for e in site.entries("hola-mundo"))


def test_what_has_not_changed_is_not_imported_again(
    site: Small, blog: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched(site)
    before = site.bytes()
    capsys.readouterr()
    assert fetched(site) == 0
    assert capsys.readouterr().out == "viejo: 0 answers new or changed, 3 as they were\n"
    assert site.bytes() == before


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(site: Small, blog: Blog) -> None:
    blog.page(2, 2, 3, status=500)
    assert fetched(site) != 0
    assert site.entries("hola-mundo") == ()
    blog.page(2, 2, 3)
    blog.asked.clear()
    fetched(site)
    assert not [path for path in blog.asked if path.endswith("page=1")]
    assert len(site.entries("hola-mundo")) == 3


def test_a_place_may_belong_to_one_page(site: Small, blog: Blog) -> None:
    site.page("otra")
    wanted = {"viejo": {"kind": "wordpress", "url": blog.address, "page": "otra"}}
    site.settings.write_text(f"{SETTINGS}\nTERTULIA['fetch'] = {wanted!r}\n", "utf-8")
    fetched(site)
    assert len(site.entries("otra")) == 3


def test_the_token_is_in_no_file_and_no_message(
    site: Small, blog: Blog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = {"wm": {"kind": "webmention.io", "url": "https://blog.example"}}
    site.settings.write_text(f"{SETTINGS}\nTERTULIA['fetch'] = {wanted!r}\n", "utf-8")
    monkeypatch.setenv("TERTULIA_TOKEN_WM", "s3cr3t")
    monkeypatch.setattr("socket.getaddrinfo", _nowhere)
    assert fetched(site) == 2
    assert "s3cr3t" not in capsys.readouterr().out
    assert not [p for p in site.folder.rglob("*") if p.is_file() and b"s3cr3t" in p.read_bytes()]


def _nowhere(*_: object, **__: object) -> None:
    raise OSError("no such host")


def test_wrong_places_are_all_said_at_once(site: Small) -> None:
    wanted = {
        "a": {"kind": "wordpres", "url": "https://x.example"},
        "b": {"kind": "bluesky", "url": "https://x.example"},
        "c": {"knd": "feed"},
    }
    site.settings.write_text(f"{SETTINGS}\nTERTULIA['fetch'] = {wanted!r}\n", "utf-8")
    with pytest.raises(BadSettings) as caught:
        fetched(site)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "did you mean 'wordpress'" in lines[0]


def test_an_unknown_place_is_told_what_there_is(site: Small) -> None:
    with pytest.raises(UnknownName, match="there are: viejo"):
        fetched(site, "nuevo")


@pytest.mark.parametrize(
    ("kind", "url", "asked"),
    [
        ("feed", "https://x.example/feed/", "https://x.example/feed/"),
        ("mastodon", "https://m.example/@ana/123", "https://m.example/api/v1/statuses/123/context"),
        (
            "bluesky",
            "https://bsky.app/profile/ana.example/post/3k",
            f"{BLUESKY}?uri=at%3A%2F%2Fana.example%2Fapp.bsky.feed.post%2F3k&depth=1000&parentHeight=0",
        ),
        ("discourse", "https://f.example/t/un-tema/77", "https://f.example/t/77.json"),
        (
            "reddit",
            "https://www.reddit.com/r/x/comments/ab/c/",
            "https://www.reddit.com/r/x/comments/ab/c.json?raw_json=1&limit=500",
        ),
        (
            "hackernews",
            "https://news.ycombinator.com/item?id=9",
            "https://hn.algolia.com/api/v1/items/9",
        ),
        (
            "github",
            "https://github.com/o/r/issues/4",
            "https://api.github.com/repos/o/r/issues/4/comments?per_page=100",
        ),
        (
            "webmention.io",
            "https://blog.example",
            "https://webmention.io/api/mentions.jf2?domain=blog.example&per-page=100&page=0",
        ),
    ],
)
def test_a_reader_s_address_leads_to_the_interface(kind: str, url: str, asked: str) -> None:
    assert first_addresses(Place(name="x", kind=kind, url=url)) == (asked,)


def following(kind: str, url: str, body: bytes = b"", **headers: str) -> tuple[str, ...]:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return next_addresses(Place(name="x", kind=kind, url=url), url, named, body)


def test_paging_follows_each_interface_and_never_leaves_its_host() -> None:
    hook = "https://webmention.io/api/mentions.jf2?domain=x&page=0"
    (more,) = following("webmention.io", hook, b'{"children":[{}]}')
    assert more.endswith("page=1")
    assert following("webmention.io", hook, b'{"children":[]}') == ()
    link = '<https://api.github.com/x?page=2>; rel="next", <https://api.github.com/x>; rel="last"'
    assert following("github", "https://api.github.com/x", link=link) == (
        "https://api.github.com/x?page=2",
    )
    away = b'<link rel="next" href="https://evil.example/2"/>'
    assert following("feed", "https://x.example/feed", away) == ()
    near = b'<atom:link rel="next" href="/feed?page=2&amp;x=1"/>'
    assert following("feed", "https://x.example/feed", near) == (
        "https://x.example/feed?page=2&x=1",
    )
    topic = {"post_stream": {"posts": [{"id": 1}], "stream": list(range(1, 43))}}
    rest = following("discourse", "https://f.example/t/7.json", json.dumps(topic).encode())
    assert len(rest) == 3
    assert rest[0].startswith("https://f.example/t/7/posts.json?post_ids%5B%5D=2&")
    assert following("discourse", "https://f.example/t/7.json", b"[" * 100_000) == ()


def test_paging_that_nobody_can_follow_ends_there() -> None:
    blog = "https://x.example/wp-json/wp/v2/comments"
    assert following("wordpress", f"{blog}?page=1", x_wp_totalpages="\xb2") == ()
    assert following("wordpress", f"{blog}?page=\xb2", x_wp_totalpages="2") == (f"{blog}?page=2",)
    bad = b'<link rel="next" href="http://[x/"/>'
    assert following("feed", "https://x.example/feed", bad) == ()
    topic = {"post_stream": {"posts": [{"id": [1]}], "stream": [2]}}
    rest = following("discourse", "https://f.example/t/7.json", json.dumps(topic).encode())
    assert len(rest) == 1


def test_a_token_is_added_for_webmention_io_only() -> None:
    place = Place(name="x", kind="feed", url="https://x.example")
    assert with_token(place, place.url, "t") == place.url


def test_a_blog_that_gives_one_way_only_is_read_by_that(
    site: Small, blog: Blog, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = "/wp-json/wp/v2/comments?per_page=100&order=asc&page=1"
    _feed(blog, (4, "<p>Desde la fuente.</p>"))
    blog.answers[listed] = (401, {}, b'{"code":"rest_forbidden"}')
    assert fetched(site) == 1
    assert [e.text for e in site.entries("hola-mundo")] == ["Desde la fuente."]
    assert "401; what else there is was asked for" in capsys.readouterr().out
    blog.answers["/comments/feed/"] = (404, {}, b"")
    blog.page(1, 1, 1)
    assert fetched(site) == 1
    assert [e.text for e in site.entries("hola-mundo") if not e.gone] == [
        "Comentario 1.", "Desde la fuente.",
    ]  # fmt: skip


def test_a_blog_that_gives_nothing_is_said_to(site: Small, blog: Blog) -> None:
    blog.answers.clear()
    assert fetched(site) == 2
