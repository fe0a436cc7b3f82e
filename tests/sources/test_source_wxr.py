"""WordPress exports: real ones, and each of their traps."""

import io
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from reads import counts, entries, file_counts, read, skipped
from tertulia import registry
from tertulia.core.model import Kind, Record, Role, Status
from wordpress import HEAD, TAIL, comment, item, one, whole

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


def test_two_exports_in_one_file_are_both_read() -> None:
    assert counts(read("wxr", whole(comment(1)) + whole(comment(2)))) == {"comment approved": 2}


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
