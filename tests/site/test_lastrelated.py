"""A process that builds again finds the related pages that one finds which knows nothing."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from msgspec.msgpack import decode, encode

from builders import page
from tertulia.analysis.facts import SILENT, Heard
from tertulia.analysis.related import relate
from tertulia.core.model import Page, PageKind
from tertulia.edge.keep import Keep
from tertulia.site.keptrelated import KeptRelated
from tertulia.site.pagedigests import PageDigests
from tertulia.site.translations import speaker

WORDS = ["plaza", "mercado", "riada", "censo", "huelga", "tranvía", "feria", "mina"]


class Site:
    """Pages that change at random, and what was said on them."""

    def __init__(self, seed: int, size: int) -> None:
        self.chance = Random(seed)
        self.pages = {f"p{n:02d}": self._page(f"p{n:02d}") for n in range(size)}
        for topic in "ab":
            self.pages[topic] = page(topic, kind=PageKind.TOPIC, title=f"Tema {topic}")
        self.heard = {id: encode(SILENT) for id in self.pages}

    def edit(self) -> None:
        chance = self.chance
        name = chance.choice([id for id in sorted(self.pages) if len(id) > 1])
        one = self.pages[name]
        match chance.randrange(9):
            case 0 | 1:
                self.pages[name] = replace(one, text=f"{one.text} {self._text(4)}")
            case 2:
                self.pages[name] = replace(one, title=self._text(2))
            case 3:
                self.pages[name] = replace(one, topics=(chance.choice("ab"),))
            case 4:
                topic = chance.choice("ab")
                self.pages[topic] = replace(self.pages[topic], title=self._text(1))
            case 5:
                public = chance.choice([0, 6, 9])
                self.heard[name] = encode(replace(SILENT, turn="better", public=public))
            case 6:
                target = chance.choice(sorted(self.pages))
                self.pages[name] = replace(one, links=((target, "x"), (f"n{target[1:]}", "y")))
            case 7 if len(self.pages) > 12:
                del self.pages[name]
            case _:
                new = f"n{chance.randrange(99):02d}"
                self.pages[new] = self._page(new)
                self.heard[new] = encode(SILENT)

    def _page(self, id: str) -> Page:
        return page(id, title=self._text(2), text=self._text(25))

    def _text(self, words: int) -> str:
        chance = self.chance
        return " ".join(f"{chance.choice(WORDS)}{chance.randrange(4)}" for _ in range(words))

    def lists(self, keep: Keep) -> Any:
        pages = list(self.pages.values())
        kept = KeptRelated(keep, b"ours", PageDigests())
        heard = {page.id: self.heard[page.id] for page in pages}
        return kept.relate(pages, heard, 3, speaker("es"), kept.key(pages, heard, 3))

    def clean(self) -> Any:
        heard = {id: decode(data, type=Heard) for id, data in self.heard.items()}
        return relate(list(self.pages.values()), heard, 3, speaker("es"))


@pytest.mark.parametrize("on_disk", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_each_build_of_a_process_lists_what_a_clean_one_lists(seed, on_disk, tmp_path):
    site = Site(seed, 24)
    keep = Keep(tmp_path / "kept" if on_disk else None, lasting=True)
    for step in range(24):
        assert site.lists(keep) == site.clean(), step
        if step % 6 == 5:
            keep.forget_unsaved()  # a build that failed leaves nothing
        else:
            keep.commit(tmp_path, None)
        for _ in range(site.chance.choice([1, 1, 2])):
            site.edit()


def test_a_list_of_which_nothing_has_changed_is_not_told_again(tmp_path, monkeypatch):
    site, keep = Site(3, 40), Keep(None, lasting=True)
    before = site.lists(keep)
    keep.commit(tmp_path, None)
    name = sorted(before)[0]
    site.pages[name] = replace(site.pages[name], text=f"{site.pages[name].text} otracosa")
    told = []
    rest = KeptRelated.rest
    monkeypatch.setattr(KeptRelated, "rest", lambda *args: told.append(args[1]) or rest(*args))
    after = site.lists(keep)
    assert after == site.clean()
    assert {shown[0].id for shown in told} == {
        id
        for id, found in after.items()
        if id == name or name in {one.page for one in (*found, *before[id])}
    }
    assert len(told) < len(after) / 2


def test_a_list_tells_anew_of_a_conversation_that_only_grew(tmp_path):
    site, keep = Site(5, 24), Keep(None, lasting=True)
    site.heard = {id: encode(replace(SILENT, public=6)) for id in site.pages}
    before = site.lists(keep)
    keep.commit(tmp_path, None)
    shown = sorted(one.page for found in before.values() for one in found)[0]
    site.heard[shown] = encode(replace(SILENT, public=9))
    after = site.lists(keep)
    assert after == site.clean()
    assert after != before  # as a reason says how many there are
