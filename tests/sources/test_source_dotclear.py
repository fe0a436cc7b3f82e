"""Dotclear's flat export: a real one, and each of its traps."""

from pathlib import Path

import pytest

from reads import entries, file_counts, posts, read, skipped
from tertulia.core.model import Kind, Status

COLUMNS = (
    "comment_id,post_id,comment_dt,comment_tz,comment_content,comment_status,comment_trackback"
)


def export(*rows: str) -> str:
    head = '[post post_id,blog_id,post_url,post_title]\n"1","casa","2012/a","A"\n'
    return f"///DOTCLEAR|2.25|single\n\n{head}\n[comment {COLUMNS}]\n" + "\n".join(rows)


def row(body="<p>Hola</p>", when="2012-07-01 10:00:00", zone="CET", status="1", trackback="0"):
    return f'"1","1","{when}","{zone}","{body}","{status}","{trackback}"'


def one(**given: str):
    (found,) = entries(read("dotclear", export(row(**given))))
    return found


def test_the_real_sample_reads_whole(shared: Path) -> None:
    """Two comments on a post and a page."""
    path = shared / "samples/dotclear/dotclear.txt"
    assert file_counts("dotclear", path) == {"comment approved": 2}
    found = posts("dotclear", path.read_bytes())
    assert [(p.kind, p.tags) for p in found] == [
        ("post", ("Indiana",)),
        ("page", ("conferencias", "informe")),
    ]


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("Europe/Madrid", "+02:00"), ("UTC", "+00:00"), ("Luna/Mar", ""), ("../../etc/passwd", "")],
)
def test_a_zone_by_name_gives_the_offset_of_that_day(zone: str, offset: str) -> None:
    found = one(zone=zone)
    assert found.posted is not None
    assert found.posted.isoformat() == f"2012-07-01T10:00:00{offset}"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("1", Status.APPROVED),
        ("0", Status.PENDING),
        ("-1", Status.PENDING),
        ("-2", Status.SPAM),
        ("9", Status.PENDING),
    ],
)
def test_status_numbers(given: str, status: Status) -> None:
    assert one(status=given).status is status


def test_escapes_inside_quotes() -> None:
    assert one(body=r"<p>a \"b\"</p>\r\n<p>C:\\new</p>").text == 'a "b"\n\nC:\\new'


def test_a_trackback_has_mark_and_title_in_its_body() -> None:
    found = one(body=r"<!-- TB -->\n<p><strong>T</strong></p>\n<p>R</p>", trackback="1")
    assert (found.kind, found.title, found.text) == (Kind.TRACKBACK, "T", "R")


def test_a_row_of_the_wrong_length_is_one_skipped() -> None:
    (lost,) = skipped(read("dotclear", export('"1","2"')))
    assert lost.place == "line 7"
