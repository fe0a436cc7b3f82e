"""Pelican's content as pages of the model."""

import pytest

from tertulia.site.body import read_body
from tertulia.site.pages import _own_path

ADDRESS = "https://blog.example"


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("https://blog.example/casos/uno/#dos", "casos/uno"),
        ("/casos/s%C3%AD/", "casos/sí"),
        ("#dos", ""),
        ("//otro.example/casos/uno/", ""),
        ("https://otro.example/casos/uno/", ""),
        ("http://[mal/#dos", ""),
    ],
)
def test_a_link_leads_to_a_page_of_the_site_or_nowhere(href: str, path: str) -> None:
    assert _own_path(href, ADDRESS) == path


def test_a_body_has_its_links_with_their_paragraphs_whatever_they_are() -> None:
    found = read_body('<p>Un <a href="http://[mal/#b">enlace</a>.</p><p>Más.</p>')
    assert found.links == (("http://[mal/#b", "Un enlace."),)
    assert (found.text, found.words) == ("Un enlace.\nMás.", 3)
