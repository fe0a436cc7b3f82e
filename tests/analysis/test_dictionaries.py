import re

import pytest
import simplemma

from tertulia.analysis.dictionaries import lemmatizer

STRANGE = ["", "ñ", "zzzz", "перевод", "1234", "l'eau", "dánoslo", "respondieron", "went", "yeux"]


@pytest.mark.parametrize("lang", ["es", "en", "fr"])
def test_every_word_has_the_lemma_of_the_plain_dictionaries(lang, root):
    texts = (path.read_text("utf-8") for path in sorted((root / "content/cases").glob("*.md")))
    words = sorted({w.lower() for text in texts for w in re.findall(r"[^\W\d_]+", text)})
    of_ours = lemmatizer()
    for word in [*words[::3], *STRANGE]:
        if word:
            assert of_ours.lemmatize(word, lang) == simplemma.lemmatize(word, lang)
