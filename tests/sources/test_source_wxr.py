"""WordPress exports: real ones, and each of their traps."""

import io
import random
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reads import counts, entries, file_counts, read, skipped
from tertulia import registry
from tertulia.core.model import Kind, Record, Role, Status

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
    "<wp:base_blog_url>https://www.blog.example</wp:base_blog_url>"
)
TAIL = "</channel></rss>"


def item(comments: str, extra: str = "") -> str:
    return (
        "<item><title>T</title><link>https://blog.example/t/</link>"
        f"<wp:post_name>t</wp:post_name>{extra}{comments}</item>"
    )


def comment(number: object = 1, content: str = "<![CDATA[Hola.]]>", **fields: str) -> str:
    given = {"comment_approved": "1", **fields}
    rest = "".join(f"<wp:{key}>{value}</wp:{key}>" for key, value in given.items())
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_content>{content}</wp:comment_content>{rest}</wp:comment>"
    )


def whole(*comments: str, extra: str = "") -> str:
    return HEAD + item("".join(comments), extra) + TAIL


def one(*comments: str, extra: str = ""):
    (found,) = entries(read("wxr", whole(*comments, extra=extra)))
    return found


# Counted with `grep -c '<wp:comment>'` and, for the test data, by `comment_type` and
# `comment_approved`: 33 = 29 comments + 2 pingbacks + 2 trackbacks; 3 of the comments wait for
# approval (approved 0) and 1 stands under a post with a password, so it is pending too. isso's
# own importer reads 0 of the 33, because of the https namespace.
REAL = {
    "isso-wordpress.xml": {"comment approved": 8},
    "themeunittestdata.wordpress.xml": {
        "comment approved": 25,
        "comment pending": 4,
        "pingback approved": 2,
        "trackback approved": 2,
    },
    "importer/cdata-edge.xml": {},
    "importer/crazy-cdata.xml": {},
    "importer/malformed.xml": {},
    "importer/missing-tags.xml": {},
    "importer/namespace-edge-cases.xml": {},
    "importer/test-serialized-comment-meta.xml": {"comment approved": 1},
    "importer/valid-wxr-1.0.xml": {"comment approved": 1},
    "importer/valid-wxr-1.1.xml": {"comment approved": 1},
    "importer/wxr-with-sub-data.xml": {"comment approved": 1},
}


def test_every_real_sample_is_counted_here(shared: Path) -> None:
    folder = shared / "samples" / "wxr"
    assert {p.relative_to(folder).as_posix() for p in folder.rglob("*.xml")} == REAL.keys()


@pytest.mark.parametrize("name", REAL)
def test_real_exports_read_whole(shared: Path, name: str) -> None:
    assert file_counts("wxr", shared / "samples" / "wxr" / name) == REAL[name]


def test_a_real_export_keeps_its_thread(shared: Path) -> None:
    """Nested to level 10 in WordPress's theme test data, as its texts say."""
    path = shared / "samples/wxr/themeunittestdata.wordpress.xml"
    by_id = {e.id: e for e in entries(read("wxr", path.read_bytes()))}

    def depth(id_: str) -> int:
        parent = by_id[id_].parent
        return 1 + depth(parent) if parent else 0

    assert max(depth(i) for i in by_id) == 9
    assert all(e.parent is None or e.parent in by_id for e in by_id.values())


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_the_namespace_is_http_or_https_in_three_versions(scheme: str, version: str) -> None:
    text = whole(comment()).replace(
        "http://wordpress.org/export/1.2/", f"{scheme}://wordpress.org/export/{version}/"
    )
    assert counts(read("wxr", text)) == {"comment approved": 1}
    assert registry.source("wxr").claims(text.encode())


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("", Kind.COMMENT),
        ("comment", Kind.COMMENT),
        ("pingback", Kind.PINGBACK),
        ("trackback", Kind.TRACKBACK),
        ("webmention", Kind.WEBMENTION),
        ("like", Kind.LIKE),
        ("repost", Kind.REPOST),
        ("review", Kind.COMMENT),
    ],
)
def test_types_become_kinds(given: str, kind: Kind) -> None:
    assert one(comment(comment_type=given)).kind is kind


