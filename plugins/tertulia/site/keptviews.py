"""The views of all pages that the last build of a process made: most are the same in the next.

A page has the view that it had where the page, its conversation, what links to it and its related
pages are the same, and no page looks another way to others: titles, dates, groups and
neighbours are told by the cards of all pages alone.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tertulia.analysis.graph import own_links
from tertulia.analysis.survey import Found
from tertulia.core.findings import Backlink, Related, Talk
from tertulia.core.model import Page, PageKind
from tertulia.core.views import PageView


class _Made(NamedTuple):
    page: Page
    talk: Talk
    related: Sequence[Related]
    links: Sequence[Backlink]
    view: PageView


class KeptViews:
    """The views of one build after the other.

    Args:
        settings: Digest of these: other ones may have pages called otherwise.
    """

    def __init__(self, settings: bytes) -> None:
        self.settings = settings
        self._cards: dict[str, int] = {}
        self._held: Mapping[str, Page] = {}  # an id stands for its card only as long as that lives
        self._last: dict[str, _Made] = {}
        self._made: dict[str, _Made] = {}
        self._digests: dict[int, bytes] = {}
        self._links: dict[str, tuple[Page, list[tuple[str, Backlink]]]] = {}

    def begin(self) -> None:
        """Begin a build."""
        self._last, self._made = self._made, {}

    def links(self, page: Page) -> Sequence[tuple[str, Backlink]]:
        """As `own_links`."""
        known = self._links.get(page.id)
        if known is None or known[0] is not page:
            known = self._links[page.id] = page, own_links(page)
        return known[1]

    def view(self, page: Page, found: Found, make: Callable[[], PageView]) -> PageView:
        """The view of a page: the one that it had, if that is the same."""
        if found.pages is not self._held:
            self._compare(found.pages)
        talk, none = found.talks[page.id], ()
        related, links = found.related.get(page.id, none), found.links.get(page.id, none)
        last = self._last.get(page.id)
        if (
            last is None
            or last.page is not page
            or last.talk is not talk
            or page.kind is PageKind.TOPIC  # it shows what readers say on others
            or last.related != related
            or last.links != links
        ):
            last = _Made(page, talk, related, links, make())
        self._made[page.id] = last
        return last.view

    def _compare(self, cards: Mapping[str, Page]) -> None:
        """Forget all views where a page looks another way to others."""
        now = {name: id(card) for name, card in cards.items()}
        if now != self._cards:
            self._last.clear()
            self._digests.clear()
        self._cards, self._held = now, cards

    @property
    def digests(self) -> dict[int, bytes]:
        """The digests of views that stayed, by their `id()`.

        Those that did not stay are held until the build has ended: no other has their `id()`.
        """
        return self._digests

    def learn(self, digests: Mapping[int, bytes]) -> None:
        """Take over the digests of the views of a build that has ended, by their `id()`."""
        self._last.clear()
        self._links = {id: known for id, known in self._links.items() if id in self._made}
        made = (id(one.view) for one in self._made.values())
        self._digests = {view: digests[view] for view in made if digests.get(view)}
