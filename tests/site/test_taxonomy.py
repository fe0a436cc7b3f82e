from types import SimpleNamespace

from tertulia.site.taxonomy import Filed, file_articles


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
    generator = SimpleNamespace()
    file_articles(generator)
    for name in ("tags", "categories", "authors"):
        getattr(generator, name)["a"].append(one := object())
        assert getattr(generator, name) == {"a": [one]}
