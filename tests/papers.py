"""The papers as one who follows them meets them: files to write, commands to type.

A fenced block marked `sh` is typed, line by line; a block under a line that ends in "`path`:"
is that file. `# exit code 1` behind a command says how it ends.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAPERS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if path.name != "CHANGELOG.md"
)

_BLOCK = re.compile(
    r"(?:`(?P<path>[^`\n]+)`:\n\n)?^(?P<indent> *)```(?P<lang>\w*)\n(?P<text>.*?)^(?P=indent)```",
    re.M | re.S,
)
_ENDS = re.compile(r"#.*\bexit code (\d)")
_COMMENT = re.compile(r"\s+#\s.*")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command of a paper, and the exit code that it says the command ends with."""

    line: str
    code: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a paper asks to write."""

    path: str
    text: str


def blocks(paper: Path) -> Iterator[tuple[str, str, str]]:
    """The fenced blocks of a paper: language, text, and the file that it is, if any."""
    for block in _BLOCK.finditer(paper.read_text("utf-8")):
        yield block["lang"], textwrap.dedent(block["text"]), block["path"] or ""


def steps(paper: Path) -> Iterator[Typed | Written]:
    """What a paper asks to do, in its order."""
    for lang, text, path in blocks(paper):
        if lang == "sh":
            yield from _typed(text)
        elif path:
            yield Written(path, text)


def _typed(text: str) -> Iterator[Typed]:
    for line in text.replace("\\\n", "").splitlines():
        if line.strip() and not line.startswith("#"):
            ends = _ENDS.search(line)
            yield Typed(_COMMENT.sub("", line).strip(), int(ends[1]) if ends else 0)


def typed() -> Iterator[tuple[Path, Typed]]:
    """Every command of every paper."""
    for paper in PAPERS:
        for step in steps(paper):
            if isinstance(step, Typed):
                yield paper, step
