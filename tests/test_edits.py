"""Random edits leave a site that may be built, so that a long look fails for the build alone."""

from pathlib import Path

import pytest

from builders import faults_below
from editable import small_site
from edits import EDITS, Editor
from tertulia.edge import store


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_random_edits_leave_a_site_without_faults(root: Path, tmp_path: Path, seed: int) -> None:
    small_site(root, tmp_path)
    editor, made = Editor(tmp_path, seed), set[str]()
    for _ in range(300):
        made.add(editor.change())
        assert faults_below(tmp_path / "content") == [], made
    assert store.load(tmp_path / "content" / "threads")
    assert made == {edit.__name__ for edit in EDITS}
