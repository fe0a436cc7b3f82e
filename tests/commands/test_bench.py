"""The generated sites are repeatable and fit to be built."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from builders import Builder, faults_below
from tertulia.commands import _edited, _generated, bench_sample
from tertulia.commands._measure import run
from tertulia.commands._stocksite import write_same
from tertulia.commands.bench import OURS, PLAIN, SAME, bench
from tertulia.edge import store


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


def test_stock_pelican_writes_the_pages_and_feeds_of_a_generated_site_and_loads_nothing_of_ours(
    root: Path, tmp_path: Path, run_build: Builder
) -> None:
    _generated.write_content(tmp_path / "content", posts=12, comments=0)
    write_same(tmp_path, root, _generated.SETTINGS)
    _generated.write_ours(tmp_path, root)
    code = (
        "import sys, pelican; pelican.main(sys.argv[1:]);"
        " sys.exit(' '.join(name for name in sys.modules if name.startswith('tertulia')))"
    )
    options = ["--fatal", "warnings", "-q", "-s", "sameconf.py", "-o", "out-same"]
    done = subprocess.run(
        [sys.executable, "-c", code, *options],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == ""
    ours = run_build(tmp_path / "content", tmp_path / "out-ours", tmp_path / "oursconf.py")
    assert ours.returncode == 0, ours.stderr
    same, theirs = _tree(tmp_path / "out-same"), _tree(tmp_path / "out-ours")
    pages, feeds = (
        [{name for name in tree if name.endswith(end)} for tree in (same, theirs)]
        for end in (".html", ".xml")
    )
    assert pages[1] - pages[0] == {"anos/index.html", "mapa/index.html"}
    assert pages[0] <= pages[1]
    assert {name.rpartition("/")[2] for name in feeds[1] - feeds[0]} <= {
        *("comments.xml", "posts.xml", "cases.xml", "sitemap.xml"),
    }
    assert feeds[0] <= feeds[1]
    for number in range(12):
        page = f"articulos/{_generated.slug(number)}/index.html"
        assert len(same[page]) > 0.5 * len(theirs[page])


def test_each_build_has_its_ratios_to_both_baselines(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    assert bench(root, posts=[3], comments=[1], rounds=1, json=file, cases=["cold"]) == 0
    found = {row["tool"]: row for row in json.loads(file.read_text("utf-8"))}
    assert {PLAIN, SAME, OURS} <= found.keys()
    assert (found[PLAIN]["wall"], found[SAME]["wall_same"]) == (1, 1)
    for row in found.values():
        assert row["wall"] == pytest.approx(row["wall_s"] / found[PLAIN]["wall_s"], rel=0.01)
        assert row["cpu_same"] == pytest.approx(row["cpu_s"] / found[SAME]["cpu_s"], rel=0.01)
        assert row["written"]["pages"] > 3


def test_one_comment_added_is_one_comment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_edited, "run", lambda *_: None)
    _generated.write_content(tmp_path / "content", posts=3, comments=2)
    site = _edited.Site(checkout=tmp_path, folder=tmp_path, posts=3, comments=2)
    builds = _edited.builds_of(site)
    builds["one post edited"]()
    for more in (1, 2):
        builds["one comment added"]()
        threads = store.load(tmp_path / "content" / "threads")
        assert sorted(map(len, threads.values())) == [2, 2, 2 + more]


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
