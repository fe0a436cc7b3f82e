import re
from functools import partial

import pytest
import simplemma
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from tertulia.analysis.dictionaries import lemmatizer
from tertulia.edge import program

STRANGE = ["", "ñ", "zzzz", "перевод", "1234", "l'eau", "dánoslo", "respondieron", "went", "yeux"]
EVERY = 53  # word of a dictionary


@pytest.mark.parametrize("lang", ["es", "en", "fr"])
def test_every_word_has_the_lemma_of_the_plain_dictionaries(lang, root):
    of_ours = lemmatizer()
    for word in _words(root):
        assert of_ours.lemmatize(word, lang) == simplemma.lemmatize(word, lang)


@pytest.mark.parametrize("lang", ["es", "en", "pt", "ca"])
def test_tables_give_every_word_the_lemma_of_the_plain_dictionaries(lang, root, tmp_path):
    tables = partial(program.table, tmp_path)
    theirs = simplemma.Lemmatizer(lemmatization_strategy=DefaultStrategy())
    known = sorted(DEFAULT_DICTIONARY_FACTORY.get_dictionary(lang))[::EVERY]
    words = [*_words(root), *known, *(f"{word}s" for word in known[::5]), *map(str.upper, known)]
    for _ in range(2):  # as they are made, and as they are found
        lemmatizer.cache_clear()
        ours = lemmatizer(tables)
        found = [ours.lemmatize(word, lang) for word in words]
        assert found == [theirs.lemmatize(word, lang) for word in words]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_table_that_is_damaged_later_is_no_longer_used(tmp_path):
    ours = lemmatizer(partial(program.table, tmp_path))
    assert ours.lemmatize("casas", "gl") == "casa"
    (path,) = tmp_path.iterdir()
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"x" * 5_000_000)
    for word in ("respondeu", "foron", "mulleres"):
        assert ours.lemmatize(word, "gl") == simplemma.lemmatize(word, "gl")


def test_where_there_is_no_place_for_tables_words_have_lemmas_too():
    assert lemmatizer(lambda *_: None).lemmatize("casas", "gl") == "casa"


def _words(root):
    texts = (path.read_text("utf-8") for path in sorted((root / "content/cases").glob("*.md")))
    words = sorted({w.lower() for text in texts for w in re.findall(r"[^\W\d_]+", text)})
    return [word for word in [*words[::3], *STRANGE] if word]
