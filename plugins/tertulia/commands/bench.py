"""`invoke bench`: what builds cost, ours beside Pelican as it comes, Hugo and Eleventy.

All builds of a round run one after the other, so that a busy machine slows each of them
alike; what is reported are medians over the rounds, and the medians of the ratios within one.
Pelican as it comes is built twice: in a plain theme, and in ours without its conversations.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
from rich.console import Console
from rich.table import Table

from tertulia.commands import _generated
from tertulia.commands._checkout import write_checkout
from tertulia.commands._edited import CASES, Site, builds_of, fresh, pelican
from tertulia.commands._measure import Cost, Failed
from tertulia.commands._stocksite import write_same
from tertulia.core.errors import UnknownName

PLAIN = "pelican"
SAME = "pelican, our theme"
OURS = "tertulia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build has written: its pages of HTML, and all other files (feeds, figures, styles)."""

    pages: int
    pages_mb: float
    others: int
    others_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One kind of build of one site.

    Attributes:
        wall, cpu, memory: Medians of the ratios to stock Pelican in the same round.
        wall_same, cpu_same, memory_same: The same to stock Pelican in our theme.
        written: What stands in the output folder after it; of cold builds only.
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
    wall_same: float
    cpu_same: float
    memory_same: float | None
    written: Written | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of build.

    Attributes:
        output: Where it goes, if that is to be looked at.
    """

    comments: int
    tool: str
    case: str
    output: Path | None = field(default=None, compare=False)

    def __str__(self) -> str:
        said = f", {self.comments} comments" if self.tool == OURS else ""
        return f"{self.tool}{said}, {self.case}"


def bench(
    root: Path,
    *,
    posts: Sequence[int],
    comments: Sequence[int],
    rounds: int,
    json: Path | None,
    cases: Sequence[str] = CASES,
) -> int:
    """Measure, print three tables and write the figures.

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
                folder = Path(scratch)
                console.print(f"Writing {size} posts…")
                builds = _builds(root, folder, size, comments, cases)
                costs = _measure(builds, rounds, console)
                results += [_result(size, kind, costs) for kind in costs]
    except Failed as error:
        console.print(str(error), style="red", markup=False)
        return 1
    for table in (_figures(results), _ratios(results), _files(results)):
        Console(width=120).print(table)
    if json:
        json.write_bytes(msgspec.json.format(msgspec.json.encode([asdict(r) for r in results])))
    return 0


def _builds(
    root: Path, scratch: Path, posts: int, comments: Sequence[int], cases: Sequence[str]
) -> dict[_Kind, Callable[[], Cost]]:
    """The sites, written to disk, and the builds of one round in their order."""
    checkout = scratch / "checkout"
    write_checkout(checkout, root)
    sites = []
    for each in comments:
        folder = scratch / f"c{each}"
        _generated.write_content(folder / "content", posts, each)
        _generated.write_ours(folder, checkout)
        sites.append(Site(checkout=checkout, folder=folder, posts=posts, comments=each))
    stock = sites[0].folder
    _generated.write_stock(stock)
    write_same(stock, checkout, _generated.SETTINGS)
    outputs = {PLAIN: stock / "out-stock", SAME: stock / "out-same"}
    builds: dict[_Kind, Callable[[], Cost]] = {
        _stock(PLAIN, outputs[PLAIN]): partial(pelican, stock, "stockconf.py", outputs[PLAIN]),
        _stock(SAME, outputs[SAME]): partial(pelican, stock, "sameconf.py", outputs[SAME]),
    }
    builds |= _others(scratch, posts)
    for site in sites:
        for case, build in builds_of(site).items():
            if case in cases:
                output = site.output if case == "cold" else None
                builds[_Kind(comments=site.comments, tool=OURS, case=case, output=output)] = build
    return builds


def _measure(
    builds: Mapping[_Kind, Callable[[], Cost]], rounds: int, console: Console
) -> dict[_Kind, list[Cost]]:
    """What each build costs, round by round."""
    costs: dict[_Kind, list[Cost]] = {kind: [] for kind in builds}
    for number in range(rounds):
        for kind, build in builds.items():
            cost = build()
            costs[kind].append(cost)
            console.print(f"round {number + 1} of {rounds}: {kind}: {cost.wall_s:.2f} s")
    return costs


