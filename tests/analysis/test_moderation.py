"""Rules look at what an entry says, not at how it was marked up."""

import pytest

from builders import entry
from tertulia.analysis.moderation import fits, links_of
from tertulia.core.model import Status
from tertulia.core.rules import Around, Rule

TWO = Rule(id="two", why="Two links.", then=Status.PENDING, links=2)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Mirad https://a.example/x.", '<p>Mirad <a href="https://a.example/x">esto</a>.</p>'),
        ("En https://a.example/x, dicen", "<p>En <b>https://a.example/x</b>, dicen</p>"),
        ("https://a.example/?a=1&b=2", '<a href="https://a.example/?a=1&amp;b=2">aquí</a>'),
        ("¿https://a.example/x? «https://a.example/x»", ""),
    ],
)
def test_an_address_in_text_and_html_is_one_link(text: str, html: str) -> None:
    said = entry(text=text, html=html)
    assert len(links_of(said)) == 1
    assert not fits(TWO, said, Around())


def test_each_other_address_is_one_more() -> None:
    said = entry(text="https://a.example/x https://a.example/y.")
    assert links_of(said) == {"https://a.example/x", "https://a.example/y"}
    assert fits(TWO, said, Around())


@pytest.mark.parametrize(
    "text", ["https://ads.example.", "https://www.ads.example./x", "https://a.ads.example/x!"]
)
def test_a_host_is_known_whatever_stands_behind_it(text: str) -> None:
    rule = Rule(id="ads", why="Advertising.", then=Status.SPAM, domains=("ads.example",))
    assert fits(rule, entry(text=text), Around())
