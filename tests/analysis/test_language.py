"""The language of a comment, among the site's own."""

import pytest

from tertulia.analysis.language import language_of, languages_of

SITE = ("es", "en", "pt", "ca")

TOLD = {
    "Me ha gustado mucho el artículo, gracias por compartirlo": "es",
    "I really enjoyed this article, thank you for sharing": "en",
    "Gostei muito do artigo, obrigado por partilhar": "pt",
    "M'ha agradat molt l'article, gràcies per compartir-lo": "ca",
}


@pytest.mark.parametrize(("text", "lang"), TOLD.items(), ids=TOLD.values())
def test_a_sentence_tells_its_language(text, lang) -> None:
    assert language_of(text, "es", SITE) == lang


@pytest.mark.parametrize(
    "text", ["", "👍👍", "1234", "ok", "@ana #tema http://example.org/x", "日本語"]
)
@pytest.mark.parametrize("page", ["es", "en"])
def test_what_does_not_tell_has_the_page_s_language(text, page) -> None:
    assert language_of(text, page, SITE) == page


def test_no_other_language_is_ever_found() -> None:
    assert language_of("Das ist ein sehr schöner Artikel über Hunde", "es", ("es", "en")) in SITE


def test_two_sites_in_one_process_do_not_disturb_each_other() -> None:
    german = "Das ist ein sehr schöner Artikel über Hunde"
    assert languages_of([german], ["es"], ["es", "de"]) == ["de"]
    assert languages_of(["Thanks for this article"], ["es"], ["es", "en"]) == ["en"]
    assert languages_of([german], ["es"], ["es", "de"]) == ["de"]


def test_a_site_of_one_language_needs_no_model() -> None:
    assert languages_of(["I like it"], ["es"], ["es"]) == ["es"]


def test_countries_are_left_out() -> None:
    assert languages_of(["👍"], ["es-MX"], ["es-MX", "en-US"]) == ["es"]
