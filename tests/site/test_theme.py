"""Pages of the theme as Jinja writes them, without Pelican."""

from dataclasses import replace

import pytest
from lxml import html

from builders import entry
from tertulia.core.anchors import anchor
from tertulia.core.model import Author, Kind, Role, Verified
from tertulia.core.views import PageView
from themed import content_of, environment, render, render_page, whole
from themedsite import hilo, small_site, talk

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}{% raw %}{filename}x.md"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return whole(small_site())


def test_every_comment_is_shown_once_in_thread_order_under_its_anchor(
    pages: dict[str, str],
) -> None:
    tree = html.fromstring(pages["casos/nueve-horas/index.html"])
    ids = [e.get("id") for e in tree.xpath("//article[contains(@class,'p-comment')]")]
    assert ids == [anchor(c.id) for c in hilo()[0]]


def test_no_id_stands_twice_on_a_page(pages: dict[str, str]) -> None:
    for file, text in pages.items():
        ids = html.fromstring(text).xpath("//@id")
        assert len(ids) == len(set(ids)), file


def test_links_lead_nowhere_but_down_and_up_the_site(pages: dict[str, str]) -> None:
    for file, text in pages.items():
        for link in html.fromstring(text).xpath("//link[@rel='stylesheet']/@href | //script/@src"):
            assert link.startswith("/" if file == "404.html" else "."), (file, link)


def hostile_page() -> str:
    """A page on which strangers wrote the worst in every field they fill."""
    comment = entry(
        f"x:{HOSTILE}:1",
        name=HOSTILE,
        text=HOSTILE,
        lang=HOSTILE,
        url="https://a.example/" + HOSTILE,
        html=f'<p onclick="x">{HOSTILE}<a href="javascript:alert(3)" style="x">a</a></p>',
        author=Author(name=HOSTILE, url="https://a.example/" + HOSTILE),
    )
    plain = entry("x:y:2", name=HOSTILE, text=HOSTILE, author=Author(name=HOSTILE, role=Role.BRAND))
    link = replace(comment, id=f"x:{HOSTILE}:3", kind=Kind.TRACKBACK, title=HOSTILE)
    like = replace(comment, id="x:y:4", kind=Kind.LIKE)
    site = small_site()
    view = replace(
        site.cases[0],
        talk=talk([comment, plain], page="nueve-horas", linkbacks=(link,), reactions=(like,)),
    )
    return render_page(environment(), site, view)


@pytest.mark.parametrize(
    ("verified", "said"),
    [
        (Verified.FETCHED, "comprobado"),
        (Verified.ASSERTED, "afirmado"),
        (Verified.ARCHIVED, "de archivo"),
    ],
)
def test_a_linkback_says_how_far_it_may_be_trusted(verified: Verified, said: str) -> None:
    link = replace(entry("x:y:3", kind=Kind.PINGBACK), verified=verified)
    site = small_site()
    view = replace(site.cases[0], talk=talk([], page="nueve-horas", linkbacks=(link,)))
    (shown,) = html.fromstring(render_page(environment(), site, view)).find_class("p-mention")
    assert said in [span.text for span in shown.iter("span")]


def test_what_strangers_wrote_is_shown_and_does_nothing() -> None:
    tree = html.fromstring(hostile_page())
    assert {s.get("type") or s.get("src") for s in tree.iter("script")} == {
        "application/ld+json",
        tree.xpath("string(//head/script/@src)"),
    }
    assert not [e for e in tree.iter("img") if "x" in (e.get("src") or "")]
    assert not [a for e in tree.iter() for a in e.attrib if a.startswith("on") or a == "style"]
    assert not [h for h in tree.xpath("//@href") if h.lower().startswith("javascript")]
    shown = tree.text_content()
    assert "{{7*7}}" in shown
    assert "{filename}x.md" in shown
    assert "<script>alert(1)</script>" in shown


def test_our_own_titles_and_names_do_nothing_either() -> None:
    site = small_site()

    def spoiled(view: PageView) -> PageView:
        case = view.page.case
        facts = case and replace(
            case, brands=(HOSTILE,), channel=HOSTILE, sector=HOSTILE, trigger=HOSTILE
        )
        page = replace(view.page, title=HOSTILE, summary=HOSTILE, authors=(HOSTILE,), case=facts)
        return replace(view, page=page, path=((HOSTILE, "casos/"), (HOSTILE, view.page.url)))

    by_id = {id: spoiled(view) for id, view in site.by_id.items()}
    groups = {
        kind: tuple(replace(group, name=HOSTILE) for group in found)
        for kind, found in site.groups.items()
    }
    kinds = {
        name: tuple(by_id[view.page.id] for view in getattr(site, name))
        for name in ("posts", "cases", "topics", "pages")
    }
    for file, text in whole(replace(site, by_id=by_id, groups=groups, **kinds)).items():
        assert harmless(html.fromstring(text)), file


def harmless(tree: html.HtmlElement) -> bool:
    scripts = [s for s in tree.iter("script") if not s.get("src") and not s.get("type")]
    images = [e for e in tree.iter("img") if e.get("src") == "x"]
    handlers = [a for e in tree.iter() for a in e.attrib if a.startswith("on")]
    return not scripts and not images and not handlers


def test_a_series_lists_its_parts_in_order() -> None:
    site = small_site()
    parts = [
        content_of(view, series="Primeras veces", date=view.page.published) for view in site.posts
    ]
    text = render(
        environment(), site, "article.html", "articulos/medir/index.html",
        article=parts[0], articles=parts[::-1],
    )  # fmt: skip
    shown = html.fromstring(text).xpath("//section[@aria-labelledby='h-ser']//li")
    assert [li.text_content() for li in shown] == [
        "Cómo medir una respuesta",
        "Callar también dice",
    ]
    assert shown[0].xpath("b/@aria-current") == ["page"]


def test_links_of_strangers_carry_no_weight() -> None:
    for link in html.fromstring(hostile_page()).xpath("//a[starts-with(@href,'https://a.exam')]"):
        assert link.get("rel") == "ugc nofollow noopener"
