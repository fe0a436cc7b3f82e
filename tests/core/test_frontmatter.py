"""The head of a file is read as Python-Markdown reads it, with its line numbers."""

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertulia.core.frontmatter import damage, legible, parse

HEAD = """\
Title: Nueve horas
Sources: Una | | 2026-11-22
    Otra | | 2026-11-22
Slug: nueve

Cuerpo: no.
"""


def test_keys_have_their_lines() -> None:
    head = parse(HEAD)
    assert [(f.key, f.line) for f in head.fields] == [("title", 1), ("sources", 2), ("slug", 4)]


def test_further_lines_of_a_value_are_indented() -> None:
    sources = parse(HEAD).field("sources")
    assert sources is not None
    assert sources.values == ("Una | | 2026-11-22", "Otra | | 2026-11-22")


def test_the_body_is_not_looked_at() -> None:
    head = parse(HEAD)
    assert head.field("cuerpo") is None
    assert head.body_line == 6


def test_hyphens_may_fence_it() -> None:
    head = parse("---\nTitle: Uno\nSlug: dos\n---\nCuerpo")
    assert (head.text("title"), head.text("slug"), head.body_line) == ("Uno", "dos", 5)


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert parse("\ufeffTitle: Uno\n").text("title") == "Uno"


@given(st.text("aé\0\n\ud800\udc80\udcff\udcfe𝄞", max_size=12))
def test_what_could_not_be_read_is_found_wherever_it_stands(text: str) -> None:
    unread = [at for at, sign in enumerate(text) if sign == "\0" or "\udc80" <= sign <= "\udcff"]
    assert damage(text) == (text.count("\n", 0, unread[0]) + 1 if unread else 0)
    assert legible(text) == "".join(
        "\ufffd" if at in unread else sign for at, sign in enumerate(text)
    )


LINES = st.lists(
    st.sampled_from(
        ["Title: a", "Slug:b", "    more", "\tmore", "text", "", "  Key: c", "---", "a b: c"]
    ),
    max_size=8,
)


@given(LINES)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_it_agrees_with_python_markdown(lines: list[str]) -> None:
    text = "\n".join(lines)
    reader = markdown.Markdown(extensions=["meta"])
    reader.convert(text)
    ours: dict[str, list[str]] = {}
    for field in parse(text).fields:
        ours.setdefault(field.key, []).extend(field.values)
    assert ours == reader.Meta  # type: ignore[attr-defined]
