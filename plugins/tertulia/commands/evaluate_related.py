"""`invoke evaluate-related DIR`: do related pages find the links that authors made?"""

import codecs
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tertulia.analysis.authored import Authored, read
from tertulia.analysis.prediction import BASELINES, PLACES, Scores, measure
from tertulia.analysis.related import rankings
from tertulia.core.errors import BadContent
from tertulia.edge.pages import ENDINGS

MADE = frozenset(("node_modules", "output", "public", "_site"))  # folders that nobody writes in

TOLD = 5  # files that were passed over, by name; the rest as a number

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
    for line in _skipped(authored.skipped):
        console.print(line, markup=False)
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
    files = {}
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.suffix.lower() not in ENDINGS or any(_apart(part) for part in inner.parts[:-1]):
            continue
        try:
            if path.is_file() and path.stat().st_size < MAX_BYTES:
                files[inner.as_posix()] = decoded(path.read_bytes())
        except OSError:
            continue
    authored = read(files)
    if len(authored.pages) < 2:
        raise BadContent(f"{folder}: no posts; they are {', '.join(ENDINGS)} files with a title")
    if not any(authored.links.values()):
        raise BadContent(f"{folder}: none of its {len(authored.pages)} posts links to another")
    return authored


def decoded(raw: bytes) -> str:
    """A file's text, in whichever encoding of blogs it was written."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _apart(folder: str) -> bool:
    return folder.startswith(".") or folder in MADE


def _skipped(found: Sequence[str]) -> Iterator[str]:
    yield from (f"passed over: {line}" for line in found[:TOLD])
    if len(found) > TOLD:
        yield f"passed over: {len(found) - TOLD} more files"


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
