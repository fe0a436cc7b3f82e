"""`invoke new` writes what the build accepts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from builders import faults_below
from tertulia.commands.new import known_values, new
from tertulia.core.errors import BadContent, UnknownName

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["post", "case", "topic", "page"])
def test_a_new_page_passes_its_check(tmp_path: Path, kind: str) -> None:
    path = new(tmp_path, kind, "Nueve horas de silencio", {}, NOW)
    assert path.name == "nueve-horas-de-silencio.md"
    assert faults_below(tmp_path) == []


def test_a_taken_slug_names_who_has_it(tmp_path: Path) -> None:
    first = new(tmp_path, "post", "Uno", {}, NOW)
    with pytest.raises(BadContent, match=str(first)):
        new(tmp_path, "case", "Uno", {}, NOW)


def test_a_wrong_value_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadContent, match="did you mean 'recovered'"):
        new(tmp_path, "case", "Uno", {"outcome": "recoverd"}, NOW)
    assert list(tmp_path.rglob("*.md")) == []


def test_a_slug_never_leaves_the_folder(tmp_path: Path) -> None:
    with pytest.raises(BadContent, match="out of its folder"):
        new(tmp_path / "content", "post", "Uno", {"slug": "../../x"}, NOW)
    assert list(tmp_path.rglob("*.md")) == []


def test_an_unknown_kind_names_the_others(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no kind of page 'caso'; there are: case"):
        new(tmp_path, "caso", "Uno", {}, NOW)


def test_a_new_case_is_offered_what_is_known(tmp_path: Path) -> None:
    new(tmp_path, "case", "Uno", {"brands": "Delta", "channel": "Foro"}, NOW)
    new(tmp_path, "topic", "Disculpa pública", {}, NOW)
    known = known_values(tmp_path)
    assert (known["brands"], known["channel"]) == (("Delta",), ("Foro",))
    assert known["topics"] == ("disculpa-publica",)
