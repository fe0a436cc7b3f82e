"""Maps of who links to whom, as coordinates: the whole site, and one page with its neighbours.

The whole site's is laid out by `analysis.forces`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin

from tertulia.core.model import Page, PageKind
from tertulia.core.views import PageView

MOST = 300  # pages on one map; the rest stand in the list alone

WIDTH, HEIGHT = 960.0, 720.0
MARGIN = 48.0
EDGE = 110.0  # nearer to a side than this, a label goes inwards

LABELLED = 40  # pages up to which all are named on the map; of more the best linked

LETTERS = 26  # of a title, on the map

NEIGHBOURS = 12  # around one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A page on a map.

    Attributes:
        kind: "post", "case", "topic" or "page".
        links: How many lines end in it.
        label: Its title, shortened; empty where there is no room.
        side: Where the label ends: "start", "middle" or "end" of it is at the node.
    """

    title: str
    url: str
    kind: str
    x: float
    y: float
    links: int = 0
    label: str = ""
    side: str = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Nodes and the lines between them, by their numbers.

    Attributes:
        left_out: Pages that are not on it, by title.
    """

    nodes: tuple[Node, ...]
    lines: tuple[tuple[int, int], ...]
    width: float = WIDTH
    height: float = HEIGHT
    left_out: tuple[Page, ...] = ()

    @property
    def listed(self) -> list[tuple[Node, list[Node]]]:
        """The same for those who do not see it: each page with all that it has a line to."""
        near: dict[int, list[Node]] = {number: [] for number in range(len(self.nodes))}
        for a, b in self.lines:
            near[a].append(self.nodes[b])
            near[b].append(self.nodes[a])
        return [(self.nodes[number], others) for number, others in near.items()]


Lines = tuple[tuple[int, int], ...]


def linked_pages(pages: Iterable[Page]) -> tuple[list[Page], Lines, list[Page]]:
    """The pages of the map, by id, their lines, and the pages left out.

    A line is a link, a topic that a page names, or a broader topic. Where there are too many
    pages, the best linked are drawn; a page without any line never is.
    """
    listed = sorted((page for page in pages if page.listed), key=lambda page: page.id)
    known = {page.id for page in listed}
    joined = {
        (min(page.id, other), max(page.id, other))
        for page in listed
        for other in (*(t for t, _ in page.links), *page.topics, *page.broader)
        if other in known and other != page.id
    }
    times = Counter(id for pair in joined for id in pair)
    drawn = sorted(times, key=lambda name: (-times[name], name))[:MOST]
    at = {id: number for number, id in enumerate(sorted(drawn))}
    lines = tuple(sorted((at[a], at[b]) for a, b in joined if a in at and b in at))
    out = sorted((p for p in listed if p.id not in at), key=lambda page: (page.title, page.id))
    return [page for page in listed if page.id in at], lines, out


def site_map(
    pages: Sequence[Page], spots: Sequence[tuple[float, float]], lines: Lines, out: Sequence[Page]
) -> Map:
    """The map of the whole site."""
    times = Counter(end for line in lines for end in line)
    named = _named(pages, spots, times)
    nodes = tuple(
        Node(
            title=page.title,
            url=page.url,
            kind=str(page.kind),
            x=x,
            y=y,
            links=times[number],
            label=_short(page.title) if number in named else "",
            side=_side(x),
        )
        for number, (page, (x, y)) in enumerate(zip(pages, spots, strict=True))
    )
    return Map(nodes=nodes, lines=lines, left_out=tuple(out))


def page_map(view: PageView) -> Map | None:
    """A page in the middle and around it what it links to and what links to it, one step away.

    None where it would show fewer than two neighbours.
    """
    found: dict[str, tuple[str, str]] = {}
    for page in (*view.topics, *view.linked):
        found.setdefault(page.url, (page.title, str(page.kind)))
    for link in view.backlinks:
        if link.page and not link.entry:
            found.setdefault(link.url, (link.title, link.kind))
    found.pop(view.page.url, None)
    around = list(found.items())[:NEIGHBOURS]
    if len(around) < 2:
        return None
    width, height = 640, 360
    own = view.page
    nodes = [
        Node(
            title=own.title,
            url=own.url,
            kind=str(own.kind),
            x=width // 2,
            y=height // 2,
            links=len(around),
        )
    ]
    for number, (url, (title, kind)) in enumerate(around):
        angle = 2 * pi * (number + 0.5) / len(around) - pi / 2
        x, y = width / 2 + 130 * cos(angle), height / 2 + 140 * sin(angle)
        side = "middle" if abs(cos(angle)) < 0.2 else "start" if cos(angle) > 0 else "end"
        node = Node(title=title, url=url, kind=kind, x=round(x), y=round(y), links=1)
        nodes.append(replace(node, label=_short(title), side=side))
    lines = tuple((0, number) for number in range(1, len(nodes)))
    return Map(nodes=tuple(nodes), lines=lines, width=width, height=height)


def _named(
    pages: Sequence[Page], spots: Sequence[tuple[float, float]], times: Counter[int]
) -> set[int]:
    """The pages whose names fit: topics and the best linked first, none over another."""
    order = sorted(
        range(len(pages)), key=lambda n: (pages[n].kind is not PageKind.TOPIC, -times[n], n)
    )
    taken: list[tuple[float, float, float]] = []  # middle, height and half the width of a name
    named: set[int] = set()
    for number in order[: max(LABELLED, len(pages) // 6)]:
        x, y = spots[number]
        half = 3.6 * len(_short(pages[number].title))
        x += {"start": half, "end": -half}.get(_side(x), 0.0)
        if all(abs(y - b) > 15 or abs(x - a) > half + c for a, b, c in taken):
            named.add(number)
            taken.append((x, y, half))
    return named


def _side(x: float) -> str:
    return "start" if x < EDGE else "end" if x > WIDTH - EDGE else "middle"


def _short(title: str) -> str:
    if len(title) <= LETTERS:
        return title
    return title[: LETTERS - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
