"""`invoke readings`: what the machine read in a page's comments, as corrections to fill in.

What is printed is TOML for `content/threads/<page>.overrides.toml`: a person checks each value,
says why, and saves it there. Labels come from the receipt that the last build wrote.
"""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tertulia.analysis.overrides import FIELDS
from tertulia.core.addresses import RECEIPT
from tertulia.core.characters import printable
from tertulia.core.errors import BadContent
from tertulia.core.model import Entry
from tertulia.edge import overrides, store

WIDTH, LINES = 96, 6  # of a comment's text


def readings(page: str, *, content: Path, output: Path, who: str = "") -> int:
    """Print a block for each comment of the public that nobody has read by hand yet.

    Args:
        page: Its slug.
        content: The site's content folder.
        output: Where it was built.
        who: Who reads; stands in each block.

    Returns:
        The exit code, 0.

    Raises:
        BadContent: The page has no receipt: it has no comments, or was not built.
    """
    folder = content / store.FOLDER
    known = {c.id for c in overrides.load(folder, FIELDS).get(page, ()) if c.field == "label"}
    entries = {e.id: e for e in store.load_page(folder, page)}
    for comment in _receipt(page, output)["comments"]:
        entry = entries.get(comment["id"])
        if entry is None or comment["role"] in ("author", "brand") or comment["tone"] is None:
            continue
        if known.isdisjoint((entry.id, *entry.also)):
            print("\n".join(_block(entry, comment["tone"], who)), end="\n\n")  # noqa: T201
    return 0


def _receipt(page: str, output: Path) -> dict[str, Any]:
    for path in sorted(output.rglob(RECEIPT)):
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if found.get("page") == page:
            return found
    raise BadContent(f"no {RECEIPT} of the page {page!r} below {output}; run invoke build first")


def _block(entry: Entry, tone: dict[str, Any], who: str) -> Iterator[str]:
    said = printable(f"{entry.author.name}: {entry.text}", " ")
    yield from (f"# {line}" for line in textwrap.wrap(said, WIDTH, max_lines=LINES))
    yield f"# read as {tone['label']}, {tone['polarity']:+.2f}, confidence {tone['confidence']:.2f}"
    yield "[[override]]"
    for key, value in (
        ("id", entry.id),
        ("field", "label"),
        ("value", tone["label"]),
        ("who", who),
        ("why", ""),
    ):
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
