import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html as lxml_html
from markdown import markdown

from small_site import Small
from tertulia.core.frontmatter import parse
from tertulia.core.kinds import FOLDERS, check
from tertulia.core.model import PageKind, Post
from tertulia.core.urls import Finder
from tertulia.edge.pages import read_pages
from tertulia.importing.posts import post_file, stated_language

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
READ = datetime(2026, 1, 2, tzinfo=UTC)

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><wp:base_blog_url>https://viejo.example</wp:base_blog_url>
<item><title>Adiós, Blogger: {año}</title><link>https://viejo.example/2012/03/adios/</link>
<guid isPermaLink="false">https://viejo.example/?p=12</guid><dc:creator>Clara Montes</dc:creator>
<content:encoded><![CDATA[<p>Hola <b>mundo</b>.</p>
<img alt="Foto" src="https://viejo.example/wp-content/Foto%20Uno.PNG">
<a href="{filename}/../secreto.md">x</a> <script>alert(1)</script>
<img src="https://viejo.example/falta.jpg" alt="">]]></content:encoded>
<wp:post_id>12</wp:post_id><wp:post_date>2012-03-04 10:00:00</wp:post_date>
<wp:post_date_gmt>2012-03-04 09:00:00</wp:post_date_gmt><wp:post_name>adios</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="blog"><![CDATA[Blog]]></category>
<category domain="post_tag" nicename="fin"><![CDATA[Fin]]></category>
<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Ana</wp:comment_author>
<wp:comment_date>2012-03-05 10:00:00</wp:comment_date>
<wp:comment_content>Suerte</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>
</item></channel></rss>"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "blog.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("blog/export.xml", WXR)
        file.writestr("blog/files/foto uno.png", PNG)
    return path


def test_one_command_moves_a_blog_with_its_images_and_conversation(
    small: Small, archive: Path
) -> None:
    code, report = small.run(archive, posts=True)
    assert code == 0
    text = (small.content / "posts" / "adios.md").read_text("utf-8")
    head = parse(text)
    assert head.text("title") == "Adiós, Blogger: {año}"
    assert head.text("date") == "2012-03-04 10:00+01:00"
    assert head.listed("aliases") == (
        "https://viejo.example/2012/03/adios/",
        "https://viejo.example/?p=12",
    )
    assert (head.text("category"), head.text("tags")) == ("Blog", "Fin")
    assert "Hola **mundo**." in text
    assert "![Foto]({static}/images/foto-uno.png)" in text
    assert (small.content / "images" / "foto-uno.png").read_bytes() == PNG
    assert "(%7Bfilename%7D/../secreto.md)" in text or "{filename}" not in text
    assert "alert(1)" not in text.split("\n\n")[0]
    assert "<script" not in text
    assert [e.text for e in small.entries("adios")] == ["Suerte"]
    assert report["unmatched"] == []
    assert report["posts"][0]["missing"] == ["https://viejo.example/falta.jpg"]


def test_front_matter_that_was_written_passes_the_check(small: Small, archive: Path) -> None:
    small.run(archive, posts=True)
    for page in read_pages(small.content):
        assert check(page.kind, page.path.name, page.head) == []


def test_a_page_that_is_there_already_is_never_touched(small: Small, archive: Path) -> None:
    small.run(archive, posts=True)
    path = small.content / "posts" / "adios.md"
    path.write_text(path.read_text("utf-8") + "\nUna nota mía.\n", "utf-8")
    before = small.bytes()
    _, report = small.run(archive, posts=True)
    assert small.bytes() == before
    assert (report["posts"], report["posts_there"]) == ([], 1)


def test_a_dry_run_finds_the_pages_that_it_would_write(small: Small, archive: Path) -> None:
    before = small.bytes()
    _, report = small.run(archive, posts=True, dry_run=True)
    assert small.bytes() == before
    assert report["unmatched"] == []
    assert report["posts"][0]["path"] == "posts/adios.md"


def made(**values: object) -> str:
    post = Post(id="wxr:x:1", **values)
    file = post_file(post, Finder(pages=()), set(), {}, READ)
    assert file is not None
    assert file.path.parts[0] == {v: k for k, v in FOLDERS.items()}[post.kind]
    return file.content().decode()


def test_no_value_can_add_a_line_to_the_front_matter() -> None:
    text = made(title="a\nsave_as: ../../x", authors=("b\nTemplate: y",), tags=("c\n\nd",))
    keys = {field.key for field in parse(text).fields}
    assert keys == {"title", "slug", "date", "authors", "tags", "status", "guid"}


def test_an_old_address_that_can_be_no_alias_is_told_and_stops_no_build() -> None:
    post = Post(
        id="b:1:2",
        title="Hola",
        published=READ,
        url="https://viejo.example/a/../hola,2.html",
        aliases=("/2012/hola.html\nStatus: hidden", "/b,c.html", "/d\\e.html"),
    )
    file = post_file(post, Finder(pages=()), set(), {}, READ)
    assert file is not None
    head = parse(file.content().decode())
    assert check(PageKind.POST, "a.md", head) == []
    assert head.listed("aliases") == ("/2012/hola.html Status: hidden", "/b%2Cc.html")
    assert file.notes == (
        "nothing leads on from https://viejo.example/a/../hola,2.html",
        "nothing leads on from /d\\e.html",
    )


