"""Pelican's content as pages of the model."""

import pickle
import subprocess
import sys
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from pelican.utils import SafeDatetime

from tertulia.site.body import read_body
from tertulia.site.pages import _own_path, moment

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


def test_who_is_told_of_a_date_need_not_load_pelican() -> None:
    """The copy that relates pages is told them while this process works."""
    when = SafeDatetime(2024, 5, 6, 21, 14, tzinfo=ZoneInfo("America/Bogota"))
    content = SimpleNamespace(date=when)
    found = moment(content, "date")
    assert found == when
    assert found.isoformat() == when.isoformat()
    assert moment(content, "modified") is None
    told = "import pickle, sys; pickle.load(sys.stdin.buffer); print('pelican' in sys.modules)"
    for date, loads in ((found, b"False"), (when, b"True")):
        said = subprocess.run(
            [sys.executable, "-c", told], input=pickle.dumps(date), capture_output=True, check=True
        )
        assert said.stdout.strip() == loads
