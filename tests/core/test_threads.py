from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from builders import entry
from tertulia.core.model import Entry, Kind, Status
from tertulia.core.threads import assemble, loose_ends

MADRID = ZoneInfo("Europe/Madrid")


def ids(entries: list[Entry]) -> list[str]:
    return [p.entry.id for p in assemble("p", entries, MADRID).comments]


def test_answers_follow_what_they_answer_and_the_oldest_comes_first() -> None:
    thread = [
        entry("t:1", minutes=0),
        entry("t:2", minutes=1),
        entry("t:3", minutes=2, parent="t:1"),
        entry("t:4", minutes=3, parent="t:3"),
        entry("t:5", minutes=4, parent="t:1"),
    ]
    assert ids(thread) == ["t:1", "t:3", "t:4", "t:5", "t:2"]


def test_depth_number_replies_and_lapse_are_worked_out() -> None:
    first, second, third = assemble(
        "p",
        [
            entry("t:1"),
            entry("t:2", minutes=5, parent="t:1"),
            entry("t:3", minutes=7, parent="t:2"),
        ],
        MADRID,
    ).comments
    assert [p.number for p in (first, second, third)] == [1, 2, 3]
    assert [p.depth for p in (first, second, third)] == [0, 1, 2]
    assert [p.replies for p in (first, second, third)] == [2, 1, 0]
    assert first.lapse is None
    assert second.lapse == timedelta(minutes=5)
    assert third.parent == second.entry


def test_an_answer_to_what_is_not_there_is_an_orphan_at_the_top() -> None:
    (placed,) = assemble("p", [entry("t:2", parent="t:1")], MADRID).comments
    assert placed.orphan
    assert placed.depth == 0


def test_an_answer_to_a_comment_that_is_not_approved_stays_and_the_comment_does_not() -> None:
    for status in (Status.PENDING, Status.SPAM, Status.DELETED):
        (placed,) = assemble(
            "p", [entry("t:1", status=status), entry("t:2", parent="t:1")], MADRID
        ).comments
        assert placed.entry.id == "t:2"
        assert placed.orphan


def test_a_circle_is_cut_at_its_oldest() -> None:
    thread = assemble(
        "p",
        [
            entry("t:1", minutes=9, parent="t:3"),
            entry("t:2", minutes=3, parent="t:1"),
            entry("t:3", minutes=5, parent="t:2"),
            entry("t:4", minutes=6, parent="t:4"),
        ],
        MADRID,
    )
    assert thread.cut == ("t:2", "t:4")
    assert [p.entry.id for p in thread.comments] == ["t:2", "t:3", "t:1", "t:4"]
    assert not thread.orphans


def test_linkbacks_and_reactions_stand_apart() -> None:
    thread = assemble(
        "p",
        [
            entry("t:1", kind="pingback"),
            entry("t:2", kind="like"),
            entry("t:3", kind="webmention"),
            entry("t:4", parent="t:1"),
        ],
        MADRID,
    )
    assert [e.id for e in thread.linkbacks] == ["t:1", "t:3"]
    assert [e.id for e in thread.reactions] == ["t:2"]
    (answer,) = thread.comments
    assert answer.parent == thread.linkbacks[0]
    assert not answer.orphan


def test_a_parent_is_found_under_the_id_of_another_source() -> None:
    thread = [entry("wxr:1", also=("disqus:9",)), entry("disqus:10", minutes=1, parent="disqus:9")]
    assert [p.depth for p in assemble("p", thread, MADRID).comments] == [0, 1]


def test_of_two_versions_the_last_changed_stays() -> None:
    old = entry("t:1", text="antes")
    new = entry("t:1", text="después", edited=datetime(2025, 3, 5, tzinfo=UTC))
    (placed,) = assemble("p", [new, old, old], MADRID).comments
    assert placed.entry.text == "después"