def test_a_comment_without_type_is_a_comment() -> None:
    assert one(comment()).kind is Kind.COMMENT


def test_an_unknown_type_is_said() -> None:
    (found,) = read("wxr", whole(comment(comment_type="review")))
    assert isinstance(found, Record)
    assert found.notes == ("comment type 'review' read as a comment",)


@pytest.mark.parametrize("type_", ["order_note", "editorial-comment", "give_payment_note"])
def test_an_internal_note_is_left_out_on_purpose(type_: str) -> None:
    (found,) = skipped(read("wxr", whole(comment(comment_type=type_))))
    assert not found.lost


@pytest.mark.parametrize(
    ("meant", "kind"),
    [
        ("like", Kind.LIKE),
        ("favorite", Kind.LIKE),
        ("repost", Kind.REPOST),
        ("reply", Kind.WEBMENTION),
        ("", Kind.WEBMENTION),
    ],
)
def test_a_webmention_is_what_semantic_linkbacks_says(meant: str, kind: Kind) -> None:
    meta = (
        f"<wp:meta_key>semantic_linkbacks_type</wp:meta_key><wp:meta_value>{meant}</wp:meta_value>"
    )
    assert one(comment(comment_type="webmention", commentmeta=meta)).kind is kind


def test_an_export_whose_namespaces_somebody_took_away_is_one() -> None:
    text = "<rss><channel><link>https://blog.example</link>" + item(comment()) + TAIL
    claiming = [s.name for s in registry.all_sources() if s.claims(text.encode())]
    assert claiming == ["wxr"]
    (found,) = entries(read("wxr", text))
    assert (found.id, found.text) == ("wxr:blog.example:1", "Hola.")


COMPLAINT = (
    "<br />\n<b>Warning</b>:  Undefined index: a in <b>/x/y.php</b> on line <b>3</b><br />\n"
)


@pytest.mark.parametrize("before", ["\n", "\n<!-- cache -->\n", "\ufeff"])
@pytest.mark.parametrize("behind", [False, True])
def test_what_php_complained_of_is_no_root(before: str, behind: bool) -> None:
    declared, root = HEAD.split("?>", 1)
    text = f"{declared}?>{COMPLAINT}{root}" if behind else f"{before}{COMPLAINT}{HEAD}"
    (found,) = read("wxr", text + item(comment()) + TAIL)
    assert isinstance(found, Record)
    assert found.notes == ("what stood before its first element left out",)


def test_a_complaint_that_never_ends_costs_little() -> None:
    begun = time.process_time()
    assert entries(read("wxr", "<b xmlns " + "xmlns " * 30_000)) == []
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("code", ["<?php echo $a; ?>", "<![CDATA[echo $a;]]>", "<?= $a ?>"])
def test_code_that_a_browser_would_hide_is_text(code: str) -> None:
    given = f"<![CDATA[Usa {code.replace(']]>', ']]]]><![CDATA[>')} aquí]]>"
    assert one(comment(content=given)).text == f"Usa {code} aquí"


def test_what_word_leaves_in_a_text_is_not() -> None:
    assert (
        one(comment(content="<![CDATA[Hola<?xml:namespace prefix = o /> ya]]>")).text == "Hola ya"
    )


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("1", Status.APPROVED),
        ("0", Status.PENDING),
        ("spam", Status.SPAM),
        ("trash", Status.DELETED),
        ("post-trashed", Status.DELETED),
        ("quarantine", Status.PENDING),
    ],
)
def test_approval_becomes_status(given: str, status: Status) -> None:
    assert one(comment(comment_approved=given)).status is status


def test_what_was_in_the_trash_leaves_no_words() -> None:
    found = one(comment(comment_approved="trash", comment_author="Ana"))
    assert (found.text, found.html, found.author.name) == ("", "", "")


