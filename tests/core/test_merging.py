import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import START, entry
from tertulia.core.merging import merge
from tertulia.core.model import Author, Entry, Status

MADRID = ZoneInfo("Europe/Madrid")
DAY = [datetime(2026, 1, n, tzinfo=UTC) for n in range(1, 9)]


def one(*entries: Entry) -> Entry:
    (merged,) = merge((), entries, MADRID)
    return merged


def test_the_same_comment_twice_is_one() -> None:
    assert one(entry(), entry()) == entry()


def test_the_text_edited_later_stays_and_the_earlier_is_history() -> None:
    old, new = entry(text="antes", edited=DAY[0]), entry(text="después", edited=DAY[1])
    for merged in (one(old, new), one(new, old)):
        assert merged.text == "después"
        assert [change.text for change in merged.history] == ["antes"]


def test_without_dates_of_edits_the_text_read_later_stays() -> None:
    old, new = entry(text="antes", read=DAY[0]), entry(text="después", read=DAY[1])
    assert one(new, old).text == "después"
    assert one(one(new, old), old, new, old) == one(old, new)


def test_a_text_that_differs_in_spaces_and_signs_only_is_no_change() -> None:
    merged = one(entry(text="Hola, ¿qué tal?"), entry(text="hola  qué tal", read=DAY[0]))
    assert merged.history == ()


def test_the_same_words_from_two_sources_become_one_with_both_ids() -> None:
    wxr = entry("wxr:blog.example:7", text="Muy de acuerdo.", parent="wxr:blog.example:6")
    disqus = entry("disqus:blog:99", text="muy de acuerdo", minutes=0.4)
    parent = entry("disqus:blog:98", minutes=-5, also=("wxr:blog.example:6",), name="Luis")
    merged = {e.id: e for e in merge((parent,), (wxr, disqus), MADRID)}
    both = merged["disqus:blog:99"]
    assert both.also == ("wxr:blog.example:7",)
    assert both.parent == "disqus:blog:98"
    assert both.history == ()
    assert set(merged) == {"disqus:blog:99", "disqus:blog:98"}


def test_one_source_may_give_the_same_words_twice() -> None:
    assert len(merge((), (entry("t:s:1"), entry("t:s:2")), MADRID)) == 2


def test_a_time_without_a_zone_is_the_same_minute_in_the_zone_of_the_site() -> None:
    naive = entry("mt:s:1", posted=datetime(2025, 3, 4, 10, 0, 59))
    assert len(merge((), (naive, entry("x:s:1")), MADRID)) == 1
    assert one(naive, entry("x:s:1")).posted == START


def test_a_linkback_from_one_address_is_one_however_often_it_came() -> None:
    first = entry("wm:s:1", kind="webmention", url="http://www.otro.example/nota/", text="a")
    again = entry("wm:s:2", kind="webmention", url="https://otro.example/nota", text="b", minutes=9)
    other = entry("wm:s:3", kind="webmention", url="https://otro.example/otra", text="c", minutes=9)
    assert len(merge((), (first, again, other), MADRID)) == 2


def test_what_a_feed_calls_a_comment_is_the_pingback_that_the_export_knows() -> None:
    text = "[…] lo dice muy bien […]"
    feed = entry("feed:blog.example:5", text=text)
    export = entry("wxr:blog.example:5", text=text, kind="pingback")
    assert one(feed, export).kind == "pingback"


def test_the_words_of_a_linkback_are_those_of_who_knows_that_it_is_one() -> None:
    feed = entry("feeds:s:1", text="Su título\n\nSus palabras.", also=("wxr:s:1",), read=DAY[1])
    wxr = entry("wxr:s:1", kind="trackback", title="Su título", text="Sus palabras.", read=DAY[0])
    merged = one(feed, wxr)
    assert (merged.kind, merged.text, merged.history) == ("trackback", "Sus palabras.", ())
    assert one(wxr, feed) == one(one(feed), wxr, feed) == merged


def test_what_a_person_changed_here_stays() -> None:
    mended = entry(text="sin insulto", html="", edited_by_hand=("text", "status"), status="pending")
    merged = one(mended, entry(text="con insulto", html="<p>con</p>", read=DAY[3]))
    assert (merged.text, merged.html, merged.status) == ("sin insulto", "", Status.PENDING)
    assert merged.history == ()


