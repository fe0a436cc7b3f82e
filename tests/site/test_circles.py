"""Contents that other plugins join to each other, as they do posts that follow one another."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bare_build import build_quietly
from tertulia.edge.keep import digest
from tertulia.site.circles import tell

POSTS = 300  # of which each names the next: more than calls can stand in each other
PLUGIN = """
from pelican import signals

def join(generator):
    posts = sorted(generator.articles, key=lambda post: post.slug)
    for post, other in zip(posts, [*posts[1:], posts[0]]):
        post.other = other

def register():
    signals.article_generator_finalized.connect(join)
"""


class Node:
    def __init__(self, said: str) -> None:
        self.said = said
        self.others: list[Node] = []


def look(node: Node) -> tuple[bytes, Sequence[Node]]:
    return digest(node.said), node.others


def graph(size: int, edges: Sequence[tuple[int, int]], said: int = -1) -> list[Node]:
    nodes = [Node(f"{n} changed" if n == said else str(n)) for n in range(size)]
    for one, other in edges:
        nodes[one % size].others.append(nodes[other % size])
    return nodes


def digests(nodes: Sequence[Node], order: Sequence[int]) -> list[bytes]:
    known: dict[int, bytes] = {}
    for n in order:
        if id(nodes[n]) not in known:
            tell(nodes[n], look, known)
    return [known[id(node)] for node in nodes]


def reached(nodes: Sequence[Node], start: Node) -> set[int]:
    found, waiting = {id(start)}, [start]
    while waiting:
        for other in waiting.pop().others:
            if id(other) not in found:
                found.add(id(other))
                waiting.append(other)
    return {n for n, node in enumerate(nodes) if id(node) in found}


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)


@given(st.integers(1, 10), edges, st.integers(0, 9), st.randoms())
def test_a_digest_changes_with_all_that_can_be_reached_and_with_nothing_else(
    size: int, edges: list[tuple[int, int]], changed: int, random
) -> None:
    order = random.sample(range(size), size)
    before = graph(size, edges)
    first = digests(before, range(size))
    assert digests(before, order) == first
    later = digests(graph(size, edges, changed % size), order)
    for n, node in enumerate(before):
        assert (later[n] != first[n]) == (changed % size in reached(before, node))


def test_what_holds_nothing_is_told_by_itself() -> None:
    assert digests([Node("a")], [0]) == [digest("a")]


def test_a_chain_may_be_as_long_as_a_blog() -> None:
    size = 20_000
    nodes = graph(size, [(n, n + 1) for n in range(size)])
    assert len(set(digests(nodes, [0]))) == size


def test_posts_that_name_each_other_are_shown_as_they_are(root: Path, tmp_path: Path) -> None:
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    for n in range(POSTS):
        text = f"Title: Uno {n}\nSlug: p{n:03}\nDate: 2024-01-01\n\nDos.\n"
        (posts / f"p{n:03}.md").write_text(text, "utf-8")
    (tmp_path / "theirs.py").write_text(PLUGIN, "utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "article.html").write_text("<p>{{ article.other.title }}", "utf-8")
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path[:0] = [{str(root)!r}, {str(tmp_path)!r}]\n"
        "from pelicanconf import *\n"
        f"THEME = {str(root / 'theme')!r}\nTHEME_TEMPLATES_OVERRIDES = ['own']\n"
        "LEFT_OUT = ('.search', '.feeds', '.maps', '.receipts')\n"
        "PLUGINS = [*(name for name in PLUGINS if not name.endswith(LEFT_OUT)), 'theirs']\n",
        "utf-8",
    )

    def build() -> None:
        build_quietly(root, tmp_path, "output")

    build()
    for n in (0, 150, POSTS - 1):
        path = posts / f"p{n:03}.md"
        path.write_text(path.read_text("utf-8").replace("Uno", "Otro"), "utf-8")
        build()
        page = tmp_path / "output" / "articulos" / f"p{(n - 1) % POSTS:03}" / "index.html"
        assert page.read_text("utf-8") == f"<p>Otro {n}"
