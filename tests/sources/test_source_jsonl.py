"""Our own line format."""

import json

import pytest

from reads import counts, entries, read, skipped
from tertulia import registry
from tertulia.core.model import Kind, Record, Role, Status, Verified
from tertulia.edge.threadfile import decode, encode


def line(**fields: object) -> str:
    return json.dumps({"id": 1, "page": "p", "text": "Hola.", **fields}) + "\n"


def test_every_field_arrives() -> None:
    (found,) = read(
        "jsonl",
        line(
            page={"url": "https://blog.example/p/", "slug": "p", "guid": "g", "title": "P"},
            kind="webmention",
            parent=7,
            author={"name": "Ana", "url": "https://ana.example/", "role": "customer"},
            posted="2024-01-02T03:04:05+01:00",
            title="T",
            url="https://ana.example/1",
            lang="ca",
            status="pending",
            verified="fetched",
            likes=2,
        ),
    )
    assert isinstance(found, Record)
    entry = found.entry
    assert (found.page.slug, found.page.guid, found.page.title) == ("p", "g", "P")
    assert (entry.id, entry.parent) == ("jsonl:blog.example:1", "jsonl:blog.example:7")
    assert (entry.kind, entry.status, entry.verified, entry.author.role) == (
        Kind.WEBMENTION,
        Status.PENDING,
        Verified.FETCHED,
        Role.CUSTOMER,
    )
    assert (entry.lang, entry.likes, entry.title) == ("ca", 2, "T")
    assert entry.posted is not None
    assert entry.posted.isoformat() == "2024-01-02T03:04:05+01:00"


def test_a_whole_id_of_another_source_stays() -> None:
    (found,) = entries(read("jsonl", line(id="wxr:a.example:5", parent="wxr:a.example:4")))
    assert (found.id, found.parent, found.source) == ("wxr:a.example:5", "wxr:a.example:4", "wxr")


@pytest.mark.parametrize("likes", [2**53 + 1, 10**30, -(10**30)])
def test_more_likes_than_a_store_holds_are_none(likes: int) -> None:
    (found,) = entries(read("jsonl", line(likes=likes)))
    assert found.likes is None
    assert decode(encode("p", (found,)), "p.json")[1] == (found,)


def test_a_whole_id_that_would_act_on_a_terminal_is_none() -> None:
    (found,) = entries(read("jsonl", line(id="wxr:a.example:5\x1b[2J")))
    assert found.id == "jsonl:-:wxr_a.example_5__2J"


def test_a_time_without_offset_has_no_zone() -> None:
    (found,) = entries(read("jsonl", line(posted="2024-01-02T03:04:05")))
    assert found.posted is not None
    assert found.posted.tzinfo is None


def test_one_skipped_for_each_broken_line_and_the_rest_is_read() -> None:
    text = line() + "{\n" + '{"page": 3}\n' + '{"page": "p", "kind": "shout"}\n\n' + line(id=2)
    found = read("jsonl", text)
    assert counts(found) == {"comment approved": 2, "skipped": 3}
    assert [s.place for s in skipped(found)] == ["line 2", "line 3", "line 4"]


def test_text_is_text_and_never_mark_up() -> None:
    (found,) = entries(read("jsonl", line(text="<b>{{7*7}}</b> {filename}x.md javascript:x")))
    assert found.text == "<b>{{7*7}}</b> {filename}x.md javascript:x"
    assert found.html == ""


def test_html_is_sanitised_and_gives_the_text() -> None:
    (found,) = entries(read("jsonl", line(text="", html='<p onclick="x">A <b>b</b><svg/onload=x>')))
    assert (found.text, found.html) == ("A b", "<p>A <b>b</b></p>")


def test_unseen_and_turning_characters_come_off() -> None:
    (found,) = entries(
        read(
            "jsonl",
            line(text="a\u202eb\u200bc\x00d\ud800e", author="\u202eAna\n\x07 B" + "\u0301" * 50),
        )
    )
    assert found.text == "abcd?e"
    assert found.author.name == "Ana B" + "\u0301" * 4


def test_addresses_of_people_are_masked_but_a_fediverse_handle_stays() -> None:
    (found,) = entries(
        read("jsonl", line(text="ana@example.org, @ana@red.example", author="b.b@example.org"))
    )
    assert found.text == "…@example.org, @ana@red.example"
    assert found.author.name == "…@example.org"


def test_deep_json_and_long_numbers_are_one_skipped_each() -> None:
    deep = '{"page": "p", "x": ' + "[" * 100_000 + "]" * 100_000 + "}\n"
    big = '{"page": "p", "likes": ' + "9" * 5_000 + "}\n"
    found = read("jsonl", deep + big + line())
    assert counts(found) == {"comment approved": 1, "skipped": 2}


def test_a_body_of_fifty_megabytes_is_cut_and_said() -> None:
    found = read("jsonl", line(text="x" * 50_000_000) + line(id=2))
    assert counts(found) == {"comment approved": 2, "skipped": 1}


def test_bytes_that_are_not_utf_8_are_read_and_said() -> None:
    text = '{"page": "p", "text": "caf\u00e9 \u201cs\u00ed\u201d"}\n'
    (found,) = read("jsonl", text.encode("cp1252"))
    assert isinstance(found, Record)
    assert (found.entry.text, found.notes) == (
        "caf\u00e9 \u201cs\u00ed\u201d",
        ("encoding repaired",),
    )


def test_it_is_recognised_by_its_first_line() -> None:
    claims = registry.source("jsonl").claims
    assert claims(b'\xef\xbb\xbf{"text": "x", "page": "p"}\n{')
    assert not claims(b'{"comments": []}')
    assert not claims(b"[1]")
    assert not claims(b"")
