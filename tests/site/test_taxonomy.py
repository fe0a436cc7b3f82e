from itertools import product
from random import Random
from types import SimpleNamespace

import pytest
from pelican.utils import process_translations

from tertulia.site import taxonomy
from tertulia.site.taxonomy import Filed, file_articles, tell_translations, translated


def test_a_list_says_what_is_in_it_while_it_grows():
    found, (one, two, three) = Filed(), ([1], [1], [3])
    assert one not in found
    found.append(one)
    assert one in found
    assert two not in found  # the same only as itself
    found.append(three)
    assert three in found
    assert list(found) == [one, three]


def test_articles_are_filed_as_pelican_does():
    generator = SimpleNamespace(settings={})
    file_articles(generator)
    for name in ("tags", "categories", "authors"):
        getattr(generator, name)["a"].append(one := object())
        assert getattr(generator, name) == {"a": [one]}


def content(slug: str, lang: str, date: int, *, translation: str = "false") -> SimpleNamespace:
    return SimpleNamespace(
        slug=slug,
        lang=lang,
        date=date,
        metadata={"translation": translation},
        in_default_lang=lang == "es",
        source_path=f"{slug}.{lang}.md",
    )


def told(found: tuple[list[SimpleNamespace], list[SimpleNamespace]]) -> list[object]:
    lists = [[(one.slug, one.lang) for one in some] for some in found]
    every = [one for some in found for one in some]
    return [*lists, [(one.slug, [t.lang for t in one.translations]) for one in every]]


@pytest.mark.parametrize(("by", "seed"), [*product(["slug", ("slug", "date"), None], range(8))])
def test_translations_are_told_as_pelican_does(
    by: object, seed: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    random = Random(seed)
    monkeypatch.setattr(taxonomy, "TOGETHER", 3)
    contents = [
        content(slug, lang, day, translation=random.choice(["false", "false", "true"]))
        for slug in "abcdefghij"
        for lang, day in product(random.sample(["en", "es", "fr"], 2), (1, 2))
    ]
    random.shuffle(contents)
    for one in contents:
        one.translations = []
    expected = told(process_translations(list(contents), by))
    caplog.clear()
    assert told(translated(contents, by)) == expected
    assert caplog.messages == []  # Pelican says a thing once


def test_a_generator_has_its_lists_as_pelican_would_have_made_them():
    settings = {"ARTICLE_TRANSLATION_ID": "slug", "ARTICLE_ORDER_BY": "reversed-date"}
    generator = SimpleNamespace(settings=settings)
    file_articles(generator)
    assert process_translations([content("a", "es", 1)], generator.settings[taxonomy.BY])[1] == []
    generator.articles = [content("a", "en", 2), content("b", "es", 3), content("a", "es", 1)]
    generator.hidden_articles, generator.drafts = [content("c", "en", 1)], []
    tell_translations(generator)
    assert generator.settings is settings
    assert [(a.slug, a.lang) for a in generator.articles] == [("b", "es"), ("a", "es")]
    assert [(a.slug, a.lang) for a in generator.translations] == [("a", "en")]
    assert [a.slug for a in generator.hidden_articles] == ["c"]
    assert generator.drafts == generator.drafts_translations == []


def test_what_cannot_be_told_apart_by_that_is_said_as_pelican_says_it():
    with pytest.raises(AttributeError, match="Cannot use"):
        translated([content("a", "es", 1)], "code")
