"""Views and conversations that one process takes over from one build to the next."""

from dataclasses import replace
from datetime import UTC
from random import Random

import pytest

from builders import entry, page
from tertulia.analysis.outlines import outline
from tertulia.analysis.survey import Wishes, survey
from tertulia.analysis.talks import talk
from tertulia.core.findings import Talk
from tertulia.core.model import Page, PageKind
from tertulia.core.views import SiteView
from tertulia.site.kepttalks import Outline, Recent, Said
from tertulia.site.keptviews import KeptViews
from tertulia.site.pagedigests import PageDigests

WISHES = Wishes(address="https://s.example", zone=UTC, folders={"year": "anos"})
IDS = "abcdefgh"


def a_talk(of: Page, n: int = 0) -> Talk:
    said = [entry(f"t:{of.id}:{one}", minutes=one, text=f"El envío {one}.") for one in range(n)]
    said.append(entry(f"t:{of.id}:link", minutes=40, text="Está en https://s.example/b/ dicho."))
    return talk(of, said, {}, UTC)


def a_page(id: str) -> Page:
    kind = PageKind.TOPIC if id == "h" else PageKind.POST
    return page(id, kind=kind, thread=id, url=f"{id}/", title=id, text=f"El envío {id} tarda.")


class Rebuilt:
    """A site that is surveyed again and again, with and without what the last time left."""

    def __init__(self) -> None:
        self.pages = {id: a_page(id) for id in IDS}
        self.talks = {id: a_talk(one) for id, one in self.pages.items()}
        self.views, self.digests = KeptViews(b""), PageDigests()

    def surveyed(self) -> SiteView:
        self.views.begin()
        pages = [self.pages[id] for id in sorted(self.pages)]
        found = survey(
            pages,
            self.talks,
            WISHES,
            card_of=self.digests.card,
            links_of=self.views.links,
            view_of=self.views.view,
        )
        self.digests.forget_others(pages)
        self.views.learn({id(view): view.page.id.encode() for view in found.by_id.values()})
        assert found == survey(pages, self.talks, WISHES)
        return found

    def change(self, random: Random) -> None:
        id = random.choice(sorted(self.pages))
        one = self.pages[id]
        match random.randrange(7):
            case 0:
                self.pages[id] = replace(one, text=f"Otro texto {random.random()}.", words=900)
            case 1:
                self.pages[id] = replace(one, title=f"Otro título {random.random()}")
            case 2:
                self.pages[id] = replace(one, links=((random.choice(IDS), "aquí"),))
            case 3:
                self.pages[id] = replace(one, topics=("h",), listed=random.random() < 0.8)
            case 4:
                self.talks[id] = a_talk(one, random.randrange(9))
            case 5 if len(self.pages) > 3:
                del self.pages[id]
            case _:
                gone = random.choice(IDS)
                self.pages.setdefault(gone, a_page(gone))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_taken_over_is_what_would_be_made(seed: int):
    site, random = Rebuilt(), Random(seed)
    for _ in range(25):
        site.surveyed()
        site.change(random)


def test_only_the_view_of_a_page_that_says_something_else_is_another():
    site = Rebuilt()
    before = site.surveyed()
    site.pages["c"] = replace(site.pages["c"], text="El envío c tarda.", words=900)
    after = site.surveyed()
    posts = set(IDS) - {"h"}
    assert {id for id in posts if after.by_id[id] is not before.by_id[id]} == {"c"}
    assert set(site.views.digests) == {id(view) for view in after.by_id.values()}


def test_digests_of_pages_that_are_gone_do_not_pile_up():
    site = Rebuilt()
    for n in range(200):
        site.pages["c"] = replace(site.pages["c"], text=f"El envío {n}.", title=f"Título {n}")
        site.surveyed()
    held = vars(site.digests).values()
    assert max(map(len, held)) <= 10 * len(IDS)


def test_a_conversation_stays_the_same_and_is_read_as_it_is_now():
    pages = [a_page(id) for id in "ab"]
    outlines = [
        Outline(figures=outline(a_talk(one), UTC, quoted=False), spoken=0, newest=(), written=())
        for one in pages
    ]
    recent = Recent()

    def said(of: Page, _: str) -> Said:
        return Said(thread=a_talk(of, 3).thread, tones={}, corrections=())

    first = recent.talks(zip(pages, outlines, strict=True), said)
    assert len(first["a"].thread.comments) == 4
    other = replace(pages[1], text="Otro texto.")
    second = recent.talks(
        zip([pages[0], other], outlines, strict=True),
        lambda of, _: Said(thread=a_talk(of, 5).thread, tones={}, corrections=()),
    )
    assert second["a"] is first["a"]
    assert second["b"] is not first["b"]
    assert len(second["a"].thread.comments) == 6
