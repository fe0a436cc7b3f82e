"""`invoke evaluate-related DIR`: do related pages find the links that authors made?"""

import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tertulia.analysis.authored import Authored, read
from tertulia.analysis.prediction import BASELINES, PLACES, Scores, measure
from tertulia.analysis.related import rankings
from tertulia.core.errors import BadContent

ENDINGS = (".md", ".markdown", ".mkd", ".mdown")

MAX_BYTES = 5_000_000  # a larger file is no post


def evaluate(folder: Path) -> int:
    """Hide the links between the posts of a folder, predict them, and print the figures.

    The last line is one JSON object.

    Raises:
        BadContent: There are no posts, or no links between them.
    """
    authored = read_folder(folder)
    links = {page: targets for page, targets in authored.links.items() if targets}
    lists, ranked = rankings(authored.pages, {}, PLACES)
    methods = {"related": measure(ranked, links, lists)}
    for name, baseline in BASELINES.items():
        methods[name] = measure(baseline(authored.pages), links)
    count = sum(len(targets) for targets in links.values())
    console = Console(highlight=False)
    console.print(
        f"{len(authored.pages)} posts; {len(links)} of them link to others, {count} links, all"
        " hidden: the addresses are gone, the linked words stay."
    )
    console.print(_table(methods))
    figures = {
        "posts": len(authored.pages),
        "queries": len(links),
        "links": count,
        **asdict(methods["related"]),
        "baselines": {name: asdict(methods[name]) for name in BASELINES},
    }
    print(json.dumps(figures))  # noqa: T201 (one line, however wide the console is)
    return 0


def read_folder(folder: Path) -> Authored:
    """The posts below a folder and the links between them.

    Raises:
        BadContent: There are no posts, or no links between them.
    """
    if not folder.is_dir():
        raise BadContent(f"{folder}: no such folder")
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in ENDINGS and path.is_file() and path.stat().st_size < MAX_BYTES
    }
    authored = read(files)
    if len(authored.pages) < 2:
        raise BadContent(f"{folder}: no posts; they are {', '.join(ENDINGS)} files with a title")
    if not any(authored.links.values()):
        raise BadContent(f"{folder}: none of its {len(authored.pages)} posts links to another")
    return authored


def _table(methods: dict[str, Scores]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("method", "MRR", "recall@5", "never shown", "most lists"):
        table.add_column(heading, justify="left" if heading == "method" else "right")
    for name, scores in methods.items():
        table.add_row(
            name,
            f"{scores.mrr:.3f}",
            f"{scores.recall_at_5:.3f}",
            f"{scores.never_shown:.1%}",
            str(scores.max_in_degree),
        )
    return table
