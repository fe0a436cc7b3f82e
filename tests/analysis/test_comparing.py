"""What is found again after a change is what is found from nothing."""

import random
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from builders import page
from tertulia.analysis import bags, comparing, words
from tertulia.analysis.comparing import compare
from tertulia.analysis.comparisons import packed, unpacked
from tertulia.analysis.nearest import CANDIDATES
from tertulia.analysis.packing import Packed
from tertulia.analysis.related import known, made, relate

WORDS = [f"{a}{b}{c}" for a in "bdlmprt" for b in "aeio" for c in ("ra", "lo", "min", "to", "ca")]
STEPS = 40


class Site:
    """Pages that are edited at random, and what was kept of them."""

    def __init__(self, seed: int, size: int) -> None:
        self.chance = random.Random(seed)
        self.gone = []
        self.bags: dict[bytes, bags.Bag] = {}
        self.pages = {f"p{n:03d}": self._page(n, size) for n in range(size)}

    def _text(self, count: int) -> str:
        return " ".join(
            self.chance.choices(WORDS, [1 / (n + 3) for n in range(len(WORDS))], k=count)
        )

    def _page(self, n: int, size: int):
        return page(
            f"p{n:03d}",
            title=self._text(2).capitalize(),
            text=self._text(60),
            topics=tuple(self.chance.sample(["a", "b", "c", "d", "e"], 2)),
            links=tuple((f"p{self.chance.randrange(size):03d}", "x") for _ in range(n % 3)),
            published=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=n),
        )

    def edit(self) -> None:
        """One edit of some sort."""
        chance = self.chance
        name = chance.choice(sorted(self.pages))
        one = self.pages[name]
        words = one.text.split()
        half = len(words) // 2
        match chance.randrange(9):
            case 0 | 1:
                self.pages[name] = replace(
                    one, text=f"{one.text} {self._text(chance.randrange(1, 9))}"
                )
            case 2:
                self.pages[name] = replace(one, text=" ".join(words[:half] + words[half + 5 :]))
            case 3:
                self.pages[name] = replace(one, title=self._text(3))
            case 4:
                other = self.pages[chance.choice(sorted(self.pages))]
                self.pages[name] = replace(one, text=f"{one.text} {other.title} {self._text(2)}")
            case 5:
                self.pages[name] = replace(one, topics=(chance.choice("abcdef"),))
            case 6:
                target = chance.choice(sorted(self.pages))
                self.pages[name] = replace(
                    one, links=((target, "x"), (f"p{chance.randrange(99)}", "y"))
                )
            case 7 if len(self.pages) > 8:
                self.gone.append(self.pages.pop(name))
            case _:
                if self.gone:
                    back = self.gone.pop(chance.randrange(len(self.gone)))
                    self.pages[back.id] = back
                else:
                    self.pages[name] = replace(one, published=one.published + timedelta(days=1))

    def known(self):
        return [self._known(self.pages[name]) for name in sorted(self.pages)]

    def _known(self, one):
        key = f"{one.title}\n{one.text}".encode()
        if key not in self.bags:
            self.bags[key] = bags.pack(one)
        return known(one, None, self.bags[key], key)


def same(found, clean) -> None:
    there = clean.near.others[:, :CANDIDATES] >= 0
    for name in ("others", "whole", "texts", "scores", "ranks"):
        got, wanted = (getattr(each.near, name)[:, :CANDIDATES] for each in (found, clean))
        assert np.array_equal(np.where(there, got, 0), np.where(there, wanted, 0)), name
    assert np.array_equal(found.near.others[:, :CANDIDATES] >= 0, there)
    assert np.array_equal(found.prints, clean.prints)
    assert found.usual == clean.usual


@pytest.mark.parametrize(("seed", "size"), [(1, 12), (2, 40), (3, 110), (4, 180)])
def test_what_a_change_touches_is_found_as_from_nothing(seed, size):
    site = Site(seed, size)
    kept = None
    for _ in range(STEPS):
        found = compare(site.known(), unpacked(kept) if kept else None, site.bags.get)
        same(found, compare(site.known()))
        if kept is None or site.chance.random() < 0.6:  # it may stay behind by several changes
            kept = msgspec.msgpack.decode(msgspec.msgpack.encode(packed(found)), type=Packed)
        for _ in range(site.chance.choice([1, 1, 1, 2, 4])):
            site.edit()


def test_where_the_words_of_before_are_lost_all_is_compared_again():
    site = Site(5, 40)
    before = compare(site.known())
    site.edit()
    same(compare(site.known(), before, lambda _: None), compare(site.known()))


def test_only_pages_that_a_change_touches_are_compared(monkeypatch):
    from tertulia.analysis import comparing

    site = Site(6, 180)
    before = compare(site.known())
    wanted = []
    nearest = comparing.nearest

    def counted(site, rows, pages, *earlier, **how):
        wanted.append(len(pages))
        return nearest(site, rows, pages, *earlier, **how)

    monkeypatch.setattr(comparing, "nearest", counted)
    one = site.pages["p050"]
    site.pages["p050"] = replace(one, text=f"{one.text} palabraque nadietiene")
    compare(site.known(), before, site.bags.get)
    assert wanted == [1]
    compare(site.known(), before, site.bags.get)
    compare(site.known())
    assert wanted == [1, 1, 180]


@pytest.mark.parametrize("shares", [2, 3, 7])
def test_pages_that_others_compare_are_compared_the_same(shares):
    site = Site(8, 180)

    def elsewhere(do, items, least):
        assert least > 0
        return [deepcopy(do(items[n::shares])) for n in range(shares)]

    alone, shared = compare(site.known()), compare(site.known(), share=elsewhere)
    assert msgspec.msgpack.encode(packed(shared)) == msgspec.msgpack.encode(packed(alone))


def test_pages_that_are_weighed_a_few_at_a_time_are_weighed_the_same(monkeypatch):
    site = Site(8, 60)
    together = msgspec.msgpack.encode(packed(compare(site.known())))
    monkeypatch.setattr(comparing, "TOGETHER", 7)
    monkeypatch.setattr(words, "ROOM", 11)
    assert msgspec.msgpack.encode(packed(compare(site.known()))) == together


def test_a_list_that_rests_on_what_it_rested_on_is_not_made_again():
    site = Site(7, 40)
    pages = list(site.pages.values())
    memory = {}

    def remember(shown, rest, make):
        key = (*(one.id for one in shown), repr(shown), rest())
        asked.append(key not in memory)
        return memory.setdefault(key, None) or memory.update({key: make()}) or memory[key]

    asked = []
    first = relate(pages, {}, 3, remember=remember)
    assert all(asked)
    asked.clear()
    assert relate(pages, {}, 3, remember=remember) == first
    assert not any(asked)
    assert relate(pages, {}, 3) == first


def test_lists_that_are_made_together_are_those_made_one_by_one():
    pages, makings = list(Site(7, 40).pages.values()), []
    one_by_one = relate(pages, {}, 3, remember=lambda _, __, make: makings.append(make) or make())
    assert list(one_by_one.values()) == made(makings)
    assert any(one_by_one.values())
    assert made([]) == []


def test_pages_without_words_and_sites_without_pages_are_compared_too():
    mute = [page(name, title="", text="", summary="") for name in "abcd"]
    all_ = [known(one, None, bags.pack(one), one.id.encode()) for one in mute]
    found = compare(all_)
    assert found.near.others.max() == -1
    same(compare(all_[1:], found, lambda _: all_[0].bag), compare(all_[1:]))
    assert compare([]).ids == ()
    assert relate(mute, {}, 3) == dict.fromkeys("abcd", ())
