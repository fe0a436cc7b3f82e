"""`invoke build` refuses folders that would lose something, and says which option to mend."""

from pathlib import Path

import pytest

from tertulia.commands.build import build, build_command
from tertulia.core.errors import BadSettings


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
