"""The generated sites are repeatable and fit to be built."""

import re
import sys
from pathlib import Path

from lxml import html

from tertulia.commands import _generated, bench_sample
from tertulia.commands._measure import run
from tertulia.edge import store
from tertulia.edge.pages import faults_below


def test_stock_pelican_builds_the_sample_with_our_theme_and_no_plugin(
    root: Path, tmp_path: Path
) -> None:
    bench_sample.write(tmp_path, root)
    command = [sys.executable, *bench_sample.TOOLS["stock Pelican"], "--fatal", "warnings"]
    run(command, tmp_path, {})
    sources = [
        p for kind in ("posts", "cases", "topics") for p in (root / "content" / kind).glob("*.md")
    ]
    pages = {p.parent.name: p for p in (tmp_path / "out-stock").rglob("index.html")}
    frame = {}
    for source in sources:
        head, _, body = source.read_text("utf-8").partition("\n\n")
        title = re.search(r"^Title: (.*)$", head, re.M)
        assert title
        page = html.fromstring(pages[source.stem].read_text("utf-8"))
        assert page.xpath("string(//h1)") == title[1]
        words = re.findall(r"\w{6,}", body)
        told = page.xpath("string(//div[contains(@class, 'prose')])")
        assert sum(word in told for word in words) > 0.9 * len(words)
        assert not page.xpath("//*[@id='comentarios']")
        frame[source.stem] = len(page.xpath("//head/*")), len(page.xpath("//header//a"))
    assert min(frame.values()) >= (15, 5)  # the head and the menu of our theme


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_the_same_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _generated.write_content(tmp_path / name, posts=4, comments=3)
    assert _tree(tmp_path / "a") == _tree(tmp_path / "b")


def test_generated_posts_and_threads_pass_our_own_checks(tmp_path: Path) -> None:
    content = tmp_path / "content"
    _generated.write_content(content, posts=6, comments=5)
    assert faults_below(content) == []
    threads = store.load(content / "threads")
    assert set(threads) == {_generated.slug(n) for n in range(6)}
    assert {len(entries) for entries in threads.values()} == {5}


def test_posts_differ_and_link_to_each_other() -> None:
    posts = [_generated.post(n, 10, lambda k: f"/{k}/") for n in range(10)]
    assert len({p.body for p in posts}) == 10
    assert all("](/" in p.body for p in posts)
    assert 400 < len(posts[0].body.split()) < 800


def test_a_run_is_measured_with_its_children(tmp_path: Path) -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**6))'])"
    cost = run(["python3", "-c", child], tmp_path, {})
    assert cost.cpu_s > 0
    assert cost.wall_s > 0
