"""Whatever order dumps come in, however they are split or repeated: the same files."""

import json
import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from small_site import Small

TEXTS = ("Primera versión.", "Segunda versión, más larga.")
PAGES = ("hola-mundo", "https://blog.example/sin-pagina/", "https://viejo.example/hola-mundo/")

lines = st.builds(
    lambda page, number, version, parent, source, likes: {
        "page": PAGES[page],
        "id": f"{source}:blog.example:{page}-{number}",
        "parent": f"{source}:blog.example:{page}-{parent}" if parent is not None else None,
        "author": {"name": f"Persona {number}", "url": f"https://p{number}.example/"},
        "posted": f"2025-02-0{number + 1}T10:00:00Z",
        "text": f"{TEXTS[version]} Soy {page}-{number}.",
        "likes": likes,
        "version": version,
    },
    st.integers(0, 2),
    st.integers(0, 3),
    st.integers(0, 1),
    st.just(0),
    st.sampled_from(["wxr", "disqus"]),
    st.none() | st.integers(0, 3),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(lines, min_size=1, max_size=8), st.data())
def test_the_same_files_come_of_any_order_split_and_repetition(
    rows: list[dict[str, object]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Small(Path(folder) / "1"), Small(Path(folder) / "2")
        for site in (one, other):
            site.page("hola-mundo")
        # A version is read in one year: dumps do not contradict each other about time.
        dumps = [[r for r in rows if r["version"] == version] for version in (0, 1)]
        for year, dump in enumerate(dumps):
            _run(one, dump, year)
        parts = [([row], year) for year, dump in enumerate(dumps) for row in dump]
        for part, year in data.draw(st.permutations(parts + parts[:3])):
            _run(other, part, year)
        assert one.bytes() == other.bytes()


def _run(site: Small, rows: list[dict[str, object]], year: int) -> None:
    path = site.folder / "dump.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    read = 1_600_000_000 + year * 31_536_000
    os.utime(path, (read, read))
    if rows:
        site.run(path)
