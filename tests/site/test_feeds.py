"""The feeds of the built sample site, by the rules that the W3C's validator applies."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from tertulia.site.atom import atom
from tertulia.site.feedformats import Answer, Feed, Item, json_feed

ADDRESS = "https://lareplica.example"
ATOM = {"a": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.fixture(scope="session")
def feeds(sample: Path) -> dict[str, bytes]:
    found = {f.relative_to(sample).as_posix(): f.read_bytes() for f in sample.rglob("feeds/*.xml")}
    assert {"feeds/all.xml", "feeds/posts.xml", "feeds/cases.xml", "feeds/comments.xml"} <= {*found}
    return found


def text(node: etree._Element, path: str) -> str:
    return str(node.xpath(f"string({path})", namespaces=ATOM))


def test_feedparser_finds_no_fault_in_any(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        found = feedparser.parse(data)
        assert not found.bozo, path
        assert all(entry.id and entry.title and entry.link for entry in found.entries), path


def test_each_feed_names_itself_its_page_its_author_and_its_date(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        root = etree.fromstring(data)
        assert text(root, "a:id") == f"{ADDRESS}/{path}"
        assert text(root, "a:link[@rel='self']/@href") == f"{ADDRESS}/{path}"
        assert text(root, "a:link[@rel='alternate']/@href").startswith(ADDRESS + "/")
        assert text(root, "a:author/a:name")
        assert text(root, "a:title")
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "es"
        for stamp in root.xpath("//a:updated | //a:published", namespaces=ATOM):
            assert RFC3339.fullmatch(stamp.text), path


def test_ids_of_entries_are_addresses_and_stand_once(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        ids = [e.text for e in etree.fromstring(data).xpath("a:entry/a:id", namespaces=ATOM)]
        assert len(ids) == len(set(ids)), path
        assert all(id.startswith(ADDRESS + "/") for id in ids), path


def test_content_is_whole_and_leads_nowhere_relative(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        for content in etree.fromstring(data).xpath("a:entry/a:content", namespaces=ATOM):
            assert content.get("type") == "html"
            body = html.fragment_fromstring(content.text or "", create_parent="div")
            for address in body.xpath("//@href | //@src"):
                assert re.match(r"(https?|mailto):", address), (path, address)
    longest = max(
        etree.fromstring(feeds["feeds/all.xml"]).xpath("a:entry/a:content", namespaces=ATOM),
        key=lambda c: len(c.text),
    )
    assert len(longest.text) > 2000


def test_comments_say_what_they_answer_and_pages_where_their_comments_are(
    feeds: dict[str, bytes], sample: Path
) -> None:
    path = "casos/nueve-horas-de-silencio/"
    root = etree.fromstring(feeds[f"{path}feeds/comments.xml"])
    ids = {e.text for e in root.xpath("a:entry/a:id", namespaces=ATOM)}
    page = html.fromstring((sample / path / "index.html").read_text("utf-8"))
    marks = page.xpath("//article[contains(@class,'p-comment')]/@id")
    assert ids == {f"{ADDRESS}/{path}#{mark}" for mark in marks}
    for entry in root.xpath("a:entry", namespaces=ATOM):
        assert text(entry, "thr:in-reply-to/@ref") in ids | {f"{ADDRESS}/{path}"}
    everything = etree.fromstring(feeds["feeds/cases.xml"])
    entry = everything.xpath(f"a:entry[a:id='{ADDRESS}/{path}']", namespaces=ATOM)[0]
    assert text(entry, "a:link[@rel='replies']/@href") == f"{ADDRESS}/{path}feeds/comments.xml"
    assert text(entry, "a:link[@rel='replies']/@thr:count") == str(len(ids))
    assert text(entry, "thr:total") == str(len(ids))


def test_json_feeds_hold_the_same_entries(feeds: dict[str, bytes], sample: Path) -> None:
    for path, data in feeds.items():
        file = sample / path.replace(".xml", ".json")
        found = json.loads(file.read_bytes())
        assert found["version"] == "https://jsonfeed.org/version/1.1"
        assert found["feed_url"] == f"{ADDRESS}/{path.replace('.xml', '.json')}"
        atom_ids = [e.text for e in etree.fromstring(data).xpath("a:entry/a:id", namespaces=ATOM)]
        assert [item["id"] for item in found["items"]] == atom_ids
        assert all(item["content_html"] is not None and item["url"] for item in found["items"])


def test_entries_come_newest_first(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        dates = [
            datetime.fromisoformat(e.text)
            for e in etree.fromstring(data).xpath("a:entry/a:published", namespaces=ATOM)
        ]
        assert dates == sorted(dates, reverse=True), path


def item(**rest: object) -> Item:
    values = {
        "id": "https://example.org/a/#c-1",
        "url": "https://example.org/a/#c-1",
        "title": "A",
        "html": "<p>b</p>",
        "updated": datetime(2025, 1, 1, tzinfo=UTC),
    }
    return Item(**(values | rest))  # type: ignore[arg-type]


def feed(*items: Item) -> Feed:
    return Feed(
        url="https://example.org/feeds/all",
        home="https://example.org/",
        title="T",
        lang="es",
        author="A",
        items=items,
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_no_text_of_a_stranger_breaks_a_feed(words: str) -> None:
    strange = item(title=words, html=words, summary=words, authors=(words,), tags=(words,))
    found = etree.fromstring(atom(feed(strange)))
    (entry,) = found.xpath("a:entry", namespaces=ATOM)
    legal = "".join(
        c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in words
    )
    for place in ("a:title", "a:content", "a:summary", "a:author/a:name", "a:category/@term"):
        assert text(entry, place) == legal, place
    assert json.loads(json_feed(feed(strange)))["items"][0]["content_html"] == words


def test_an_empty_feed_is_valid_too() -> None:
    found = feedparser.parse(atom(feed()))
    assert (found.bozo, found.entries) == (False, [])


def test_an_answer_names_what_it_answers() -> None:
    answer = Answer(ref="https://example.org/a/", href="https://example.org/a/")
    root = etree.fromstring(atom(feed(item(answers=answer))))
    node = root.xpath("a:entry/thr:in-reply-to", namespaces=ATOM)[0]
    assert (node.get("ref"), node.get("type")) == ("https://example.org/a/", "text/html")
