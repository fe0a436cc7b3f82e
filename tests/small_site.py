"""A small site in a temporary folder, and a way to import into it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tertulia.commands.imports import import_
from tertulia.commands.settings import read_site
from tertulia.core.model import Entry, Thread
from tertulia.core.threads import assemble
from tertulia.edge import store

SETTINGS = """
SITEURL = "https://blog.example"
TIMEZONE = "Europe/Madrid"
DEFAULT_LANG = "es"
TERTULIA = {"authors": ("Clara Montes",)}
"""


class Small:
    """A site in a temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.content = folder / "content"
        self.threads = self.content / "threads"
        self.settings = folder / "conf.py"
        self.settings.write_text(SETTINGS, "utf-8")
        (self.content / "posts").mkdir(parents=True)

    def page(self, slug: str, *lines: str, folder: str = "posts") -> None:
        head = [f"Title: {slug.replace('-', ' ').title()}", "Date: 2025-01-01 10:00", *lines]
        path = self.content / folder / f"{slug}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([*head, f"Slug: {slug}", "", "Texto.", ""]), "utf-8")

    def dump(self, *rows: dict[str, object], name: str = "dump.jsonl") -> Path:
        path = self.folder / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return path

    def run(self, *paths: Path, **options: object) -> tuple[int, dict[str, object]]:
        """The exit code and the report of an import."""
        report = self.folder / "report.json"
        code = import_(
            paths, content=self.content, settings=self.settings, report=report, **options
        )
        return code, json.loads(report.read_text("utf-8"))

    def entries(self, page: str) -> tuple[Entry, ...]:
        return store.load_page(self.threads, page)

    def thread(self, page: str) -> Thread:
        site = read_site(self.content, self.settings)
        return assemble(page, self.entries(page), site.zone)

    def bytes(self) -> dict[str, bytes]:
        """All that is in the content folder."""
        return {
            str(p.relative_to(self.content)): p.read_bytes()
            for p in sorted(self.content.rglob("*"))
            if p.is_file()
        }


@pytest.fixture
def small(tmp_path: Path) -> Small:
    site = Small(tmp_path)
    site.page("hola-mundo")
    return site


@pytest.fixture
def said() -> Callable[..., dict[str, object]]:
    """One line of a jsonl dump."""

    def line(number: int = 1, **rest: object) -> dict[str, object]:
        return {
            "page": {"url": "https://blog.example/articulos/hola-mundo/"},
            "id": number,
            "author": "Ana",
            "posted": f"2025-02-0{number}T10:00:00+01:00",
            "text": f"Comentario número {number}.",
        } | rest

    return line
