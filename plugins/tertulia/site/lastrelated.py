"""What was compared in the last build of a process that builds again: most of it stays.

What is known of a page is the same object as long as the page, and what was heard of its
conversation, are the same. A list is as it was where that is so of its page and of all in it, and
all are compared by the same.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.msgpack import encode

from tertulia.analysis.facts import Heard, hear
from tertulia.core.findings import Related, Talk
from tertulia.core.model import Page
from tertulia.edge.keep import decoder

if TYPE_CHECKING:
    from tertulia.analysis.comparing import (  # it needs numpy, which takes its time to load
        Compared,
        Known,
    )


# Whether a list of these pages, the first of which has it, is that list of before.
Stays = Callable[[Sequence[Page], Sequence[Related]], bool]


class Listed(NamedTuple):
    """What the lists were made of.

    Attributes:
        topics: On how many pages each is, and its title.
    """

    each: "Sequence[Known]"
    found: "Compared"
    topics: Mapping[str, tuple[int, str]]


class LastRelated:
    """What is known from one build to the next.

    Args:
        code: Digest of our code and of what the reasons' words rest on besides.

    Attributes:
        found: What comparing found.
        behind: Pages compared again since that was kept.
        lists: Those that were made last.
    """

    def __init__(self, code: bytes) -> None:
        self.code = code
        self.found: Compared | None = None
        self.behind = 0
        self.lists: object = None
        self._listed: Listed | None = None
        self._known: dict[str, tuple[bytes, Heard | None, Known]] = {}
        self._said: dict[str, tuple[Talk, bytes]] = {}
        self._heard: dict[bytes, Heard] = {}

    def hear(self, pages: Sequence[Page], talks: Mapping[str, Talk]) -> dict[str, bytes]:
        """What was heard of the talks on these pages (`facts.hear`), encoded, by page id."""
        known, self._said = self._said, {}
        for page in pages:
            talk = talks[page.id]
            last = known.get(page.id)
            if last is None or last[0] is not talk:
                last = talk, encode(hear(talk))
            self._said[page.id] = last
        return {id: said for id, (_, said) in self._said.items()}

    def decoded(self, heard: Mapping[str, bytes]) -> dict[str, Heard]:
        """The same decoded: one object for all who say the same."""
        known, decode = self._heard, decoder(Heard).decode
        self._heard = {said: known.get(said) or decode(said) for said in set(heard.values())}
        return {page: self._heard[said] for page, said in heard.items()}

    def known(self, id: str, told: bytes, heard: Heard | None) -> "Known | None":
        """What is known of a page, if it is the same.

        Args:
            told: Its digest.
            heard: As `decoded` gives it.
        """
        last = self._known.get(id)
        return last[2] if last and last[0] == told and last[1] is heard else None

    def learn(self, told: "Iterable[tuple[bytes, Heard | None, Known]]") -> None:
        """Take over what is known of all pages now; see `known`."""
        self._known = {each[2].id: each for each in told}

    def list(self, lists: object, listed: Listed) -> None:
        """Take over of what the lists are made that there are now."""
        self.lists, self._listed = lists, listed

    def stays(self, now: Listed) -> Stays:
        """Tells which lists are as they were."""
        last = self._listed
        if last is None or last.topics != now.topics or last.found.usual != now.found.usual:
            return lambda _, __: False
        was = dict(zip(last.found.ids, zip(last.each, _prints(last), strict=True), strict=True))
        others: set[str] = set()
        for page, print_ in zip(now.each, _prints(now), strict=True):
            before = was.get(page.id)
            if before is None or before[0] is not page or before[1] != print_:
                others.add(page.id)

        def same(pages: Sequence[Page], before: Sequence[Related]) -> bool:
            ids = [page.id for page in pages]
            return ids[1:] == [one.page for one in before] and others.isdisjoint(ids)

        return same


def _prints(listed: Listed) -> list[int]:
    prints: list[int] = listed.found.prints.tolist()
    return prints


def topics_of(compared: Sequence[Page], pages: Sequence[Page]) -> dict[str, tuple[int, str]]:
    """The topics of pages that are compared, see `Listed`.

    Args:
        pages: All.
    """
    times = Counter(topic for page in compared for topic in page.topics)
    titles = {page.id: page.title for page in pages if page.id in times}
    return {topic: (count, titles.get(topic, topic)) for topic, count in times.items()}
