"""Whatever comes in: no source crashes, hangs, or lets anything active or private through.

Each golden dump is damaged in many ways and read; what comes out is looked at as a browser would.
"""

import contextlib
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

import golden_files
from tertulia import registry
from tertulia.core.contracts import HEAD_BYTES
from tertulia.core.errors import BadSource
from tertulia.core.model import Entry, Record, Skipped
from tertulia.edge import threadfile
from tertulia.sources._clean import DEPTH_CAP, TEXT_CAP, from_html, sanitised
from tertulia.sources._ids import entry_id

ROUNDS = 6
ALLOWED = {"href", "rel"}


def whole(dump: Path) -> bytes:
    """The dump, or the first of its files."""
    return (min(p for p in dump.rglob("*") if p.is_file()) if dump.is_dir() else dump).read_bytes()


def read_all(name: str, raw: bytes) -> list[Record | Skipped]:
    with contextlib.suppress(BadSource):
        return list(registry.source(name).read(io.BytesIO(raw)))
    return []


def look(entry: Entry) -> None:
    """What is shown and stored holds to the model, and can be read again."""
    assert threadfile.decode(threadfile.encode("p", (entry,)), "p.json")[1] == (entry,)
    assert entry.id.count(":") == 2
    assert len(entry.id) < 700
    assert entry.parent is None or entry.parent.count(":") == 2
    assert len(entry.text) <= TEXT_CAP + 200
    for words in (entry.text, entry.html, entry.author.name, entry.title):
        assert not {c for c in words if ord(c) < 32 and c not in "\n\t"}
        assert "\u202e" not in words
    for url in (entry.url, entry.author.url):
        assert not url or url.startswith(("http://", "https://"))
    if entry.html:
        for element in html.fragment_fromstring(entry.html, create_parent="div").iter():
            assert element.tag not in ("script", "style", "iframe", "svg", "img", "form", "input")
            assert set(element.attrib) <= ALLOWED
            assert element.get("href", "https://").startswith(("http://", "https://"))


def damaged(raw: bytes, dice: random.Random) -> Iterator[bytes]:
    """The same cut, turned round, with foreign bytes, doubled, spliced."""
    evil = (
        b'\x00 \xff\xfe <script> &x; ]]> " { [ \\u202e -1 javascript:alert(1) ../../ \xed\xa0\x80'
        b" NaN !!python/object http://[x/ " + b"9" * 400
    ).split()
    for _ in range(ROUNDS):
        at = dice.randrange(len(raw) + 1)
        yield raw[:at]
        yield raw[:at] + dice.choice(evil) + raw[at:]
        piece = raw[at : at + dice.randrange(1, 400)]
        yield raw[:at] + piece * 3 + raw[at:]
        mixed = bytearray(raw)
        for _ in range(8):
            mixed[dice.randrange(len(raw))] = dice.randrange(256)
        yield bytes(mixed)


@pytest.mark.parametrize("dump", golden_files.dumps(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_addresses_that_nobody_can_read_stop_no_import(dump: Path) -> None:
    raw = whole(dump).replace(b"://", b"://[")
    for found in read_all(dump.parent.name, raw):
        if isinstance(found, Record):
            look(found.entry)


@pytest.mark.parametrize("dump", golden_files.dumps(), ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_damaged_dump_is_read_as_far_as_it_goes(dump: Path) -> None:
    raw = whole(dump)
    for broken in damaged(raw, random.Random(raw)):
        for found in read_all(dump.parent.name, broken):
            if isinstance(found, Record):
                look(found.entry)
        source = registry.source(dump.parent.name)
        if source.posts:
            with contextlib.suppress(BadSource):
                list(source.posts(io.BytesIO(broken)))


RUBBISH = {
    "nothing": b"",
    "noughts": b"\0" * 100_000,
    "random": random.Random(5).randbytes(100_000),
    "brackets": b"[" * 50_000,
    "braces": b'{"a":' * 20_000,
    "tags": b"<a>" * 60_000,
    "one long line": b"a" * 1_000_000,
    "yaml aliases": b"a: &a [x,x]\nb: &b [*a,*a]\n" * 2_000,
    "dashes": b"-----\n" * 100_000,
    "quotes": b'"' * 300_000,
    "utf-16": "<rss>á</rss>".encode("utf-16"),
}


@pytest.mark.parametrize("kind", RUBBISH)
@pytest.mark.parametrize("name", registry.source_names())
def test_rubbish_ends_soon_in_one_clear_word(name: str, kind: str) -> None:
    read_all(name, RUBBISH[kind])


@pytest.mark.parametrize("kind", RUBBISH)
def test_rubbish_is_claimed_by_one_source_at_most(kind: str) -> None:
    head = RUBBISH[kind][:HEAD_BYTES]
    assert len([s.name for s in registry.all_sources() if s.claims(head)]) <= 1


ACTIVE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='//evil.example'>x</a><a href='data:text/html,x'>y</a><a href='{filename}x.md'>z</a>",
    "<base href='//evil.example'><meta http-equiv=refresh content=0>",
    "<div style='position:fixed;background:url(//evil.example)' id=x name=y class=z>x</div>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<template><script>alert(1)</script></template><plaintext>",
    "<a href='https://a.example/' target=_blank onclick=alert(1)>x</a>",
    "<img alt='&lt;script&gt;alert(1)&lt;/script&gt;'>",
    "<b <script>alert(1)</script>>x</b>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
]


@pytest.mark.parametrize("raw", ACTIVE)
@pytest.mark.parametrize("lines", [False, True])
def test_nothing_active_is_left(raw: str, lines: bool) -> None:
    body = from_html(raw, lines=lines)
    look(Entry(id="t:t:t", text=body.text, html=body.html))


@pytest.mark.parametrize("raw", [*ACTIVE, "a<br>b<p>c", "<ul><li>a<li>b", "1 < 2 &amp; 3"])
def test_cleaning_what_is_clean_changes_nothing(raw: str) -> None:
    body = from_html(raw)
    assert sanitised(body.html) == body.html
    again = from_html(body.html or body.text)
    assert not body.html or again.text == body.text


def test_a_body_at_the_depth_allowed_keeps_its_mark_up_and_one_beyond_does_not() -> None:
    just = from_html("<b>" * DEPTH_CAP + "x" + "</b>" * DEPTH_CAP)
    over = from_html("<b>" * (DEPTH_CAP + 1) + "x" + "</b>" * (DEPTH_CAP + 1))
    assert just.html
    assert (over.html, over.text) == ("", "x")
    assert over.notes == (f"mark-up nested deeper than {DEPTH_CAP} taken off",)


@pytest.mark.parametrize("own", ["", "a:b", "../x", "a\nb", "x" * 5_000, "é/ñ", "\u202e", 7])
def test_an_id_has_three_parts_whatever_it_is_made_of(own: object) -> None:
    made = entry_id("s", "host", own)
    assert made.count(":") == 2
    assert len(made) < 400
    assert "\n" not in made
