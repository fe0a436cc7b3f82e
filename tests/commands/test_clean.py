"""`invoke clean` removes a built site and leaves every other folder alone.

All folders here are made for the test: no test may name one that anybody needs.
"""

from pathlib import Path

import pytest

from tertulia.commands.clean import SIGNS, clean
from tertulia.core.errors import BadSettings
from tertulia.edge.ownfiles import OwnFiles


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("content/posts", "output", ".cache"):
        (tmp_path / "site" / name).mkdir(parents=True)
    for sign in (*SIGNS, "index.html"):
        (tmp_path / "site" / "output" / sign).write_text("x", "utf-8")
    (tmp_path / "site" / "content" / "posts" / "a.md").write_text("Title: A", "utf-8")
    return tmp_path / "site"


def kept(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_built_site_and_what_was_kept_go(root: Path) -> None:
    OwnFiles(root / "output").note({"index.html"})
    assert clean(root, output=root / "output", content=root / "content") == 0
    assert kept(root) == ["content/posts/a.md"]
    assert not (root / ".cache").exists()


def test_it_says_where_stands_what_all_sites_share(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    clean(root, output=root / "output", content=root / "content")
    assert capsys.readouterr().err == ""
    shared = tmp_path / "caches" / "tertulia"
    shared.mkdir(parents=True)
    clean(root, output=root / "output", content=root / "content")
    assert str(shared) in capsys.readouterr().err
    assert shared.is_dir()


def test_where_nothing_was_built_there_is_nothing_to_do(root: Path) -> None:
    assert clean(root, output=root / "nowhere", content=root / "content") == 0


@pytest.mark.parametrize("name", ["", ".", "..", "content", "content/..", "content/posts"])
def test_a_folder_that_is_no_built_site_is_refused_whole(root: Path, name: str) -> None:
    before = kept(root.parent)
    with pytest.raises(BadSettings, match="output"):
        clean(root, output=root / name, content=root / "content")
    assert kept(root.parent) == before


def test_a_folder_above_the_checkout_is_refused_even_where_it_looks_built(root: Path) -> None:
    for sign in SIGNS:
        (root.parent / sign).write_text("x", "utf-8")
    before = kept(root.parent)
    with pytest.raises(BadSettings, match="holds"):
        clean(root, output=root.parent, content=root / "content")
    assert kept(root.parent) == before


def test_a_link_to_a_folder_is_not_followed(root: Path) -> None:
    link = root / "link"
    link.symlink_to(root / "output")
    with pytest.raises(BadSettings, match="no folder"):
        clean(root, output=link, content=root / "content")
    assert (root / "output" / "index.html").exists()
