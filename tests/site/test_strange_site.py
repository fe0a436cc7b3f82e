"""A stranger's site: English, below a path, at Pelican's own addresses, with few lists."""

import re
import runpy
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree, html

from builders import Builder
from small_site import Small

SITE = "https://x.example/blog"
SETTINGS = f"""
import sys
sys.path.insert(0, {{plugins!r}})
SITENAME = "A blog"
SITEURL = {SITE!r}
AUTHOR = "Jane Doe"
TIMEZONE = "Europe/London"
DEFAULT_LANG = "en"
ARTICLE_PATHS = ["posts"]
THEME = {{theme!r}}
PLUGINS = {{names!r}}
MENUITEMS = [("Start", "/"), "no-such-page", "about", ("Else", "https://e.org/x")]
DIRECT_TEMPLATES = ["index", "tags", "categories", "authors", "archives", "404"]
ARCHIVES_SAVE_AS = "all/index.html"
PAGE_URL = "{{{{slug}}}}"
PAGE_SAVE_AS = "{{{{slug}}}}/index.html"
"""
CASE = (
    "Authors: Only Cases", "Tags: of cases alone",
    "Brands: Acme", "Channel: Forum", "Sector: Retail", "Period: 2020",
    "Happened: Something.", "Outcome: recovered", "First-response: 2 h", "Topics: apology",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(root: Path, run_build: Builder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Small(tmp_path_factory.mktemp("strange"))
    plugins = runpy.run_path(str(root / "pelicanconf.py"))["PLUGINS"]
    names = [name for name in plugins if not name.endswith(".search")]
    site.settings.write_text(
        SETTINGS.format(plugins=str(root / "plugins"), theme=str(root / "theme"), names=names),
        "utf-8",
    )
    site.page("first-post", "Category: Some Thing", "Tags: one, two words", "Topics: apology")
    site.page("second-post", "Category: Some Thing", "Aliases: old/place.html")
    site.page("a-case", *CASE, folder="cases")
    site.page("apology", "Summary: Saying sorry.", folder="topics")
    site.page("about", folder="pages")
    for path in site.content.rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("Texto.", "See [[Apology]]."), "utf-8")
    rows = [
        {
            "page": {"url": f"{SITE}/first-post.html"},
            "id": n,
            "author": f"Ann {n % 9}",
            "posted": f"2025-02-01T10:{n // 60:02}:{n % 60:02}+00:00",
            "text": f"This is great, number {n}.",
        }
        for n in range(210)
    ]
    assert site.run(site.dump(*rows))[0] == 0
    done = run_build(site.content, site.folder / "output", site.settings)
    assert (done.returncode, done.stderr) == (0, "")
    return site.folder / "output"


def links(path: Path, output: Path) -> list[str]:
    """The full addresses that a built file names."""
    if path.suffix == ".html":
        tree = html.fromstring(path.read_bytes())
        found = tree.xpath(
            "//@href | //@src | //form/@action | //meta[@property='og:url']/@content"
        )
    else:
        tree = etree.fromstring(path.read_bytes())
        found = tree.xpath("//@href | //*[local-name()='loc' or local-name()='uri']/text()")
    here = f"{SITE}/{path.relative_to(output).as_posix()}"
    return [urljoin(here, str(link)) for link in found if not link.startswith("mailto:")]


def test_no_link_is_dead(built: Path) -> None:
    dead = set()
    files = [*built.rglob("*.html"), *built.rglob("*.xml")]
    for path in files:
        for link in links(path, built):
            parts = urlsplit(link)
            if parts.netloc != "x.example":
                continue
            target = built / unquote(parts.path).removeprefix("/blog").lstrip("/")
            if not parts.path.startswith("/blog/") or not (
                target.is_file() or (target / "index.html").is_file()
            ):
                dead.add((link, path.name))
    assert not dead
    assert len(files) > 25


def test_what_belongs_to_a_page_stands_in_a_folder_of_its_name(built: Path) -> None:
    names = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    assert {
        "first-post/feeds/comments.xml",
        "first-post/analysis.json",
        "first-post/comentarios/2/index.html",
        "category/some-thing/feeds/all.xml",
        "author/only-cases.html",
    } <= names
    assert not [name for name in names if re.search(r"\.html.", name)]


def test_no_word_is_spanish(built: Path) -> None:
    spanish = re.compile(r"\b(artículos?|casos?|temas?|inicio|comentarios?|marcas?|años?)\b", re.I)
    for path in built.rglob("*.html"):
        tree = html.fromstring(path.read_bytes())
        said = re.sub(rf"{SITE}/[^\"]*", "", tree.text_content())  # JSON-LD's addresses
        assert not spanish.search(said), path
    crumbs = html.fromstring((built / "casos/a-case/index.html").read_bytes()).xpath(
        "//nav[@class='crumbs']//li"
    )
    assert [li.text_content().strip() for li in crumbs] == ["Home", "A Case"]


def test_servers_are_told_the_path_of_the_site(built: Path) -> None:
    read = {
        name: (built / name).read_text("utf-8")
        for name in (".htaccess", "_headers", "nginx-headers.conf", "robots.txt", "_redirects")
    }
    assert "ErrorDocument 404 /blog/404.html" in read[".htaccess"]
    assert "m#^/blog/theme/" in read[".htaccess"]
    assert read["_headers"].startswith("/blog/*\n")
    assert "location /blog/ {" in read["nginx-headers.conf"]
    assert "error_page 404 /blog/404.html;" in read["nginx-headers.conf"]
    assert "Disallow: /blog/drafts/" in read["robots.txt"]
    assert read["_redirects"] == "/blog/old/place.html /blog/second-post.html 301\n"
    assert not [name for name, text in read.items() if "buscar" in text]


def test_the_menu_leads_to_what_it_names(built: Path) -> None:
    menu = html.fromstring((built / "first-post.html").read_bytes()).xpath("//nav[@class='nav']/a")
    assert [(a.text, a.get("href")) for a in menu] == [
        ("Start", f"{SITE}/"),
        ("About", f"{SITE}/about"),
        ("Else", "https://e.org/x"),
    ]


def test_a_page_says_the_address_that_links_to_it_have(built: Path) -> None:
    head = html.fromstring((built / "about" / "index.html").read_bytes())
    assert head.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/about"]
    assert head.xpath("//meta[@property='og:url']/@content") == [f"{SITE}/about"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("X = 1\nSITENAME = 1 / 0", ":2: ZeroDivisionError: division by zero"),
        ("SITENAME = (", ": SyntaxError: '(' was never closed"),
        ("THEME = 'no-such-theme'", ": ValueError: Could not find the theme no-such-theme"),
    ],
)
def test_a_settings_file_that_fails_is_named_with_the_line(
    run_build: Builder, tmp_path: Path, wrong: str, told: str
) -> None:
    site = Small(tmp_path)
    site.settings.write_text(wrong, "utf-8")
    done = run_build(site.content, site.folder / "output", site.settings)
    assert done.returncode == 1
    assert f"{site.settings}{told}" in done.stderr
    assert "Traceback" not in done.stderr