@pytest.mark.parametrize(
    "extra", ["<wp:status>private</wp:status>", "<wp:post_password>x</wp:post_password>"]
)
def test_what_stands_under_a_private_page_is_not_public(extra: str) -> None:
    found = one(comment(), extra=extra)
    assert found.status is Status.PENDING
    assert "its page was" in found.reason


def test_line_ends_are_breaks_and_blank_lines_part_paragraphs() -> None:
    found = one(comment(content="<![CDATA[Uno\ndos <em>tres</em>\n\ncuatro]]>"))
    assert found.text == "Uno\ndos tres\n\ncuatro"
    assert found.html == "<p>Uno<br>dos <em>tres</em></p><p>cuatro</p>"


def test_names_and_addresses_are_unescaped_each_in_their_way() -> None:
    found = one(
        comment(
            comment_author="<![CDATA[Ana &amp; Co]]>",
            comment_author_url="http://ana.example/?a=1&#038;copy=2",
        )
    )
    assert found.author.name == "Ana & Co"
    assert found.author.url == "http://ana.example/?a=1&copy=2"


def test_a_split_cdata_end_is_put_together() -> None:
    assert one(comment(content="<![CDATA[a[0]]]]><![CDATA[> b]]>")).text == "a[0]]> b"


def test_doubly_encoded_text_is_repaired_and_said() -> None:
    (found,) = read("wxr", whole(comment(content="<![CDATA[EspaÃ±ol]]>")))
    assert isinstance(found, Record)
    assert found.entry.text == "Español"
    assert found.notes == ("encoding repaired",)


def test_good_spanish_is_not_repaired() -> None:
    text = "¿Qué pasó, señor Núñez? «Ñandú» a 3 €, ¡olé! Çà et là, naïve, Ã É Ó"
    assert one(comment(content=f"<![CDATA[{text}]]>")).text == text


def test_parents_may_be_missing_later_or_oneself() -> None:
    found = entries(
        read(
            "wxr",
            whole(
                comment(1, comment_parent="0"),
                comment(2, comment_parent="99"),
                comment(3, comment_parent="3"),
                comment(4, comment_parent="5"),
                comment(5),
            ),
        )
    )
    base = "wxr:blog.example:"
    assert [e.parent for e in found] == [None, f"{base}99", f"{base}3", f"{base}5", None]


def test_a_pingback_keeps_excerpt_title_and_address() -> None:
    found = one(
        comment(
            content="<![CDATA[[&#8230;] lo dice <b>Ana</b> [&#8230;]]]>",
            comment_type="pingback",
            comment_author="Un blog",
            comment_author_url="https://un.example/p",
        )
    )
    assert (found.title, found.url) == ("Un blog", "https://un.example/p")
    assert found.text == "[…] lo dice Ana […]"


def test_a_trackback_has_its_title_in_the_body() -> None:
    found = one(
        comment(content="<![CDATA[<strong>Título</strong>\n\nResumen]]>", comment_type="trackback")
    )
    assert (found.title, found.text) == ("Título", "Resumen")


@pytest.mark.parametrize("raw", ["0000-00-00 00:00:00", "-0001-11-30 00:00:00", "2099-01-01 1:00"])
def test_an_impossible_date_is_kept_as_written(raw: str) -> None:
    found = one(comment(comment_date=raw))
    assert (found.posted, found.posted_raw) == (None, raw)


def test_local_time_and_utc_together_give_the_offset() -> None:
    found = one(comment(comment_date="2012-04-12 10:00:00", comment_date_gmt="2012-04-12 08:00:00"))
    assert found.posted == datetime(2012, 4, 12, 8, tzinfo=UTC)
    assert found.posted.tzinfo == timezone(timedelta(hours=2))


def test_local_time_alone_has_no_zone() -> None:
    assert one(comment(comment_date="2012-04-12 10:00:00")).posted == datetime(2012, 4, 12, 10)


