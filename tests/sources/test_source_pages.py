"""Pages as somebody saved or copied them, and home-made lists: real ones, and their traps."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from reads import counts, entries, file_counts, posts, read, skipped
from tertulia import registry
from tertulia.core.errors import BadSource
from tertulia.core.model import Kind, Record, Role, Skipped, Status
from tertulia.sources._spoken_dates import spoken_moment

# Replies, likes, reposts and mentions of the page that each of them links to.
LINKBACKS = {
    "alternate-url": "comment",
    "author-is-not-an-hcard": "like",
    "bookmark-of": "webmention",
    "bridgy-invitee-no-author": "webmention",
    "in-reply-to": "comment",
    "like-h-cite": "like",
    "like-of": "like",
    "like-of-no-photo": "like",
    "like-plain-url": "like",
    "link-to-target-with-no-slash": "comment",
    "link-to-target-with-slash": "comment",
    "mention": "webmention",
    "no-explicit-url": "webmention",
    "no-timezone": "comment",
    "one-syndication": "comment",
    "repost-of": "repost",
    "two-syndications": "comment",
    "with-timezone": "comment",
}


def test_every_real_linkback_page_is_named_here(shared: Path) -> None:
    folder = shared / "samples/linkback-sources"
    assert {p.stem for p in folder.glob("*.html")} == LINKBACKS.keys()


@pytest.mark.parametrize("name", LINKBACKS)
def test_real_pages_that_link_become_what_they_are(shared: Path, name: str) -> None:
    path = shared / "samples/linkback-sources" / f"{name}.html"
    (found,) = read("page_html", path.read_bytes())
    assert isinstance(found, Record)
    assert found.entry.kind == LINKBACKS[name]
    assert found.page.url.startswith(("http://target.example.com", "http://example.com"))


def test_a_time_without_zone_on_a_page_stays_without(shared: Path) -> None:
    folder = shared / "samples/linkback-sources"
    (found,) = entries(read("page_html", (folder / "no-timezone.html").read_bytes()))
    assert found.posted is not None
    assert found.posted.tzinfo is None


def test_real_copies_of_a_page_read_whole(shared: Path) -> None:
    """19 comments as the page itself counts them; 2 pingbacks, 2 trackbacks and a comment."""
    folder = shared / "samples/page-copies"
    assert file_counts("page_html", folder / "page-comments.html") == {"comment approved": 19}
    assert file_counts("page_text", folder / "page-comments.txt") == {"comment pending": 19}
    assert file_counts("page_html", folder / "page-pings.html") == {
        "comment approved": 1,
        "pingback approved": 2,
        "trackback approved": 2,
    }


def test_the_text_copy_tells_the_same_threads_as_the_saved_page(shared: Path) -> None:
    folder = shared / "samples/page-copies"
    seen = []
    for name in ("page_html", "page_text"):
        ending = name.removeprefix("page_").replace("text", "txt")
        found = entries(read(name, (folder / f"page-comments.{ending}").read_bytes()))
        place = {e.id: number for number, e in enumerate(found)}
        seen.append([(e.author.name, place.get(e.parent or "")) for e in found])
    assert seen[0] == seen[1]


def test_a_saved_page_agrees_with_the_blogs_own_answer(shared: Path) -> None:
    """The page cuts threads at its fifth level, and shows all later ones there."""
    folder = shared / "samples"
    rest = entries(read("wp_rest", (folder / "wordpress-live/comments.rest.json").read_bytes()))
    told = {e.id.rsplit(":", 1)[1]: e for e in rest}
    page = entries(read("page_html", (folder / "page-copies/page-comments.html").read_bytes()))
    for found in page:
        same = told[found.id.rsplit(":", 1)[1]]
        assert (found.author, found.url) == (same.author, same.url)
        assert found.text.split() == same.text.split()


# What a person sees in the five real texts (../shared/seeds/README.md): ten or eleven comments
# and a pingback; a pingback; nothing but forms, notices and footers in the other three.
SEEDS = {
    "000_34f9575a06285d30": {"comment pending": 10, "pingback pending": 1},
    "001_816ee65f3d413027": {"pingback pending": 1},
    "002_03a74da05c367919": {"skipped": 1},
    "003_ba3c4ecedae4bbcb": {"skipped": 1},
    "004_d61a803374e1953f": {"skipped": 1},
}


@pytest.mark.parametrize("name", SEEDS)
def test_real_texts_are_parted_as_a_person_would(shared: Path, name: str) -> None:
    path = shared / "seeds" / f"{name}.txt"
    assert [s.name for s in registry.all_sources() if s.claims(path.read_bytes())] == ["page_text"]
    assert file_counts("page_text", path) == SEEDS[name]


def test_the_author_of_a_real_text_answers_by_name(shared: Path) -> None:
    found = entries(read("page_text", (shared / "seeds/000_34f9575a06285d30.txt").read_bytes()))
    names = {e.id: e.author.name for e in found}
    answers = [(e.author.name, names[e.parent]) for e in found if e.parent]
    assert [whom for _, whom in answers] == ["Juana", "Jose Luis", "Jorge", "Angel"]
    assert {e.author.role for e in found if e.parent} == {Role.AUTHOR}
    assert all("odds" in e.reason for e in found)


def test_real_texts_give_their_post_without_form_and_with_its_date(shared: Path) -> None:
    (found,) = posts("page_text", (shared / "seeds/002_03a74da05c367919.txt").read_bytes())
    assert found.published is not None
    assert (found.published.date().isoformat(), found.categories) == ("2012-04-11", ("Blog",))
    assert "correo electrónico no será publicada" not in found.html
    (doubled,) = posts("page_text", (shared / "seeds/003_ba3c4ecedae4bbcb.txt").read_bytes())
    assert doubled.title == "Consumidores 2.0. Mis problemas con 1and1"
    assert "Consumidores 2.0. Mis problemas" not in doubled.html


def test_nothing_guessed_is_approved() -> None:
    dump = Path(__file__).parent.parent / "golden/sources/page_text/solo-palabras.txt"
    found = entries(read("page_text", dump.read_bytes()))
    assert found
    assert {e.status for e in found} == {Status.PENDING}


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("12 abril, 2012 a las 10:00", "2012-04-12T10:00:00"),
        ("June 20th, 2007 at 1:21 pm", "2007-06-20T13:21:00"),
        ("4 de marzo de 2011, 10:00", "2011-03-04T10:00:00"),
        ("11 de setembre de 2012", "2012-09-11T00:00:00"),
        ("5 août 2011 à 9h30", "2011-08-05T09:30:00"),
        ("20 de dezembro de 2010 às 12:05 AM", "2010-12-20T00:05:00"),
        ("18.01.12", "2012-01-18T00:00:00"),
        ("01/02/2012", None),  # the first of February, or the second of January
        ("31 febrero 2012", None),
        ("ayer", None),
    ],
)
def test_dates_as_people_read_them(raw: str, iso: str | None) -> None:
    found = spoken_moment(raw)
    assert (found and found.isoformat()) == iso


def page(comments: str) -> str:
    return (
        f"<html><head><link rel=canonical href=https://b.example/p></head><body>{comments}</body>"
    )


def test_a_comment_inside_another_answers_it() -> None:
    text = page(
        "<ol><li id=comment-1 class=comment><cite>A</cite><p>uno</p><ul>"
        "<li id=comment-2 class=comment><cite>B</cite><p>dos</p></li></ul></li></ol>"
    )
    one, two = entries(read("page_html", text))
    assert (one.text, two.text, two.parent) == ("uno", "dos", one.id)


def test_an_unapproved_comment_on_ones_own_copy_waits() -> None:
    held = "<em class=comment-awaiting-moderation>x</em>"
    text = page(f"<li id=comment-1 class=comment><cite>A</cite>{held}<p>uno</p></li>")
    assert counts(read("page_html", text)) == {"comment pending": 1}


def test_a_page_in_latin_1_is_read() -> None:
    text = page("<li id=comment-1 class=comment><cite>A</cite><p>café</p></li>")
    text = text.replace("<head>", "<head><meta charset=iso-8859-1>")
    assert entries(read("page_html", text.encode("latin-1")))[0].text == "café"


@pytest.mark.parametrize("tag", ["<div>", "<b><p>", "<table><tr><td>", "<li id=comment-1>"])
def test_a_page_of_nothing_but_tags_is_refused_or_read_soon(tag: str) -> None:
    with contextlib.suppress(BadSource):
        assert len(read("page_html", page(tag * 60_000))) <= 3


def test_a_hundred_levels_of_comments_are_read() -> None:
    one = "<li id=comment-{0} class=comment><div><div><p>t{0}</p></div></div><ul>"
    opened = "".join(one.format(n) for n in range(1, 101))
    found = entries(read("page_html", page(opened)))
    assert [e.text for e in found] == [f"t{n}" for n in range(1, 101)]


def test_likes_below_a_page_that_names_itself_only_in_its_entry() -> None:
    found = read(
        "page_html",
        '<html><body><article class="h-entry"><a class="u-url" href="https://mio.example/n/">n</a>'
        '<div class="u-comment h-cite"><b class="p-author">Ana</b><p class="e-content">Sí</p></div>'
        '<div class="u-like h-cite"><a class="p-author h-card" href="https://eva.example/">Eva</a>'
        '</div><a class="u-repost" href="https://luis.example/1">x</a></article></body></html>',
    )
    assert counts(found) == {"comment approved": 1, "like approved": 1, "repost approved": 1}
    pages = {record.page.url for record in found if isinstance(record, Record)}
    assert pages == {"https://mio.example/n/"}


def test_the_pages_own_author_is_known_by_wordpress_mark() -> None:
    marked = '<li class="comment bypostauthor" id="comment-7"><cite class="fn">Ana</cite>x</li>'
    (found,) = entries(read("page_html", f"<html><body><ol>{marked}</ol></body></html>"))
    assert found.author.role is Role.AUTHOR


# home-made


def test_the_real_home_made_list_reads_whole(shared: Path) -> None:
    """320 comments of 20 posts; 187 of them stand at a depth above nought."""
    raw = (shared / "samples/scraped-json/comments-excerpt.json").read_bytes()
    found = read("homemade", raw)
    deep = sum(c["depth"] > 0 for comments in json.loads(raw).values() for c in comments)
    assert counts(found) == {"comment approved": 320}
    assert sum(e.parent is not None for e in entries(found)) == deep


def test_depths_and_order_give_the_parents() -> None:
    depths = (0, 1, 2, 1, 0, 2)
    said = [{"author": "a", "content": str(n), "depth": d} for n, d in enumerate(depths)]
    found = entries(read("homemade", json.dumps({"p": said})))
    place = {e.id: number for number, e in enumerate(found)}
    assert [place.get(e.parent or "") for e in found] == [None, 0, 1, 0, None, 3]


def test_a_mapping_names_the_fields_of_a_list_like_no_other() -> None:
    text = json.dumps([{"von": {"wer": "Ana"}, "was": "Hola", "wo": "p", "wann": "2020-01-02"}])
    with pytest.raises(BadSource, match="mapping"):
        read("homemade", text)
    reading = registry.source("homemade").read_mapped
    assert reading
    mapping = {"author": "von.wer", "text": "was", "page": "wo", "posted": "wann"}
    (found,) = entries(list(reading(io.BytesIO(text.encode()), mapping)))
    assert (found.author.name, found.text) == ("Ana", "Hola")


def test_what_is_not_approved_in_a_home_made_list_waits() -> None:
    said = {"author": "a", "text": "x", "page": "p"}
    listed = [{**said, "approved": word} for word in (True, False, 0, "spam", "yes")]
    found = entries(read("homemade", json.dumps(listed)))
    assert [e.status is Status.APPROVED for e in found] == [True, False, False, False, True]


def test_a_spanish_table_says_what_waits() -> None:
    text = "pagina;autor;texto;estado\np;Ana;a;pendiente\np;Ana;b;aprobado\np;Ana;c;spam\n"
    found = entries(read("homemade", text))
    assert [e.status is Status.APPROVED for e in found] == [False, True, False]


@pytest.mark.parametrize("name", ["spam", "is_deleted", "hidden", "Pendiente", "private"])
def test_a_field_may_say_that_it_is_not_for_readers(name: str) -> None:
    said = {"author": "a", "text": "x", "page": "p"}
    found = entries(read("homemade", json.dumps([{**said, name: v} for v in (True, 0, "no", 1)])))
    assert [e.status is Status.APPROVED for e in found] == [False, True, True, False]


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        (("03/02/2015 10:05", "13/02/2015"), ("2015-02-03T10:05:00", "2015-02-13T00:00:00")),
        (("03-02-2015, 10:05:06", "2-13-2015"), ("2015-03-02T10:05:06", "2015-02-13T00:00:00")),
        (("03/02/2015", "02/03/2015"), (None, None)),  # either may be meant
        (("13/02/2015", "02/13/2015"), (None, None)),
    ],
)
def test_a_date_is_read_as_another_of_the_file_says(dates, read_as) -> None:
    said = {"author": "a", "text": "x", "page": "p"}
    found = entries(read("homemade", json.dumps([{**said, "date": d} for d in dates])))
    assert tuple(e.posted and e.posted.isoformat() for e in found) == read_as
    assert [bool(e.posted_raw) for e in found] == [when is None for when in read_as]


def test_a_table_may_be_of_commas_semicolons_or_tabs() -> None:
    for mark in ",;\t":
        text = mark.join(("slug", "author", "text")) + "\r\n" + mark.join(("p", "Ana", '"a\nb"'))
        assert [e.text for e in entries(read("homemade", text))] == ["a\nb"]


def test_excel_says_its_separator_on_a_line_of_its_own() -> None:
    text = "sep=;\r\nautor;texto;pagina\r\nAna;Hola;uno\r\n"
    assert registry.source("homemade").claims(text.encode())
    assert [e.text for e in entries(read("homemade", text))] == ["Hola"]


def test_a_row_without_a_page_is_one_skipped() -> None:
    found = read("homemade", "slug,author,text\n,Ana,x\np,Ana,y\n")
    assert counts(found) == {"comment approved": 1, "skipped": 1}
    assert skipped(found)[0].lost
    assert entries(found)[0].kind is Kind.COMMENT


LONE = "Autor;Fecha;URL;Comentario\nAna;2011-03-05 10:00;https://x.example/3/;Muy buena\n"


def test_a_table_that_names_no_page_says_what_the_mapping_needs() -> None:
    with pytest.raises(BadSource, match=r"if 'URL' does .* page = \"URL\", and .*--fields FILE"):
        read("homemade", LONE)
    reading = registry.source("homemade").read_mapped
    assert reading is not None
    (found,) = reading(io.BytesIO(LONE.encode()), {"page": "URL"})
    assert isinstance(found, Record)
    assert found.page.url == "https://x.example/3/"
    with pytest.raises(BadSource, match="no comment has 'url', by which --fields"):
        list(reading(io.BytesIO(LONE.encode()), {"page": "url"}))
    with pytest.raises(BadSource, match="where one of 'Autor', 'Fecha', 'Lugar', 'Comentario'"):
        read("homemade", LONE.replace("URL", "Lugar"))
    with pytest.raises(BadSource, match="if 'url' does"):
        read("homemade", '[{"author": "Ana", "text": "Hola", "url": "https://x.example/3/"}]')


def test_a_table_with_an_empty_column_for_its_pages_loses_row_by_row() -> None:
    (lost,) = read("homemade", "author,date,slug,text\nAna,2011-03-05,,Hola\n")
    assert isinstance(lost, Skipped)
