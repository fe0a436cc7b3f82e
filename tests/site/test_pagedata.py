"""What machines read off the built pages, compared with what people see on them."""

import gzip
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import extruct
import mf2py
import pytest
from lxml import etree, html

from builders import entry
from tertulia.site import crawlers, pagedata
from themed import SETTINGS, environment, render_page
from themedsite import hilo, small_site, talk

ADDRESS = "https://lareplica.example"
READ = ("casos/nueve-horas-de-silencio/", "articulos/elogio-del-trackback/", "temas/moderacion/")


@pytest.fixture(scope="session")
def pages(sample: Path) -> dict[str, str]:
    """Every page of the sample site by its address within the site; old addresses apart."""
    found = {
        f.relative_to(sample).as_posix().removesuffix("index.html"): f.read_text("utf-8")
        for f in sorted(sample.rglob("*.html"))
    }
    return {url: text for url, text in found.items() if 'http-equiv="refresh"' not in text}


@pytest.mark.parametrize("url", READ)
def test_microformats_tell_the_entry_and_each_comment(pages: dict[str, str], url: str) -> None:
    shown = html.fromstring(pages[url])
    found = mf2py.parse(doc=pages[url], url=f"{ADDRESS}/{url}")
    (work,) = [i for i in found["items"] if "h-entry" in i["type"]]
    assert work["properties"]["name"] == [shown.xpath("string(//h1)")]
    comments = work["properties"].get("comment", [])
    articles = shown.xpath("//article[contains(@class, 'p-comment')]")
    assert len(comments) == len(articles)
    for comment, article in zip(comments, articles, strict=True):
        properties = comment["properties"]
        assert "h-cite" in comment["type"]
        assert f"{ADDRESS}/{url}#{article.get('id')}" in properties["url"]
        assert properties["author"][0]["properties"]["name"] == [article.xpath("string(.//h3)")]
        (published,) = properties["published"]
        told, stood = published, article.xpath("string(.//time/@datetime)")
        assert datetime.fromisoformat(told) == datetime.fromisoformat(stood)
        assert properties["content"][0]["value"].strip()


@pytest.mark.parametrize("url", ["", "articulos/", "autores/clara-montes/", "anos/2024/"])
def test_microformats_tell_the_entries_of_a_list(pages: dict[str, str], url: str) -> None:
    shown = html.fromstring(pages[url])
    found = mf2py.parse(doc=pages[url], url=f"{ADDRESS}/{url}")
    (feed,) = [item for item in found["items"] if "h-feed" in item["type"]]
    told = [child["properties"] for child in feed["children"]]
    links = shown.xpath("//ul[contains(@class, 'h-feed')]/li//h3/a")
    assert [entry["name"] for entry in told] == [[link.text_content()] for link in links]
    assert all(entry["url"][0].startswith(ADDRESS) and entry["published"] for entry in told)


@pytest.mark.parametrize("url", READ)
def test_json_ld_agrees_with_the_page(pages: dict[str, str], url: str) -> None:
    shown = html.fromstring(pages[url])
    (data,) = extruct.extract(pages[url], syntaxes=["json-ld"])["json-ld"]
    work, crumbs = data["@graph"]
    comments = shown.xpath("//article[contains(@class, 'p-comment')]")
    assert work["headline"] == shown.xpath("string(//h1)")
    assert (
        work["url"] == shown.xpath("string(//link[@rel='canonical']/@href)") == f"{ADDRESS}/{url}"
    )
    assert work.get("commentCount", 0) == len(comments)
    for told, article in zip(work.get("comment", []), comments, strict=False):
        assert told["@id"] == f"{ADDRESS}/{url}#{article.get('id')}"
        assert told["author"]["name"] == article.xpath("string(.//h3)")
    assert [(a["name"], a.get("url")) for a in work.get("author", [])] == [
        (a.text, f"{ADDRESS}/{a.get('href').removeprefix('../../')}")
        for a in shown.xpath("//a[contains(@class, 'p-author')]")
    ]
    trail = shown.xpath("//nav[@class='crumbs']//li")
    assert crumbs["itemListElement"][-1]["name"] == trail[-1].text_content()


