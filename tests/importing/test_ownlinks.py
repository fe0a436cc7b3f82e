"""Links among imported posts lead to the files of the posts, and nothing else does."""

from html import escape
from pathlib import Path

import pytest

from small_site import Small
from tertulia.core.urls import KnownPage
from tertulia.importing.ownlinks import OwnPages, own_links

ITEM = """<item><title>{name}</title><link>https://viejo.example/2012/03/{name}/</link>
<guid isPermaLink="false">https://viejo.example/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date>2012-03-04 10:00:00</wp:post_date><wp:post_name>{name}</wp:post_name>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type></item>"""

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://viejo.example</wp:base_blog_url>{items}</channel></rss>"""

OLD = "https://viejo.example/2012/03"


def export(folder: Path, name: str, *items: str) -> Path:
    path = folder / name
    path.write_text(WXR.format(items="".join(items)), "utf-8")
    return path


def item(
    number: int, name: str, body: str = "", kind: str = "post", status: str = "publish"
) -> str:
    return ITEM.format(number=number, name=name, body=body, kind=kind, status=status)


def link(url: str) -> str:
    return f'<p><a href="{escape(url)}">aquí</a></p>'


@pytest.mark.parametrize(
    ("url", "led"),
    [
        (f"{OLD}/dos/", "{filename}/posts/dos.md"),
        ("http://www.viejo.example/2012/03/dos", "{filename}/posts/dos.md"),
        ("//viejo.example/2012/03/dos/", "{filename}/posts/dos.md"),
        ("/2012/03/dos/", "{filename}/posts/dos.md"),
        ("https://viejo.example/?p=2", "{filename}/posts/dos.md"),
        (f"{OLD}/dos/?utm_source=x&fbclid=y", "{filename}/posts/dos.md"),
        (f"{OLD}/dos/#comment-117", "{filename}/posts/dos.md#comment-117"),
        (f"{OLD}/dos/comment-page-3/#comment-9", "{filename}/posts/dos.md#comment-9"),
        (f"{OLD}/dos/#respond", "{filename}/posts/dos.md"),
        (f"{OLD}/dos/#a)b c", "{filename}/posts/dos.md#a%29b%20c"),
        (f"{OLD}/uno/#nota", "{filename}/posts/uno.md#nota"),
        (f"{OLD}/quienes/", "{filename}/pages/quienes.md"),
        ("https://blog.example/articulos/antes/", "{filename}/posts/antes.md"),
        ("https://blog.example/2012/03/dos/", "{filename}/posts/dos.md"),
        (f"{OLD}/borrador/", f"{OLD}/borrador/"),
        (f"{OLD}/", f"{OLD}/"),
        (f"{OLD}/dos/feed/", f"{OLD}/dos/feed/"),
        (f"{OLD}/no-esta/", f"{OLD}/no-esta/"),
        ("https://viejo.example/", "https://viejo.example/"),
        ("https://otro.example/2012/03/dos/", "https://otro.example/2012/03/dos/"),
        ("mailto:ana@viejo.example", "mailto:ana@viejo.example"),
        ("dos/", "dos/"),
    ],
)
def test_a_link_leads_to_the_file_of_the_page_that_had_the_address(
    small: Small, tmp_path: Path, url: str, led: str
) -> None:
    small.page("antes")
    file = export(
        tmp_path,
        "export.xml",
        item(1, "uno", link(url)),
        item(2, "dos"),
        item(3, "quienes", kind="page"),
        item(4, "borrador", status="draft"),
    )
    _, report = small.run(file, posts=True)
    text = (small.content / "posts" / "uno.md").read_text("utf-8")
    assert text.endswith(f"\n\n[aquí]({led})\n")
    assert report["links"] == (led != url)


def test_what_a_later_export_adds_leads_to_what_an_earlier_one_brought(
    small: Small, tmp_path: Path
) -> None:
    small.run(export(tmp_path, "one.xml", item(1, "uno", link(f"{OLD}/dos/"))), posts=True)
    first = (small.content / "posts" / "uno.md").read_bytes()
    assert f"({OLD}/dos/)".encode() in first
    both = (item(1, "uno", link(f"{OLD}/dos/")), item(2, "dos", link(f"{OLD}/uno/")))
    _, report = small.run(export(tmp_path, "two.xml", *both), posts=True)
    assert (small.content / "posts" / "uno.md").read_bytes() == first
    assert "({filename}/posts/uno.md)" in (small.content / "posts" / "dos.md").read_text("utf-8")
    assert report["links"] == 1


def test_a_draft_that_is_there_is_no_place_to_lead_to(small: Small, tmp_path: Path) -> None:
    small.page("antes", f"Aliases: {OLD}/antes/", "Status: draft")
    small.run(export(tmp_path, "e.xml", item(1, "uno", link(f"{OLD}/antes/"))), posts=True)
    assert f"({OLD}/antes/)" in (small.content / "posts" / "uno.md").read_text("utf-8")


def test_words_and_code_that_hold_an_address_stay(small: Small, tmp_path: Path) -> None:
    body = f"<p>{OLD}/dos/</p><pre>&lt;a href='{OLD}/dos/'&gt;</pre>" + link(f"{OLD}/dos/")
    small.run(export(tmp_path, "e.xml", item(1, "uno", body), item(2, "dos")), posts=True)
    text = (small.content / "posts" / "uno.md").read_text("utf-8")
    assert text.split("\n\n", 1)[1].count(f"{OLD}/dos/") == 2
    assert text.count("{filename}/posts/dos.md") == 1


def test_a_path_that_two_pages_had_on_two_hosts_leads_nowhere_by_itself() -> None:
    pages = OwnPages(
        [
            KnownPage(id="a", file="posts/a.md", aliases=("https://a.example/x/",)),
            KnownPage(id="b", file="posts/b.md", aliases=("https://b.example/x/",)),
        ],
        {"a.example", "b.example", "c.example"},
    )
    assert pages.target("https://a.example/x/") == "{filename}/posts/a.md"
    assert pages.target("https://b.example/x/") == "{filename}/posts/b.md"
    assert pages.target("/x/") == pages.target("https://c.example/x/") == ""


def test_only_addresses_of_links_are_looked_at() -> None:
    text = '<img src="/a"><A class="x>y" HREF=\'/b?c=1&amp;d=2\'>x</a><p title="href=/c">'
    assert own_links(text, frozenset()) == {"/b?c=1&d=2"}
