"""The table of docs/sources.md: made of the Source values and of what the golden dumps read as."""

import json
from pathlib import Path
from typing import Any

import golden_files

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "sources.md"
BEGIN, END = "<!-- written by `invoke golden`: do not edit -->", "<!-- end -->"


def table() -> str:
    """A row for each source, and its traps below."""
    from tertulia import registry

    lines = [
        "| source | reads | parents | dates | kinds | status | likes | also | golden |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    traps = []
    for source in registry.all_sources():
        found = _entries(source.name)
        flags = {
            "posts": source.posts,
            "whole threads": bool(source.whole),
            "people get pseudonyms": source.social,
            "all pending": source.proposes,
            "a file a comment": source.read_folder,
            "field names by `--fields`": source.read_mapped,
        }
        cells = [
            f"`{source.name}`",
            _reads(source),
            "yes" if any("parent" in e for e in found) else "–",
            _dates(found),
            ", ".join(sorted({e.get("kind", "comment") for e in found})),
            ", ".join(sorted({e.get("status", "approved") for e in found})),
            "yes" if any("likes" in e for e in found) else "–",
            ", ".join(name for name, flag in flags.items() if flag) or "–",
            " ".join(
                _link(dump) for dump in golden_files.dumps() if dump.parent.name == source.name
            ),
        ]
        lines.append(f"| {' | '.join(cells)} |")
        traps.append(f"- **{source.name}**: {'; '.join(source.traps)}.")
    return "\n".join([*lines, "", "Traps that are minded, each with a test:", "", *traps])


def page() -> str:
    """docs/sources.md with the table as it should be."""
    text = PAGE.read_text("utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{table()}\n\n{END}{tail}"


def rewrite() -> None:
    """Write the table anew."""
    PAGE.write_text(page(), "utf-8")


def _entries(name: str) -> list[dict[str, Any]]:
    found = []
    for dump in golden_files.dumps():
        if dump.parent.name == name:
            read = json.loads(golden_files.expected_path(dump).read_text("utf-8"))["read"]
            found += [one["Record"]["entry"] for one in read if "Record" in one]
    return found


def _reads(source: Any) -> str:
    """The first sentence of the module's docstring, up to its colon."""
    import importlib

    text = importlib.import_module(f"tertulia.sources.{source.name}").__doc__ or ""
    return " ".join(text.split("\n\n")[0].split()).split(":")[0].rstrip(".")


def _dates(found: list[dict[str, Any]]) -> str:
    dated = [e["posted"] for e in found if "posted" in e]
    zoned = [d for d in dated if d.endswith("+00:00") or d[-6:-5] in ("+", "-")]
    if not dated:
        return "–"
    return "with zone" if len(zoned) == len(dated) else "some with zone" if zoned else "no zone"


def _link(dump: Path) -> str:
    return f"[{dump.name}](../{dump.relative_to(ROOT).as_posix()})"
