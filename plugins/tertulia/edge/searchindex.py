"""Makes a Pagefind index: its program reads a folder of small pages, one a record.

Pagefind is an optional extra (`pip install tertulia[search]`): a wheel that brings its
program. Nothing is fetched. Its Python client takes a tenth of a second for each record
(1.5.2 looks for answers so often), so the records go through files.
"""

import subprocess
from collections.abc import Iterable
from html import escape
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tertulia.core.errors import TertuliaError
from tertulia.core.search import Record
from tertulia.edge.pagefindfiles import in_order

FOLDER = "pagefind"

# Of what Pagefind writes, its own widgets: the site's search page uses none.
UNUSED = ("*-ui.js", "*-ui.css", "pagefind-highlight.js")

A_FOLDER = 1_000  # files: folders stay quick to list


def available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) for name in ("pagefind", "pagefind_bin", "cbor2"))


def index_files(records: Iterable[Record], lang: str) -> dict[str, bytes]:
    """The files of an index by name, with slashes, as they belong below `FOLDER`; none for none.

    Args:
        records: Each is found by its words and shown with its address.
        lang: BCP 47, in which all are stemmed: one search page finds them all.

    Raises:
        TertuliaError: Pagefind could not make it.
    """
    with TemporaryDirectory() as scratch:
        site, index = Path(scratch) / "site", Path(scratch) / "index"
        for number, record in enumerate(records):
            path = site / f"{number // A_FOLDER:05d}" / f"{number:08d}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_page(record, lang), encoding="utf-8")
        if not site.exists():
            return {}
        _run(site, index, lang.split("-")[0])
        unused = {path for pattern in UNUSED for path in index.glob(pattern)}
        files = {
            path.relative_to(index).as_posix(): path.read_bytes()
            for path in sorted(index.rglob("*"))
            if path.is_file() and path not in unused
        }
    return in_order(files)


def _run(site: Path, folder: Path, lang: str) -> None:
    from pagefind_bin import get_executable  # type: ignore[import-untyped]

    command = [str(get_executable()), "--site", str(site), "--output-path", str(folder)]
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
