"""Movable Type's export: real ones, and each of its traps."""

from pathlib import Path

import pytest

from reads import counts, entries, file_counts, posts, read, skipped
from tertulia.core.model import Kind, Record


def export(comment: str, head: str = "TITLE: T\nBASENAME: t\n") -> str:
    return f"{head}-----\nBODY:\nHola.\n-----\n{comment}\n-----\n--------\n"


def one(text: str):
    (found,) = entries(read("movabletype", export(text)))
    return found


def test_the_real_samples_read_whole(shared: Path) -> None:
    """Counted by hand: COMMENT and PING sections of two entries each."""
    folder = shared / "samples/movabletype"
    assert file_counts("movabletype", folder / "example.movable_type") == {
        "comment approved": 3,
        "trackback approved": 1,
    }
    assert file_counts("movabletype", folder / "mt-ja.txt") == {"comment approved": 3}
    assert len(posts("movabletype", (folder / "mt-ja.txt").read_bytes())) == 2


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("01/31/2002 03:31:05 PM", "2002-01-31T15:31:05"),
        ("01/31/2002 12:31:05 AM", "2002-01-31T00:31:05"),
        ("01/31/2002 12:31:05 PM", "2002-01-31T12:31:05"),
        ("01/31/2002 15:31:05", "2002-01-31T15:31:05"),
        ("01/31/98 15:31:05", "1998-01-31T15:31:05"),
        ("13/31/2002 15:31:05", None),
        ("01/31/02 15:31:05", None),  # Movable Type reads 1902: nobody commented then
        ("mañana", None),
    ],
)
def test_dates_are_american_with_or_without_am_and_pm_and_have_no_zone(raw, iso) -> None:
    found = one(f"COMMENT:\nAUTHOR: Ana\nDATE: {raw}\nHola")
    assert (found.posted and found.posted.isoformat()) == iso
    assert found.posted is None or found.posted.tzinfo is None
    assert bool(found.posted_raw) is (iso is None)


def test_a_separator_in_the_body_carries_a_tab() -> None:
    assert one("COMMENT:\nAUTHOR: Ana\nuno\n-----\t\ndos").text == "uno\n-----\ndos"


def test_a_body_line_that_looks_like_a_key_is_body() -> None:
    found = one("COMMENT:\nAUTHOR: Ana\nUPDATE: nuevo\nURL: x")
    assert found.text == "UPDATE: nuevo\nURL: x"


def test_keys_may_be_missing_and_blank_lines_may_precede_a_section() -> None:
    assert one("\n\nCOMMENT:\nHola").text == "Hola"


def test_an_address_may_be_a_whole_tag() -> None:
    found = one('COMMENT:\nURL: <a href="http://a.example/">http://a.example/</a>\nHola')
    assert found.author.url == "http://a.example/"


def test_a_ping_is_a_trackback_with_title_and_blog() -> None:
    found = one("PING:\nTITLE: T\nURL: http://a.example/x\nIP: 203.0.113.1\nBLOG NAME: B\nDice")
    assert (found.kind, found.title, found.url) == (Kind.TRACKBACK, "T", "http://a.example/x")
    assert (found.author.name, found.text) == ("B", "Dice")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("utf-8", "atención"), ("cp1252", "atención “sí”"), ("euc_jp", "これは本文です。"),
     ("shift_jis", "これは本文です。")],
)  # fmt: skip
def test_it_is_in_whatever_encoding_the_blog_had(encoding: str, words: str) -> None:
    (found,) = read("movabletype", export(f"COMMENT:\nAUTHOR: A\n{words}").encode(encoding))
    assert isinstance(found, Record)
    assert found.entry.text == words
    assert bool(found.notes) is (encoding != "utf-8")


def test_carriage_returns_do_no_harm() -> None:
    text = export("COMMENT:\nAUTHOR: Ana\nuno\ndos").replace("\n", "\r\n")
    assert entries(read("movabletype", text))[0].text == "uno\ndos"


def test_ids_last_while_other_comments_come_and_go() -> None:
    alone = one("COMMENT:\nAUTHOR: Ana\nHola")
    both = export("COMMENT:\nAUTHOR: Pau\nAntes\n-----\nCOMMENT:\nAUTHOR: Ana\nHola")
    assert entries(read("movabletype", both))[1].id == alone.id


def test_a_cut_file_says_what_it_lost() -> None:
    text = export("COMMENT:\nuno\n-----\nCOMMENT:\ndos")
    found = read("movabletype", text[: text.index("dos") + 1])
    assert counts(found) == {"comment approved": 1, "skipped": 1}
    assert skipped(found)[0].lost


@pytest.mark.parametrize(
    ("breaks", "html"),
    [
        ("1", "<p>uno<br>dos</p>"),
        ("0", "uno\ndos"),
        ("richtext", "uno\ndos"),
        ("markdown", "<p>uno\ndos</p>"),
    ],
)
def test_convert_breaks_decides_how_line_ends_show(breaks: str, html: str) -> None:
    text = export("COMMENT:\nx", f"TITLE: T\nCONVERT BREAKS: {breaks}\n")
    assert posts("movabletype", text.replace("Hola.", "uno\ndos"))[0].html == html
