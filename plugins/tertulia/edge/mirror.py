"""Brings a folder to the state of another, touching only files that differ and files of ours."""

from collections.abc import Collection
from pathlib import Path

from tertulia.edge.files import write_whole


def mirror(source: Path, target: Path, earlier: Collection[Path]) -> tuple[frozenset[Path], int]:
    """Write the files below `source` to `target`, and remove those of `earlier` that are gone.

    Args:
        earlier: What an earlier call wrote, relative to the folder; nothing else is removed.

    Returns:
        What is there now, relative to the folder, and how many files changed or went.
    """
    now = frozenset(p.relative_to(source) for p in source.rglob("*") if p.is_file())
    changed = sum(write_whole(target / name, (source / name).read_bytes()) for name in now)
    gone = [name for name in earlier if name not in now]
    for name in gone:
        (target / name).unlink(missing_ok=True)
        remove_empty((target / name).parent, target)
    return now, changed + len(gone)


def remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder that nothing is left in, and those above it, up to `root`."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
