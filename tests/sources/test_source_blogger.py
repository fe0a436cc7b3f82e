"""Blogger's backups and feeds: real ones, and each of their traps."""

from collections import Counter
from pathlib import Path

from reads import counts, entries, file_counts, posts, read, skipped
from tertulia.core.model import PageKind, Record, Role


def entry(number: int, inside: str = "", kind: str = "comment") -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-7.post-{number}</id>"
        "<published>2011-03-04T10:00:00.000+01:00</published>"
        "<category scheme='http://schemas.google.com/g/2005#kind'"
        f" term='http://schemas.google.com/blogger/2008/kind#{kind}'/>{inside}"
        "<thr:in-reply-to ref='tag:blogger.com,1999:blog-7.post-1' href='https://b.example/p.html'/>"
        "<author><name>Ana</name><email>ana@example.org</email></author></entry>"
    )


def feed(*entries_: str) -> str:
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005'"
        " xmlns:thr='http://purl.org/syndication/thread/1.0'>"
        f"<id>tag:blogger.com,1999:blog-7.archive</id>{''.join(entries_)}</feed>"
    )


def test_the_real_backup_reads_whole(shared: Path) -> None:
    """13 entries of kind comment; 57 settings, a template, 4 posts and a page are no comments."""
    path = shared / "samples/blogger/blogger-export.xml"
    assert file_counts("blogger", path) == {"comment approved": 13}
    kinds = [p.kind for p in posts("blogger", path.read_bytes())]
    assert kinds == [PageKind.POST] * 4 + [PageKind.PAGE]


def test_the_owner_of_a_real_backup_is_known_by_profile(shared: Path) -> None:
    found = entries(read("blogger", (shared / "samples/blogger/blogger-export.xml").read_bytes()))
    assert sum(e.author.role is Role.AUTHOR for e in found) == 5
    assert all(e.posted and e.posted.utcoffset() for e in found)


def test_a_real_feed_of_one_page_says_that_there_are_more(shared: Path) -> None:
    """One comment here; the feed itself says that there are 30, on two pages."""
    found = read("blogger", (shared / "samples/blogger/comments-feed.atom").read_bytes())
    assert counts(found) == {"comment approved": 1, "skipped": 1}
    assert "30 comments" in skipped(found)[0].reason


def test_a_reply_to_a_comment_shows_only_in_a_feed_address() -> None:
    link = "<link rel='related' href='http://www.blogger.com/feeds/7/1/comments/default/20'/>"
    root, reply = entries(read("blogger", feed(entry(20), entry(21, link))))
    assert root.parent is None
    assert reply.parent == root.id


def test_doubly_encoded_code_is_decoded_once() -> None:
    content = "<content type='html'>ptr-&amp;amp;gt;x &amp;lt;b&amp;gt;</content>"
    (found,) = entries(read("blogger", feed(entry(20, content))))
    assert found.text == "ptr-&gt;x <b>"


def test_breaks_are_line_ends() -> None:
    content = "<content type='html'>a&lt;br /&gt;&lt;br /&gt;b&lt;br /&gt;c</content>"
    (found,) = entries(read("blogger", feed(entry(20, content))))
    assert found.text == "a\n\nb\nc"


def test_settings_and_templates_are_no_comments() -> None:
    assert counts(read("blogger", feed(entry(1, kind="settings"), entry(2, kind="template")))) == {}


def test_a_cut_file_is_said() -> None:
    text = feed(entry(20), entry(21))
    assert counts(read("blogger", text[:-200])) == {"comment approved": 1, "skipped": 1}


def test_many_comments_before_all_posts_find_their_pages() -> None:
    """As soon as there are more than a few, the posts are looked for ahead."""
    entry = (
        "<entry><id>tag:blogger.com,1999:blog-7.post-{0}</id><blogger:type>{1}</blogger:type>"
        "<blogger:status>LIVE</blogger:status><content type='html'>Hola {0}</content>{2}</entry>"
    )
    parent = "<blogger:parent>tag:blogger.com,1999:blog-7.post-9999</blogger:parent>"
    comments = "".join(entry.format(n, "COMMENT", parent) for n in range(1, 1_500))
    name = "<blogger:filename>/2020/05/entrada.html</blogger:filename>"
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom'"
        " xmlns:blogger='http://schemas.google.com/blogger/2018'>"
        f"{comments}{entry.format(9999, 'POST', name)}</feed>"
    )
    slugs = Counter(r.page.slug for r in read("blogger", feed) if isinstance(r, Record))
    assert slugs == {"entrada": 1_499}
