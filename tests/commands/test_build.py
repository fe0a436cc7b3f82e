"""`invoke build` refuses folders that would lose something, and says which option to mend."""

import threading
import time
from pathlib import Path

import pytest

from tertulia.commands.build import build, build_command
from tertulia.core.errors import BadSettings
from tertulia.edge import locks


@pytest.fixture
def site(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "content").mkdir()
    (tmp_path / "conf.py").write_text("", "utf-8")
    return {
        "content": tmp_path / "content",
        "output": tmp_path / "output",
        "settings": tmp_path / "conf.py",
    }


@pytest.mark.parametrize(
    ("changed", "path", "complaint"),
    [
        ("content", "nowhere", "--content"),
        ("settings", "nowhere.py", "--settings"),
        ("output", "conf.py", "is no folder"),
        ("output", "content", "holds the content"),
        ("output", ".", "holds the content"),
    ],
)
def test_a_wrong_folder_is_refused(
    site: dict[str, Path], tmp_path: Path, changed: str, path: str, complaint: str
) -> None:
    with pytest.raises(BadSettings, match=complaint):
        build_command(**{**site, changed: tmp_path / path}, drafts=False)


def test_it_ends_by_saying_where_the_site_is(
    root: Path, site: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    code = build(root, **{**site, "settings": root / "pelicanconf.py"})
    said = capsys.readouterr().err
    assert code == 0
    assert str(site["output"] / "index.html") in said
    assert f"invoke serve --content {site['content']} --output {site['output']}" in said


def test_a_build_says_that_it_waits_for_another_and_the_next_does_not_say_it_again(
    root: Path, site: dict[str, Path], capfd: pytest.CaptureFixture[str]
) -> None:
    other = locks.take(site["output"])
    assert other is not None
    waits = f"{site['output']}: another build is writing here"
    said: list[str] = []

    def let_go_once_it_is_said() -> None:
        until = time.monotonic() + 60
        while waits not in "".join(said) and time.monotonic() < until:
            said.append(capfd.readouterr().err)
            time.sleep(0.1)
        other.let_go()

    watcher = threading.Thread(target=let_go_once_it_is_said)
    watcher.start()
    assert build(root, **{**site, "settings": root / "pelicanconf.py"}) == 0
    watcher.join()
    said.append(capfd.readouterr().err)
    assert "".join(said).count(waits) == 1
    assert build(root, **{**site, "settings": root / "pelicanconf.py"}) == 0
    assert waits not in capfd.readouterr().err
