"""`invoke prepare` leaves nothing that all sites share for the first build to make."""

from pathlib import Path

import pytest

from builders import Builder
from small_site import SETTINGS
from tertulia.commands.prepare import prepare
from tertulia.edge import program


def looks(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.iterdir()}


def test_the_first_build_finds_all_that_sites_share(
    root: Path, tmp_path: Path, run_build: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = {path.name for path in root.iterdir()}
    assert prepare(root, settings=root / "pelicanconf.py") == 0
    assert {path.name for path in root.iterdir()} == before
    found = looks(tmp_path / program.NAME)
    assert {name.partition("-")[0] for name in found} == {"words", "templates", "catalogue"}
    assert run_build(root / "content", tmp_path / "output").returncode == 0
    assert looks(tmp_path / program.NAME) == found


def test_a_site_that_wants_nothing_kept_gets_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    settings = tmp_path / "conf.py"
    lines = SETTINGS.replace("TERTULIA = {", 'TERTULIA = {"cache": "", ')
    settings.write_text(lines, "utf-8")
    assert prepare(root, settings=settings) == 0
    assert not (tmp_path / program.NAME).exists()
