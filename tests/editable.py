"""A part of the sample site with files that a test may change as an author or an import does."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

PAGES = {
    "posts": ("anatomia-de-una-disculpa", "la-cola-que-no-se-ve", "el-reloj-empieza-antes"),
    "cases": ("nueve-horas-de-silencio", "la-taza-equivocada", "el-pedido-de-navidad"),
    "topics": ("atencion-al-cliente", "disculpa-publica", "tiempo-de-respuesta"),
    "pages": ("acerca-de", "metodo"),
}
LISTS = "Topics Related Broader Narrower See".split()  # of slugs of other pages
OVERRIDES = ".overrides.toml"


def small_site(root: Path, folder: Path) -> None:
    """Content, a theme and settings of its own below a folder."""
    for kind, names in PAGES.items():
        for name in names:
            path = folder / "content" / kind / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = (root / "content" / kind / path.name).read_text("utf-8")
            path.write_text(_alone(text), "utf-8")
            thread = root / "content" / "threads" / f"{name}.json"
            if thread.exists():
                target = folder / "content" / "threads" / thread.name
                target.parent.mkdir(exist_ok=True)
                shutil.copy(thread, target)
    shutil.copytree(root / "theme", folder / "theme")
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(root)!r})\nfrom pelicanconf import *\n"
        "PLUGINS = [name for name in PLUGINS if name != 'tertulia.site.search']\n"
        f"THEME = {str(folder / 'theme')!r}\n",
        "utf-8",
    )


def _alone(text: str) -> str:
    """A page's text without what names pages that are not copied."""
    text = re.sub(r"^(?:Related|Broader|Narrower|See):.*\n", "", text, flags=re.M)
    return re.sub(r"^Topics:.*$", f"Topics: {PAGES['topics'][0]}", text, flags=re.M)


class Editable:
    """The files of such a site. What names a page by its slug is kept right."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder = folder
        self.content = folder / "content"
        self._random = random

    def file(self, *kinds: str) -> Path:
        """One page's file, of any of these kinds."""
        return self._random.choice(sorted(self._files(*(kinds or PAGES))))

    def head(self, path: Path, key: str, value: str) -> None:
        """Set one line of the front matter; an empty value takes it out."""
        text = path.read_text("utf-8")
        line = f"{key}: {value}\n" if value else ""
        found = re.subn(rf"^{key}:.*\n(?:[ \t]+\S.*\n)*", lambda _: line, text, count=1, flags=re.M)
        path.write_text(found[0] if found[1] else line + text, "utf-8")

    def said(self, path: Path, key: str) -> str:
        """What one line of the front matter says; nothing where there is none."""
        found = re.search(rf"^{key}: (.*)$", path.read_text("utf-8"), re.M)
        return found[1] if found else ""

    def slugs(self, *kinds: str, but: Path | None = None) -> list[str]:
        """The slugs of the pages of these kinds."""
        found = {self.said(path, "Slug") for path in self._files(*kinds) if path != but}
        return sorted(found)

    def renamed(self, old: str, new: str) -> None:
        """Let all lists say a page's new slug; an empty one takes it out of them."""
        if not new and old in self.slugs(*PAGES):
            return  # a translation has it too
        for path in self._files(*PAGES):
            for key in LISTS:
                names = self.said(path, key).split(", ")
                if old in names:
                    left = [new if name == old else name for name in names]
                    self.head(path, key, ", ".join(filter(None, left)))

    def thread_moved(self, old: str, new: str) -> None:
        """Let a page's thread and its corrections follow it to its new slug."""
        path = self._thread_of(old)
        if path.exists():
            stored = json.loads(path.read_text("utf-8"))
            path.unlink()
            self._thread_of(new).write_text(json.dumps(stored | {"page": new}), "utf-8")
        corrections = path.with_name(f"{old}{OVERRIDES}")
        if corrections.exists():
            corrections.rename(path.with_name(f"{new}{OVERRIDES}"))

    def thread(self) -> Path:
        """The file of one thread, mostly of a page that is there."""
        paths = sorted((self.content / "threads").glob("*.json"))
        slugs = self.slugs(*PAGES)
        shown = [path for path in paths if path.stem in slugs]
        return self._random.choice(shown if shown and self._random.random() < 0.9 else paths)

    def entries(self, path: Path) -> list[dict[str, Any]]:
        """What a thread's file holds."""
        return list(json.loads(path.read_text("utf-8"))["entries"])

    def write_entries(self, path: Path, entries: list[dict[str, Any]]) -> None:
        """Write a thread's file."""
        stored = {"schema": 1, "page": path.stem, "entries": entries}
        if path.exists():
            stored = json.loads(path.read_text("utf-8")) | {"entries": entries}
        path.write_text(json.dumps(stored), "utf-8")

    def silent(self) -> list[Path]:
        """Where the threads would be of pages that have none."""
        paths = (self._thread_of(slug) for slug in self.slugs(*PAGES))
        return [path for path in paths if not path.exists()]

    def _thread_of(self, slug: str) -> Path:
        return self.content / "threads" / f"{slug}.json"

    def _files(self, *kinds: str) -> Iterator[Path]:
        for kind in kinds:
            yield from (self.content / kind).glob("*.md")
