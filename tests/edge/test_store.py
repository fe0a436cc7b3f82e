import codecs
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import entry, save_page
from tertulia.core.errors import BadStore
from tertulia.core.model import Author, Change, Entry, Kind, PageRef, Status
from tertulia.core.names import file_stem
from tertulia.edge import store, threadfile
from tertulia.edge.files import write_whole


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    kept = (
        entry("t:1", html="<p>Hola.</p>", likes=3, also=("x:1",)),
        entry("t:2", minutes=1, parent="t:1", history=(Change(text="antes"),)),
        entry("t:3", posted=datetime(2026, 1, 1, 9), edited_by_hand=("text",), status="pending"),
        entry("t:4", posted=None, posted_raw="ayer"),
    )
    save_page(tmp_path, "una-pagina", kept)
    assert store.load(tmp_path) == {"una-pagina": kept}
    assert store.load_page(tmp_path, "una-pagina") == kept
    assert store.load_page(tmp_path, "otra") == ()


def test_the_file_is_sorted_whatever_the_order_and_says_what_it_must(tmp_path: Path) -> None:
    entries = (entry("t:1", author=Author(name="Íñigo")), entry("t:2", minutes=1))
    one, two = threadfile.encode("p", entries), threadfile.encode("p", entries[::-1])
    assert one == two
    assert "Íñigo".encode() in one
    written = json.loads(one)
    assert set(written) == {"schema", "page", "entries"}
    assert set(written["entries"][0]) == set(
        "id kind parent author posted zone text html lang status source verified".split()
    )
    assert written["entries"][0]["author"] == {"name": "Íñigo", "url": "", "role": "other"}


def test_unchanged_bytes_are_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert write_whole(path, b"Hola.")
    before = path.stat().st_ino
    assert not write_whole(path, b"Hola.")
    assert path.stat().st_ino == before
    assert write_whole(path, "Adiós.".encode())
    assert [(p.name, p.read_text("utf-8")) for p in tmp_path.iterdir()] == [("a.json", "Adiós.")]


def test_a_time_without_a_zone_is_a_stated_fact(tmp_path: Path) -> None:
    naive, aware = entry("t:1", posted=datetime(2026, 1, 1, 9)), entry("t:2")
    rows = json.loads(threadfile.encode("p", (naive, aware)))["entries"]
    assert {row["id"]: row["zone"] for row in rows} == {"t:1": "unknown", "t:2": "stated"}


def test_what_waits_for_its_page_keeps_what_is_known_of_it(tmp_path: Path) -> None:
    key, ref = "blog.example/2012/03/hola", PageRef(slug="hola")
    save_page(tmp_path / store.UNMATCHED, key, (entry(),), ref)
    assert list(store.waiting(tmp_path)) == [(key, ref)]
    assert store.load_page(tmp_path / store.UNMATCHED, key) == (entry(),)
    assert store.load(tmp_path) == {}


def test_a_mark_of_byte_order_is_no_damage(tmp_path: Path) -> None:
    save_page(tmp_path, "p", (entry(),))
    save_page(tmp_path / store.UNMATCHED, "k", (entry(),), PageRef(slug="k"))
    for path in tmp_path.rglob("*.json"):
        path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())  # as Notepad saves it
    assert store.load(tmp_path) == {"p": (entry(),)}
    assert list(store.waiting(tmp_path)) == [("k", PageRef(slug="k"))]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda t: t[: len(t) // 2], "not whole JSON; restore it with git"),
        (lambda t: t.replace('"comment"', '"coment"'), "entry 2, from line 21: Invalid enum value"),
        (lambda t: t.replace('"lang"', '"lnag"', 1), "unknown field `lnag`"),
        (lambda t: t.replace('"schema": 1', '"schema": 9'), "written by another version"),
        (lambda t: t.replace('"stated"', '"unknown"', 1), "'zone' says 'unknown'"),
        (lambda t: t.replace('"p"', '"q"'), "rename it to q.json"),
        (lambda t: "[" * 100_000, "Expected `object`"),
        (lambda t: "", "not whole JSON"),
        (lambda t: f"<<<<<<< HEAD\n{t}=======\n{t}>>>>>>> b\n", "line 1: a merge of git left both"),
        (lambda t: t.replace("    {", "<<<<<<< HEAD\n    {", 1), "line 3: a merge of git left"),
    ],
)
def test_a_damaged_file_is_named_with_the_place_and_the_way_out(
    tmp_path: Path, damage: object, message: str
) -> None:
    save_page(tmp_path, "p", (entry("t:1", kind="like"), entry("t:2", minutes=1)))
    save_page(tmp_path, "sound", (entry(),))
    path = store.path_of(tmp_path, "p")
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    with pytest.raises(BadStore) as caught:
        store.load(tmp_path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_a_file_saved_in_another_encoding_says_so(tmp_path: Path, encoding: str) -> None:
    save_page(tmp_path, "p", (entry(text="Atención."),))
    path = store.path_of(tmp_path, "p")
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    with pytest.raises(BadStore, match="save it as UTF-8"):
        store.load(tmp_path)


def test_the_html_of_a_text_that_was_replaced_by_hand_is_not_shown() -> None:
    mended = entry(text="Mejor.", html="<p>Peor.</p>", edited_by_hand=("text",))
    _, (read,), _ = threadfile.decode(threadfile.encode("p", (mended,)), "p.json")
    assert read.html == ""


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("url", "javascript:alert(1)", "must begin with http:// or https://"),
        ("author", {"name": "Ana", "url": "data:text/html,x"}, "must begin with http"),
        ("author", {"name": "Ana", "url": "//evil.example"}, "must begin with http"),
        ("posted", "9999-12-31T23:59:59Z", "nobody wrote in 9999"),
        ("posted", "0001-01-01T00:00:00Z", "nobody wrote in 1"),
        ("likes", 10**30, "likes"),
        ("id", "", "without an 'id'"),
        ("text", "Hola\0", r"'text' has the control character U\+0000"),
        ("html", "<p>a\x0cb</p>", r"'html' has the control character U\+000C"),
        ("title", "\x08", r"'title' has the control character U\+0008"),
        ("lang", "es\x1b", r"'lang' has the control character U\+001B"),
        ("author", {"name": "Ana\ufffe"}, r"'author' has the control character U\+FFFE"),
        ("author", {"name": "", "url": "https://x.example/\uffff"}, r"U\+FFFF"),
    ],
)
def test_what_a_hand_wrote_wrong_is_refused_with_its_place(
    field: str, value: object, complaint: str
) -> None:
    rows = msgspec.json.decode(threadfile.encode("p", (entry("t:1"), entry("t:2"))))
    rows["entries"][0][field] = value
    with pytest.raises(BadStore, match=complaint) as error:
        threadfile.decode(msgspec.json.encode(rows), "p.json")
    assert "p.json" in str(error.value)


