"""A copy of our code to measure, so that nobody's work on the checkout changes a run half-way."""

import compileall
from pathlib import Path
from shutil import copy2, copytree

_FOLDERS = ("plugins", "theme")
_FILES = ("pelicanconf.py", "tasks.py")


def write_checkout(folder: Path, root: Path) -> None:
    """All that a build and `invoke serve` run, compiled: the first build is not to pay for it.

    Args:
        folder: It must not be there yet.
        root: The checkout.
    """
    for name in _FOLDERS:
        copytree(root / name, folder / name)
    for name in _FILES:
        copy2(root / name, folder / name)
    compileall.compile_dir(folder, quiet=1)
