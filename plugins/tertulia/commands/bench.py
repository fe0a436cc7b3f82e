"""`invoke bench`: what builds cost, ours beside Pelican as it comes, Hugo and Eleventy.

All builds of a round run one after the other, so that a busy machine slows each of them
alike; what is reported are medians over the rounds, and the medians of the ratios within one.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
from rich.console import Console
from rich.table import Table

from tertulia.commands import _generated
from tertulia.commands._measure import Cost, Failed, Server, run
from tertulia.core.errors import UnknownName

STOCK = "pelican"

CASES = (
    "cold",
    "nothing changed",
    "one post edited",
    "one post added",
    "one comment added",
    "one setting changed",
    "theme file changed",
    "serve, one post edited",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One kind of build of one site.

    Attributes:
        wall, cpu, memory: Medians of the ratios to stock Pelican in the same round.
    """

    posts: int
    comments: int
    tool: str
    case: str
    rounds: int
    wall_s: float
    cpu_s: float
    peak_mb: float | None
    wall: float
    cpu: float
    memory: float | None


@dataclass(slots=True)
class _Site:
    """One generated site on disk, and the edits that are made to it."""

    root: Path
    folder: Path
    posts: int
    comments: int
    edits: int = 0

    def text(self, number: int) -> str:
        """A post with a sentence that it never had before."""
        self.edits += 1
        path = self.post(number)
        return f"{path.read_text('utf-8')}\nUna frase más, la número {self.edits}.\n"

    def post(self, number: int) -> Path:
        return self.folder / "content" / _generated.source(number)

    def ours(self) -> list[str]:
        module = ["-m", "tertulia.site.run", "--content", "content", "--output", "out-ours"]
        return [sys.executable, *module, "--settings", "oursconf.py"]

    def stock(self) -> list[str]:
        return [sys.executable, "-m", "pelican", "-q", "-s", "stockconf.py", "-o", "out-stock"]


def bench(
    root: Path,
    *,
    posts: Sequence[int],
    comments: Sequence[int],
    rounds: int,
    json: Path | None,
    cases: Sequence[str] = CASES,
) -> int:
    """Measure, print a table and write the figures.

    Args:
        root: The checkout.
        posts: A site for each of these sizes.
        comments: For each size, ours with so many comments a post.
        rounds: How often everything is built.
        json: Where the figures go; None for nowhere.
        cases: Of `CASES`, those to measure; all but a cold one need what it leaves.

    Returns:
        The exit code: 0, or 1 where a build failed.

    Raises:
        UnknownName: There is no such case.
    """
    for case in cases:
        if case not in CASES:
            raise UnknownName.among("case", case, CASES)
    console = Console(stderr=True, highlight=False)
    results: list[Result] = []
    try:
        for size in posts:
            with tempfile.TemporaryDirectory() as scratch:
                results += _measure(root, Path(scratch), size, comments, rounds, cases, console)
    except Failed as error:
        console.print(str(error), style="red", markup=False)
        return 1
    Console(width=110).print(_table(results))
    if json:
        json.write_bytes(msgspec.json.format(msgspec.json.encode([asdict(r) for r in results])))
    return 0


def _measure(
    root: Path,
    scratch: Path,
    posts: int,
    comments: Sequence[int],
    rounds: int,
    cases: Sequence[str],
    console: Console,
) -> list[Result]:
    sites = []
    for each in comments:
        folder = scratch / f"c{each}"
        console.print(f"Writing {posts} posts with {each} comments each…")
        _generated.write_content(folder / "content", posts, each)
        _generated.write_stock(folder)
        _generated.write_ours(folder, root)
        sites.append(_Site(root=root, folder=folder, posts=posts, comments=each))
    others = _others(scratch, posts)
    costs: dict[tuple[int, str, str], list[tuple[Cost, Cost]]] = {}
    for number in range(rounds):
        stock = _fresh(sites[0].folder / "out-stock", sites[0].stock(), sites[0].folder)
        costs.setdefault((0, STOCK, "cold"), []).append((stock, stock))
        for tool, build in others.items():
            costs.setdefault((0, tool, "cold"), []).append((build(), stock))
        for site in sites:
            for case, build in _cases(site).items():
                if case not in cases:
                    continue
                console.print(f"round {number + 1}: ours, {site.comments} comments, {case}")
                costs.setdefault((site.comments, "tertulia", case), []).append((build(), stock))
    return [_result(posts, each, tool, case, found) for (each, tool, case), found in costs.items()]


