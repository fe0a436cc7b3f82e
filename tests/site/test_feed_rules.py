"""What the W3C's feed validator complains of, asked of every feed of four kinds of site.

Its messages are named as in feedvalidator.org's documentation, read on 2026-11-25.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from lxml import etree, html

ADDRESS = "https://lareplica.example"
ATOM = {"a": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DANGEROUS = ("script", "style", "iframe", "object", "embed", "form", "meta", "link", "base")
ONCE = ("a:id", "a:title", "a:updated")


def faults(data: bytes, path: str) -> Iterator[str]:
    """Each fault of one Atom feed."""
    if feedparser.parse(data).bozo:
        yield "SAXError"
    root = etree.fromstring(data)
    if found(root, "a:link[@rel='self']/@href") != [f"{ADDRESS}/{path}"]:
        yield "MissingSelf, SelfDoesntMatchLocation"
    entries = found(root, "a:entry")
    yield from (f"feed: {fault}" for fault in _common(root))
    for number, entry in enumerate(entries, 1):
        yield from (f"entry {number}: {fault}" for fault in _common(entry))
        yield from (f"entry {number}: {fault}" for fault in _entry(entry))
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    if len(ids) != len(set(ids)):
        yield "DuplicateEntries"


def _common(node: etree._Element) -> Iterator[str]:
    for name in ONCE:
        if len(found(node, name)) != 1 or not (found(node, name)[0].text or "").strip():
            yield f"MissingElement, DuplicateElement, NotBlank: {name}"
    parts = urlsplit(node.findtext("a:id", "", namespaces=ATOM))
    if parts.scheme != "https" or not parts.netloc:
        yield "InvalidFullLink: id"
    alternates = found(node, "a:link[@rel='alternate']")
    if len(alternates) != 1 or not all(
        link.get("href", "").startswith("https://") for link in alternates
    ):
        yield "DuplicateAtomLink, InvalidFullLink: alternate"
    for stamp in found(node, "a:updated | a:published"):
        if not RFC3339.fullmatch(stamp.text or ""):
            yield f"InvalidRFC3339Date: {stamp.text}"
    for name in found(node, "a:author/a:name"):
        if not (name.text or "").strip():
            yield "NotBlank: author"
    if found(node, "self::a:feed") and not found(node, "a:author"):
        yield "MissingElement: author"


def _entry(entry: etree._Element) -> Iterator[str]:
    published, updated = (
        entry.findtext(f"a:{n}", namespaces=ATOM) for n in ("published", "updated")
    )
    if published and datetime.fromisoformat(updated) < datetime.fromisoformat(published):
        yield "updated before it was published"
    if not all(term.strip() for term in found(entry, "a:category/@term")):
        yield "MissingAttr: term"
    for answer in found(entry, "thr:in-reply-to"):
        if not answer.get("ref", "").startswith("https://") or answer.get("type") != "text/html":
            yield "MissingAttr, InvalidFullLink: thr:in-reply-to"
    for link in found(entry, "a:link[@rel='replies']"):
        count = link.get(f"{{{ATOM['thr']}}}count", "")
        if not count.isdigit() or found(entry, "string(thr:total)") != count:
            yield "InvalidNonNegativeInteger: thr:count"
        if not RFC3339.fullmatch(link.get(f"{{{ATOM['thr']}}}updated", "1970-01-01T00:00:00Z")):
            yield "InvalidRFC3339Date: thr:updated"
    yield from _content(*found(entry, "a:content"))


def _content(content: etree._Element) -> Iterator[str]:
    if content.get("type") != "html":
        yield "InvalidTypeAttr"
    body = html.fragment_fromstring(content.text or "", create_parent="div")
    for node in body.iter():
        if node.tag in DANGEROUS or any(n.startswith("on") or n == "style" for n in node.attrib):
            yield f"SecurityRisk, DangerousStyleAttr: {node.tag}"
    for address in body.xpath("//@href | //@src"):
        if not re.match(r"(https?|mailto):", address):
            yield f"ContainsRelRef: {address[:60]}"


def found(node: etree._Element, path: str) -> list:
    return node.xpath(path, namespaces=ATOM)


@pytest.fixture(scope="session")
def outputs(sample: Path, hard_sites: dict[str, Path]) -> dict[str, Path]:
    return {"sample": sample, **hard_sites}


def test_no_feed_has_a_fault_that_the_validator_names(outputs: dict[str, Path]) -> None:
    counted = 0
    for site, output in outputs.items():
        for file in sorted(output.rglob("feeds/*.xml")):
            path = file.relative_to(output).as_posix()
            assert list(faults(file.read_bytes(), path)) == [], (site, path[:80])
            counted += 1
    assert counted > 400


def test_every_json_feed_is_one_of_version_1_1(outputs: dict[str, Path]) -> None:
    for site, output in outputs.items():
        for file in sorted(output.rglob("feeds/*.json")):
            feed = json.loads(file.read_bytes())
            where = (site, file.name, feed.get("title", "")[:40])
            assert feed["version"] == "https://jsonfeed.org/version/1.1", where
            assert feed["title"].strip(), where
            assert feed["feed_url"] == f"{ADDRESS}/{file.relative_to(output).as_posix()}", where
            assert all(author["name"] for author in feed["authors"]), where
            ids = [item["id"] for item in feed["items"]]
            assert len(ids) == len(set(ids)), where
            for item in feed["items"]:
                assert item["id"].startswith("https://"), where
                assert isinstance(item["content_html"], str), where
                assert all(author["name"] for author in item.get("authors", ())), where
                for key in ("date_published", "date_modified"):
                    assert RFC3339.fullmatch(item.get(key, "1970-01-01T00:00:00Z")), (where, key)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (('rel="self" href="https://lareplica.example/', 'rel="self" href="/'), "MissingSelf"),
        (("<name>Ana</name>", "<name/>"), "NotBlank: author"),
        (("2025-01-02T00:00:00Z", "2025-01-02"), "RFC3339"),
        (('thr:count="2"', 'thr:count="two"'), "NonNegative"),
        (("&lt;p&gt;Hola", "&lt;p onclick='x()'&gt;Hola"), "SecurityRisk"),
        (("&lt;p&gt;Hola", "&lt;a href='/b'&gt;b&lt;/a&gt;Hola"), "ContainsRelRef"),
        (("<id>https://lareplica.example/e</id>", "<id>e</id>"), "InvalidFullLink"),
    ],
)  # fmt: skip
def test_a_wrong_feed_would_be_found(wrong: tuple[str, str], fault: str) -> None:
    right = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
<title>T</title><id>https://lareplica.example/f.xml</id><updated>2025-01-02T00:00:00Z</updated>
<link rel="self" href="https://lareplica.example/f.xml"/><link rel="alternate" href="https://lareplica.example/"/>
<author><name>Ana</name></author><entry><title>E</title><id>https://lareplica.example/e</id>
<updated>2025-01-01T00:00:00Z</updated><link rel="alternate" href="https://lareplica.example/e"/>
<link rel="replies" href="https://lareplica.example/c.xml" thr:count="2"/><thr:total>2</thr:total>
<content type="html">&lt;p&gt;Hola</content></entry></feed>"""
    assert list(faults(right.encode(), "f.xml")) == []
    assert wrong[0] in right
    assert any(fault in line for line in faults(right.replace(*wrong).encode(), "f.xml"))
