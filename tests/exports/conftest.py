"""A small site, and lines of a dump for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from small_site import Small


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
