from array import array

from builders import page
from tertulia.analysis.reading import number, read


def test_each_word_stands_beside_its_term():
    found = read(page("a", title="El tren", summary="De viaje.", text="Los trenes llegaban."))
    assert found.words == ["El", "tren", "De", "viaje", "Los", "trenes", "llegaban"]
    terms = ["", "tren", "", "viaje", "", "tren", "llegar"]
    assert array("q", found.terms).tolist() == [number(term) if term else 0 for term in terms]
    assert (found.title, found.summary) == (2, 2)


def test_a_page_without_words_has_none():
    found = read(page("a", title="", summary="", text=""))
    assert (found.words, found.terms) == ([], b"")
