"""`invoke bench-related`: related pages, backlinks and brands of generated sites.

Each size runs in a process of its own, so that its peak of memory is its own; making the
pages is not measured.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, timedelta
from pathlib import Path

from rich.console import Console

from tertulia.analysis.facts import hear_all
from tertulia.analysis.graph import addresses, backlinks
from tertulia.analysis.related import relate
from tertulia.analysis.rollups import roll_up
from tertulia.analysis.talks import talk
from tertulia.commands._generated import post, slug
from tertulia.commands._prose import Prose
from tertulia.core.anchors import anchor
from tertulia.core.findings import Talk
from tertulia.core.model import Author, Case, Entry, Outcome, Page, PageKind

SIZES = (1_000, 10_000)

ADDRESS = "https://banco.example"

CASE_EVERY = 4  # posts
THREAD_EVERY = 10
BRANDS = 200


def bench(sizes: Sequence[int] = SIZES) -> int:
    """Measure each size and print time, memory and the growth from the size before."""
    console = Console(highlight=False)
    console.print(
        f"{'posts':>8}{'words':>8}{'related s':>12}{'backlinks s':>13}{'brands s':>10}"
        f"{'all s':>8}{'peak MiB':>10}{'growth':>9}"
    )
    before = 0.0
    for size in sizes:
        found = json.loads(_alone(size))
        total = sum(found[name] for name in ("related", "backlinks", "brands"))
        growth = f"×{total / before:.1f}" if before else ""
        console.print(
            f"{size:>8,}{found['words']:>8}{found['related']:>12.1f}{found['backlinks']:>13.1f}"
            f"{found['brands']:>10.1f}{total:>8.1f}{found['peak_mib']:>10.0f}{growth:>9}"
        )
        before = total
    return 0


def measure(size: int) -> dict[str, float]:
    """Seconds of each part, words a post, and the peak of memory in MiB."""
    pages = [_page(number, size) for number in range(size)]
    talks = _talks(pages)
    found: dict[str, float] = {"words": sum(len(p.text.split()) for p in pages) // size}
    began = time.perf_counter()
    relate(pages, hear_all(talks), 3)
    found["related"] = time.perf_counter() - began
    began = time.perf_counter()
    backlinks(pages, talks, addresses(pages, ADDRESS), anchor)
    found["backlinks"] = time.perf_counter() - began
    began = time.perf_counter()
    _brands(pages, talks)
    found["brands"] = time.perf_counter() - began
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _alone(size: int) -> str:
    code = (
        "import json; from tertulia.commands.bench_related import measure;"
        f"print(json.dumps(measure({size})))"
    )
    plugins = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(  # noqa: S603  (our own module)
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": plugins},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()[-1]


def _page(number: int, total: int) -> Page:
    targets: list[int] = []

    def link(other: int) -> str:
        targets.append(other)
        return slug(other)

    made = post(number, total, link)
    case = number % CASE_EVERY == 0
    return Page(
        id=made.slug,
        kind=PageKind.CASE if case else PageKind.POST,
        title=made.title,
        url=f"{made.slug}/",
        text=made.body,
        published=made.date,
        topics=made.tags,
        links=tuple((slug(other), made.title) for other in targets if other != number),
        thread=made.slug,
        case=_case(number) if case else None,
    )


def _case(number: int) -> Case:
    chance = Prose(number)
    return Case(
        brands=(f"Marca {chance.below(BRANDS)}",),
        channel=("Twitter", "Facebook", "Blog", "Foro")[chance.below(4)],
        sector=f"sector {chance.below(12)}",
        period="2012",
        trigger=chance.title(),
        happened=chance.sentence(),
        outcome=tuple(Outcome)[chance.below(len(Outcome))],
        first=timedelta(minutes=1 + chance.below(3000)),
    )


def _talks(pages: Sequence[Page]) -> dict[str, Talk]:
    talks = {}
    for number, page in enumerate(pages[::THREAD_EVERY]):
        chance = Prose(number)
        assert page.published
        entries = [
            Entry(
                id=f"t:banco:{number}-{n}",
                author=Author(name=chance.name()),
                posted=page.published + timedelta(hours=n),
                text=f"{chance.comment()} {ADDRESS}/{slug(chance.below(len(pages)))}/",
            )
            for n in range(5)
        ]
        talks[page.id] = talk(page, entries, {}, UTC)
    return talks


def _brands(pages: Sequence[Page], talks: dict[str, Talk]) -> None:
    members: dict[str, list[str]] = defaultdict(list)
    cases = {page.id: page.case for page in pages if page.case}
    for id_, case in cases.items():
        for brand in case.brands:
            members[brand].append(id_)
    for brand, ids in sorted(members.items()):
        roll_up(brand, talks, cases, ids)
