"""Markdown from anybody: what would take it long is shown as text, and to know that takes none."""

import time

import pytest

from tertulia.sources._markdown import (
    CODE_CAP,
    MARKDOWN_CAP,
    OPEN_TAGS_CAP,
    STARS_CAP,
    TAGS_CAP,
    from_markdown,
)

DEAR = {
    "emphasis of two sorts": "_*" * 250,
    "emphasis and a letter": "**a" * 300,
    "a little less emphasis than is too much": "_*a" * (STARS_CAP // 2 - 1),
    "tags without an end": "<a href=",
    "paragraphs that begin with half a tag": "<p- ",
    "addresses without an end": "}<http://",
    "comments and tags": "<!--> __<b>",
    "code and backslashes": "``\\",
    "quotations in quotations": "> ",
}


@pytest.mark.parametrize("unit", DEAR.values(), ids=DEAR)
def test_no_words_keep_an_import_busy(unit: str) -> None:
    for text in (unit, unit * (MARKDOWN_CAP // len(unit))):
        begun = time.process_time()
        from_markdown(text)
        assert time.process_time() - begun < 5


def test_only_what_would_take_long_loses_its_mark_up() -> None:
    for few, many in (
        ("*a* " * (STARS_CAP // 2 - 1), "*a* " * (STARS_CAP // 2)),
        ("*a* <b" + "<a" * (OPEN_TAGS_CAP - 1), "*a* <b" + "<a" * OPEN_TAGS_CAP),
        ("*a*" + " `b` c" * (CODE_CAP // 2), "*a*" + " `b` c" * (CODE_CAP // 2 + 1)),
        ("*a*" + " 1 < 2" * TAGS_CAP, "*a*" + " 1 < 2" * (TAGS_CAP + 1)),
    ):
        assert from_markdown(few).html
        assert from_markdown(many).html == ""
