"""What each format says in its own way, and what it says that it cannot carry."""

import io
import json
import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime

import pytest
from lxml import etree

from builders import entry
from journeys import MADRID, PAGE, there_and_back
from tertulia import registry
from tertulia.core.errors import UnknownName
from tertulia.core.exporting import Conversation, Journey, Numbers
from tertulia.core.model import PageRef, Record, Status
from tertulia.core.threads import assemble
from tertulia.registry import export_format, export_names


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


def test_an_unknown_format_is_told_what_there_is() -> None:
    assert export_names() == ("disqus", "isso", "jf2", "jsonl", "wxr")
    with pytest.raises(UnknownName, match="no export format 'disqs'; there are: disqus"):
        export_format("disqs")