def test_what_was_deleted_at_its_source_keeps_its_place_only() -> None:
    merged = one(
        entry("t:s:2", text="fuera", parent="t:s:1", history=()),
        entry("t:s:2", text="", upstream=Status.DELETED, status=Status.DELETED),
    )
    assert merged.status is Status.DELETED
    assert merged.parent == "t:s:1"
    assert "fuera" not in repr(merged)
    assert merged.author == Author()


def test_what_a_rule_decided_is_decided_anew() -> None:
    ruled = entry(status=Status.SPAM, reason="rule links: five links")
    assert one(ruled, entry()).status is Status.APPROVED
    (alone,) = merge((ruled,), (), MADRID)
    assert (alone.status, alone.reason) == (Status.APPROVED, "")


def test_what_its_source_said_last_is_its_status() -> None:
    approved = [entry(read=DAY[n]) for n in (0, 3)]
    pending = entry(read=DAY[1], upstream=Status.PENDING)
    spam = entry(read=DAY[2], upstream=Status.SPAM)
    assert one(approved[0], pending).status is Status.PENDING
    assert one(one(approved[0], pending), spam).status is Status.SPAM
    back = one(one(one(approved[0], pending), spam), approved[1])
    assert (back.status, back.told) == (Status.APPROVED, DAY[3])
    assert one(back, pending, spam) == back == one(*approved, pending, spam)


def test_of_two_dumps_of_one_time_the_one_that_shows_less_counts() -> None:
    for kept in (entry(read=DAY[1]), entry(read=DAY[0])):
        assert one(kept, entry(read=DAY[1], upstream=Status.PENDING)).status is Status.PENDING


def test_what_a_person_decided_stays_whatever_its_source_says_later() -> None:
    ours = entry(read=DAY[0], edited_by_hand=("status",), reason="by hand: la fuente")
    for status in (Status.PENDING, Status.SPAM):
        merged = one(ours, entry(read=DAY[3], upstream=status))
        assert (merged.status, merged.upstream, merged.reason) == (
            Status.APPROVED, status, "by hand: la fuente",
        )  # fmt: skip


def test_a_guess_that_waits_takes_nothing_back_that_a_source_approved() -> None:
    export = entry("wxr:s:1", read=DAY[0])
    guess = entry("page_text:s:h1", read=DAY[3], upstream=Status.PENDING)
    for atoms in ((export, guess), (guess, export)):
        (merged,) = merge((), atoms, MADRID, frozenset({"page_text"}))
        assert merged.status is Status.APPROVED
        assert merge((merged,), (guess,), MADRID, frozenset({"page_text"})) == (merged,)


def test_a_dump_before_the_one_that_missed_it_brings_nothing_back_and_a_later_one_does() -> None:
    gone = entry(read=DAY[0], gone=True, missed=DAY[2])
    assert one(gone, entry(read=DAY[1])).gone
    back = one(gone, entry(read=DAY[3]))
    assert not back.gone
    assert back.missed is None


# Deleted stays so; what waited or was taken for spam may be shown again.
_STATES = (Status.APPROVED, Status.PENDING, Status.SPAM)


def _told(
    source: str, number: int, version: int, read: int, parent: int | None, upstream: Status
) -> Entry:
    """What one dump says of one comment: the same version always in the same words."""
    texts = ["Primera redacción.", "Segunda, más larga.", "Tercera."]
    edits = [None, DAY[2], DAY[4]]
    return entry(
        f"{source}:s:{number}",
        minutes=number,
        name=f"Persona {number}",
        text=f"{texts[version]} Comentario {number}",
        html=f"<p>{texts[version]} <b>{number}</b></p>",
        edited=edits[version] if source == "b" else None,
        read=DAY[version * 2 + read],
        parent=None if parent is None else f"{source}:s:{parent}",
        source=source,
        upstream=Status.DELETED if number == 5 and version == 2 else upstream,
    )


told = st.builds(
    _told,
    st.sampled_from("abc"),
    st.integers(0, 5),
    st.integers(0, 2),
    st.integers(0, 1),
    st.none() | st.integers(0, 5),
    st.sampled_from(_STATES),
)


def _in_steps(
    records: list[Entry], data: st.DataObject, before: tuple[Entry, ...] = ()
) -> tuple[list[Entry], list[Entry]]:
    """The store after one import of all, and after several of them in any order."""
    # A source says of one comment that it answers one other; dumps do not contradict it.
    records = [replace(r, parent=None if r.parent is None else r.id[:4] + "0") for r in records]
    at_once = sorted(merge(before, records, MADRID), key=lambda e: e.id)
    stored = before
    mixed = data.draw(st.permutations(records + records[:4]))
    while mixed:
        size = data.draw(st.integers(1, len(mixed)))
        stored = merge(stored, mixed[:size], MADRID)
        mixed = mixed[size:]
    return sorted(stored, key=lambda e: e.id), at_once


