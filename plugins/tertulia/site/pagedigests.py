"""Digests of pages of the model, and of their cards, by which others see them."""

from collections.abc import Sequence

from tertulia.core.model import Page
from tertulia.core.views import card
from tertulia.edge.keep import digest
from tertulia.site.digests import encode, plain
from tertulia.site.relating import words_of

_HELD_PER_PAGE = 8  # three where nothing is left of earlier builds


class PageDigests:
    """Digests of pages of the model, each worked out once; cards of pages are pages too."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}
        self._words: dict[int, bytes] = {}
        self._told: dict[int, bytes] = {}  # of their cards
        self._cards: dict[int, Page] = {}
        self._shown: dict[bytes, Page] = {}  # cards by their digests
        self._held: list[Page] = []  # an id stands for its page only as long as that lives

    def of(self, page: Page) -> bytes:
        """The digest of a page."""
        found = self._known.get(id(page))
        if found is None:
            found = self._known[id(page)] = digest(encode(page, plain))
            self._held.append(page)
        return found

    def words(self, page: Page) -> bytes:
        """The digest of what a page says."""
        found = self._words.get(id(page))
        return found or words_of(page)

    def card(self, page: Page) -> Page:
        """A page as other pages see it: the same object as long as it says the same."""
        found = self._cards.get(id(page))
        if found is None:
            made = card(page)
            known = self._told.get(id(page)) or self.of(made)
            found = self._cards[id(page)] = self._shown.setdefault(known, made)
            self._known[id(found)] = known
            self._held += page, found
        return found

    def learn(self, page: Page, found: bytes, words: bytes, card: bytes) -> None:
        """Take over digests that are known: of a page, of what it says, and of its card."""
        self._known[id(page)] = found
        self._words[id(page)] = words
        self._told[id(page)] = card
        self._held.append(page)

    def forget_others(self, pages: Sequence[Page]) -> None:
        """Let go of pages that are no more, where they have come to be as many as there are."""
        if len(self._held) <= _HELD_PER_PAGE * len(pages):
            return
        kept = PageDigests()
        for page in pages:
            if told := self._told.get(id(page)):
                kept.learn(page, self.of(page), self.words(page), told)
            if shown := self._cards.get(id(page)):
                kept._cards[id(page)] = kept._shown[self.of(shown)] = shown
                kept._known[id(shown)] = self.of(shown)
                kept._held += page, shown
        vars(self).update(vars(kept))
