"""Random changes of a small site, of every sort that an author or an import makes."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

POSTS = ("anatomia-de-una-disculpa", "la-cola-que-no-se-ve", "el-reloj-empieza-antes")
CASES = ("nueve-horas-de-silencio", "la-taza-equivocada", "el-pedido-de-navidad")
TOPICS = ("atencion-al-cliente", "disculpa-publica", "tiempo-de-respuesta")


def small_site(root: Path, folder: Path) -> None:
    """A part of the sample site with a theme and settings of its own, all to be changed."""
    for kind, names in (("posts", POSTS), ("cases", CASES), ("topics", TOPICS)):
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
    return re.sub(r"^Topics:.*$", f"Topics: {TOPICS[0]}", text, flags=re.M)


class Editor:
    """Makes one change after another; the same seed makes the same ones."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._random = Random(seed)
        self._count = 0

    def change(self) -> str:
        """Make one change and say which."""
        self._count += 1
        edit: Callable[[], None] = self._random.choice(_EDITS).__get__(self)
        edit()
        return edit.__name__

    def body(self) -> None:
        path = self._file()
        path.write_text(path.read_text("utf-8") + f"\nFrase {self._count}.\n", "utf-8")

    def title(self) -> None:
        self._head(self._file(), "Title", f"Otro título {self._count}")

    def slug(self) -> None:
        self._head(self._file("posts", "cases"), "Slug", f"otro-{self._count}")

    def topic_slug(self) -> None:
        path = self._file("topics")
        old, new = self._slug_of(path), f"tema-{self._count}"
        self._head(path, "Slug", new)
        for page in (self._folder / "content").glob("*/*.md"):
            text = page.read_text("utf-8")
            line = re.compile(rf"^(Topics:.*)\b{re.escape(old)}(?=,|$)", re.M)
            page.write_text(line.sub(rf"\1{new}", text), "utf-8")

    def summary(self) -> None:
        self._head(self._file(), "Summary", f"Otro resumen {self._count}.")

    def tags(self) -> None:
        self._head(self._file("posts"), "Tags", f"nueva {self._count % 3}, común")

    def topics(self) -> None:
        topics = sorted((self._folder / "content" / "topics").glob("*.md"))
        named = self._random.sample([self._slug_of(path) for path in topics], 2)
        self._head(self._file("posts", "cases"), "Topics", ", ".join(named))

    def date(self) -> None:
        self._head(
            self._file("posts", "cases"), "Date", f"20{self._random.randrange(10, 25)}-02-03"
        )

    def brand(self) -> None:
        self._head(self._file("cases"), "Brands", f"Marca {self._count % 3}")

    def alias(self) -> None:
        self._head(self._file(), "Aliases", f"antes/{self._count}")

    def draft(self) -> None:
        self._head(self._file("posts"), "Status", self._random.choice(["draft", "published"]))

    def link(self) -> None:
        path, other = self._file(), self._file("cases")
        target = other.relative_to(self._folder / "content").as_posix()
        text = f"\nVéase [esto]({{filename}}/{target}).\n"
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def new(self) -> None:
        path = self._folder / "content" / "posts" / f"nuevo-{self._count}.md"
        head = f"Title: Nuevo {self._count}\nDate: 2024-03-0{1 + self._count % 9}\n"
        path.write_text(f"{head}\nSobre [[Atención al cliente]].\n", "utf-8")

    def rename(self) -> None:
        path = self._file("posts")
        path.rename(path.with_name(f"renombrado-{self._count}.md"))

    def delete(self) -> None:
        paths = sorted((self._folder / "content" / "posts").glob("*.md"))
        if len(paths) > 3:
            self._random.choice(paths).unlink()

    def template(self) -> None:
        path = (
            self._folder
            / "theme"
            / "templates"
            / self._random.choice(["article.html", "base.html"])
        )
        path.write_text(path.read_text("utf-8") + f"{{# {self._count} #}}\n", "utf-8")

    def style(self) -> None:
        path = self._folder / "theme" / "assets" / "style.css"
        path.write_text(path.read_text("utf-8") + f"/* {self._count} */\n", "utf-8")

    def setting(self) -> None:
        path = self._folder / "conf.py"
        path.write_text(path.read_text("utf-8") + f"SITENAME = 'Sitio {self._count}'\n", "utf-8")

    def comment(self) -> None:
        self._thread(lambda entries: entries.append(self._said(entries)))

    def comment_edited(self) -> None:
        self._thread(lambda entries: entries[-1].update(text=f"Un servicio pésimo, {self._count}."))

    def withdrawn(self) -> None:
        self._thread(lambda entries: entries.pop())

    def moderated(self) -> None:
        self._thread(lambda entries: entries[0].update(status="spam"))

    def override(self) -> None:
        path = self._a_thread()
        entry = json.loads(path.read_text("utf-8"))["entries"][0]["id"]
        path.with_name(f"{path.stem}.overrides.toml").write_text(
            f'[[override]]\nid = "{entry}"\nfield = "label"\nvalue = "positive"\n'
            f'who = "Clara"\nwhy = "Cambio {self._count}."\n',
            "utf-8",
        )

    def _said(self, entries: list[dict[str, object]]) -> dict[str, object]:
        said = {
            "id": f"jsonl:la-replica:nuevo-{self._count}",
            "text": f"Gracias, muy bien contestado. {self._count}",
            "parent": self._random.choice([None, entries[0]["id"]]),
            "posted": f"2024-05-01T10:{self._count % 60:02}:00+02:00",
        }
        return entries[0] | said

    def _thread(self, edit: Callable[[list[dict[str, object]]], object]) -> None:
        path = self._a_thread()
        stored = json.loads(path.read_text("utf-8"))
        if len(stored["entries"]) > 1:
            edit(stored["entries"])
        path.write_text(json.dumps(stored), "utf-8")

    def _a_thread(self) -> Path:
        return self._random.choice(sorted((self._folder / "content" / "threads").glob("*.json")))

    def _file(self, *kinds: str) -> Path:
        folders = kinds or ("posts", "cases", "topics")
        paths = [p for kind in folders for p in (self._folder / "content" / kind).glob("*.md")]
        return self._random.choice(sorted(paths))

    def _slug_of(self, path: Path) -> str:
        found = re.search(r"^Slug: (.*)$", path.read_text("utf-8"), re.M)
        assert found
        return found[1]

    def _head(self, path: Path, key: str, value: str) -> None:
        text = path.read_text("utf-8")
        line = f"{key}: {value}\n"
        found = re.subn(rf"^{key}:.*\n(?:[ \t]+\S.*\n)*", line, text, count=1, flags=re.M)
        path.write_text(found[0] if found[1] else line + text, "utf-8")


_EDITS = [f for name, f in vars(Editor).items() if not name.startswith("_") and name != "change"]
