"""Disqus's export: the real one, and each of its traps."""

import random
from collections import Counter
from pathlib import Path

import pytest

from reads import counts, entries, file_counts, read, silent, skipped
from tertulia.core.model import Record, Status

HEAD = (
    '<?xml version="1.0"?><disqus xmlns="http://disqus.com"'
    ' xmlns:dsq="http://disqus.com/disqus-internals">'
)


def thread(number: int = 1, link: str = "https://blog.example/a/", own: str = "") -> str:
    return f'<thread dsq:id="{number}"><id>{own}</id><link>{link}</link><title>T</title></thread>'


def post(number: int | str = 9, on: int = 1, message: str = "Hola.", rest: str = "") -> str:
    own = f' dsq:id="{number}"' if number else ""
    return (
        f"<post{own}><id/><message><![CDATA[{message}]]></message>"
        f"<createdAt>2014-01-02T03:04:05Z</createdAt>{rest}"
        "<author><name>Ana</name><email>ana@example.org</email></author>"
        f'<thread dsq:id="{on}"/></post>'
    )


def whole(*parts: str) -> str:
    return HEAD + "".join(parts) + "</disqus>"


def test_the_real_sample_reads_whole(shared: Path) -> None:
    """Six posts: five to show (one of a thread that is gone) and a deleted one with a reply."""
    path = shared / "samples/disqus/disqus.xml"
    assert file_counts("disqus", path) == {"comment approved": 5, "comment deleted": 1}


def test_threads_are_joined_by_attribute_not_by_element(shared: Path) -> None:
    found = read("disqus", (shared / "samples/disqus/disqus.xml").read_bytes())
    pages = {r.entry.id.rsplit(":", 1)[1]: r.page.url for r in found if isinstance(r, Record)}
    assert pages["4"] == "http://example.org/"
    assert pages["8"] == "http://localhost:4000/blog/2013/02/12/redacted/index.html"
    assert pages["6"] == ""


def test_a_deleted_parent_stays_for_its_children_without_its_words() -> None:
    text = whole(
        thread(),
        post(1, message="SECRET", rest="<isDeleted>true</isDeleted>"),
        post(2, rest='<parent dsq:id="1"/>'),
    )
    gone, child = entries(read("disqus", text))
    assert (gone.status, gone.text, gone.author.name) == (Status.DELETED, "", "")
    assert child.parent == gone.id


def test_spam_is_marked() -> None:
    (found,) = entries(read("disqus", whole(thread(), post(rest="<isSpam>true</isSpam>"))))
    assert found.status is Status.SPAM


def test_what_nobody_approved_waits() -> None:
    text = whole(thread(), post(rest="<isApproved>false</isApproved>"))
    assert counts(read("disqus", text)) == {"comment pending": 1}


def test_a_post_may_come_before_its_thread() -> None:
    (found,) = read("disqus", whole(post(), thread()))
    assert isinstance(found, Record)
    assert found.page.url == "https://blog.example/a/"


def test_many_posts_before_all_threads_find_their_pages_and_are_not_kept_in_memory() -> None:
    """As soon as there are more than a few, the threads are looked for ahead."""
    posts = "".join(post(number, on=1 + number % 2) for number in range(1, 2_500))
    dump = whole(posts, thread(1), thread(2, "https://blog.example/b/"), post(3_000, on=7))
    found = list(read("disqus", dump))
    urls = Counter(record.page.url for record in found if isinstance(record, Record))
    assert urls == {"https://blog.example/a/": 1249, "https://blog.example/b/": 1250, "": 1}


def test_threads_without_a_post_are_told() -> None:
    (found,) = silent("disqus", whole(thread(1), thread(2, "https://blog.example/b/"), post()))
    assert (found.page.url, found.instance) == ("https://blog.example/b/", "disqus:disqus.com")


def test_a_post_whose_thread_is_gone_is_kept_and_said() -> None:
    (found,) = read("disqus", whole(thread(), post(on=7)))
    assert isinstance(found, Record)
    assert found.notes == ("its thread is not in the export",)


def test_a_post_without_id_gets_one_that_lasts() -> None:
    first = entries(read("disqus", whole(thread(), post(""))))[0]
    again = entries(read("disqus", whole(thread(), post(4), post(""))))[1]
    assert first.id == again.id


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ('<a href="http://a.example/b/c">http://a.example/b...</a>', "http://a.example/b/c"),
        ('<a href="http://a.example/b/c">see...</a>', "see..."),
    ],
)
def test_a_shortened_link_is_made_whole(message: str, text: str) -> None:
    assert entries(read("disqus", whole(thread(), post(message=message))))[0].text == text


@pytest.mark.parametrize(
    ("own", "slug", "guid"),
    [
        ("nueve-horas", "nueve-horas", "disqus-thread:1"),
        ("117 https://blog.example/?p=117", "", "https://blog.example/?p=117"),
        ("", "", "disqus-thread:1"),
        ("117", "", "117"),
    ],
)
def test_the_threads_own_id_is_a_slug_an_address_or_nothing(own: str, slug: str, guid: str) -> None:
    (found,) = read("disqus", whole(thread(own=own), post()))
    assert isinstance(found, Record)
    assert (found.page.slug, found.page.guid) == (slug, guid)


def test_a_cut_file_gives_what_is_whole_and_says_what_is_lost() -> None:
    text = whole(thread(), *(post(n) for n in range(1, 9)))
    found = read("disqus", text[: text.index('dsq:id="7"') + 30])
    assert counts(found) == {"comment approved": 6, "skipped": 1}
    assert "inside post 7" in skipped(found)[0].reason


def test_any_damage_is_survived() -> None:
    text = whole(thread(), *(post(n) for n in range(9))).encode()
    dice = random.Random(3)
    for _ in range(200):
        damaged = bytearray(text)
        for _ in range(5):
            damaged[dice.randrange(len(text))] = dice.randrange(256)
        read("disqus", bytes(damaged))