def test_control_characters_and_undeclared_prefixes_do_no_harm() -> None:
    text = whole(
        comment(1, content="<![CDATA[uno\x0bdos\x08]]>"),
        comment(2),
        extra="<atom:link href='x' />",
    )
    assert [e.text for e in entries(read("wxr", text))] == ["unodos", "Hola."]


def test_a_loose_ampersand_or_less_than_is_text() -> None:
    found = one(comment(content="AT&T, 1 < 2, <3 &nbsp; &unknown; &lt;b&gt;x&lt;/b&gt;"))
    assert found.text == "AT&T, 1 < 2, <3 &unknown; x"


def test_html_names_inside_cdata_stay_html() -> None:
    assert one(comment(content="<![CDATA[&lt;p&gt; &amp;nbsp; caf&eacute;]]>")).text == (
        "<p> &nbsp; café"
    )


def test_ids_are_unique_by_site_and_the_site_has_no_www() -> None:
    assert one(comment(7)).id == "wxr:blog.example:7"


def test_a_comment_without_id_gets_one_that_lasts() -> None:
    first = one(comment("", comment_author="Ana"))
    again = entries(read("wxr", whole(comment(4), comment("", comment_author="Ana"))))[1]
    assert first.id == again.id


def test_a_registered_author_of_the_export_is_the_sites_own() -> None:
    text = whole(comment(1, comment_user_id="2"), comment(2, comment_author="Inés")).replace(
        "<item>", "<wp:author><wp:author_id>2</wp:author_id></wp:author><item>", 1
    )
    assert [e.author.role for e in entries(read("wxr", text))] == [Role.AUTHOR, Role.OTHER]


def test_latin_1_bytes_in_a_utf_8_file_are_read() -> None:
    assert one(comment(content="café “sí”").encode("cp1252").decode("cp1252")).text == "café “sí”"
    (found,) = entries(read("wxr", whole(comment(content="café “sí”")).encode("cp1252")))
    assert found.text == "café “sí”"


def test_utf_16_is_read() -> None:
    text = whole(comment(content="café")).replace("UTF-8", "UTF-16")
    assert [e.text for e in entries(read("wxr", text.encode("utf-16")))] == ["café"]


def test_two_exports_in_one_file_are_both_read() -> None:
    assert counts(read("wxr", whole(comment(1)) + whole(comment(2)))) == {"comment approved": 2}


def test_entities_are_neither_expanded_nor_opened_and_that_is_said() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "ja">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = whole(comment(content="a &l12; b &f; c")).replace("<rss", doctype + "<rss")
    found = read("wxr", text)
    assert [e.text for e in entries(found)] == ["a &l12; b &f; c"]
    assert [s.lost for s in skipped(found)] == [True]


def test_a_body_of_fifty_megabytes_is_cut_and_said_and_the_next_is_read() -> None:
    found = read("wxr", whole(comment(1, content=f"<![CDATA[{'x ' * 25_000_000}]]>"), comment(2)))
    assert [len(e.text) for e in entries(found)] == [199_999, 5]
    assert skipped(found)[0].place == "comment 1"


@pytest.mark.parametrize("tag", ["b", "div", "blockquote", "table><tr", "d"])
def test_two_hundred_thousand_open_tags_end_soon(tag: str) -> None:
    found = entries(read("wxr", whole(comment(1, content=f"<{tag}>" * 200_000), comment(2))))
    assert found == [] or found[-1].text == "Hola."
    found = entries(
        read("wxr", whole(comment(1, content=f"<![CDATA[{f'<{tag}>' * 200_000}]]>"), comment(2)))
    )
    assert found[-1].text == "Hola."


def test_a_cut_file_gives_all_that_is_whole_and_says_what_is_lost() -> None:
    text = HEAD + "".join(item(comment(n)) for n in range(1, 6)) + TAIL
    cut = text[: text.index("<wp:comment_id>4") + 40]
    found = read("wxr", cut)
    assert [e.id[-1] for e in entries(found)] == ["1", "2", "3"]
    (lost,) = skipped(found)
    assert lost.lost
    assert "inside comment 4 in the item 'T'" in lost.reason


