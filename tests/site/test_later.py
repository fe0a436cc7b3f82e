"""A page whose text is read later is, to everybody, the page that it would have been."""

import pickle
from dataclasses import replace

import pytest

from tertulia.core.model import Page, PageKind
from tertulia.site.later import LaterPage, later_page, put_away
from tertulia.site.pagedigests import PageDigests

KNOWN = {"id": "a", "kind": PageKind.POST, "title": "Á", "url": "a/", "topics": ("t",)}
WHOLE = Page(text="Lo que dice.", **KNOWN)


@pytest.fixture
def read() -> list[str]:
    return []


@pytest.fixture
def later(read: list[str]) -> LaterPage:
    return later_page(lambda: read.append("once") or WHOLE.text, **KNOWN)


def test_its_text_is_read_when_somebody_looks_at_it(later: LaterPage, read: list[str]):
    assert (later.title, later.topics, later.words, read) == ("Á", ("t",), 0, [])
    assert (later.text, read) == (WHOLE.text, ["once"])
    with pytest.raises(AttributeError, match="nothing"):
        _ = later.nothing


def test_it_is_the_page_that_says_the_same(later: LaterPage):
    assert later == WHOLE
    assert replace(WHOLE, text="Otra cosa.") != later
    assert later != replace(WHOLE, text="Otra cosa.")
    assert later != "a"


def test_its_digests_are_those_of_the_page(later: LaterPage):
    digests = PageDigests()
    assert digests.of(later) == digests.of(WHOLE)
    assert digests.words(later) == digests.words(WHOLE)


def test_another_process_is_given_all_of_it(later: LaterPage):
    assert pickle.loads(pickle.dumps(later)).text == WHOLE.text
    assert replace(later, title="B") == replace(WHOLE, title="B")


def test_a_text_that_is_put_away_is_read_again(later: LaterPage, read: list[str]):
    copy = pickle.loads(pickle.dumps(later))
    read.clear()
    for page in (copy, later, WHOLE):
        put_away(page, lambda: read.append("again") or "Lo mismo.")
    assert (copy.text, later.text, WHOLE.text) == ("Lo mismo.", read_once := WHOLE.text, read_once)
    assert read == ["again", "once"]
