"""The whole site's findings from its pages, entries and tones: values in, a `SiteView` out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import partial

from tertulia.analysis.facts import hear_all
from tertulia.analysis.graph import LinksOf, addresses, backlinks
from tertulia.analysis.outlines import REPLIES, outline
from tertulia.analysis.rollups import roll_up
from tertulia.analysis.wording import Speak, english
from tertulia.core.anchors import anchor
from tertulia.core.findings import (
    Agreement,
    Backlink,
    Group,
    GroupName,
    Related,
    Talk,
)
from tertulia.core.model import Case, Entry, Page, PageKind, Placed
from tertulia.core.slugs import slug_of
from tertulia.core.views import PageView, Reply, SiteView, Suggestion, card

WORDS_PER_MINUTE = 220  # reading in silence; Brysbaert (2019) gives 238 for English prose


Lists = Mapping[str, tuple[Related, ...]]

# Begins to relate pages, as `analysis.related.relate`; what it gives waits for the lists.
Relate = Callable[[Sequence[Page], Mapping[str, Talk], int, Speak], Callable[[], Lists]]


ViewOf = Callable[[Page, "Found", Callable[[], PageView]], PageView]


def _no_section(_: Page) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the site's settings say about its findings.

    Attributes:
        address: The site's own (`SITEURL`). former: Others that it has been at.
        zone: The site's zone; entries whose zone is not known are taken to be in it.
        related: How many related pages are shown at most.
        folders: Address of the pages of each kind of group, such as "brand": "marcas".
        section: For breadcrumbs, the list that a page stands in: its name and address.
        speak: In which words a page of each language says what was found.
    """

    address: str
    former: tuple[str, ...] = ()
    zone: tzinfo
    related: int = 3
    folders: Mapping[str, str]
    section: Callable[[Page], tuple[str, str] | None] = _no_section
    speak: Speak = english


def survey(
    pages: Sequence[Page],
    talks: Mapping[str, Talk],
    wishes: Wishes,
    *,
    agreement: Agreement | None = None,
    relate: Relate | None = None,
    outlines: Mapping[str, Talk] | None = None,
    card_of: Callable[[Page], Page] = card,
    links_of: LinksOf | None = None,
    view_of: ViewOf | None = None,
) -> SiteView:
    """Everything that is shown on the site.

    Args:
        pages: All of them, drafts too; the order does not matter.
        talks: The conversation of each, by page id, see `analysis.talks`.
        agreement: Of the machine with people who corrected it.
        relate: Another way to find related pages, such as one that remembers.
        outlines: Of all talks (`analysis.outlines`); worked out here where there are none.
        card_of: Another way to `core.views.card`, such as one that remembers.
        links_of: Another way to `graph.own_links`.
        view_of: Gives the view that a page had, if it is the same, or what it is given makes.
    """
    told = outlines or _outlines(pages, talks, wishes.zone)
    pages = sorted(pages, key=lambda page: (page.id, page.lang))
    listed = [page for page in pages if page.listed]
    ordered = _in_order(listed)
    shown = {page.id: told[page.id] for page in listed}
    related = (relate or _relate)(listed, shown, wishes.related, wishes.speak)
    where = addresses(listed, wishes.address, wishes.former)
    links = backlinks(listed, shown, where, anchor, links_of)
    groups = _groups(ordered, shown, wishes)
    topic_pages = _topic_pages(listed, ordered)
    cases = _cases(listed)
    rollups = {id: roll_up(id, shown, cases, ids) for id, ids in topic_pages.items()}
    rollup = roll_up("", shown, cases, sorted(shown))
    replies = _latest_replies(listed, shown, wishes.zone)
    cards = {page.id: card_of(page) for page in listed}
    found = Found(
        pages=cards,
        talks=talks,
        told=told,
        related=related(),
        links=links,
        groups={(g.kind, g.slug): _named(g) for found in groups.values() for g in found},
        neighbours=_neighbours(ordered),
        topic_pages=topic_pages,
    )
    views = {
        page.id: view_of(page, found, partial(_view, page, found, wishes))
        if view_of
        else _view(page, found, wishes)
        for page in pages
    }
    return SiteView(
        posts=_of(PageKind.POST, ordered, views),
        cases=_of(PageKind.CASE, ordered, views),
        topics=_of(PageKind.TOPIC, ordered, views),
        pages=_of(PageKind.PAGE, ordered, views),
        groups=groups,
        rollup=rollup,
        replies=replies,
        topic_pages=topic_pages,
        topic_rollups=rollups,
        by_id=views,
        agreement=agreement,
    )


