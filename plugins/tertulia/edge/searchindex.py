"""Writes a Pagefind index: its program reads a folder of small pages, one a record.

Pagefind is an optional extra (`pip install tertulia[search]`): a wheel that brings its
program. Nothing is fetched. Its Python client takes a tenth of a second for each record
(1.5.2 looks for answers so often), so the records go through files.
"""

import subprocess
import sys
from collections.abc import Iterable
from html import escape
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from tertulia.core.errors import TertuliaError
from tertulia.core.search import Record

FOLDER = "pagefind"

# Of what Pagefind writes, its own widgets: the site's search page uses none.
UNUSED = ("*-ui.js", "*-ui.css", "pagefind-highlight.js")

A_FOLDER = 1_000  # files: folders stay quick to list


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("pagefind") is not None and find_spec("pagefind_bin") is not None


def write_index(records: Iterable[Record], output: Path, lang: str) -> None:
    """Write an index of its own below the output folder.

    Args:
        records: Each is found by its words and shown with its address.
        lang: BCP 47, in which all are stemmed: one search page finds them all.

    Raises:
        TertuliaError: Pagefind could not write it.
    """
    folder = output / FOLDER
    rmtree(folder, ignore_errors=True)
    with TemporaryDirectory() as scratch:
        for number, record in enumerate(records):
            path = Path(scratch) / f"{number // A_FOLDER:05d}" / f"{number:08d}.html"
            path.parent.mkdir(exist_ok=True)
            path.write_text(_page(record, lang), encoding="utf-8")
        _run(Path(scratch), folder, lang.split("-")[0])
    for pattern in UNUSED:
        for path in folder.glob(pattern):
            path.unlink()


def _run(site: Path, folder: Path, lang: str) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(folder)]
    done = subprocess.run(  # noqa: S603  (the extra's own program, our own folders)
        [*command, "--force-language", lang, "--silent"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise TertuliaError(f"no search index: {(done.stderr or done.stdout).strip()[-500:]}")


def _page(record: Record, lang: str) -> str:
    """A record as Pagefind reads it: titles and headings weigh more than text."""
    known = {"at": record.url, "title": record.title, "section": record.section}
    metas = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'
        for name, value in known.items()
        if value
    )
    filters = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">'
        for name, values in record.filters.items()
        for value in values
    )
    heads = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in record.heads)
    text = "".join(f"<p>{escape(line)}</p>" for line in record.text.splitlines() if line.strip())
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head><meta charset="utf-8"></head>'
        f"<body data-pagefind-body>{metas}{filters}{heads}{text}</body></html>"
    )
