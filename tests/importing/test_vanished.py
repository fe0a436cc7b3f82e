"""What its source takes back later: gone, waiting again, spam, and what only shows part."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from golden_files import GOLDEN
from small_site import Small

Said = Callable[..., dict[str, object]]
HEAD = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<wp:base_blog_url>https://blog.example</wp:base_blog_url>"
)
FEED = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link href="https://blog.example/comments/feed/" rel="self"/>{}</channel></rss>"""


def _dated(path: Path, day: int) -> Path:
    os.utime(path, (1_700_000_000 + day * 86_400,) * 2)
    return path


def _export(small: Small, day: int, *numbers: int, approved: str = "1") -> Path:
    path = small.folder / f"export-{day}.xml"
    said = "".join(
        f"<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>P{n}</wp:comment_author>"
        f"<wp:comment_date_gmt>2025-02-0{n} 09:00:00</wp:comment_date_gmt><wp:comment_content>"
        f"Comentario {n}.</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        "</wp:comment>"
        for n in numbers
    )
    path.write_text(
        f"{HEAD}<item><link>https://blog.example/hola-mundo/</link>"
        f"<wp:post_type>post</wp:post_type>{said}</item></channel></rss>"
    )
    return _dated(path, day)


def _rest(small: Small, day: int, *numbers: int) -> Path:
    path = small.folder / f"rest-{day}.json"
    rows = [
        {
            "id": n, "post": 1, "parent": 0, "author_name": f"P{n}", "author_url": "",
            "date_gmt": f"2025-02-0{n}T09:00:00", "date": f"2025-02-0{n}T09:00:00",
            "content": {"rendered": f"<p>Comentario {n}.</p>"}, "status": "approved",
            "link": f"https://blog.example/hola-mundo/#comment-{n}", "type": "comment",
        }
        for n in numbers
    ]  # fmt: skip
    path.write_text(json.dumps(rows))
    return _dated(path, day)


def _feed(small: Small, day: int, *numbers: int) -> Path:
    path = small.folder / f"feed-{day}.rss"
    path.write_text(
        FEED.format(
            "".join(
                f"<item><title>P{n}</title><link>https://blog.example/hola-mundo/#comment-{n}"
                f"</link><guid>https://blog.example/?p=1#comment-{n}</guid>"
                f"<description>Comentario {n}.</description></item>"
                for n in numbers
            )
        )
    )
    return _dated(path, day)


def gone(small: Small) -> list[str]:
    return sorted(e.text for e in small.entries("hola-mundo") if e.gone)


def test_what_an_export_no_longer_has_is_marked_though_other_ways_showed_it(small: Small) -> None:
    small.run(_export(small, 1, 1, 2, 3))
    small.run(_rest(small, 2, 1, 2, 3), _feed(small, 2, 3))
    _, report = small.run(_export(small, 3, 1, 3))
    assert (report["gone"], gone(small)) == (1, ["Comentario 2."])


def test_what_was_only_fetched_is_missed_by_a_whole_export_too(small: Small) -> None:
    small.run(_rest(small, 1, 1, 2))
    small.run(_export(small, 2, 1))
    assert gone(small) == ["Comentario 2."]


def test_what_shows_only_the_newest_marks_nothing(small: Small) -> None:
    small.run(_export(small, 1, 1, 2, 3))
    _, report = small.run(_feed(small, 5, 3), _rest(small, 5, 3))
    assert (report["gone"], gone(small)) == (0, [])


def test_what_is_seen_again_is_no_longer_marked(small: Small) -> None:
    small.run(_export(small, 1, 1, 2))
    small.run(_export(small, 2, 1))
    small.run(_feed(small, 3, 2))
    assert gone(small) == []


def test_a_page_that_an_export_has_without_any_comment_has_lost_them_all(small: Small) -> None:
    small.run(_export(small, 1, 1, 2))
    _, report = small.run(_export(small, 2))
    assert (report["gone"], gone(small)) == (2, ["Comentario 1.", "Comentario 2."])


def test_a_page_that_is_not_in_the_export_has_lost_nothing(small: Small, said: Said) -> None:
    small.run(_export(small, 1, 1, 2))
    other = small.folder / "other.xml"
    other.write_text(_export(small, 2, 1).read_text().replace("hola-mundo", "otra"))
    _, report = small.run(_dated(other, 3))
    assert (report["gone"], gone(small)) == (0, [])


def test_what_waits_again_at_its_source_is_not_shown_and_comes_back_when_approved(
    small: Small,
) -> None:
    for day, approved, status in ((1, "1", "approved"), (2, "0", "pending"), (3, "1", "approved")):
        small.run(_export(small, day, 1, approved=approved))
        assert [e.status for e in small.entries("hola-mundo")] == [status]
    before = small.bytes()
    for day in (2, 1, 3):  # what is older than what is known changes nothing
        small.run(small.folder / f"export-{day}.xml")
    assert small.bytes() == before