def _result(
    posts: int, comments: int, tool: str, case: str, found: Sequence[tuple[Cost, Cost]]
) -> Result:
    memory = [(c.peak_mb, s.peak_mb) for c, s in found]
    known = [(c, s) for c, s in memory if c is not None and s is not None]
    return Result(
        posts=posts,
        comments=comments,
        tool=tool,
        case=case,
        rounds=len(found),
        wall_s=round(median(c.wall_s for c, _ in found), 3),
        cpu_s=round(median(c.cpu_s for c, _ in found), 3),
        peak_mb=round(median(c for c, _ in known), 1) if known else None,
        wall=round(median(c.wall_s / s.wall_s for c, s in found), 3),
        cpu=round(median(c.cpu_s / s.cpu_s for c, s in found), 3),
        memory=round(median(c / s for c, s in known), 2) if known else None,
    )


def _cases(site: _Site) -> dict[str, Callable[[], Cost]]:
    """Builds of ours, in an order in which each finds what the one before it left."""
    builds = (_cold, _ours, _edited, _added, _commented, _setting, _theme, _served)
    return {case: partial(build, site) for case, build in zip(CASES, builds, strict=True)}


def _fresh(output: Path, command: Sequence[str], folder: Path) -> Cost:
    shutil.rmtree(output, ignore_errors=True)
    return run(command, folder, {})


def _ours(site: _Site) -> Cost:
    return run(site.ours(), site.folder, {"PYTHONPATH": str(site.root / "plugins")})


def _cold(site: _Site) -> Cost:
    for folder in ("out-ours", ".cache"):
        shutil.rmtree(site.folder / folder, ignore_errors=True)
    return _ours(site)


def _edited(site: _Site) -> Cost:
    number = site.posts // 2
    site.post(number).write_text(site.text(number), "utf-8")
    return _ours(site)


def _added(site: _Site) -> Cost:
    site.edits += 1
    one = _generated.post(site.posts + site.edits, site.posts, lambda _: "https://example.com/")
    _generated.write_post(site.folder / "content", one)
    return _ours(site)


def _commented(site: _Site) -> Cost:
    number = site.posts // 3
    site.edits += 1
    _generated.write_thread(site.folder / "content", number, site.comments + site.edits)
    return _ours(site)


def _setting(site: _Site) -> Cost:
    site.edits += 1
    path = site.folder / "oursconf.py"
    path.write_text(f"{path.read_text('utf-8')}\nSITESUBTITLE = 'Cambio {site.edits}'\n", "utf-8")
    return _ours(site)


def _theme(site: _Site) -> Cost:
    site.edits += 1
    path = site.folder / "ours-theme" / "templates" / "reading.html"
    path.write_text(f"{path.read_text('utf-8')}\n{{# {site.edits} #}}\n", "utf-8")
    return _ours(site)


def _served(site: _Site) -> Cost:
    """A second edit in a running server: the first one finds everything in memory."""
    options = ["--content", "content", "--output", "out-served", "--settings", "oursconf.py"]
    paths = [str(site.folder / o) if n % 2 else o for n, o in enumerate(options)]
    command = [sys.executable, "-m", "invoke", "serve", "--port", "0", *paths]
    server = Server(command, site.root)
    try:
        for number in (1, 2):
            cost = server.rebuild(site.post(number), site.text(number))
    finally:
        server.close()
    return cost


def _others(scratch: Path, posts: int) -> dict[str, Callable[[], Cost]]:
    """The other generators that are installed."""
    found: dict[str, Callable[[], Cost]] = {}
    if hugo := _tool("hugo"):
        _generated.write_hugo(scratch / "hugo", posts)
        found["hugo"] = lambda: _fresh(
            scratch / "hugo" / "public", [hugo, "--quiet"], scratch / "hugo"
        )
    if eleventy := _tool("eleventy"):
        _generated.write_eleventy(scratch / "eleventy", posts)
        found["eleventy"] = lambda: _fresh(
            scratch / "eleventy" / "_site", [eleventy, "--quiet"], scratch / "eleventy"
        )
    return found


def _tool(name: str) -> str | None:
    """A program on the path, or beside this very interpreter."""
    beside = str(Path(sys.executable).parent)
    return shutil.which(name) or shutil.which(name, path=beside)


def _table(results: Sequence[Result]) -> Table:
    table = Table(title="Medians; ratios are to stock Pelican in the same round")
    for name in ("posts", "comments", "tool", "case"):
        table.add_column(name, no_wrap=True)
    for name in ("wall s", "CPU s", "MB", "wall ×", "CPU ×", "memory ×"):
        table.add_column(name, justify="right")
    for r in results:
        figures = (r.wall_s, r.cpu_s, r.peak_mb, r.wall, r.cpu, r.memory)
        shown = ["" if f is None else f"{f:.2f}" for f in figures]
        table.add_row(str(r.posts), str(r.comments), r.tool, r.case, *shown)
    return table
