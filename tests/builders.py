"""Small entries and pages: a test names only what it is about."""

import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tertulia.core.kinds import Fault
from tertulia.core.model import Author, Entry, Kind, Page, PageKind, PageRef, Role
from tertulia.edge import store, threadfile
from tertulia.edge.files import write_whole
from tertulia.edge.pages import faults_in, read_pages

Builder = Callable[..., "subprocess.CompletedProcess[str]"]  # see site/conftest.py

START = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)


def entry(
    id: str = "t:site:1", *, minutes: float = 0, name: str = "Ana", role: str = "other", **rest: Any
) -> Entry:
    """An approved comment, `minutes` after START."""
    values: dict[str, Any] = {
        "id": id,
        "author": Author(name=name, role=Role(role)),
        "posted": START + timedelta(minutes=minutes),
        "text": "Hola.",
        "source": "t",
    }
    values.update(rest)
    values["kind"] = Kind(values.get("kind", "comment"))
    return Entry(**values)


def page(id: str = "una-pagina", **rest: Any) -> Page:
    """A post without text."""
    values: dict[str, Any] = {"id": id, "kind": PageKind.POST, "title": id, "url": f"{id}/"}
    values.update(rest)
    return Page(**values)


def save_page(
    folder: Path, page: str, entries: Iterable[Entry], ref: PageRef | None = None
) -> None:
    """Store the entries of a page, as an import does."""
    write_whole(store.path_of(folder, page), threadfile.encode(page, tuple(entries), ref))


def faults_below(content: Path) -> list[Fault]:
    """All that is wrong in the front matter of a site's files."""
    return faults_in(list(read_pages(content)), content)
