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


WXR = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<wp:base_blog_url>https://blog.example</wp:base_blog_url>{}</channel></rss>"
)
ITEM = (
    "<item><link>https://blog.example/{}/</link><wp:post_type>post</wp:post_type>{}</item>"
)  # fmt: skip
COMMENT = (
    "<wp:comment><wp:comment_id>{0}</wp:comment_id><wp:comment_author>P{0}</wp:comment_author>"
    "<wp:comment_date_gmt>2025-02-0{0} 09:00:00</wp:comment_date_gmt><wp:comment_content>"
    "Comentario {0}.</wp:comment_content><wp:comment_approved>{1}</wp:comment_approved>"
    "</wp:comment>"
)
FEED = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link href="https://blog.example/comments/feed/" rel="self"/>{}</channel></rss>"""
SAID = (
    "<item><title>P{0}</title><link>https://blog.example/{1}/#comment-{0}</link><guid>"
    "https://blog.example/?p=1#comment-{0}</guid><description>Comentario {0}.</description></item>"
)

# By page, what an export has of it: the state of each comment. A feed shows some comments.
exports = st.dictionaries(
    st.sampled_from(["hola-mundo", "otra"]),
    st.dictionaries(st.integers(1, 4), st.sampled_from(["1", "1", "0"])),
    min_size=1,
)
feeds = st.sets(st.integers(1, 4), min_size=1)
NUMBERS = {"hola-mundo": 0, "otra": 4}


def _dump(folder: Path, day: int, told: object) -> list[Path]:
    """The files of one dump, a page in each; all of its day."""
    texts = {}
    if isinstance(told, dict):
        for page, states in told.items():
            said = "".join(COMMENT.format(n + NUMBERS[page], s) for n, s in states.items())
            texts[f"{page}.xml"] = WXR.format(ITEM.format(page, said))
    elif isinstance(told, set):
        texts["feed.rss"] = FEED.format("".join(SAID.format(n, "hola-mundo") for n in told))
    paths = []
    for name, text in texts.items():
        path = folder / f"{day}-{name}"
        path.write_text(text, "utf-8")
        os.utime(path, (1_600_000_000 + day * 86_400,) * 2)
        paths.append(path)
    return paths


@settings(max_examples=25, deadline=None)
@given(st.lists(exports | feeds, min_size=2, max_size=4), st.booleans(), st.data())
def test_what_vanished_waits_or_is_back_does_not_hang_on_the_order_of_the_dumps(
    dumps: list[object], keep: bool, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Small(Path(folder) / "1"), Small(Path(folder) / "2")
        for site in (one, other):
            site.page("hola-mundo")
            site.page("otra")
        files = [path for day, told in enumerate(dumps) for path in _dump(one.folder, day, told)]
        for path in files:
            one.run(path, keep_pending=keep)
        mixed = data.draw(st.permutations(files + files[:2]))
        while mixed:
            size = data.draw(st.integers(1, len(mixed)))
            other.run(*mixed[:size], keep_pending=keep)
            mixed = mixed[size:]
        assert one.bytes() == other.bytes()
        for path in files:  # and none of them changes anything any more
            other.run(path, keep_pending=keep)
        assert one.bytes() == other.bytes()
