"""`invoke bench --sample`: our sample site beside stock Pelican with the same files and theme."""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec
from rich.console import Console

from tertulia.commands import _generated
from tertulia.commands._checkout import write_checkout
from tertulia.commands._measure import Cost, Failed, run, set_aside
from tertulia.commands._stocksite import write_same
from tertulia.commands.prepare import prepare

CHECKOUT = "checkout"
CACHES, PREPARED = "caches", "prepared"
INSTALLED = ", as installed"  # what all sites share is there: `invoke prepare`

_OURS = ["-m", "tertulia.site.run", "--settings", "oursconf.py"]
_WITH_SEARCH = ["-m", "tertulia.site.run", "--settings", "searchconf.py"]
TOOLS = {
    "stock Pelican": ["-m", "pelican", "-q", "-s", "sameconf.py", "-o", "out-stock"],
    "ours": _OURS,
    f"ours{INSTALLED}": _OURS,
    "ours with its search index": _WITH_SEARCH,
    f"ours with its search index{INSTALLED}": _WITH_SEARCH,
}
_FOLDERS = ("--content", "content", "--output", "out-ours")


def sample(root: Path, *, rounds: int, json: Path | None = None) -> int:
    """Build the sample site cold by each, one after the other; print the medians of the ratios.

    Args:
        root: The checkout.
        json: Where the figures of each round go; None for nowhere.

    Returns:
        The exit code: 0, or 1 where a build failed.
    """
    console = Console(stderr=True, highlight=False)
    found: dict[str, list[Cost]] = {tool: [] for tool in TOOLS}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(folder, root)
        prepared = os.environ | {"XDG_CACHE_HOME": str(folder / PREPARED)}
        (folder / PREPARED).mkdir()
        prepare(folder / CHECKOUT, settings=folder / "oursconf.py", environment=prepared)
        try:
            for number in range(rounds):
                for tool, command in TOOLS.items():
                    installed = tool.endswith(INSTALLED)
                    found[tool].append(_cold(command, folder, installed=installed))
                costs = (f"{tool} {costs[-1].wall_s:.2f} s" for tool, costs in found.items())
                console.print(f"round {number + 1}: {', '.join(costs)}")
        except Failed as error:
            console.print(str(error), style="red", markup=False)
            return 1
    stock = found.pop("stock Pelican")
    for tool, ours in found.items():
        wall = median(o.wall_s / s.wall_s for o, s in zip(ours, stock, strict=True))
        cpu = median(o.cpu_s / s.cpu_s for o, s in zip(ours, stock, strict=True))
        print(f"sample site, {tool}: {wall:.2f} × stock Pelican by the clock, {cpu:.2f} × in CPU")  # noqa: T201
    if json:
        json.write_bytes(
            msgspec.json.format(msgspec.json.encode({"stock Pelican": stock, **found}))
        )
    return 0


def write(folder: Path, root: Path) -> None:
    """The sample's content, our code, and the settings and themes of each."""
    shutil.copytree(root / "content", folder / "content")
    write_checkout(folder / CHECKOUT, root)
    write_same(folder, folder / CHECKOUT)
    _generated.write_ours(folder, folder / CHECKOUT)
    ours = (folder / "oursconf.py").read_text("utf-8")
    more = 'PLUGINS = [*PLUGINS, "tertulia.site.search"]\n'
    (folder / "searchconf.py").write_text(ours + more, "utf-8")


def _cold(command: Sequence[str], folder: Path, *, installed: bool) -> Cost:
    for name in ("out-stock", "out-ours", ".cache", CACHES):
        set_aside(folder / name)
    where = () if command[1] == "pelican" else _FOLDERS
    code, caches = folder / CHECKOUT / "plugins", folder / (PREPARED if installed else CACHES)
    environment = {"PYTHONPATH": str(code), "XDG_CACHE_HOME": str(caches)}
    return run([sys.executable, *command, *where], folder, environment)
