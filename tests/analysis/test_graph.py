from builders import entry, page
from tertulia.analysis.graph import addresses, backlinks
from tertulia.core.findings import Talk
from tertulia.core.model import PageKind, Placed, Thread

SITE = "https://tertulia.example/blog"


def talk(id: str, comments=(), linkbacks=()) -> Talk:
    placed = tuple(Placed(entry=e, number=n) for n, e in enumerate(comments, 1))
    thread = Thread(page=id, comments=placed, linkbacks=tuple(linkbacks))
    return Talk(thread=thread, tones={}, summary=None, service=None)  # type: ignore[arg-type]


def links(pages, talks=None, former=()):
    where = addresses(pages, SITE, former)
    return backlinks(pages, talks or {}, where, lambda name: f"c-{name}")


def test_a_page_that_links_is_shown_once_with_its_paragraph():
    one = page("uno", links=(("dos", "Lo contamos en Dos."), ("dos", "Otra vez Dos.")))
    (link,) = links([one, page("dos")])["dos"]
    assert (link.kind, link.page, link.url, link.text) == (
        "post",
        "uno",
        "uno/",
        "Lo contamos en Dos.",
    )


def test_a_link_to_itself_or_to_nowhere_is_none():
    one = page("uno", links=(("uno", "yo"), ("tres", "nadie")))
    assert links([one]) == {"uno": ()}


def test_a_comment_that_links_is_shown_with_its_anchor():
    said = entry(
        "t:1",
        text="Hola.\n\nEsto ya pasó: https://www.tertulia.example/blog/dos/.",
        name="Eva",
    )
    (link,) = links([page("uno"), page("dos")], {"uno": talk("uno", [said])})["dos"]
    assert (link.kind, link.url, link.author) == ("comment", "uno/#c-t:1", "Eva")
    assert link.text.startswith("Esto ya pasó")


def test_a_link_in_the_mark_up_of_a_comment_counts_too():
    said = entry("t:1", text="Aquí.", html='<p><a href="/blog/dos/index.html#x">Aquí.</a></p>')
    assert links([page("uno"), page("dos")], {"uno": talk("uno", [said])})["dos"]


def test_linkbacks_stand_last_and_those_of_the_site_are_marked_once():
    ping = {"kind": "pingback"}
    own = entry("t:1", url=f"{SITE}/uno/", **ping)
    other_own = entry("t:2", url=f"{SITE}/tres/", **ping)
    foreign = entry("t:3", url="https://otro.example/a", title="Otro blog", **ping)
    pages = [page("uno", links=(("dos", "Dos."),)), page("dos"), page("tres")]
    found = links(pages, {"dos": talk("dos", (), [own, other_own, foreign])})["dos"]
    assert [(f.kind, f.page, f.title) for f in found] == [
        ("post", "uno", "uno"),
        ("pingback", "tres", "tres"),
        ("pingback", "", "Otro blog"),
    ]


def test_former_addresses_of_pages_and_of_the_site_are_known():
    pages = [page("uno", aliases=("2009/05/viejo.html",)), page("dos", kind=PageKind.CASE)]
    said = entry("t:1", text="https://viejo.example/blog/2009/05/viejo.html")
    found = links(pages, {"dos": talk("dos", [said])}, former=("http://viejo.example",))
    assert [(f.kind, f.page) for f in found["uno"]] == [("comment", "dos")]