def _result(posts: int, kind: _Kind, costs: Mapping[_Kind, Sequence[Cost]]) -> Result:
    found = costs[kind]
    plain, same = (_ratios_to(costs[_stock(tool)], found) for tool in (PLAIN, SAME))
    memory = [cost.peak_mb for cost in found if cost.peak_mb is not None]
    return Result(
        posts=posts,
        comments=kind.comments,
        tool=kind.tool,
        case=kind.case,
        rounds=len(found),
        wall_s=round(median(cost.wall_s for cost in found), 3),
        cpu_s=round(median(cost.cpu_s for cost in found), 3),
        peak_mb=round(median(memory), 1) if memory else None,
        wall=plain[0],
        cpu=plain[1],
        memory=plain[2],
        wall_same=same[0],
        cpu_same=same[1],
        memory_same=same[2],
        written=_written(kind.output) if kind.output else None,
    )


def _stock(tool: str, output: Path | None = None) -> _Kind:
    return _Kind(comments=0, tool=tool, case="cold", output=output)


def _written(folder: Path) -> Written:
    sizes: dict[bool, list[int]] = {True: [], False: []}
    for path in folder.rglob("*"):
        if path.is_file():
            sizes[path.suffix == ".html"].append(path.stat().st_size)
    return Written(
        pages=len(sizes[True]),
        pages_mb=round(sum(sizes[True]) / 1e6, 2),
        others=len(sizes[False]),
        others_mb=round(sum(sizes[False]) / 1e6, 2),
    )


def _ratios_to(stock: Sequence[Cost], found: Sequence[Cost]) -> tuple[float, float, float | None]:
    """Medians over the rounds: wall, processor and memory."""
    rounds = list(zip(found, stock, strict=True))
    memory = [c.peak_mb / s.peak_mb for c, s in rounds if c.peak_mb and s.peak_mb]
    return (
        round(median(c.wall_s / s.wall_s for c, s in rounds), 3),
        round(median(c.cpu_s / s.cpu_s for c, s in rounds), 3),
        round(median(memory), 2) if memory else None,
    )


def _others(scratch: Path, posts: int) -> dict[_Kind, Callable[[], Cost]]:
    """The other generators that are installed."""
    found: dict[_Kind, Callable[[], Cost]] = {}
    if hugo := _tool("hugo"):
        folder = scratch / "hugo"
        _generated.write_hugo(folder, posts)
        kind = _stock("hugo", folder / "public")
        found[kind] = partial(fresh, folder / "public", [hugo, "--quiet"], folder)
    if eleventy := _tool("eleventy"):
        folder = scratch / "eleventy"
        _generated.write_eleventy(folder, posts)
        kind = _stock("eleventy", folder / "_site")
        found[kind] = partial(fresh, folder / "_site", [eleventy, "--quiet"], folder)
    return found


def _tool(name: str) -> str | None:
    """A program on the path, or beside this very interpreter."""
    beside = str(Path(sys.executable).parent)
    return shutil.which(name) or shutil.which(name, path=beside)


def _figures(results: Sequence[Result]) -> Table:
    table = _table("Medians; ratios are to stock Pelican in the same round")
    for name in ("wall s", "CPU s", "MB", "wall ×", "CPU ×", "memory ×"):
        table.add_column(name, justify="right")
    for r in results:
        seconds, ratios = (r.wall_s, r.cpu_s), (r.wall, r.cpu, r.memory)
        megabytes = "" if r.peak_mb is None else f"{r.peak_mb:.0f}"
        _row(table, r, (*_shown(seconds), megabytes, *_shown(ratios)))
    return table


def _ratios(results: Sequence[Result]) -> Table:
    table = _table("Ratios to stock Pelican in our theme, in the same round")
    for name in ("wall ×", "CPU ×", "memory ×"):
        table.add_column(name, justify="right")
    for r in results:
        _row(table, r, _shown((r.wall_same, r.cpu_same, r.memory_same)))
    return table


def _files(results: Sequence[Result]) -> Table:
    table = _table("What the cold builds write")
    for name in ("pages", "MB", "other files", "MB"):
        table.add_column(name, justify="right")
    for r in results:
        if w := r.written:
            _row(table, r, (str(w.pages), f"{w.pages_mb:.1f}", str(w.others), f"{w.others_mb:.1f}"))
    return table


def _table(title: str) -> Table:
    table = Table(title=title)
    for name in ("posts", "comments", "tool", "case"):
        table.add_column(name, no_wrap=True)
    return table


def _row(table: Table, r: Result, figures: Iterable[str]) -> None:
    table.add_row(str(r.posts), str(r.comments), r.tool, r.case, *figures)


def _shown(figures: Iterable[float | None]) -> Iterator[str]:
    return ("" if figure is None else f"{figure:.2f}" for figure in figures)
