from dataclasses import replace
from datetime import UTC, datetime

from builders import entry
from tertulia.core.model import Entry
from tertulia.core.vanishing import vanished

DAY = [datetime(2026, 1, n, tzinfo=UTC) for n in range(1, 9)]
KEEPING = frozenset({"wxr", "disqus"})


def gone(*entries: Entry, seen: dict[str, datetime] | None = None, **dumps: datetime) -> list[str]:
    """The ids of what is marked.

    Args:
        entries: Of a page.
        seen: When dumps last told of ids.
        dumps: When the last whole dump of each source was made.
    """
    by_place = {f"{source}:s": read for source, read in dumps.items()}
    moments = seen or {}
    told = [
        replace(e, told=max((moments[i] for i in (e.id, *e.also) if i in moments), default=None))
        for e in entries
    ]
    marked = vanished(told, by_place, KEEPING)
    assert all((e.missed is not None) == e.gone for e in marked)
    return [e.id for e in marked if e.gone]


def test_only_what_was_read_before_a_whole_dump_can_have_vanished_in_it() -> None:
    known, newer = entry("wxr:s:1", read=DAY[0]), entry("wxr:s:2", read=DAY[5], minutes=1)
    other, kept = entry("disqus:s:1", read=DAY[0]), entry("wxr:s:3", read=DAY[0])
    assert gone(known, newer, other, kept, seen={"wxr:s:3": DAY[2]}, wxr=DAY[2]) == ["wxr:s:1"]


def test_when_it_was_missed_is_kept() -> None:
    (marked,) = vanished([entry("wxr:s:1", read=DAY[0])], {"wxr:s": DAY[2]}, KEEPING)
    assert marked.missed == DAY[2]


def test_what_a_feed_showed_earlier_does_not_hold_back_what_an_export_lacks() -> None:
    both = entry("feeds:s:1", also=("wp_rest:s:1", "wxr:s:1"), read=DAY[0])
    assert gone(both, wxr=DAY[2]) == ["feeds:s:1"]
    assert gone(both, wxr=DAY[2], seen={"feeds:s:1": DAY[1]}) == ["feeds:s:1"]


def test_what_a_feed_shows_after_the_export_is_there() -> None:
    both = entry("feeds:s:1", also=("wxr:s:1",), read=DAY[0])
    assert gone(both, wxr=DAY[2], seen={"feeds:s:1": DAY[3]}) == []


def test_what_only_a_feed_knows_no_export_can_miss() -> None:
    assert gone(entry("feeds:s:1", read=DAY[0]), wxr=DAY[2]) == []


def test_what_another_place_keeps_too_has_not_vanished_until_both_lack_it() -> None:
    both = entry("disqus:s:9", also=("wxr:s:1",), read=DAY[0])
    assert gone(both, wxr=DAY[2]) == []
    assert gone(both, wxr=DAY[2], disqus=DAY[3]) == ["disqus:s:9"]
    assert gone(both, wxr=DAY[2], disqus=DAY[3], seen={"disqus:s:9": DAY[3]}) == []


def test_the_same_number_in_the_same_place_is_no_other_place() -> None:
    listed = entry("wp_rest:s:1", also=("wxr:s:1",), read=DAY[0])
    assert gone(listed, wp_rest=DAY[2]) == ["wp_rest:s:1"]
    assert gone(entry("wxr:s:1", also=("feeds:s:1",), read=DAY[0]), wp_rest=DAY[2]) == []


def test_a_time_without_a_zone_that_somebody_wrote_by_hand_is_no_trouble() -> None:
    assert gone(entry("wxr:s:1", read=datetime(2026, 1, 1)), wxr=DAY[2]) == ["wxr:s:1"]
