"""Lists of articles that say at once whether one is among them.

For the page of each tag, category and author Pelican asks so for every article of the site.
"""

from collections import defaultdict

from pelican.contents import Content
from pelican.generators import ArticlesGenerator

from tertulia.site.company import alone


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
    """Have a generator collect its articles so, where nobody else may exchange them."""
    if alone():
        for name in ("tags", "categories", "authors"):
            setattr(generator, name, defaultdict(Filed))