@settings(max_examples=300, deadline=None)
@given(st.lists(told, max_size=12), st.data())
def test_any_order_split_and_repetition_of_imports_gives_the_same(
    records: list[Entry], data: st.DataObject
) -> None:
    stored, at_once = _in_steps(records, data)
    assert stored == at_once


@settings(max_examples=300, deadline=None)
@given(st.lists(told, max_size=8), st.sampled_from(["text", "status", "author"]), st.data())
def test_nor_does_the_order_matter_to_what_a_person_changed_here(
    records: list[Entry], name: str, data: st.DataObject
) -> None:
    mended = entry(
        "a:s:1",
        minutes=1,
        name="Persona 1",
        text="[…]",
        read=DAY[1],
        source="a",
        edited_by_hand=(name,),
    )
    stored, at_once = _in_steps(records, data, (mended,))
    assert stored == at_once


def test_a_dump_of_between_takes_nothing_back_that_a_later_one_said_again() -> None:
    first, again = entry(read=DAY[0]), entry(read=DAY[4])
    between = entry(read=DAY[2], upstream=Status.SPAM)
    for order in itertools.permutations((first, again, between)):
        stored: tuple[Entry, ...] = ()
        for told in order:
            stored = merge(stored, (told,), MADRID)
        assert [(e.status, e.told, e.read) for e in stored] == [(Status.APPROVED, DAY[4], DAY[0])]


@given(st.lists(told, max_size=10))
def test_merging_what_is_merged_changes_nothing(records: list[Entry]) -> None:
    merged = merge((), records, MADRID)
    assert merge(merged, (), MADRID) == merged
    assert sorted(merge(merged, merged, MADRID), key=repr) == sorted(merged, key=repr)


@given(st.lists(told, max_size=12))
def test_no_id_and_no_text_is_lost(records: list[Entry]) -> None:
    merged = merge((), records, MADRID)
    known = {id for e in merged for id in (e.id, *e.also)}
    assert known == {r.id for r in records}
    deleted = {id for e in merged if e.status is Status.DELETED for id in (e.id, *e.also)}
    texts = {t for e in merged for t in (e.text, *(c.text for c in e.history))}
    assert {r.text for r in records if r.id not in deleted} <= texts


def test_times_of_year_one_are_no_trouble() -> None:
    early = entry("t:s:1", posted=datetime(1, 1, 1))
    late = entry("t:s:2", posted=datetime.max, edited=datetime.max - timedelta(1))
    assert len(merge((early,), (late, early, late), MADRID)) == 2


def test_words_deleted_in_one_source_do_not_come_back_from_another() -> None:
    deleted = one(entry("wxr:s:1", upstream=Status.DELETED))
    assert one(deleted, entry("feed:s:1")).status is Status.DELETED


def test_words_taken_out_by_hand_do_not_come_back_from_another_source() -> None:
    mended = entry("wxr:s:1", text="[…]", edited_by_hand=("text",))
    again = one(mended, entry("wxr:s:1", text="Su teléfono es…"))
    assert one(again, entry("feed:s:1", text="Su teléfono es…")).text == "[…]"


def test_the_same_thanks_twice_in_one_minute_stay_two_whatever_sources_know_them() -> None:
    """Of one place they are two, so that another place's two are these."""
    ids = ("wxr:blog.example:1", "wxr:blog.example:2", "disqus:foro:8", "disqus:foro:9")
    first, second, first_there, second_there = (
        entry(id, text="¡Gracias!", minutes=seconds / 60)
        for id, seconds in zip(ids, (1, 40, 1, 40), strict=True)
    )
    atoms = (first, second, first_there, second_there)
    for order in itertools.permutations(atoms):
        merged = merge((), order, MADRID)
        assert sorted((e.id, *e.also) for e in merged) == [
            ("disqus:foro:8", "wxr:blog.example:1"),
            ("disqus:foro:9", "wxr:blog.example:2"),
        ]
    stored = merge(merge((), atoms[:2], MADRID), atoms[2:], MADRID)
    assert sorted((e.id, *e.also) for e in stored) == sorted((e.id, *e.also) for e in merged)