def test_a_post_without_a_date_or_public_state_is_a_draft() -> None:
    assert "Status: draft" in made(title="a")
    assert "Status: draft" in made(title="a", draft=True, published=READ)
    assert "Status" not in made(title="a", published=READ)
    assert "Date" not in made(title="a", kind=PageKind.PAGE)


def test_two_posts_of_one_slug_get_two_files() -> None:
    taken: set[str] = set()
    post = Post(id="wxr:x:1", title="Hola", published=READ)
    paths = [post_file(post, Finder(pages=()), taken, {}, READ).path.name for _ in range(3)]
    assert paths == ["hola.md", "hola-2.md", "hola-3.md"]


def test_a_language_is_said_only_where_it_is_not_the_site_s() -> None:
    told = [stated_language(lang, "es") for lang in ("es-ES", "es_MX", "ES", "", "pt-BR", "en")]
    assert told == ["", "", "", "", "pt", "en"]


NOWHERE = re.sub(r"<link>.*?</guid>|<wp:post_(?:name|date|date_gmt)>.*?>", "", WXR, flags=re.S)


@pytest.mark.parametrize("dump", [WXR, NOWHERE])
def test_a_post_comes_over_once_however_often_it_is_imported(small: Small, dump: str) -> None:
    for name in ("uno.xml", "dos.xml"):  # parts of an export overlap
        (small.folder / name).write_text(dump, "utf-8")
    names = [small.folder / "uno.xml", small.folder / "dos.xml"]
    small.run(*names, posts=True)
    first = small.bytes()
    small.run(*names, posts=True)
    assert small.bytes() == first
    assert len(list((small.content / "posts").glob("adios*.md"))) == 1


def test_what_was_no_link_there_is_none_here(small: Small) -> None:
    path = small.folder / "texto.xml"
    body = "[[Wiki]] y [x]({filename}/no.md), <code>a[[0]](1)</code> <a href='/b/'>b</a>"
    path.write_text(re.sub(r"CDATA\[<p>.*?\]\]>", f"CDATA[{body}]]>", WXR, flags=re.DOTALL))
    small.run(path, posts=True)
    text = (small.content / "posts" / "adios.md").read_text("utf-8")
    assert text.endswith("\\[[Wiki]] y [x]\\({filename}/no.md), `a[[0]](1)` [b](/b/)\n")


def test_a_bar_in_a_cell_parts_no_cells() -> None:
    table = (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2 | <b>3</b> | 4</td></tr></table>"
    )
    shown = lxml_html.fromstring(markdown(made_body(table), extensions=["extra"]))
    assert [cell.text_content() for cell in shown.iter("td")] == ["1", "2 | 3 | 4"]
    assert made_body("<p>a | b</p>") == "a | b"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<dl><dt>#dowork</dt><dd>Un lema.</dd></dl>", "#dowork : Un lema."),
        ("<p>#dowork y #ya</p>", "#dowork y #ya"),
        ("<p>Uno<br>\n #dowork</p>", "Uno #dowork"),
        ("<p>Uno\n## dos</p>", "Uno ## dos"),
        ("<p>&nbsp;<em></em>#dowork</p>", "#dowork"),
        ("<ul><li>#uno</li></ul><blockquote>#dos</blockquote>", "#uno #dos"),
        ("<p>De <b>#uno</b> a <a href='/b/'>#dos</a></p>", "De #uno a #dos"),
        ("<p>C# y <code>#x</code></p><pre>#!/bin/sh</pre>", "C# y #x #!/bin/sh"),
        ("<h2>#Título de C#</h2>", "#Título de C#"),
    ],
)
def test_a_hash_that_was_text_is_text(html: str, text: str) -> None:
    body = made_body(html)
    shown = lxml_html.fromstring(f"<div>{markdown(body, extensions=['fenced_code'])}</div>")
    assert " ".join(shown.text_content().split()) == text
    assert bool(shown.xpath("//h1|//h2")) == ("<h2>" in html)


def test_a_hash_within_a_line_needs_no_sign_before_it() -> None:
    assert made_body("<p>De <b>#uno</b> a <a href='/b/'>#dos</a> en C#</p>") == (
        "De **#uno** a [#dos](/b/) en C#"
    )


def made_body(html: str) -> str:
    return made(html=html).split("\n\n", 1)[1].strip()


def without_address(number: int = 12, title: str = "Adiós") -> str:
    """The item of the export without link, guid and name; its comment has a number too."""
    item = re.search(r"<item>.*</item>", WXR, re.DOTALL)
    assert item
    bare = re.sub(r"<(link|guid|wp:post_name)\b.*?</\1>", "", item[0])
    bare = re.sub(r"<title>.*?</title>", f"<title>{title}</title>", bare)
    bare = bare.replace("comment_id>7<", f"comment_id>7{number}<")
    return bare.replace("post_id>12<", f"post_id>{number}<").replace("Hola", f"Hola {number}")


