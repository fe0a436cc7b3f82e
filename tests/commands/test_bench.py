"""The generated sites are repeatable and fit to be built."""

from pathlib import Path

from tertulia.commands import _generated
from tertulia.commands._measure import run
from tertulia.edge import store
from tertulia.edge.pages import faults_below


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
