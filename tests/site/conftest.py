"""Copies of the sample content that a test may change."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def content(root: Path, tmp_path: Path) -> Path:
    """A copy of the sample content that a test may change."""
    return Path(shutil.copytree(root / "content", tmp_path / "content"))
