"""Maps of who links to whom, as coordinates: the whole site, and one page with its neighbours.

The whole site's is laid out by `analysis.forces`.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
LETTER = 7.0  # room for each, of text of 12 units: there are wider fonts and narrower ones
ASCENT, DESCENT = 10.0, 4.0  # of the same text, from the line that it stands on

NEIGHBOURS = 12  # around one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A page on a map.

    Attributes:
        kind: "post", "case", "topic" or "page".
        links: How many lines end in it.
        label: Its title, shortened; empty where there is no room.
        side: Which part of the label is at its x: "start", "middle" or "end".
        label_x, label_y: Where the label stands; y is the line below its letters.
    """

    title: str
    url: str
    kind: str
    x: float
    y: float
    links: int = 0
    label: str = ""
    side: str = "middle"
    label_x: float = 0.0
    label_y: float = 0.0

    @property
    def size(self) -> int:
        """Half the width of its mark, which grows with its links."""
        return min(4 + self.links // 2, 10)

    @property
    def reach(self) -> float:
        """How far its mark goes: a diamond stands on its tip."""
        return round(1.4 * self.size, 1) if self.kind == PageKind.TOPIC else self.size


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
    nodes = [
        Node(title=page.title, url=page.url, kind=str(page.kind), x=x, y=y, links=times[number])
        for number, (page, (x, y)) in enumerate(zip(pages, spots, strict=True))
    ]
    return Map(nodes=_named(nodes), lines=lines, left_out=tuple(out))


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
        upright = "below" if y > height / 2 else "above"
        way = upright if abs(cos(angle)) < 0.2 else "right" if cos(angle) > 0 else "left"
        node = Node(title=title, url=url, kind=kind, x=round(x), y=round(y), links=1)
        nodes.append(_labelled(node, way))
    lines = tuple((0, number) for number in range(1, len(nodes)))
    return Map(nodes=tuple(nodes), lines=lines, width=width, height=height)


_Box = tuple[float, float, float, float]  # left, top, right, bottom


def _named(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The same with those named whose names fit: topics and the best linked first.

    No name stands over another or over a mark, nor beyond the map.
    """
    marks = sorted(map(_mark, nodes), key=lambda box: box[1])
    tops = [top for _, top, _, _ in marks]
    tallest = max((bottom - top for _, top, _, bottom in marks), default=0.0)
    names: list[_Box] = []
    made = list(nodes)
    order = sorted(
        range(len(nodes)), key=lambda n: (nodes[n].kind != PageKind.TOPIC, -nodes[n].links, n)
    )
    for number in order[: max(LABELLED, len(nodes) // 6)]:
        for way in _ways(nodes[number]):
            named = _labelled(nodes[number], way)
            box = _letters(named)
            near = marks[bisect_left(tops, box[1] - tallest) : bisect_right(tops, box[3])]
            if _inside(box) and not any(_meet(box, other) for other in (*names, *near)):
                made[number] = named
                names.append(box)
                break
    return tuple(made)


def _ways(node: Node) -> Iterator[str]:
    """Where its name may stand, the best place first."""
    if not EDGE <= node.x <= WIDTH - EDGE:
        yield "right" if node.x < EDGE else "left"
    yield from ("below", "above") if node.y > HEIGHT / 2 else ("above", "below")
    yield from ("right", "left")


def _labelled(node: Node, way: str) -> Node:
    """The node with its name above, below, left or right of it."""
    x, y, side = {
        "above": (node.x, node.y - node.reach - 5, "middle"),
        "below": (node.x, node.y + node.reach + ASCENT + 3, "middle"),
        "left": (node.x - node.reach - 4, node.y + 4, "end"),
        "right": (node.x + node.reach + 4, node.y + 4, "start"),
    }[way]
    x, y = round(x, 1), round(y, 1)
    return replace(node, label=_short(node.title), side=side, label_x=x, label_y=y)


def _mark(node: Node) -> _Box:
    return node.x - node.reach, node.y - node.reach, node.x + node.reach, node.y + node.reach


def _letters(node: Node) -> _Box:
    """The room that the letters of its name take."""
    width = LETTER * len(node.label)
    left = node.label_x - {"start": 0.0, "middle": width / 2, "end": width}[node.side]
    return left, node.label_y - ASCENT, left + width, node.label_y + DESCENT


def _inside(box: _Box) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= HEIGHT


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _short(title: str) -> str:
    if len(title) <= LETTERS:
        return title
    return title[: LETTERS - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
