import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import page
from tertulia.analysis import maps
from tertulia.analysis.forces import places
from tertulia.analysis.maps import linked_pages, page_map, site_map
from tertulia.core.findings import Backlink
from tertulia.core.model import PageKind
from tertulia.core.views import PageView


def linked(count: int):
    return [page(f"p{n:03d}", links=((f"p{(n * 7 + 1) % count:03d}", ""),)) for n in range(count)]


def drawn(pages):
    found, lines, out = linked_pages(pages)
    return site_map(found, places([p.id for p in found], lines), lines, out)


@settings(max_examples=5, deadline=None)
@given(st.permutations(linked(20)))
def test_the_same_site_gives_the_same_map(pages):
    assert drawn(pages) == drawn(linked(20))


def test_topics_and_broader_topics_are_lines_too():
    topic = page("tema", kind=PageKind.TOPIC, broader=("mayor",))
    broad = page("mayor", kind=PageKind.TOPIC)
    pages, lines, out = linked_pages([page("a", topics=("tema",)), topic, broad, page("sola")])
    assert [p.id for p in pages] == ["a", "mayor", "tema"]
    assert lines == ((0, 2), (1, 2))
    assert [p.id for p in out] == ["sola"]


def test_of_too_many_pages_the_best_linked_are_drawn_and_the_rest_listed():
    pages = [page("centro"), *(page(f"p{n:03d}", links=(("centro", ""),)) for n in range(400))]
    found, _, out = linked_pages(pages)
    assert len(found) == maps.MOST
    assert "centro" in {p.id for p in found}
    assert len(found) + len(out) == 401


def test_all_nodes_stand_inside_and_apart():
    made = drawn(linked(120))
    spots = [(node.x, node.y) for node in made.nodes]
    assert all(0 < x < made.width and 0 < y < made.height for x, y in spots)
    assert len(set(spots)) == len(spots)


def names_of(made):
    """Each name's node, and the box of its letters: left, top, right, bottom."""
    for node in made.nodes:
        if node.label:
            width = 6.5 * len(node.label)
            left = node.label_x - {"start": 0, "middle": width / 2, "end": width}[node.side]
            yield node, (left, node.label_y - 9, left + width, node.label_y + 3)


def apart(one, other) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("count", [20, 45, 300])
def test_names_stand_over_no_other_and_over_no_mark_and_within_the_map(count):
    made = drawn(linked(count))
    names = list(names_of(made))
    assert len(names) >= min(count, maps.LABELLED) * 2 // 3
    for node, box in names:
        assert 0 <= box[0] < box[2] <= made.width
        assert 0 <= box[1] < box[3] <= made.height
        assert all(apart(box, other) for beside, other in names if beside is not node)
        for mark in made.nodes:
            size = mark.reach
            assert apart(box, (mark.x - size, mark.y - size, mark.x + size, mark.y + size))


def test_a_new_page_moves_the_rest_little():
    before = {node.url: (node.x, node.y) for node in drawn(linked(60)).nodes}
    more = [*linked(60), page("nueva", links=(("p001", ""),))]
    after = {node.url: (node.x, node.y) for node in drawn(more).nodes}
    moved = sorted(
        ((after[url][0] - x) ** 2 + (after[url][1] - y) ** 2) ** 0.5
        for url, (x, y) in before.items()
    )
    assert moved[len(moved) // 2] < maps.WIDTH / 4


def test_a_site_without_links_has_an_empty_map():
    made = drawn([page("a"), page("b")])
    assert made.nodes == ()
    assert [p.id for p in made.left_out] == ["a", "b"]


def view(own, **rest) -> PageView:
    return PageView(page=own, talk=None, **rest)  # type: ignore[arg-type]


def test_a_page_stands_among_those_one_link_away_once_each():
    links = (
        Backlink(kind="case", page="c", entry="", title="C", url="c/", text=""),
        Backlink(kind="comment", page="d", entry="t:1", title="D", url="d/#c-1", text=""),
        Backlink(
            kind="pingback", page="", entry="t:2", title="E", url="https://e.example", text=""
        ),
    )
    made = page_map(view(page("a"), linked=(page("b"), page("c")), backlinks=links))
    assert made is not None
    assert [node.url for node in made.nodes] == ["a/", "b/", "c/"]
    assert made.lines == ((0, 1), (0, 2))


def test_with_fewer_than_two_neighbours_there_is_no_map():
    assert page_map(view(page("a"), linked=(page("b"),))) is None
