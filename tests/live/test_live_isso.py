"""Isso's importer and ours read the same; where they differ it is said why ours is right."""

import html
import importlib.util
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest

import golden_files
from live.conversation import Blog
from reads import entries, read
from tertulia.core.model import Entry, PageRef, Record, Status

pytestmark = pytest.mark.live

DISQUS = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="7"><id>nueve-horas</id><link>https://blog.example/nueve-horas/</link>
<title>Nueve horas</title></thread>
{posts}</disqus>"""
POST = """<post dsq:id="{n}"><id/><message><![CDATA[<p>Voz {n}.</p>]]></message>
<createdAt>2014-01-0{n}T10:00:00Z</createdAt><isDeleted>{deleted}</isDeleted><isSpam>false</isSpam>
<author><email>v{n}@correo.example</email><name>Voz {n}</name></author>
<ipAddress>203.0.113.9</ipAddress>
<thread dsq:id="7"/>{parent}</post>"""


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A comment as both importers tell it.

    Attributes:
        root: Who began the part of the thread it stands in: Isso keeps two levels only.
    """

    author: str
    posted: int
    root: str


def isso(dump: Path, folder: Path, *flags: str, mode: int = 1) -> tuple[list[Seen], str]:
    """What Isso's importer makes of a dump, and what it says."""
    if importlib.util.find_spec("isso") is None:
        assert os.environ.get("CI") != "true", "isso is not installed"
        pytest.skip("needs isso: make test installs it")
    store, settings = folder / "isso.db", folder / "isso.cfg"
    store.unlink(missing_ok=True)
    settings.write_text(f"[general]\ndbpath = {store}\nhost = http://localhost/\n", "utf-8")
    code = "import sys; from isso import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "-c", str(settings), "import", *flags, str(dump)],
        env=os.environ | {"TZ": "UTC"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    rows = _rows(store, mode) if store.exists() else []
    return sorted(rows), done.stdout + done.stderr


def _rows(store: Path, mode: int) -> list[Seen]:
    connection = sqlite3.connect(store)
    try:
        found = connection.execute("SELECT id, parent, author, created, mode FROM comments")
        rows = {id: (parent, html.unescape(name), made, of) for id, parent, name, made, of in found}
    finally:
        connection.close()
    return [
        Seen(name, int(made), rows[parent][1] if parent else name)
        for parent, name, made, of in rows.values()
        if of == mode
    ]


def ours(source: str, dump: Path, *, comments: bool = False) -> list[Seen]:
    """What our source makes of it: all that is approved, or the comments of that alone."""
    pages: dict[PageRef, dict[str, Entry]] = {}
    for record in read(source, dump.read_bytes()):
        if isinstance(record, Record):
            pages.setdefault(record.page, {})[record.entry.id] = record.entry
    return sorted(
        Seen(e.author.name, _posted(e), _root(e, found).author.name)
        for found in pages.values()
        for e in found.values()
        if e.status is Status.APPROVED and (e.kind == "comment" or not comments)
    )


def _posted(entry: Entry) -> int:
    assert entry.posted
    zoned = entry.posted if entry.posted.tzinfo else entry.posted.replace(tzinfo=UTC)
    return int(zoned.timestamp())


def _root(entry: Entry, found: dict[str, Entry]) -> Entry:
    while entry.parent in found:
        entry = found[entry.parent]
    return entry


def disqus(folder: Path, *parents: int, deleted: int = 0) -> Path:
    """An export of so many posts, each with its parent's number or 0."""
    posts = [
        POST.format(
            n=n,
            deleted=str(n == deleted).lower(),
            parent=f'<parent dsq:id="{parent}"/>' if parent else "",
        )
        for n, parent in enumerate(parents, 1)
    ]
    path = folder / "disqus.xml"
    path.write_text(DISQUS.format(posts="\n".join(posts)), "utf-8")
    return path


def test_both_read_a_disqus_export_alike(tmp_path: Path) -> None:
    dump = disqus(tmp_path, 0, 1, 2, 0, 4, 3)
    theirs, _ = isso(dump, tmp_path, "--empty-id")
    assert len(theirs) == 6
    assert theirs == ours("disqus", dump)


def test_a_deleted_comment_without_answers_keeps_its_place_with_us_alone(tmp_path: Path) -> None:
    """Ours is right: a later export may answer it, and its words may still be in another source."""
    dump = disqus(tmp_path, 0, 1, 1, deleted=3)
    theirs, _ = isso(dump, tmp_path, "--empty-id")
    assert theirs == ours("disqus", dump)
    assert isso(dump, tmp_path, "--empty-id", mode=4)[0] == []
    (gone,) = [e for e in entries(read("disqus", dump.read_bytes())) if e.status == "deleted"]
    assert (gone.id.rpartition(":")[2], gone.text, gone.author.name) == ("3", "", "")


def test_a_thread_without_an_id_is_read_by_us_without_being_asked_to(tmp_path: Path) -> None:
    """Ours is right: Disqus leaves the id empty for every page that set none."""
    dump = disqus(tmp_path, 0, 1)
    theirs, said = isso(dump, tmp_path)
    assert theirs == []
    assert "--empty-id" in said
    assert len(ours("disqus", dump)) == 2


def test_a_day_without_a_time_stops_isso_alone(tmp_path: Path) -> None:
    """Ours is right: the rest of the export can be read, and so can the day."""
    dump = golden_files.GOLDEN / "disqus" / "foro.xml"
    theirs, said = isso(dump, tmp_path, "--empty-id")
    assert theirs == []
    assert "ValueError: time data '2014-01-03'" in said
    found = entries(read("disqus", dump.read_bytes()))
    assert [e.status for e in found].count(Status.APPROVED) == 4


def test_both_read_the_comments_of_a_real_wordpress_alike(blog: Blog, tmp_path: Path) -> None:
    """Isso takes the trackback and the pingback for comments; ours keeps them apart."""
    dump = blog.downloads / "export.xml"
    theirs, _ = isso(dump, tmp_path)
    assert len(theirs) == len(blog.said)
    assert theirs == ours("wxr", dump)
    linkbacks = {s.author for s in blog.said if s.kind != "comment"}
    assert [s for s in theirs if s.author not in linkbacks] == ours("wxr", dump, comments=True)
    assert [s.author for s in isso(dump, tmp_path, mode=2)[0]] == ["Timo"]  # we leave him there


def test_a_namespace_with_https_gives_isso_nothing_and_it_says_nothing(
    blog: Blog, tmp_path: Path
) -> None:
    """Ours is right: WordPress's own test data have it."""
    dump = tmp_path / "https.xml"
    export = (blog.downloads / "export.xml").read_bytes()
    dump.write_bytes(
        export.replace(b"http://wordpress.org/export", b"https://wordpress.org/export")
    )
    theirs, said = isso(dump, tmp_path, "--type", "wordpress")
    assert theirs == []
    assert "Error" not in said
    assert ours("wxr", dump) == ours("wxr", blog.downloads / "export.xml")


def test_both_read_a_generic_list_alike(tmp_path: Path) -> None:
    dump = tmp_path / "generic.json"
    dump.write_text(
        '[{"id": "/nueve-horas/", "title": "Nueve horas", "comments": ['
        '{"id": 1, "author": "Ana", "email": "a@correo.example", "website": "", '
        '"remote_addr": "203.0.113.9", "created": "2014-01-02 10:00:00", "text": "Una."},'
        '{"id": 2, "author": "Luis", "email": "", "website": "", "remote_addr": "203.0.113.9", '
        '"created": "2014-01-03 10:00:00", "text": "Otra."}]}]',
        "utf-8",
    )
    theirs, _ = isso(dump, tmp_path)
    assert len(theirs) == 2
    assert theirs == ours("isso", dump)


REAL = {
    "wxr/importer/valid-wxr-1.1.xml": 1,
    "wxr/importer/test-serialized-comment-meta.xml": 1,
    "wxr/isso-wordpress.xml": 8,
    "isso/generic.json": 2,
}


@pytest.mark.parametrize("name", REAL)
def test_both_read_real_exports_alike(shared: Path, tmp_path: Path, name: str) -> None:
    dump = shared / "samples" / name
    theirs, _ = isso(dump, tmp_path)
    assert len(theirs) == REAL[name]
    assert theirs == ours(name.partition("/")[0], dump)


def test_a_real_disqus_export_differs_in_two_comments(shared: Path, tmp_path: Path) -> None:
    """Ours is right twice: one without its thread waits for a page, and of one that was deleted
    nobody's name is kept."""
    dump = shared / "samples" / "disqus" / "disqus.xml"
    theirs, said = isso(dump, tmp_path, "--empty-id")
    kept = ours("disqus", dump)
    assert {s.author for s in set(kept) - set(theirs)} == {"where am I?", "user"}
    assert "Found 1 orphans" in said
    assert [s.root for s in set(kept) - set(theirs) if s.author == "user"] == [""]
    assert [s.root for s in set(theirs) - set(kept)] == ["peter"]
