"""What templates are given: each page as `view`, the whole site as `site`.

Templates only show: whatever they need stands here already worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter

from tertulia.core.findings import Agreement, Backlink, Group, GroupName, Rollup, Talk
from tertulia.core.model import Entry, Heading, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Why a page is worth reading next, without the figures behind it.

    These move a little on all pages with each page that is added, and no reader sees them.

    Attributes:
        reason: One sentence in the language of the page that it stands on.
        by_hand: The author picked it.
    """

    reason: str
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page with all that is shown on it.

    Other pages stand here without their text, links and headings (`card`): what a theme cannot
    show, no page depends on.

    Attributes:
        related: Pages worth reading next with the reason, best first.
        previous, next: Neighbours in time among pages of its kind.
        minutes: Reading time.
        topics: Topic pages that it names, in its own order.
        linked: Pages that its text links to, in its order.
        mentions: For a topic: what readers said about it.
        path: Breadcrumbs: (title, url relative to the site's root).
    """

    page: Page
    talk: Talk
    related: tuple[tuple[Suggestion, Page], ...] = ()
    backlinks: tuple[Backlink, ...] = ()
    previous: Page | None = None
    next: Page | None = None
    minutes: int = 1
    headings: tuple[Heading, ...] = ()
    topics: tuple[Page, ...] = ()
    linked: tuple[Page, ...] = ()
    groups: tuple[GroupName, ...] = ()  # its brands, channel, sector, year
    mentions: tuple[tuple[Entry, Page], ...] = ()
    path: tuple[tuple[str, str], ...] = ()


_ON_A_CARD = tuple(
    f.name for f in fields(Page) if f.name not in ("text", "words", "links", "headings")
)
_told = attrgetter(*_ON_A_CARD)


def card(page: Page) -> Page:
    """A page as other pages see it."""
    return Page(**dict(zip(_ON_A_CARD, _told(page), strict=True)))  # half the time of `replace`


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer of the author or the brand, for the list of the latest."""

    entry: Entry
    to: Entry
    page: Page
    lapse_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """The whole site.

    Attributes:
        posts, cases: Newest first. topics: by title. pages: by title.
        groups: By kind ("brand", "channel", "sector", "year"), each sorted by name.
        rollup: Figures over all threads.
        replies: The latest own answers, newest first.
        topic_pages: Ids of the pages of each topic.
        topic_rollups: Figures over these.
        agreement: Of the machine's labels with those that people gave by hand.
    """

    posts: tuple[PageView, ...] = ()
    cases: tuple[PageView, ...] = ()
    topics: tuple[PageView, ...] = ()
    pages: tuple[PageView, ...] = ()
    groups: Mapping[str, tuple[Group, ...]]
    rollup: Rollup
    replies: tuple[Reply, ...] = ()
    topic_pages: Mapping[str, tuple[str, ...]]
    by_id: Mapping[str, PageView]
    topic_rollups: Mapping[str, Rollup] = field(default_factory=dict)
    agreement: Agreement | None = None

    @property
    def holds(self) -> tuple[str, ...]:
        """Which of "posts", "cases" and "topics" there are: what each page may ask."""
        return tuple(name for name in ("posts", "cases", "topics") if getattr(self, name))
