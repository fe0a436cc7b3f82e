"""Of a conversation related pages rest on little, so that few comments change any of it."""

from dataclasses import replace
from datetime import UTC

import pytest

from builders import entry, page
from tertulia.analysis.facts import LIVELY, facts_of, hear
from tertulia.analysis.talks import talk
from tertulia.core.findings import Ending


def heard(**figures):
    found = talk(page("a", thread="a"), [entry("t:1", text="El envío tarda.")], {}, UTC)
    return hear(replace(found, summary=replace(found.summary, **figures)))


def test_what_comments_add_to_figures_alone_is_not_heard():
    one = heard(before=0.1, after=0.7, public=LIVELY - 1)
    assert one == heard(before=0.15, after=0.72, public=LIVELY - 2)
    assert one != heard(before=0.1, after=0.2, public=LIVELY - 1)
    assert one != heard(before=0.1, after=0.7, public=LIVELY)


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (None, 0.5, ""),
        (0.5, None, ""),
        (0.5, 0.6, ""),
        (0.0, 0.2, "better"),
        (0.2, 0.0, "worse"),
    ],
)
def test_a_turn_is_heard_where_readers_notice_it(before, after, turn):
    found = heard(before=before, after=after)
    assert found.turn == turn
    quiet = replace(found, ending=Ending.OPEN)
    assert facts_of(page("a"), quiet)["turn"] == ((turn,) if turn else ())