def test_json_ld_has_all_that_search_engines_require(pages: dict[str, str]) -> None:
    """As in developers.google.com/search/docs/appearance, read on 2026-11-25."""
    seen = 0
    for url, text in pages.items():
        for data in extruct.extract(text, syntaxes=["json-ld"])["json-ld"]:
            work, *crumbs = data["@graph"]
            seen += 1
            assert work.get("headline") or work["@type"] == "WebPage", url
            for key in ("datePublished", "dateModified"):
                assert datetime.fromisoformat(work.get(key, "2025-01-01T00:00Z")).tzinfo, (url, key)
            if work["@type"] == "BlogPosting" or "about" in work:
                assert work["datePublished"], url
                assert all(a["url"].startswith(ADDRESS + "/autores/") for a in work["author"]), url
            for comment in work.get("comment", []):
                assert {"@id", "author", "dateCreated", "text"} <= comment.keys(), url
                assert len(comment["text"]) <= pagedata.LETTERS, url
            for trail in crumbs:
                items = trail["itemListElement"]
                assert [item["position"] for item in items] == list(range(1, len(items) + 1)), url
                assert all(item["name"] and item["item"].startswith(ADDRESS) for item in items), url
    assert seen > 30


def test_a_case_says_whom_it_is_about_and_a_post_is_a_post(pages: dict[str, str]) -> None:
    kinds = {}
    for url in READ:
        (data,) = extruct.extract(pages[url], syntaxes=["json-ld"])["json-ld"]
        kinds[url] = data["@graph"][0]
    assert kinds[READ[0]]["about"] == [{"@type": "Organization", "name": "Aerolíneas Cierzo"}]
    assert [kinds[url]["@type"] for url in READ] == ["Article", "BlogPosting", "Article"]
    (counter,) = [
        c for c in kinds[READ[0]]["interactionStatistic"] if "Comment" in c["interactionType"]
    ]
    assert counter["userInteractionCount"] == kinds[READ[0]]["commentCount"]


def test_every_page_has_its_address_title_description_and_policy(pages: dict[str, str]) -> None:
    titles = {}
    for url, text in pages.items():
        tree = html.fromstring(text)
        if url != "404.html":
            assert tree.xpath("string(//link[@rel='canonical']/@href)") == f"{ADDRESS}/{url}"
        assert tree.xpath("string(//meta[@property='og:url']/@content)") == f"{ADDRESS}/{url}"
        assert tree.xpath("string(//meta[@property='og:title']/@content)")
        assert len(tree.xpath("string(//meta[@name='description']/@content)")) > 10, url
        policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy == (pagedata.SEARCH_POLICY if url == "buscar/" else pagedata.POLICY)
        assert tree.get("lang") == "es"
        titles.setdefault(tree.xpath("string(//title)"), []).append(url)
    assert [urls for urls in titles.values() if len(urls) > 1] == []


def test_no_page_needs_what_the_policy_forbids(pages: dict[str, str]) -> None:
    for url, text in pages.items():
        for node in html.fromstring(text).iter():
            if node.tag == "script":
                assert node.get("src") or node.get("type") == "application/ld+json", url
            assert node.tag != "style"
            assert not [a for a in node.attrib if a == "style" or a.startswith("on")], url
            for name in ("src", "srcset", "poster", "data"):
                assert not re.match(r"(https?:)?//", node.get(name, "")), (url, node.get(name))


def test_every_link_within_the_site_leads_somewhere(pages: dict[str, str], sample: Path) -> None:
    marks = {url: set(html.fromstring(text).xpath("//@id")) for url, text in pages.items()}
    broken = []
    for url, text in pages.items():
        for href in html.fromstring(text).xpath("//@href | //@src"):
            target = _own(href, url, sample)
            if target is None:
                continue
            file, fragment = target
            if not file.is_file():
                broken.append((url, href))
            elif fragment and file.suffix == ".html":
                name = file.relative_to(sample.resolve()).as_posix().removesuffix("index.html")
                if fragment not in marks[name]:
                    broken.append((url, href))
    assert broken == []