def exported(small: Small, *items: str) -> Path:
    path = small.folder / "sin.xml"
    path.write_text(re.sub(r"<item>.*</item>", "".join(items), WXR, flags=re.DOTALL), "utf-8")
    return path


def test_comments_of_a_post_without_an_address_join_it_by_its_title(small: Small) -> None:
    path = exported(small, without_address())
    _, report = small.run(path, posts=True)
    assert report["unmatched"] == []
    assert [entry.text for entry in small.entries("adios")] == ["Suerte"]
    before = small.bytes()
    for posts in (True, False):
        small.run(path, posts=posts)
        assert small.bytes() == before


def test_comments_of_one_of_two_posts_of_a_title_wait_to_be_told_apart(small: Small) -> None:
    _, report = small.run(exported(small, without_address(), without_address(13)), posts=True)
    assert len(report["posts"]) == 2
    assert len(report["unmatched"]) == 1
    assert small.entries("adios") == small.entries("adios-2") == ()


def test_a_title_alone_joins_no_page_that_has_an_address(small: Small) -> None:
    small.page("adios")
    _, report = small.run(exported(small, without_address(title="Adios")))
    assert len(report["unmatched"]) == 1


@pytest.mark.parametrize("slug", ["articulos", "feeds", "marcas", "404", "images"])
def test_a_page_takes_no_place_that_the_site_needs(small: Small, root: Path, slug: str) -> None:
    small.settings = root / "pelicanconf.py"
    path = small.folder / "pagina.xml"
    page = WXR.replace(">post<", ">page<").replace("<wp:post_name>adios", f"<wp:post_name>{slug}")
    path.write_text(page)
    _, report = small.run(path, posts=True)
    assert [post["path"] for post in report["posts"]] == [f"pages/{slug}-2.md"]
    assert len(small.entries(f"{slug}-2")) == 1


def test_a_label_that_no_page_can_be_of_is_left_out() -> None:
    head = parse(made(title="a", tags=("🎉", "fin", "<i>"), categories=("…", "Blog")))
    assert (head.text("tags"), head.text("category")) == ("fin, Blog", "")
    assert check(PageKind.POST, "a.md", head) == []
    assert "Category: Ciencia, técnica\n" in made(title="a", categories=("Ciencia, técnica",))


def test_a_summary_is_the_text_that_it_was() -> None:
    head = made(excerpt="1. Véase [[Wiki]] y <b>esto</b>, 5 * 3 & {x}").split("\n\n", 1)[0]
    (line,) = [line for line in head.splitlines() if line.startswith("Summary: ")]
    shown = lxml_html.fromstring(markdown(line.removeprefix("Summary: "), extensions=["extra"]))
    assert shown.tag == "p"
    assert " ".join(shown.text_content().split()) == "1. Véase [[Wiki]] y esto , 5 * 3 & {x}"


def test_a_host_from_which_nothing_would_lead_on_is_told(
    small: Small, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, report = small.run(archive, posts=True, dry_run=True)
    assert report["elsewhere"] == {"viejo.example": 1}
    assert '"former": ("https://viejo.example",)' in capsys.readouterr().out
    settings = small.settings.read_text("utf-8")
    former = settings.replace(
        "TERTULIA = {", 'TERTULIA = {"former": ("http://www.viejo.example",),'
    )
    small.settings.write_text(former, "utf-8")
    assert small.run(archive, posts=True, dry_run=True)[1]["elsewhere"] == {}
    small.settings.write_text(settings.replace("blog.example", "viejo.example"), "utf-8")
    assert small.run(archive, posts=True, dry_run=True)[1]["elsewhere"] == {}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ('[gallery ids="1,2"] y [gallery]', "[gallery]"),
        ('[contact-form-7 id="12" title="Contacto"]', "[contact-form-7]"),
        ("[sic] [1] [ver nota] [youtube https://v.example/x] <code>[gallery]</code>", ""),
    ],
)
def test_what_only_a_plugin_showed_is_told_of_its_page(
    small: Small, words: str, names: str
) -> None:
    dump = small.folder / "export.xml"
    dump.write_text(WXR.replace("<p>Hola", f"<p>{words}</p><p>Hola"), "utf-8")
    _, report = small.run(dump, posts=True)
    notes = report["posts"][0]["notes"]
    assert notes == ([f"only its plugin showed {names}, which stays as text"] if names else [])


@pytest.mark.parametrize(("code", "lang"), [("en", "en"), ("es", ""), ("pll_5f3", "")])
def test_a_post_of_a_blog_in_two_languages_says_its_own(small: Small, code: str, lang: str) -> None:
    dump = small.folder / "export.xml"
    told = f'<category domain="language" nicename="{code}">L</category>'
    dump.write_text(WXR.replace("</item>", f"{told}</item>"), "utf-8")
    small.run(dump, posts=True)
    head = parse((small.content / "posts" / "adios.md").read_text("utf-8"))
    assert (head.text("lang"), head.text("category")) == (lang, "Blog")
    assert len(small.entries("adios")) == 1