def test_of_two_doubles_the_least_public_decides() -> None:
    assert ids([entry("t:1"), entry("x:1", also=("t:1",), status=Status.DELETED)]) == []


def test_a_time_without_a_zone_is_taken_in_the_zone_of_the_site() -> None:
    naive = entry("t:1", posted=datetime(2025, 1, 1, 12, 30))  # 11:30 in UTC
    before = entry("t:2", posted=datetime(2025, 1, 1, 11, 0, tzinfo=UTC))
    after = entry("t:3", posted=datetime(2025, 1, 1, 12, 0, tzinfo=UTC))
    undated = entry("t:0", posted=None)
    assert ids([undated, after, naive, before]) == ["t:2", "t:1", "t:3", "t:0"]


def test_a_lapse_is_not_guessed_between_clocks_that_do_not_compare() -> None:
    naive = datetime(2025, 1, 1, 12, 30)
    aware = datetime(2025, 1, 1, 12, 40, tzinfo=UTC)
    mixed = [entry("t:1", posted=naive), entry("t:2", posted=aware, parent="t:1")]
    backwards = [entry("t:1", minutes=9), entry("t:2", minutes=1, parent="t:1")]
    alike = [
        entry("t:1", posted=naive),
        entry("t:2", posted=naive + timedelta(hours=1), parent="t:1"),
    ]
    assert assemble("p", mixed, MADRID).comments[1].lapse is None
    assert assemble("p", backwards, MADRID).comments[1].lapse is None
    assert assemble("p", alike, MADRID).comments[1].lapse == timedelta(hours=1)


def test_ten_thousand_levels_are_no_trouble() -> None:
    deep = [entry(f"t:{n}", minutes=n, parent=f"t:{n - 1}" if n else None) for n in range(10_000)]
    comments = assemble("p", deep, MADRID).comments
    assert comments[-1].depth == 9_999
    assert comments[0].replies == 9_999


names = st.sampled_from([f"t:{n}" for n in range(8)])
moments = st.one_of(
    st.none(),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
    st.datetimes(datetime(2024, 1, 1), datetime(2024, 1, 2), timezones=st.just(UTC)),
)
entries = st.builds(
    Entry,
    id=names,
    kind=st.sampled_from([Kind.COMMENT, Kind.COMMENT, Kind.PINGBACK, Kind.LIKE]),
    parent=st.one_of(st.none(), names, st.just("t:missing")),
    posted=moments,
    text=st.sampled_from(["a", "b"]),
    status=st.sampled_from([Status.APPROVED, Status.APPROVED, Status.APPROVED, Status.PENDING]),
    also=st.lists(names, max_size=1).map(tuple),
)


@given(st.lists(entries, max_size=14), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(records: list[Entry], random: object) -> None:
    mixed = random.sample(records, len(records)) + records[:3]
    assert assemble("p", mixed, MADRID) == assemble("p", records, MADRID)


@given(st.lists(entries, max_size=14))
def test_every_approved_entry_is_shown_once_after_what_it_answers(records: list[Entry]) -> None:
    thread = assemble("p", records, MADRID)
    shown = [p.entry.id for p in thread.comments] + [
        e.id for e in thread.linkbacks + thread.reactions
    ]
    assert len(shown) == len(set(shown))
    place = {p.entry.id: p for p in thread.comments}
    for placed in thread.comments:
        if placed.depth:
            above = place[placed.parent.id]
            assert above.number < placed.number
            assert above.depth == placed.depth - 1
            assert above.number + above.replies >= placed.number
    names_of = {e.id for e in records if e.status is not Status.APPROVED}
    assert names_of.isdisjoint(shown)


@given(st.lists(entries, max_size=14, unique_by=lambda e: e.id))
def test_loose_ends_are_counted_as_assemble_finds_them(records: list[Entry]) -> None:
    records = [replace(record, also=()) for record in records]
    thread = assemble("p", records, MADRID)
    assert loose_ends(records, MADRID) == (len(thread.orphans), len(thread.cut))
