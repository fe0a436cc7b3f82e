"""What filters have worked out for a page is not worked out again for the next one."""

from datetime import UTC
from typing import Any
from unittest.mock import Mock

import msgspec

from builders import entry, page
from tertulia.analysis.outlines import outline
from tertulia.analysis.scoring import score_texts
from tertulia.analysis.talks import talk
from tertulia.core.charts import line
from tertulia.edge.executor import opened
from tertulia.site.kepttalks import PARTS, KeptTalk, Outline, parted
from tertulia.site.presentation import remembered, thread_line


def test_a_card_s_line_is_read_without_the_rest_of_its_conversation() -> None:
    texts = [
        "Genial, gracias.",
        "Fatal, no contestan.",
        "Lo sentimos.",
        "Ya funciona, perfecto.",
    ] * 9
    entries = [
        entry(f"t:{n}", minutes=n, text=text, role="author" if n % 4 == 2 else "other")
        for n, text in enumerate(texts)
    ]
    with opened("serial") as workers:
        found = score_texts(texts, ["es"] * len(texts), {"": "rules"}, workers, {})
    tones = {one.id: tone for one, tone in zip(entries, found, strict=True)}
    whole = talk(page(), entries, tones, UTC)
    parts, asked = parted(whole), []

    def load(part: str) -> Any:
        asked.append(part)
        return msgspec.msgpack.decode(parts[part], type=PARTS[part])

    told = Outline(figures=outline(whole, UTC, quoted=False), spoken=36, newest=(), written=())
    kept = KeptTalk(told, load)
    assert thread_line(kept) == line(whole.summary.course)
    assert thread_line(whole) == thread_line(whole.summary.course) == line(whole.summary.course)
    assert asked == ["drawn"]
    assert thread_line(kept, width=150, height=60) == line(
        whole.summary.course, width=150, height=60
    )


def test_what_is_asked_again_of_the_same_value_is_worked_out_once() -> None:
    total = Mock(side_effect=lambda values, **_: sum(values))
    asked, values = remembered(total), (1, 2)
    assert [asked(values), asked(values), asked(values, twice=True)] == [3, 3, 3]
    assert total.call_count == 2


def test_of_what_may_change_nothing_is_remembered() -> None:
    asked, values = remembered(sum), [1, 2]
    assert asked(values) == 3
    values.append(3)
    assert asked(values) == 6


def test_the_oldest_answer_makes_room() -> None:
    total = Mock(side_effect=sum)
    asked = remembered(total, most=2)
    first, second, third = (1,), (2,), (3,)
    for values in (first, second, third, second, first):
        asked(values)
    assert total.call_count == 4