def test_a_file_cut_anywhere_loses_nothing_whole_and_never_fails() -> None:
    text = (HEAD + "".join(item(comment(n) + comment(n + 50)) for n in range(9)) + TAIL).encode()
    for at in random.Random(1).sample(range(len(HEAD), len(text) - 1), 120):
        found = read("wxr", text[:at])
        assert len(entries(found)) == text[:at].count(b"</wp:comment>")
        assert [s.lost for s in skipped(found)] == [True]


def test_any_damage_is_survived() -> None:
    """Whatever byte is replaced by whatever: no error, and most comments are read."""
    text = (HEAD + "".join(item(comment(n)) for n in range(9)) + TAIL).encode()
    dice = random.Random(7)
    for _ in range(300):
        damaged = bytearray(text)
        for _ in range(5):
            damaged[dice.randrange(len(text))] = dice.randrange(256)
        read("wxr", bytes(damaged))


def test_many_comments_under_one_item_are_yielded_before_the_file_ends() -> None:
    class Endless(io.BytesIO):
        """A file whose one item never ends."""

        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            self.asked += 1
            if self.asked == 1:
                return (HEAD + "<item><link>https://blog.example/</link>").encode()
            return comment(self.asked).encode() * 100

    found = registry.source("wxr").read(Endless())
    assert len(entries([next(found) for _ in range(20_000)])) == 20_000


def test_disqus_own_wxr_is_wxr() -> None:
    text = whole(comment(comment_type=""), extra="<dsq:thread_identifier>a</dsq:thread_identifier>")
    text = text.replace("<rss ", '<rss xmlns:dsq="http://www.disqus.com/" ')
    assert [s.name for s in registry.all_sources() if s.claims(text.encode())] == ["wxr"]
    assert counts(read("wxr", text)) == {"comment approved": 1}


UNESCAPED = [
    ("Muy <b>bueno</b> y <i>claro</i>.", "Muy bueno y claro."),
    ("Uno<br>dos<br />tres", "Uno\ndos\ntres"),
    ("<p>Uno<p>Dos & tres < cuatro", "Uno\n\nDos & tres < cuatro"),
    ('Mire <a href="https://x.example/?a=1&b=2">esto</a> &amp; <em>ya', "Mire esto & ya"),
    ("a &lt;b&gt;c&lt;/b&gt; <b>d</b>", "a c d"),
    ("<b>Uno</b> <![CDATA[y <i>dos</i>]]> y <i>tres</i>", "Uno y dos y tres"),
    ("<b>Uno</b><!-- wp:x --> <item-list>dos</item-list> <commenter>tres", "Uno dos tres"),
]


@pytest.mark.parametrize("size", [61, 64, 67, 1 << 18])
@pytest.mark.parametrize(("content", "text"), UNESCAPED)
def test_tags_without_cdata_lose_no_word(
    content: str, text: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tertulia.sources._mending.CHUNK_BYTES", size)
    first, second = entries(read("wxr", whole(comment(1, content), comment(2, "<b>Otro</b>."))))
    assert (first.text, first.status, second.text) == (text, Status.APPROVED, "Otro.")


def test_the_file_is_said_to_hold_such_tags() -> None:
    notes = [r.notes for r in read("wxr", whole(comment(1, "<b>a</b>"))) if isinstance(r, Record)]
    assert "mark-up that was not escaped read as text" in str(notes)


def test_words_without_cdata_and_without_an_end_keep_what_stands_behind() -> None:
    cut = comment(1, "Uno <b>dos</b> tres").replace("</wp:comment_content>", "")
    found = entries(read("wxr", whole(cut, comment(2), comment(3))))
    assert [e.text for e in found if "Hola" in e.text] == ["Hola.", "Hola."]
    assert "dos" in str([e.text for e in found])
