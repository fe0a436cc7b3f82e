"""What Pelican looks for among all articles, once for each of them, told at once.

For the page of each tag, category and author it asks for every article whether it is among those;
and it looks for every article among the originals, to tell which ones are translations.
"""

from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, CachingGenerator
from pelican.utils import order_content, process_translations

from tertulia.site.company import alone

BY = "ARTICLE_TRANSLATION_ID"
TOGETHER = 50  # contents: to compare each of them with all others takes next to nothing


_LISTS = (  # of a generator: originals, and their translations
    ("articles", "translations"),
    ("hidden_articles", "hidden_translations"),
    ("drafts", "drafts_translations"),
)


class Filed(list[Content]):
    """A list that is filled first and asked later; contents are the same only as themselves."""

    def __init__(self) -> None:
        super().__init__()
        self._ids: frozenset[int] = frozenset()

    def __contains__(self, content: object) -> bool:
        if len(self._ids) != len(self):
            self._ids = frozenset(map(id, self))
        return id(content) in self._ids


def file_articles(generator: ArticlesGenerator) -> None:
    """Have a generator collect its articles so, where nobody else may exchange them.

    It tells no translations either: `tell_translations` does.
    """
    if alone():
        for name in ("tags", "categories", "authors"):
            setattr(generator, name, defaultdict(Filed))
        generator.settings = ChainMap({BY: None}, generator.settings)


def tell_translations(generator: ArticlesGenerator) -> None:
    """Tell originals and translations, where Pelican was not to."""
    if have_all_settings(generator):
        settings = generator.settings
        for name, translations in _LISTS:
            originals, others = translated(getattr(generator, name), settings[BY])
            setattr(generator, name, order_content(originals, settings["ARTICLE_ORDER_BY"]))
            setattr(generator, translations, others)


def have_all_settings(generator: CachingGenerator) -> bool:
    """Let a generator know all settings again; say whether it was not to tell translations."""
    hidden = isinstance(generator.settings, ChainMap)
    if hidden:
        generator.settings = generator.settings.maps[-1]
    return hidden


def translated(
    contents: Sequence[Content], by: str | Collection[str] | None
) -> tuple[list[Content], list[Content]]:
    """As Pelican's `process_translations`, which compares each content with all originals."""
    names = [by] if isinstance(by, str) else list(by or ())
    try:
        key = attrgetter(*names)
        ordered = sorted(contents, key=key)
    except (AttributeError, TypeError):  # it says what is wrong
        found: tuple[list[Content], list[Content]] = process_translations(list(contents), by)
        return found
    originals: list[Content] = []
    others: list[Content] = []
    for part in _parts(list(group) for _, group in groupby(ordered, key)):
        here, there = process_translations(part, by)
        originals += here
        others += there
    return originals, others


def _parts(groups: Iterator[list[Content]]) -> Iterator[list[Content]]:
    """Whole groups, so many together that a part is worth it."""
    part: list[Content] = []
    for group in groups:
        part += group
        if len(part) >= TOGETHER:
            yield part
            part = []
    yield part