def test_line_ends_tabs_and_what_only_looks_like_a_control_character_stay() -> None:
    words = entry(text="a\n\tb\r\nC:\\b\\f\\u0000")
    _, (read,), _ = threadfile.decode(threadfile.encode("p", (words,)), "p.json")
    assert read == words


def test_an_entry_that_a_merge_left_twice_is_refused() -> None:
    rows = msgspec.json.decode(threadfile.encode("p", (entry("t:1"), entry("t:2"))))
    rows["entries"].append(rows["entries"][1])
    with pytest.raises(BadStore, match="'t:2' stands there more than once"):
        threadfile.decode(msgspec.json.encode(rows), "p.json")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("nueve-horas", "nueve-horas"),
        ("../../etc/passwd", "%2E./..%2Fetc%2Fpasswd".replace("/", "%2F")),
        ("/abs", "%2Fabs"),
        ("C:\\x", "%43%3A%5Cx"),
        ("Año", "%41%C3%B1o"),
        ("con", "%63on"),
        ("nul.txt", "%6Eul.txt"),
        ("_unmatched", "%5Funmatched"),
        (".git", "%2Egit"),
        ("", "%"),
        ("a\x00b\ud800", "a%00b%ED%A0%80"),
    ],
)
def test_file_names_are_safe(name: str, stem: str) -> None:
    assert file_stem(name) == stem


@given(st.text(max_size=400), st.text(max_size=400))
def test_every_name_has_a_file_of_its_own_inside_the_folder(one: str, two: str) -> None:
    stems = {file_stem(one), file_stem(two)}
    assert len(stems) == len({one, two})
    for stem in stems:
        assert stem == Path(stem).name
        assert len(stem.encode()) < 200
        assert stem.casefold() == stem or "%" in stem


CONTROL = {chr(code) for code in (*range(32), 0xFFFE, 0xFFFF)} - set("\t\n\r")
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="".join(CONTROL)), max_size=20
)
addresses = st.just("") | texts.map(lambda text: f"https://a.example/{text}")
moments = {"min_value": datetime(2, 1, 1), "max_value": datetime(9998, 12, 31)}
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
anything = st.builds(
    Entry,
    id=texts.filter(bool),
    kind=st.sampled_from(Kind),
    parent=st.none() | texts,
    author=st.builds(Author, name=texts, url=addresses),
    posted=st.none() | st.datetimes(**moments) | st.datetimes(**moments, timezones=offsets),
    posted_raw=texts,
    text=texts,
    status=st.sampled_from(Status),
    likes=st.none() | st.integers(0, 10**6),
    also=st.lists(texts, max_size=2).map(tuple),
    history=st.lists(st.builds(Change, text=texts), max_size=2).map(tuple),
)


@given(texts, st.lists(anything, max_size=4, unique_by=lambda entry: entry.id))
def test_any_entry_comes_back_as_it_was(page: str, entries: list[Entry]) -> None:
    written = threadfile.encode(page, tuple(entries))
    read_page, read, _ = threadfile.decode(written, "x")
    assert read_page == page
    assert threadfile.encode(page, read) == written
    assert sorted(e.id for e in read) == sorted(e.id for e in entries)
    assert {e.posted for e in read} == {e.posted for e in entries}