def _outlines(pages: Iterable[Page], talks: Mapping[str, Talk], zone: tzinfo) -> Mapping[str, Talk]:
    return {
        page.id: outline(talks[page.id], zone, quoted=bool(page.topics))
        for page in pages
        if page.id in talks
    }


def _relate(
    pages: Sequence[Page], talks: Mapping[str, Talk], count: int, speak: Speak
) -> Callable[[], Lists]:
    from tertulia.analysis.related import relate  # it needs scipy, which takes its time to load

    return partial(relate, pages, hear_all(talks), count, speak)


def _of(
    kind: PageKind, ordered: Sequence[Page], views: Mapping[str, PageView]
) -> tuple[PageView, ...]:
    return tuple(views[page.id] for page in ordered if page.kind is kind)


def _in_order(pages: Iterable[Page]) -> list[Page]:
    """Dated pages newest first; then the others by title."""
    by_title = sorted(pages, key=lambda page: (slug_of(page.title), page.id))
    return sorted(by_title, key=lambda page: _moment(page), reverse=True)


def _moment(page: Page) -> datetime:
    return page.published or datetime.min.replace(tzinfo=UTC)


def _neighbours(ordered: Sequence[Page]) -> dict[str, tuple[Page | None, Page | None]]:
    """For each post and case the next older and the next newer of its kind."""
    found: dict[str, tuple[Page | None, Page | None]] = {}
    for kind in (PageKind.POST, PageKind.CASE):
        row = [None, *(page for page in reversed(ordered) if page.kind is kind), None]
        for older, page, newer in zip(row, row[1:], row[2:], strict=False):
            if page is not None:
                found[page.id] = (older, newer)
    return found


def _topic_pages(listed: Sequence[Page], ordered: Sequence[Page]) -> dict[str, tuple[str, ...]]:
    named: dict[str, list[str]] = {page.id: [] for page in listed if page.kind is PageKind.TOPIC}
    for page in ordered:
        for topic in page.topics:
            named.setdefault(topic, []).append(page.id)
    return {topic: tuple(ids) for topic, ids in sorted(named.items())}


def _cases(listed: Iterable[Page]) -> dict[str, Case]:
    return {page.id: page.case for page in listed if page.case}


def _groups(
    ordered: Sequence[Page], talks: Mapping[str, Talk], wishes: Wishes
) -> dict[str, tuple[Group, ...]]:
    """Brands, channels, sectors and years; spellings that share an address are one group."""
    members: dict[tuple[str, str], list[tuple[str, Page]]] = defaultdict(list)
    for page in ordered:
        for kind, name in _memberships(page):
            members[kind, slug_of(name)].append((name, page))
    groups: dict[str, list[Group]] = {kind: [] for kind in wishes.folders}
    cases = _cases(ordered)
    for (kind, slug), found in sorted(members.items(), key=lambda item: item[0]):
        spellings = Counter(name for name, _ in found)
        name = max(sorted(spellings), key=lambda n: spellings[n])
        ids = tuple(dict.fromkeys(page.id for _, page in found))
        group = Group(
            kind=kind,
            name=name,
            slug=slug,
            url=f"{wishes.folders[kind]}/{slug}/",
            pages=ids,
            rollup=roll_up(name, talks, cases, ids),
            page_kinds=tuple(dict.fromkeys(page.kind for _, page in found)),
        )
        groups[kind].append(group)
    return {kind: tuple(found) for kind, found in groups.items()}


