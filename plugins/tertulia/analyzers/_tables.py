"""The tables in `_data/`: a line is an entry, its columns parted by tabs, `#` opens a comment."""

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "_data"


def rows(name: str) -> Iterator[list[str]]:
    """The lines of a table as columns."""
    return (line.split("\t") for line in lines(name))


def lines(name: str) -> list[str]:
    """The lines of a table as they stand there."""
    text = (DATA / f"{name}.tsv").read_text("utf-8")
    return [line for line in text.split("\n") if line and line[0] != "#"]


def has_table(name: str) -> bool:
    """Whether there is such a table."""
    return name.replace("_", "").isalnum() and (DATA / f"{name}.tsv").is_file()
