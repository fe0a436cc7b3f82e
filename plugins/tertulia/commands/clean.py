"""`invoke clean`: removes what was built, and nothing that was not."""

from pathlib import Path
from shutil import rmtree

from rich.console import Console

from tertulia.core.errors import BadSettings
from tertulia.edge import ownfiles, program

# What every build writes; a folder without them was not made by one.
SIGNS = ("sitemap.xml", "robots.txt", "nginx-headers.conf")


def clean(root: Path, *, output: Path, content: Path) -> int:
    """Remove a built site and what was kept to build it faster; say what all sites share.

    Args:
        root: The checkout.
        output: The built site; it may be missing.
        content: What it was built of, which is never removed.

    Returns:
        The exit code.

    Raises:
        BadSettings: The folder holds something else than a built site; nothing is removed.
    """
    folder = output.resolve()
    for kept in (root.resolve(), content.resolve(), Path.home().resolve()):
        if folder == kept or folder in kept.parents:
            raise BadSettings(f"{output} holds {kept}: --output names a folder with a built site")
    if output.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadSettings(f"{output} is no folder: --output names a folder with a built site")
    filled = folder.is_dir() and any(folder.iterdir())
    if filled and not all((folder / sign).is_file() for sign in SIGNS):
        raise BadSettings(f"{output} is no built site: --output names one; nothing was removed")
    for made in (folder, root / ".cache"):
        if made.is_dir():
            rmtree(made)
    names = ownfiles.place(folder)
    if names.is_file():
        names.unlink()
    shared = program.place()
    if shared is not None and shared.is_dir():
        told = f"Kept for all your sites, and free to be deleted: {shared}"
        Console(stderr=True, highlight=False).print(told, soft_wrap=True, markup=False)
    return 0