def _own(href: str, url: str, sample: Path) -> tuple[Path, str] | None:
    """The file that a link of a page leads to; None for other sites."""
    href = href.removeprefix(ADDRESS)
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    here = sample / url if url.endswith("/") or not url else (sample / url).parent
    file = sample / path.lstrip("/") if path.startswith("/") else here / path
    if not path:
        file = sample / url
    file = file.resolve()
    return (file / "index.html" if file.is_dir() else file), parts.fragment


def test_the_sitemap_lists_each_page_once_with_the_day_it_changed(
    pages: dict[str, str], sample: Path
) -> None:
    root = etree.parse(str(sample / "sitemap.xml")).getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = [e.text.removeprefix(ADDRESS + "/") for e in root.xpath("//s:loc", namespaces=space)]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(pages)
    assert {"", "casos/", *READ, "metodo/", "marcas/aerolineas-cierzo/"} <= set(listed)
    node = root.xpath(f"//s:url[s:loc='{ADDRESS}/{READ[0]}']", namespaces=space)[0]
    tree = html.fromstring(pages[READ[0]])
    days = [d[:10] for d in tree.xpath("//main//time/@datetime")]
    assert node.xpath("string(s:lastmod)", namespaces=space) in days


def test_the_server_files_state_the_policy_of_the_pages(sample: Path) -> None:
    for name in ("_headers", ".htaccess", "nginx-headers.conf"):
        text = (sample / name).read_text("utf-8")
        assert (pagedata.POLICY in text) == (name != "_headers")
        assert pagedata.SEARCH_POLICY in text
        assert "frame-ancestors 'none'" in text
        assert crawlers.FOREVER in text
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in (sample / "robots.txt").read_text("utf-8")


def test_no_two_rules_for_hosts_name_the_same_header(sample: Path) -> None:
    """Some hosts would send both, others the one that stands last."""
    lines = (sample / "_headers").read_text("utf-8").splitlines()
    names = [line.partition(":")[0].strip() for line in lines if line.startswith(" ")]
    assert len(names) == len(set(names)) > 3


def test_nobody_s_e_mail_address_is_printed(pages: dict[str, str]) -> None:
    for url, text in pages.items():
        assert re.findall(r"[\w.+-]+@[\w-]+\.[a-z]{2,}", html.fromstring(text).text_content()) == []
        assert not re.search(r"mailto:[^?]", text), url


def test_a_page_with_thirty_comments_is_light() -> None:
    site = small_site()
    comments, tones = hilo()
    rest = [
        entry(f"wxr:blog.example:{n}", minutes=2000 + n, text=comments[n % 12].text)
        for n in range(100, 118)
    ]
    view = site.cases[0]
    longer = talk([*comments, *rest], tones, linkbacks=view.talk.thread.linkbacks)
    text = render_page(environment(), site, replace(view, talk=longer))
    assert text.count("p-comment") == 30
    assert len(text.encode()) <= 60_000


def test_the_longest_thread_of_the_sample_is_light_too(pages: dict[str, str]) -> None:
    text = pages[READ[0]]
    comments = re.findall(r'<article class="cmt.*?</article>', text, re.DOTALL)
    assert len(comments) > 30
    beyond = sum(len(comment.encode()) for comment in comments[30:])
    assert len(text.encode()) - beyond <= 60_000


def test_the_style_sheet_is_small(sample: Path) -> None:
    (style,) = sample.glob("theme/style.*.css")
    assert re.fullmatch(r"style\.[0-9a-f]{8}\.css", style.name)
    assert len(style.read_bytes()) <= 16_000
    assert len(gzip.compress(style.read_bytes())) <= 6_000


def test_nothing_in_json_ld_can_end_its_script() -> None:
    site = small_site()
    comment = entry("t:s:1", name="</script><script>alert(1)</script>", text="<!-- \u2028 & >")
    view = replace(site.cases[0], talk=talk([comment]))
    script = str(pagedata.Describer(SETTINGS).script(view))
    assert not set("<>&\u2028") & set(script)
    assert json.loads(script)["@graph"][0]["comment"][0]["text"] == comment.text