def test_two_dumps_in_one_go_say_the_same_as_one_after_the_other(small: Small) -> None:
    small.run(_export(small, 1, 1), _export(small, 2, 1, approved="0"))
    assert [e.status for e in small.entries("hola-mundo")] == ["pending"]


def _without_one(dump: str) -> str:
    """The dump without its last comment but one."""
    said = [
        found
        for found in re.finditer(r"<entry>.*?</entry>|\{\"id\":0.*?\},?", dump, re.DOTALL)
        if re.search("kind#comment|>COMMENT<|remote_addr", found[0])
    ]
    return dump[: said[-2].start()] + dump[said[-2].end() :]


@pytest.mark.parametrize("dump", ["blogger/copia.xml", "blogger/takeout.atom", "isso/generic.json"])
def test_other_whole_dumps_miss_what_they_no_longer_have(small: Small, dump: str) -> None:
    path = small.folder / "dump"
    whole = (GOLDEN / dump).read_text("utf-8")
    path.write_text(whole)
    _, first = small.run(_dated(path, 1))
    path.write_text(_without_one(whole))
    _, then = small.run(_dated(path, 2))
    assert first["added"] > then["gone"] == 1


def test_a_page_of_a_feed_of_blogger_misses_nothing(small: Small) -> None:
    entry = (
        "<entry><id>tag:blogger.com,1999:blog-7.post-{0}</id><thr:in-reply-to ref='x'/>{1}</entry>"
    )
    kind = (
        "<category scheme='http://schemas.google.com/g/2005#kind'"
        " term='http://schemas.google.com/blogger/2008/kind#comment'/><content>Hola {0}</content>"
        "<link rel='alternate' href='https://blog.example/hola-mundo/#c{0}'/>"
    )
    said = [entry.format(n, kind.format(n)) for n in (1, 2)]
    for day, some in ((1, said), (2, said[:1])):
        path = small.folder / f"feed-{day}.atom"
        path.write_text(
            "<feed xmlns='http://www.w3.org/2005/Atom'"
            f" xmlns:thr='http://purl.org/syndication/thread/1.0'>{''.join(some)}</feed>"
        )
        _, report = small.run(_dated(path, day))
    assert (report["unchanged"], report["gone"]) == (1, 0)


def test_a_newer_dump_that_says_the_same_changes_no_thread_file(small: Small) -> None:
    small.run(_export(small, 1, 1, 2))
    before = small.bytes()
    _, report = small.run(_export(small, 2, 1, 2))
    after = small.bytes()
    assert {name for name in after if after[name] != before[name]} == {"threads/_dumps.json"}
    assert (report["changed"], report["unchanged"]) == (0, 2)
    small.run(small.folder / "export-2.xml", small.folder / "export-1.xml")
    assert small.bytes() == after


def test_a_store_of_before_there_was_a_file_of_dumps_goes_on_as_it_was(small: Small) -> None:
    small.run(_export(small, 1, 1, 2))
    small.run(_export(small, 2, 1))
    dumps = small.threads / "_dumps.json"
    for path in small.threads.glob("[a-z]*.json"):  # as they were written then
        path.write_text(re.sub(r'\n *"told": "[^"]*",', "", path.read_text("utf-8")), "utf-8")
    dumps.unlink()
    small.run(_export(small, 3, 1))
    assert gone(small) == ["Comentario 2."]
    small.run(_export(small, 4, 1, 2))
    assert gone(small) == []


def test_what_waits_takes_along_when_dumps_told_of_it(small: Small) -> None:
    small.run(_export(small, 2))  # nothing there any more
    old = small.folder / "old.xml"
    old.write_text(_export(small, 1, 1).read_text().replace("hola-mundo", "otra"), "utf-8")
    newer = small.folder / "newer.xml"
    newer.write_text(_export(small, 2).read_text().replace("hola-mundo", "otra"), "utf-8")
    small.run(_dated(old, 1))
    small.run(_dated(newer, 2))
    small.page("otra")
    small.run()
    assert [(e.text, e.gone) for e in small.entries("otra")] == [("Comentario 1.", True)]
    small.run(old)
    assert [e.gone for e in small.entries("otra")] == [True]


def test_what_was_taken_back_later_is_not_shown_by_an_older_dump(small: Small) -> None:
    small.run(_export(small, 2, 1, 2, approved="0"))  # waits: nothing of it is stored
    assert small.entries("hola-mundo") == ()
    assert "Comentario" not in (small.threads / "_dumps.json").read_text("utf-8")
    small.run(_export(small, 1, 1, 2))
    assert [(e.status, e.gone) for e in small.entries("hola-mundo")] == [("pending", False)] * 2
    small.run(_export(small, 3, 1))
    assert [(e.status, e.gone) for e in small.entries("hola-mundo")] == [
        ("approved", False), ("pending", True),
    ]  # fmt: skip
    assert "withheld" not in (small.threads / "_dumps.json").read_text("utf-8")
