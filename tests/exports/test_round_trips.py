"""Nobody is locked in: what a format can carry comes back from it as it was."""

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import entry
from journeys import MADRID, PAGE, there_and_back
from tertulia import registry
from tertulia.core.exporting import Conversation, Journey
from tertulia.core.model import Author, Change, Entry, Kind, Record, Role, Status, Verified
from tertulia.core.threads import assemble
from tertulia.registry import export_format
from tertulia.sources._clean import from_html, from_plain


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
