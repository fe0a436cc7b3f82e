"""Golden dumps: a file of a format, ours, beside what its source makes of it.

`tests/golden/sources/<source>/<dump>` is the dump (a folder, for formats of many files), and
`<dump>.expected.json` what is read from it. `invoke golden` rewrites the latter.
"""

import io
import json
import sys
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).resolve().parent / "golden" / "sources"
SUFFIX = ".expected.json"


def dumps() -> list[Path]:
    """Every golden dump."""
    return sorted(p for p in GOLDEN.glob("*/*") if not p.name.endswith(SUFFIX))


def expected_path(dump: Path) -> Path:
    return dump.with_name(dump.name + SUFFIX)


def reading(dump: Path) -> str:
    """What the source named by the dump's folder makes of it, as stable JSON."""
    from tertulia import registry

    source = registry.source(dump.parent.name)
    if dump.is_dir():
        assert source.read_folder
        files = {
            f"{dump.name}/{p.relative_to(dump).as_posix()}": p.read_bytes()
            for p in sorted(dump.rglob("*"))
            if p.is_file()
        }
        found: dict[str, Any] = {"read": list(source.read_folder(files))}
    else:
        found = {"read": list(source.read(io.BytesIO(dump.read_bytes())))}
        if source.posts:
            found["posts"] = list(source.posts(io.BytesIO(dump.read_bytes())))
    return json.dumps(plain(found), ensure_ascii=False, indent=1) + "\n"


def plain(value: Any) -> Any:
    """Values as JSON, without the fields that are as they are by default."""
    if is_dataclass(value):
        shown = {}
        for f in fields(value):
            here = getattr(value, f.name)
            default = f.default_factory() if f.default_factory is not MISSING else f.default
            if here != default:
                shown[f.name] = plain(here)
        return {type(value).__name__: shown} if _top(value) else shown
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _top(value: Any) -> bool:
    return type(value).__name__ in ("Record", "Skipped", "Silent", "Post")


def rewrite() -> None:
    for dump in dumps():
        expected_path(dump).write_text(reading(dump), "utf-8")
        print(f"wrote {expected_path(dump).relative_to(GOLDEN)}")
    import source_table

    source_table.rewrite()
    print("wrote the table of docs/sources.md")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "plugins"))
    rewrite()
