"""Comments kept in small files and in YAML: real ones, and each of their traps."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reads import counts, entries, file_counts, read, skipped
from tertulia import registry
from tertulia.core.errors import BadSource
from tertulia.core.model import Record, Skipped


def read_folder(name: str, files: Mapping[str, str | bytes]) -> list[Record | Skipped]:
    reading = registry.source(name).read_folder
    assert reading
    return list(reading({k: v.encode() if isinstance(v, str) else v for k, v in files.items()}))


def real(name: str, folder: Path) -> list[Record | Skipped]:
    paths = [p for p in folder.rglob("*") if p.is_file() and p.name != "README.md"]
    return read_folder(name, {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths})


def staticman(**files: str) -> dict[str, str]:
    """The parent of each comment by id, all below one page."""
    found = read_folder("staticman", {f"p/{k}.yml": v for k, v in files.items()})
    return {e.id.rsplit(":")[-1]: (e.parent or "").rsplit(":")[-1] for e in entries(found)}


def test_the_real_staticman_files_read_whole_with_their_threads(shared: Path) -> None:
    """37 files of four pages; 13 have a place in `replying_to`, and each is found."""
    found = real("staticman", shared / "samples/staticman")
    assert counts(found) == {"comment approved": 37}
    assert sum(e.parent is not None for e in entries(found)) == 13
    ids = {e.id for e in entries(found)}
    assert all(e.parent is None or e.parent in ids for e in entries(found))


def test_an_answer_by_place_finds_whom_it_thanks(shared: Path) -> None:
    found = {e.id: e for e in entries(real("staticman", shared / "samples/staticman"))}
    reply = next(e for e in found.values() if e.text.startswith("You're welcome Laura"))
    assert found[reply.parent or ""].author.name == "Laura Tucker"


def test_places_count_only_comments_that_answer_nothing_in_the_order_of_names() -> None:
    head = "name: a\nmessage: b\n"
    found = staticman(
        c1=f"_id: one\n{head}",
        c2=f"_id: two\nreplying_to: '1'\n{head}",
        c3=f"_id: three\n{head}",
        c4=f"_id: four\nreplying_to: '2'\n{head}",
    )
    assert found == {"one": "", "two": "one", "three": "", "four": "three"}


def test_a_place_that_no_file_has_is_said() -> None:
    text = "_id: a\nname: a\nmessage: b\nreplying_to: '9'\n"
    (found,) = read_folder("staticman", {"p/1.yml": text})
    assert isinstance(found, Record)
    assert found.notes == ("it answers number 9, which is not among the files",)


@pytest.mark.parametrize(
    ("raw", "name"), [("no", "no"), ("'12:30:45'", "12:30:45"), ("00123", "00123"), ("~", "")]
)
def test_a_name_is_what_stands_there(raw: str, name: str) -> None:
    text = f"_id: a\nname: {raw}\nmessage: b\n"
    assert entries(read_folder("staticman", {"p/1.yml": text}))[0].author.name == name


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("1542071071", "2018-11-13T01:04:31+00:00"),
        ("1542071071892", "2018-11-13T01:04:31+00:00"),
        ("2018-11-13", "2018-11-13T00:00:00"),
        ("2018-11-13 01:04:31 -0400", "2018-11-13T01:04:31-04:00"),
    ],
)
def test_dates_are_epochs_or_iso(raw: str, iso: str) -> None:
    text = f"_id: a\nname: a\nmessage: b\ndate: {raw}\n"
    posted = entries(read_folder("staticman", {"p/1.yml": text}))[0].posted
    assert posted is not None
    assert posted.isoformat() == iso


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [" + f"*{chr(97 + n)}, " * 9 + "]\n" for n in range(9)
        ),
        "_id: " + "[" * 100_000,
        "_id: " + "{a: " * 100_000,
        "".join(" " * n + "a:\n" for n in range(1_000)),
        "_id: !!python/object/apply:os.system ['echo x']\nname: a\nmessage: b",
        "_id: &x [*x]\nname: *x\nmessage: b",
        "_id: a\n_id: b\nname: c\nmessage: d\nname: e",
        "\t\x00_id: a\nname: \ud83d",
        "%YAML 9.9\n---\nname: a\nmessage: b",
    ],
)  # fmt: skip
def test_yaml_traps_do_nothing(text: str) -> None:
    """Alias bombs, nesting, tags, cycles, doubled keys, control characters."""
    raw = text.encode("utf-8", "surrogatepass")
    assert len(read_folder("staticman", {"p/1.yml": raw})) <= 2


def test_a_path_can_be_anything() -> None:
    files = {"../../etc/passwd": "_id: a\nname: a\nmessage: b", "x" * 5000: "name: c\nmessage: d"}
    assert len(entries(read_folder("staticman", files))) == 2


def test_the_real_pelican_comments_read_whole(shared: Path) -> None:
    found = real("pelican_comments", shared / "samples/pelican-comments")
    first, reply = entries(found)
    assert counts(found) == {"comment approved": 2}
    assert reply.parent == first.id
    assert first.posted is not None
    assert first.posted.isoformat() == "2014-03-20T15:02:00+02:00"


def test_names_that_differ_by_dots_only_do_not_become_one() -> None:
    text = "author: a\ndate: 2014-01-01\n\nb"
    found = entries(read_folder("pelican_comments", {"p/1.md": text, "p/1m.d": text}))
    assert len({e.id for e in found}) == 2


def test_an_article_of_the_site_is_no_comment() -> None:
    claims = registry.source("pelican_comments").claims
    assert claims(b"author: a\ndate: 2014-01-01\n\nb")
    assert not claims(b"title: x\nauthor: a\ndate: 2014-01-01\n\nb")
    assert not claims(b"AUTHOR: a\nDATE: 01/01/2014\n-----\nBODY:\nx")


def test_the_real_caches_read_whole(shared: Path) -> None:
    """One page with one mention, a like by its address; and 38 of the second generation."""
    folder = shared / "samples/jekyll-webmention-io"
    assert file_counts("jekyll_webmention_io", folder / "received-old.yml") == {"like approved": 1}
    assert file_counts("jekyll_webmention_io", folder / "webmention_io_received.yml") == {
        "comment approved": 18,
        "like approved": 11,
        "repost approved": 1,
        "webmention approved": 8,
    }


def test_the_cache_and_the_service_give_the_same_ids() -> None:
    cache = "/p:\n  1:\n    raw:\n      id: 7\n      activity: {type: like}\n      target: http://b.example/p\n"
    service = '{"links": [{"id": 7, "activity": {"type": "like"}, "target": "http://b.example/p"}]}'
    one, other = read("jekyll_webmention_io", cache), read("webmention_io", service)
    assert [e.id for e in entries(one)] == [e.id for e in entries(other)]


def test_what_is_private_in_the_cache_is_left_out() -> None:
    cache = "/p:\n  1:\n    raw:\n      id: 7\n      private: true\n      activity: {type: like}\n"
    assert counts(read("jekyll_webmention_io", cache)) == {"skipped": 1}


def test_yaml_that_is_none_is_said_in_one_error() -> None:
    with pytest.raises(BadSource):
        read("jekyll_webmention_io", "/p: [")
    assert skipped(read_folder("staticman", {"p/1.yml": "["}))[0].lost