def _memberships(page: Page) -> list[tuple[str, str]]:
    found = []
    if page.case:
        found += [("brand", brand) for brand in page.case.brands]
        found += [("channel", page.case.channel), ("sector", page.case.sector)]
    if page.published and page.kind in (PageKind.POST, PageKind.CASE):
        found.append(("year", str(page.published.year)))
    return [(kind, name) for kind, name in found if name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found out about all listed pages; by page id but for the groups.

    Attributes:
        pages: Their cards.
        told: Outlines of the talks.
    """

    pages: Mapping[str, Page]
    talks: Mapping[str, Talk]
    told: Mapping[str, Talk]
    related: Mapping[str, tuple[Related, ...]]
    links: Mapping[str, tuple[Backlink, ...]]
    groups: Mapping[tuple[str, str], GroupName]  # by kind and slug
    neighbours: Mapping[str, tuple[Page | None, Page | None]]
    topic_pages: Mapping[str, tuple[str, ...]]


def _named(group: Group) -> GroupName:
    return GroupName(kind=group.kind, name=group.name, slug=group.slug, url=group.url)


def _view(page: Page, found: Found, wishes: Wishes) -> PageView:
    older, newer = found.neighbours.get(page.id, (None, None))
    section = wishes.section(page)
    own = dict.fromkeys((kind, slug_of(name)) for kind, name in _memberships(page))
    mentioned = found.topic_pages.get(page.id, ()) if page.kind is PageKind.TOPIC else ()
    return PageView(
        page=page,
        talk=found.talks[page.id],
        related=tuple(
            (Suggestion(reason=r.reason, by_hand=r.by_hand), found.pages[r.page])
            for r in found.related.get(page.id, ())
        ),
        backlinks=found.links.get(page.id, ()),
        previous=older and found.pages[older.id],
        next=newer and found.pages[newer.id],
        minutes=max(1, round(page.words / WORDS_PER_MINUTE)),
        headings=page.headings,
        topics=tuple(found.pages[topic] for topic in page.topics if topic in found.pages),
        linked=tuple(
            found.pages[id] for id in dict.fromkeys(t for t, _ in page.links) if id in found.pages
        ),
        groups=tuple(found.groups[key] for key in own if key in found.groups),
        mentions=tuple(
            (quoted, found.pages[id]) for id in mentioned for quoted in _quoted(found.told[id])
        ),
        path=(*([section] if section else ()), (page.title, page.url)),
    )


def _quoted(talk: Talk) -> list[Entry]:
    """The comments that a thread's summary quotes, in thread order."""
    ids = {quotation.id for quotation in talk.summary.quotations}
    return [placed.entry for placed in talk.thread.comments if placed.entry.id in ids]


def _latest_replies(
    listed: Iterable[Page], talks: Mapping[str, Talk], zone: tzinfo
) -> tuple[Reply, ...]:
    replies = []
    for page in listed:
        for placed in talks[page.id].thread.comments:
            entry = placed.entry
            if entry.author.role.own and placed.parent and entry.posted:
                moment = entry.posted if entry.posted.tzinfo else entry.posted.replace(tzinfo=zone)
                replies.append((moment, entry.id, placed, page))
    replies.sort(key=lambda found: (found[0], found[1]), reverse=True)
    return tuple(_reply(placed, page) for _, _, placed, page in replies[:REPLIES])


def _reply(placed: Placed, page: Page) -> Reply:
    assert placed.parent
    lapse_s = placed.lapse.total_seconds() if placed.lapse else None
    return Reply(entry=placed.entry, to=placed.parent, page=card(page), lapse_s=lapse_s)
