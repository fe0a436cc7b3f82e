"""`invoke verify`: every figure of the built site, worked out anew from the sources and compared.

The site is built a second time, into a folder that is thrown away, with no result kept from
before; then each page and each receipt (`analysis.json`) must be the same. A comment, a lexicon
entry or a figure of a built page that was changed since shows as a difference, page by page.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rich.console import Console

from tertulia.commands.build import build_fresh
from tertulia.core.addresses import RECEIPT

SHOWN = 5  # differences of one page
ROUND = 30  # characters of text shown on either side of a difference

_NUMBER = re.compile(r"[−-]?\d+(?:[.,]\d+)*")


def verify(root: Path, *, content: Path, output: Path, settings: Path) -> int:
    """Build anew and compare with what is below `output`.

    Returns:
        The exit code: 0 where all is the same, 1 where a page differs or nothing can be compared.
    """
    console = Console(stderr=True, highlight=False)
    if not any(output.rglob("*.html")):
        console.print(f"Nothing is built below {output}; run invoke build first.", soft_wrap=True)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        with console.status("Building anew…") if console.is_terminal else nullcontext():
            code = build_fresh(root, content=content, output=fresh, settings=settings)
        if code:
            console.print("The sources cannot be built, so nothing could be compared.")
            return 1
        found = list(differences(output, fresh))
        figures, pages = count(fresh)
    for line in found:
        console.print(line, markup=False, soft_wrap=True)
    if found:
        console.print("The built site does not say what its sources do; run invoke build.")
        return 1
    console.print(
        f"{figures} figures in {pages} receipts, and every page that shows them: as built."
    )
    return 0


def differences(built: Path, fresh: Path) -> Iterator[str]:
    """A line for each thing in which a built site differs from a fresh one; pages sorted."""
    names = {str(path.relative_to(side)) for side in (built, fresh) for path in _compared(side)}
    for name in sorted(names):
        old, new = built / name, fresh / name
        if not old.is_file():
            yield f"{name}: is missing in the built site"
        elif not new.is_file():
            yield f"{name}: the sources give no such page"
        elif old.read_bytes() != new.read_bytes():
            yield from _within(name, _text(old), _text(new))


def count(folder: Path) -> tuple[int, int]:
    """How many figures the receipts of a site hold, and how many receipts there are."""
    receipts = [json.loads(_text(path)) for path in folder.rglob(RECEIPT)]
    leaves = (value for receipt in receipts for _, value in _leaves(receipt, ""))
    return sum(isinstance(v, int | float) and not isinstance(v, bool) for v in leaves), len(
        receipts
    )


def _compared(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.suffix == ".html" or path.name == RECEIPT:
            yield path


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace")


def _within(name: str, old: str, new: str) -> Iterator[str]:
    found = list(_in_receipt(old, new) if name.endswith(RECEIPT) else _in_page(old, new))
    yield from (f"{name}: {line}" for line in found[:SHOWN])
    if len(found) > SHOWN:
        yield f"{name}: and {len(found) - SHOWN} more"


def _in_receipt(old: str, new: str) -> Iterator[str]:
    try:
        before = dict(_leaves(json.loads(old), ""))
    except json.JSONDecodeError as error:
        yield f"is damaged: {error}"
        return
    after = dict(_leaves(json.loads(new), ""))
    for key in dict.fromkeys([*after, *before]):
        if before.get(key) != after.get(key):
            yield f"{key} is {before.get(key)!r}, the sources give {after.get(key)!r}"


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  any JSON
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, f"{path}[{number}]")
    else:
        yield path, value


def _in_page(old: str, new: str) -> Iterator[str]:
    """The first number that differs with what stands round it, or the first words that do."""
    before, after = (list(_NUMBER.finditer(text)) for text in (old, new))
    for one, other in zip_longest(before, after):
        if one is None or other is None or one.group() != other.group():
            shown, there = (m.group() if m else "nothing" for m in (one, other))
            place = _around(old, one.start() if one else len(old))
            yield f"shows {shown} where the sources give {there}: …{place}…"
            return
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    yield f"has other words than the sources give: …{_around(old, at)}…"


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - ROUND) : at + ROUND].split())
