import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tertulia.commands import catalogues
from tertulia.site.translations import catalogue, languages


@pytest.fixture(scope="module")
def marked() -> Catalog:
    return catalogues.extract()


def ids(found: Catalog) -> set[object]:
    return {message.id for message in found if message.id}


@pytest.mark.parametrize("lang", languages())
def test_everything_is_translated_and_nothing_is_left_over(marked: Catalog, lang: str) -> None:
    known = catalogues.load(lang)
    assert catalogues.untranslated(known) == []
    assert ids(known) == ids(marked), "run `python -m tertulia.commands.catalogues`"
    assert not [message.id for message in known if message.fuzzy and message.id]


@pytest.mark.parametrize("lang", languages())
def test_a_translation_keeps_the_gaps_of_its_original(lang: str) -> None:
    for message in catalogues.load(lang):
        for said, told in zip(parts(message.id)[-1:], parts(message.string)[-1:], strict=True):
            assert sorted(re.findall(r"%\(\w+\)s", said)) == sorted(
                re.findall(r"%\(\w+\)s", told)
            ), message.id


def parts(value: object) -> list[str]:
    return [str(v) for v in (value if isinstance(value, list | tuple) else [value])]


def test_spanish_and_english_are_there_and_others_fall_back_to_english() -> None:
    assert {"es", "en"} <= set(languages())
    assert catalogue("es").gettext("Comments") == "Comentarios"
    assert (
        catalogue("es-CL").ngettext("%(num)s reply", "%(num)s replies", 2) == "%(num)s respuestas"
    )
    assert catalogue("fi").gettext("Comments") == "Comments"


def test_no_template_holds_words_that_cannot_be_translated(root: Path) -> None:
    # a name, and words for machines
    kept = {"JSON", "Feed", "noindex", "article"}
    for file in sorted((root / "theme" / "templates").rglob("*.html")):
        text = file.read_text("utf-8")
        text = re.sub(r"{#.*?#}", " ", text, flags=re.S)
        text = re.sub(r"{% trans .*?{% endtrans %}", " ", text, flags=re.S)
        text = re.sub(r"{{.*?}}|{%.*?%}", "\x00", text, flags=re.S)
        text = re.sub(r'<[^>]*>| \w+="[^"]*"', " ", text, flags=re.S)
        words = set(re.findall(r"[A-Za-zÁ-ÿ]{2,}", text)) - kept
        assert not words, (file.name, words)
