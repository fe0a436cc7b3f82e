"""A damaged file is never a crash, never a leak, and never silently less."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import golden_files
import mangling
from reads import counts, entries, read, skipped
from tertulia import registry
from tertulia.core.contracts import HEAD_BYTES

# A line more or less leaves these as good as they were: nothing in them says where they end.
ENDLESS = set(
    "jsonl dotclear homemade jekyll_webmention_io page_html page_text pelican_comments"
    " staticman".split()
)
UNNAMED = {"homemade"}  # one bit of a quotation mark makes the next column part of the words
DUMPS = [
    file
    for dump in golden_files.dumps()
    for file in ([dump] if dump.is_file() else sorted(dump.rglob("*")))
    if file.is_file()
]


def faults(name: str, path: Path) -> Iterator[str]:
    """What goes wrong with all the damaged forms of a file."""
    source, data = registry.source(name), mangling.whole(path)
    place = f"{path.parent.name}/{path.name}"
    sound = mangling.outcome(source, data, place)
    hidden = mangling.addresses(data.decode("utf-8", "replace")) - sound.addresses()
    for damage in mangling.damages(data, path.name):
        for other in registry.all_sources():
            other.claims(damage.data[:HEAD_BYTES])
        try:
            now = mangling.outcome(source, damage.data, place)
        except Exception as error:  # noqa: BLE001 (each is a fault to be listed)
            yield f"{place}, {damage.what}: {type(error).__name__}: {error}"
            continue
        leaked = hidden & now.addresses()
        if leaked and not (name in UNNAMED and "flipped" in damage.what):
            yield f"{place}, {damage.what}: it tells {leaked}"
        less = now.records < sound.records if damage.cut else not now.records and sound.records
        known = source.claims(damage.data[:HEAD_BYTES])  # else the import says that it is not
        silent = less and known and not now.said and not damage.emptied
        silent = silent and bool(now.records or not now.found)  # or told that it holds nothing
        if silent and not (damage.cut and name in ENDLESS):
            yield f"{place}, {damage.what}: {now.records} of {sound.records}, and nothing is said"


@pytest.mark.parametrize("path", DUMPS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_damaged_dump_is_read_as_far_as_it_goes_and_the_rest_is_said(path: Path) -> None:
    name = path.relative_to(golden_files.GOLDEN).parts[0]
    assert list(faults(name, path)) == []


@pytest.fixture(scope="module")
def real(shared: Path) -> dict[str, list[Path]]:
    return mangling.claimed(shared / "samples")


@pytest.mark.parametrize("name", registry.source_names())
def test_damaged_real_files_are_read_as_far_as_they_go_and_the_rest_is_said(
    name: str, real: dict[str, list[Path]]
) -> None:
    assert [fault for path in real.get(name, []) for fault in faults(name, path)] == []


@pytest.mark.parametrize("name", registry.source_names())
def test_a_source_told_to_read_what_is_of_another_refuses_or_says_so(name: str) -> None:
    source = registry.source(name)
    for path in DUMPS:
        if path.relative_to(golden_files.GOLDEN).parts[0] != name:
            data = mangling.whole(path)
            now = mangling.outcome(source, data, f"{path.parent.name}/{path.name}")
            assert [address for address in now.addresses() if "@" in address] == [], path


ENTRY = (
    "<entry><id>tag:blogger.com,1999:blog-7.post-{n}</id><category term='http://schemas.google.com"
    "/blogger/2008/kind#comment' scheme='http://schemas.google.com/g/2005#kind'/>"
    "<content>{text}</content>{end}"
)


def test_an_entry_without_an_end_does_not_swallow_the_next_ones() -> None:
    rows = [ENTRY.format(n=n, text=f"Voz {n}.", end="</entry>" * (n != 2)) for n in range(1, 5)]
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(rows)}</feed>"
    found = read("blogger", feed)
    assert {e.text for e in entries(found)} >= {"Voz 1.", "Voz 3.", "Voz 4."}
    (told,) = skipped(found)
    assert told.reason == "an item without an end: the file is damaged there"


def test_what_stands_before_the_first_element_is_left_out() -> None:
    dump = (golden_files.GOLDEN / "wxr" / "blog.xml").read_bytes()
    assert counts(read("wxr", b"HTTP/1.1 200 OK\n\n" + dump)) == counts(read("wxr", dump))


def test_pages_of_an_answer_that_were_joined_are_all_read() -> None:
    pages = (golden_files.GOLDEN / "wp_rest" / "comentarios.json").read_bytes()
    found = read("wp_rest", pages + b"\n" + pages.replace(b'"id":', b'"id":1'))
    assert len({e.id for e in entries(found)}) == 2 * len(entries(read("wp_rest", pages)))


@pytest.mark.parametrize("text", ["ventas/ana@marca.com", "https://x.example/baja/ana@marca.com"])
def test_an_e_mail_address_behind_a_slash_is_masked(text: str) -> None:
    (entry,) = entries(read("jsonl", f'{{"page": "p", "text": "{text}"}}'))
    assert "ana@" not in entry.text
