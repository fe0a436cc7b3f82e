"""Nobody is locked in: importing what was exported gives the same threads."""

import errno
import io
import json
import re
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from builders import entry, save_page
from small_site import Small
from tertulia import registry
from tertulia.commands.exports import export
from tertulia.commands.imports import import_
from tertulia.core.errors import UnknownName
from tertulia.core.exporting import Conversation, Export, Journey, Numbers
from tertulia.core.merging import merge
from tertulia.core.model import (
    Author,
    Change,
    Entry,
    Kind,
    PageRef,
    Record,
    Role,
    Status,
    Verified,
)
from tertulia.core.threads import assemble
from tertulia.registry import export_format, export_names
from tertulia.sources._clean import from_html, from_plain

MADRID = ZoneInfo("Europe/Madrid")
PAGE = PageRef(url="https://blog.example/articulos/hola/", slug="hola", title="Hola & adiós")
SOURCES = {"jf2": "webmention_io"}


def there_and_back(name: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries after a journey through a format."""
    journey = Journey(address="https://blog.example", title="Blog <1>", zone=MADRID, left=Counter())
    conversation = Conversation(page=PAGE, entries=tuple(entries))
    written = b"".join(export_format(name).write([conversation], journey))
    source = registry.source(SOURCES.get(name, name))
    assert source.claims(written[:65_536])
    found = list(source.read(io.BytesIO(written)))
    records = [f for f in found if isinstance(f, Record)]
    assert [f for f in found if not isinstance(f, Record) and f.lost] == []
    assert all(r.page.url.endswith("/articulos/hola/") for r in records)
    return merge((), [replace(r.entry, upstream=r.entry.status) for r in records], MADRID)


def shape(entries: Iterable[Entry], *, ids: bool) -> list[object]:
    """What a reader sees of a thread; HTML keeps no runs of spaces, few formats keep ids."""
    thread = assemble("hola", entries, MADRID)

    def seen(e: Entry) -> tuple[object, ...]:
        text = re.sub(r" *\n *| +", lambda m: "\n" * m[0].count("\n") or " ", e.text)
        return (e.id if ids else "", e.kind, e.author.name, e.posted, text, e.title)

    return [
        *(
            (p.depth, p.orphan, p.parent.author.name if p.parent else None, seen(p.entry))
            for p in thread.comments
        ),
        *map(seen, thread.linkbacks),
        *map(seen, thread.reactions),
    ]


words = st.text(
    st.sampled_from(list("aeñÁ éü1<>&\"'*_[](){}#+-.!|`~\n😀:/@=\\")), min_size=1, max_size=40
)
texts = words.map(lambda t: from_plain(f"a {t} z").text)
htmls = words.map(lambda t: from_html(f"<p>a {t} <b>c</b></p><blockquote>q</blockquote>"))
offsets = st.integers(-11, 12).map(lambda h: timezone(timedelta(hours=h)))
moments = st.datetimes(
    datetime(2001, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC) | offsets
).map(lambda m: m.replace(microsecond=0, fold=0))


@st.composite
def threads(draw: st.DrawFn, *, kinds: bool, deep: bool) -> list[Entry]:
    """Threads whose writers, words and times differ, so that no two entries are one."""
    found: list[Entry] = []
    for number in range(draw(st.integers(1, 7))):
        body = draw(htmls) if draw(st.booleans()) else None
        kind = draw(st.sampled_from(list(Kind))) if kinds else Kind.COMMENT
        above = [e for e in found if e.kind is Kind.COMMENT and (deep or e.parent is None)]
        parent = draw(st.none() | st.sampled_from(above)) if above else None
        title = f"Título {number} & cía" if kind in (Kind.TRACKBACK, Kind.PINGBACK) else ""
        found.append(
            entry(
                f"t:site:{number + 1}",
                kind=kind,
                parent=parent.id if parent and kind is Kind.COMMENT else None,
                author=Author(
                    name=f"Persona {number} <&>",
                    url=f"https://p{number}.example/" if draw(st.booleans()) else "",
                    role=Role.AUTHOR if draw(st.booleans()) else Role.OTHER,
                ),
                posted=draw(moments),
                title=title,
                text="" if kind.reaction else body.text if body else draw(texts),
                html=body.html if body and not kind.reaction else "",
                url=f"https://otro{number}.example/nota/" if kind is not Kind.COMMENT else "",
            )
        )
    return found


@settings(max_examples=60, deadline=None)
@given(threads(kinds=True, deep=True))
def test_jsonl_keeps_everything(entries: list[Entry]) -> None:
    assert sorted(there_and_back("jsonl", entries), key=lambda e: e.id) == entries


@settings(max_examples=60, deadline=None)
@given(threads(kinds=True, deep=True))
def test_wxr_keeps_threads_kinds_people_times_and_words(entries: list[Entry]) -> None:
    back = there_and_back("wxr", entries)
    assert shape(back, ids=True) == shape(entries, ids=True)
    assert {e.id: e.author for e in back} == {e.id: e.author for e in entries}


@settings(max_examples=60, deadline=None)
@given(threads(kinds=False, deep=True))
def test_disqus_keeps_threads_times_and_words_of_comments(entries: list[Entry]) -> None:
    assert shape(there_and_back("disqus", entries), ids=False) == shape(entries, ids=False)


@settings(max_examples=60, deadline=None)
@given(threads(kinds=False, deep=False))
def test_isso_keeps_threads_of_two_levels(entries: list[Entry]) -> None:
    assert shape(there_and_back("isso", entries), ids=False) == shape(entries, ids=False)


@settings(max_examples=60, deadline=None)
@given(threads(kinds=True, deep=False))
def test_jf2_keeps_every_entry_but_not_who_answers_whom(entries: list[Entry]) -> None:
    def flat(found: Iterable[Entry]) -> list[tuple[object, ...]]:
        kinds = {Kind.TRACKBACK: Kind.WEBMENTION}
        return sorted(
            (kinds.get(e.kind, e.kind), e.author.name, e.author.url, str(e.posted), e.text, e.url)
            for e in found
        )

    assert flat(there_and_back("jf2", entries)) == flat(entries)


def test_jsonl_keeps_decisions_history_and_what_was_found_out() -> None:
    kept = entry(
        "wxr:s:1",
        status=Status.SPAM,
        reason="by hand: vende",
        edited_by_hand=("status",),
        also=("disqus:s:4",),
        upstream=Status.PENDING,
        gone=True,
        missed=datetime(2026, 1, 2, tzinfo=UTC),
        read=datetime(2026, 1, 1, tzinfo=UTC),
        prints=("ab12",),
        posted=None,
        posted_raw="ayer",
        likes=4,
    )
    (back,) = there_and_back("jsonl", [kept])
    assert replace(back, upstream=Status.PENDING) == kept


THEN = datetime(2026, 1, 2, tzinfo=UTC)
EACH = {
    "id": "wxr:s:2", "kind": Kind.TRACKBACK, "parent": "wxr:s:9", "author": Author(name="Eva"),
    "posted": THEN, "edited": THEN, "title": "Una nota", "text": "Otro.",
    "html": "<p><b>Otro</b>.</p>", "lang": "ca", "status": Status.DELETED, "source": "disqus",
    "verified": Verified.FETCHED, "url": "https://otro.example/", "likes": 3,
    "also": ("disqus:s:4",), "parent_also": ("disqus:s:9",), "prints": ("ab12",),
    "upstream": Status.PENDING, "told": THEN, "read": THEN, "gone": True, "missed": THEN,
    "reason": "by hand: vende", "history": (Change(text="Antes."),), "edited_by_hand": ("lang",),
}  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in fields(Entry)])
def test_jsonl_keeps_each_field_also_where_it_is_the_only_one(name: str) -> None:
    given = {name: EACH[name]} if name in EACH else {"posted": None, "posted_raw": "ayer"}
    kept = replace(entry("wxr:s:1", text="Otro."), **given)
    journey = Journey(address="https://blog.example", title="B", zone=MADRID, left=Counter())
    written = export_format("jsonl").write([Conversation(page=PAGE, entries=(kept,))], journey)
    (back,) = registry.source("jsonl").read(io.BytesIO(b"".join(written)))
    assert isinstance(back, Record)
    assert back.entry == kept


def test_a_time_without_a_zone_stays_without_one_in_wxr() -> None:
    naive = entry(posted=datetime(2024, 5, 6, 7, 8, 9))
    (back,) = there_and_back("wxr", [naive])
    assert back.posted == naive.posted


def test_what_a_format_cannot_carry_is_counted() -> None:
    journey = Journey(address="https://x.example", title="", zone=MADRID, left=Counter())
    entries = (entry("t:s:1", kind="like"), entry("t:s:2", posted=None), entry("t:s:3"))
    for name in ("disqus", "isso"):
        journey.left.clear()
        list(export_format(name).write([Conversation(page=PAGE, entries=entries)], journey))
        assert sum(journey.left.values()) == 2, name


def test_a_page_known_by_its_title_alone_goes_out_and_comes_back_or_is_counted() -> None:
    page = PageRef(title="Sin nada más")
    conversation = Conversation(page=page, entries=(entry("movabletype:-:h1"),))
    written, left = {}, {}
    for name in ("jsonl", "jf2"):
        left[name] = Counter[str]()
        journey = Journey(address="https://b.example", title="B", zone=MADRID, left=left[name])
        written[name] = b"".join(export_format(name).write([conversation], journey))
    (found,) = registry.source("jsonl").read(io.BytesIO(written["jsonl"]))
    assert isinstance(found, Record)
    assert (found.page.title, found.entry.text) == ("Sin nada más", "Hola.")
    assert left["jf2"] == {"entries of pages without an address: jf2 names a page by it": 1}
    assert json.loads(written["jf2"])["children"] == []


def test_isso_moves_deeper_answers_under_the_first_comment() -> None:
    deep = [
        entry("t:s:1"),
        entry("t:s:2", minutes=1, parent="t:s:1", text="b"),
        entry("t:s:3", minutes=2, parent="t:s:2", text="c"),
    ]
    back = there_and_back("isso", deep)
    assert sorted(p.depth for p in assemble("hola", back, MADRID).comments) == [0, 1, 1]


def isso_rows(query: str, *conversations: Conversation) -> list[tuple[object, ...]]:
    journey = Journey(address="https://x.example", title="", zone=MADRID, left=Counter())
    with closing(sqlite3.connect(":memory:")) as found:
        found.deserialize(b"".join(export_format("isso").write(conversations, journey)))
        return found.execute(query).fetchall()


def test_isso_finds_each_page_by_the_path_a_browser_sends() -> None:
    pages = [
        PageRef(url="https://b.example/hola/"),
        PageRef(url="https://b.example/hola.html"),
        PageRef(url="https://b.example/?p=1"),
        PageRef(url="https://b.example/?p=2&utm_source=x"),
        PageRef(guid="tag:b.example,2009:7"),
        PageRef(url="https://b.example"),
    ]
    talks = [
        Conversation(page=page, entries=(entry(f"t:s:{n}"),)) for n, page in enumerate(pages, 1)
    ]
    assert [uri for (uri,) in isso_rows("SELECT uri FROM threads ORDER BY id", *talks)] == [
        "/hola/", "/hola.html", "/?p=1", "/?p=2", "/tag:b.example,2009:7/", "/",
    ]  # fmt: skip


def test_isso_hides_no_reply_under_a_comment_that_it_has_not() -> None:
    said = (
        entry("t:s:1", posted=None),
        entry("t:s:2", kind="pingback"),
        entry("t:s:3", status=Status.SPAM),
        *(entry(f"t:s:{n}", parent=f"t:s:{n - 3}", text=f"{n}", minutes=n) for n in (4, 5, 6, 7)),
    )
    rows = isso_rows("SELECT id, parent FROM comments", Conversation(page=PAGE, entries=said))
    assert rows == [(4, None), (5, None), (6, None), (7, 4)]


def test_isso_takes_what_stands_on_two_pages_twice() -> None:
    other = PageRef(url="https://blog.example/otra/", slug="otra")
    talks = [Conversation(page=page, entries=(entry("t:s:5"),)) for page in (PAGE, other)]
    assert isso_rows("SELECT tid, id FROM comments", *talks) == [(1, 5), (2, 6)]


def test_wordpress_is_told_the_time_by_the_site_s_own_clock() -> None:
    journey = Journey(address="https://x.example", title="", zone=MADRID, left=Counter())
    told = entry(posted=datetime(2024, 7, 1, 10, tzinfo=UTC))
    written = b"".join(
        export_format("wxr").write([Conversation(page=PAGE, entries=(told,))], journey)
    )
    assert b"<wp:comment_date>2024-07-01 12:00:00</wp:comment_date>" in written
    assert b"<wp:comment_date_gmt>2024-07-01 10:00:00</wp:comment_date_gmt>" in written


def _wordpress_parents(written: bytes) -> dict[str, str]:
    """Who answers whom once WordPress has the comments: it forgets a parent it meets later."""
    space = "{http://wordpress.org/export/1.2/}"
    inserted: dict[int, str] = {}
    found: dict[str, str] = {}
    rows = [
        (int(c.findtext(f"{space}comment_id", "")), int(c.findtext(f"{space}comment_parent", "")),
         c.findtext(f"{space}commentmeta/{space}meta_value", ""))
        for c in etree.fromstring(written).iter(f"{space}comment")
    ]  # fmt: skip
    assert len({number for number, _, _ in rows}) == len(rows)
    for number, parent, id in sorted(rows):
        if parent:
            found[id] = inserted.get(parent, "")
        inserted[number] = id
    return found


def test_wordpress_meets_each_comment_before_its_answers() -> None:
    days = [
        entry("wxr:blog:5", parent="disqus:blog:4117", posted=datetime(2024, 7, 1, tzinfo=UTC)),
        entry("disqus:blog:4117", parent="isso:blog:9", posted=datetime(2024, 7, 2, tzinfo=UTC)),
        entry("isso:blog:9", posted=datetime(2024, 7, 3, tzinfo=UTC)),
        entry("wxr:blog:7", parent="wxr:blog:5", posted=datetime(2024, 7, 4, tzinfo=UTC)),
    ]
    journey = Journey(address="https://x.example", title="", zone=MADRID, left=Counter())
    told = [Conversation(page=PAGE, entries=tuple(days))] * 2
    written = b"".join(export_format("wxr").write(told, journey))
    assert _wordpress_parents(written) == {e.id: e.parent for e in days if e.parent}


def test_wordpress_hangs_no_answer_on_whatever_has_the_number_over_there() -> None:
    journey = Journey(address="https://x.example", title="", zone=MADRID, left=Counter())
    told = [Conversation(page=PAGE, entries=(entry("t:site:2", parent="t:site:1"),))]
    written = b"".join(export_format("wxr").write(told, journey))
    assert b"<wp:comment_parent>0</wp:comment_parent>" in written
    assert journey.left == {"replies to what is not there moved to the top": 1}
    assert [e.parent for e in there_and_back("wxr", told[0].entries)] == ["t:site:1"]


def test_numbers_cost_as_little_for_many_ids_as_for_few() -> None:
    numbers = Numbers()
    begun = time.process_time()
    assert [numbers.of(f"bluesky:a:{n:x}z") for n in range(1, 30_001)] == list(range(1, 30_001))
    assert time.process_time() - begun < 2


def test_a_site_goes_out_and_comes_back(small: Small, tmp_path: Path) -> None:
    small.run(
        small.dump(
            {"page": "hola-mundo", "id": 1, "author": "Ana", "text": "Uno", "posted": "2025-01-01"},
            {"page": "hola-mundo", "id": 2, "parent": 1, "text": "Dos", "posted": "2025-01-02"},
            {"page": {"url": "https://x.example/y"}, "id": 3, "text": "Tres"},
        )
    )
    before = {k: v for k, v in small.bytes().items() if k.startswith("threads/")}
    file = tmp_path / "out.jsonl"
    assert export("jsonl", content=small.content, settings=small.settings, file=file) == 0
    for path in small.threads.rglob("*.json"):
        path.unlink()
    small.run(file)
    after = {k: v for k, v in small.bytes().items() if k.startswith("threads/")}
    assert after == before


@pytest.mark.parametrize("to", ["jsonl", "wxr"])
def test_bringing_the_sample_site_s_export_home_changes_nothing(
    root: Path, tmp_path: Path, to: str
) -> None:
    content = tmp_path / "content"
    shutil.copytree(root / "content", content)
    file = tmp_path / "out"
    settings = root / "pelicanconf.py"
    export(to, content=content, settings=settings, file=file)
    report = tmp_path / "report.json"
    assert import_([file], content=content, settings=settings, report=report) == 0
    figures = json.loads(report.read_text("utf-8"))
    assert (figures["added"], figures["changed"]) == (0, 0)
    assert figures["unchanged"] > 90


def test_what_goes_out_is_well_formed() -> None:
    journey = Journey(address="https://x.example", title="<&", zone=MADRID, left=Counter())
    conversation = Conversation(page=PAGE, entries=(entry(text="a ]]> b", html="<p>]]></p>"),))
    for name in ("wxr", "disqus"):
        etree.fromstring(b"".join(export_format(name).write([conversation], journey)))
    json.loads(b"".join(export_format("jf2").write([conversation], journey)))
    store = sqlite3.connect(":memory:")
    store.deserialize(b"".join(export_format("isso").write([conversation], journey)))
    assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_where_writing_fails_the_export_of_before_stands_and_nothing_else(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_told: Iterable[Conversation], _journey: Journey) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.ENOSPC, "no room")

    file = tmp_path / "mine" / "out.jsonl"
    file.parent.mkdir()
    file.write_bytes(b"whole")
    half = Export(name="jsonl", suffix=".jsonl", write=write)
    monkeypatch.setattr("tertulia.commands.exports.export_format", lambda _: half)
    with pytest.raises(OSError, match="no room"):
        export("jsonl", content=small.content, settings=small.settings, file=file)
    assert [path.read_bytes() for path in file.parent.iterdir()] == [b"whole"]


def test_an_unknown_format_is_told_what_there_is() -> None:
    assert export_names() == ("disqus", "isso", "jf2", "jsonl", "wxr")
    with pytest.raises(UnknownName, match="no export format 'disqs'; there are: disqus"):
        export_format("disqs")


@pytest.fixture
def decided(small: Small) -> Small:
    """A site with one comment that readers see, one of each that they do not, and answers."""
    small.threads.mkdir()
    rule = '[[rule]]\nid = "words"\nwhy = "Vende."\nthen = "spam"\nwords = ["basura"]\n'
    (small.threads / "rules.toml").write_text(rule)
    past = Change(text="Mi número es 600", read=THEN - timedelta(days=1))
    said = [
        entry("wxr:s:1", text="A la vista", history=(past,), read=THEN),
        entry(
            "wxr:s:2", text="Espera", status=Status.PENDING, upstream=Status.PENDING, read=THEN
        ),
        entry("wxr:s:3", text="Basura", status=Status.SPAM, reason="rule words: Vende.", read=THEN),
        entry(
            "wxr:s:4", text="Insulto", status=Status.DELETED, reason="by hand: es Eva, la de antes",
            edited_by_hand=("status",), read=THEN,
        ),
        entry("wxr:s:5", text="", name="", upstream=Status.DELETED, status=Status.DELETED),
        entry(
            "wxr:s:6", text="Respuesta", parent="wxr:s:5", reason="by hand: la conozco",
            edited_by_hand=("status",), read=THEN,
        ),
    ]  # fmt: skip
    save_page(small.threads, "hola-mundo", said)
    return small


@pytest.mark.parametrize("to", sorted(export_names()))
def test_what_readers_do_not_see_leaves_only_where_it_is_asked_for(
    decided: Small, tmp_path: Path, to: str, capsys: pytest.CaptureFixture[str]
) -> None:
    unseen = ("Espera", "Basura", "Insulto", "600", "de antes", "la conozco", "Vende")
    places = {"content": decided.content, "settings": decided.settings}
    file = tmp_path / "out"
    export(to, file=file, **places)
    written = file.read_bytes().decode("utf-8", "replace")
    assert "A la vista" in written
    assert "Respuesta" in written
    assert [word for word in unseen if word in written] == []
    assert capsys.readouterr().out.splitlines()[-1] == (
        "    left here: 1 refused, 1 pending, 1 spam, 1 with earlier texts,"
        " 3 with the reason of a decision; --all takes everything along"
    )
    if to == "jsonl":
        export(to, file=file, everything=True, **places)
        written = file.read_text("utf-8")
        assert [word for word in unseen if word not in written] == []
        assert "left here" not in capsys.readouterr().out


def test_a_backup_brings_everything_back(decided: Small, tmp_path: Path) -> None:
    decided.run()
    before = {k: v for k, v in decided.bytes().items() if k.startswith("threads/")}
    file = tmp_path / "out.jsonl"
    places = {"content": decided.content, "settings": decided.settings}
    export("jsonl", file=file, everything=True, **places)
    for path in decided.threads.rglob("*.json"):
        path.unlink()
    decided.run(file, keep_pending=True)
    after = {k: v for k, v in decided.bytes().items() if k.startswith("threads/")}
    assert after["threads/hola-mundo.json"] == before["threads/hola-mundo.json"]


def test_bringing_home_what_was_exported_takes_nothing_away(decided: Small, tmp_path: Path) -> None:
    decided.run()
    before = decided.bytes()["threads/hola-mundo.json"]
    file = tmp_path / "out.jsonl"
    export("jsonl", content=decided.content, settings=decided.settings, file=file)
    decided.run(file)
    assert decided.bytes()["threads/hola-mundo.json"] == before
