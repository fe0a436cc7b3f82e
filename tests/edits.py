"""Random changes of a small site, of every sort that an author or an import makes."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from editable import OVERRIDES, Editable

SIGNED = "Marta Iriarte @ jsonl:la-replica"
OTHERS = 0.25  # of what an author at work does is something else than writing at a text
FEWEST = 3  # pages of a kind, so that there is always something to edit


class Editor:
    """Makes one change after another; the same seed makes the same ones."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._random = Random(seed)
        self._site = Editable(folder, self._random)
        self._count = 0

    def change(self) -> str:
        """Make one change and say which."""
        self._count += 1
        edit: Callable[[], None] = self._random.choice(EDITS).__get__(self)
        edit()
        return edit.__name__

    def write(self) -> str:
        """Make a change as an author at work does: mostly of a text."""
        self._count += 1
        if self._random.random() < OTHERS:
            return self.change()
        edit = self._random.choice(
            [self.body, self.link, self.wikilink, self.attached, self.comment]
        )
        edit()
        return edit.__name__

    def body(self) -> None:
        self._append(self._site.file(), f"\nFrase {self._count}.\n")

    def title(self) -> None:
        self._site.head(self._site.file(), "Title", f"Otro título {self._count}")

    def slug(self) -> None:
        """The page's thread follows it, or stays behind, or is found by the old name."""
        path = self._site.file()
        old, new = self._site.said(path, "Slug"), f"otro-{self._count}"
        self._site.head(path, "Slug", new)
        self._site.renamed(old, new)
        match self._random.randrange(4):
            case 0:
                pass
            case 1:
                self._site.head(path, "Aliases", old)
            case _:
                self._site.thread_moved(old, new)

    def summary(self) -> None:
        self._site.head(self._site.file(), "Summary", f"Otro resumen {self._count}.")

    def tags(self) -> None:
        self._site.head(self._site.file("posts"), "Tags", f"nueva {self._count % 3}, común")

    def topics(self) -> None:
        named = self._random.sample(self._site.slugs("topics"), 2)
        self._site.head(self._site.file("posts", "cases"), "Topics", ", ".join(named))

    def topic_kin(self) -> None:
        path = self._site.file("topics")
        key = self._random.choice(["Broader", "Narrower", "See"])
        self._site.head(path, key, self._random.choice(self._site.slugs("topics", but=path)))

    def topic_names(self) -> None:
        name = self._random.choice(["disculpas", "plazo", "atención telefónica", "reloj"])
        self._site.head(self._site.file("topics"), "Names", f"{name}, nombre {self._count}")

    def related(self) -> None:
        path = self._site.file("posts", "cases")
        named = self._random.sample(self._site.slugs("posts", "cases", but=path), 2)
        self._site.head(path, "Related", ", ".join(named))

    def date(self) -> None:
        year = self._random.randrange(10, 25)
        self._site.head(self._site.file("posts", "cases"), "Date", f"20{year}-02-03")

    def modified(self) -> None:
        self._site.head(
            self._site.file("posts", "cases"), "Modified", f"2026-01-0{1 + self._count % 9}"
        )

    def author(self) -> None:
        author = self._random.choice(["Clara Montes", "Bruno Salvatierra", "Otra Persona"])
        self._site.head(self._site.file("posts", "cases"), "Author", author)

    def category(self) -> None:
        self._site.head(self._site.file("posts"), "Category", f"Oficio {self._count % 3}")

    def brand(self) -> None:
        self._site.head(self._site.file("cases"), "Brands", f"Marca {self._count % 3}")

    def brand_renamed(self) -> None:
        brand = self._site.said(self._site.file("cases"), "Brands")
        for path in sorted((self._site.content / "cases").glob("*.md")):
            if self._site.said(path, "Brands") == brand:
                self._site.head(path, "Brands", f"Antes {brand[-20:]} {self._count}")

    def fact(self) -> None:
        key, values = self._random.choice(
            [
                ("Outcome", ["unresolved", "recovered"]),
                ("First-response", ["3 min", "2 d", "none", "unknown"]),
                ("Channel", ["Correo", "Foro"]),
                ("Sector", ["viajes", "banca"]),
            ]
        )
        self._site.head(self._site.file("cases"), key, self._random.choice(values))

    def alias(self) -> None:
        self._site.head(self._site.file(), "Aliases", f"antes/{self._count}")

    def draft(self) -> None:
        path = self._site.file("posts", "cases")
        self._site.head(path, "Status", self._random.choice(["draft", "published", "published"]))

    def link(self) -> None:
        target = self._site.file().relative_to(self._site.content).as_posix()
        self._append(self._site.file(), f"\nVéase [esto]({{filename}}/{target}).\n")

    def wikilink(self) -> None:
        title = self._site.said(self._site.file(), "Title")
        self._append(self._site.file(), f"\nVéase [[{title}]].\n")

    def attached(self) -> None:
        file = self._site.content / "images" / "hoja.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"Hoja {self._count}", "utf-8")
        self._append(self._site.file("posts"), "\n[Hoja]({static}/images/hoja.txt)\n")

    def new(self) -> None:
        path = self._site.content / "posts" / f"nuevo-{self._count}.md"
        head = f"Title: Nuevo {self._count}\nSlug: nuevo-{self._count}\n"
        date = f"Date: 2024-03-0{1 + self._count % 9}\n"
        path.write_text(f"{head}{date}\nSobre [[Atención al cliente]].\n", "utf-8")

    def new_case(self) -> None:
        path = self._site.content / "cases" / f"nuevo-{self._count}.md"
        path.write_text(self._site.file("cases").read_text("utf-8"), "utf-8")
        for key, value in {
            "Title": f"Caso {self._count}",
            "Slug": f"caso-{self._count}",
            "Date": f"20{self._random.randrange(10, 25)}-05-06",
            "Aliases": "",
        }.items():
            self._site.head(path, key, value)

    def translated(self) -> None:
        """A translation of a post that has none; it shares its slug and its thread."""
        path = self._site.file("posts")
        alone = self._site.said(path, "Slug") not in self._site.slugs("posts", but=path)
        if alone and not self._site.said(path, "Lang"):
            target = path.with_name(f"{path.stem}-pt-{self._count}.md")
            target.write_text(path.read_text("utf-8"), "utf-8")
            head = {"Lang": "pt", "Title": f"Outro {self._count}", "Aliases": ""}
            for key, value in head.items():
                self._site.head(target, key, value)

    def rename(self) -> None:
        path = self._site.file("posts", "cases")
        path.rename(path.with_name(f"renombrado-{self._count}.md"))

    def delete(self) -> None:
        path = self._site.file("posts", "cases")
        if len(list(path.parent.glob("*.md"))) > FEWEST:
            slug = self._site.said(path, "Slug")
            path.unlink()
            self._site.renamed(slug, "")

    def template(self) -> None:
        """What a page shows changes, or nothing that it shows."""
        templates = self._site.folder / "theme" / "templates"
        path = self._random.choice(sorted(templates.rglob("*.html")))
        text = path.read_text("utf-8")
        shown = re.sub(
            r"{% block (?:content|list|facts|footer) %}", rf"\g<0><!-- {self._count} -->", text
        )
        path.write_text(f"{shown}{{# {self._count} #}}\n", "utf-8")

    def style(self) -> None:
        self._append(self._site.folder / "theme" / "assets" / "style.css", f"/* {self._count} */\n")

    def setting(self) -> None:
        line = self._random.choice(
            [
                f"SITENAME = 'Sitio {self._count}'",
                f"SITESUBTITLE = 'Lema {self._count}'",
                f"DEFAULT_LANG = {self._random.choice(['es', 'en'])!r}",
                f"TIMEZONE = {self._random.choice(['Europe/Madrid', 'America/Lima'])!r}",
                f"RELATIVE_URLS = {self._random.choice([True, False])}",
                f"MENUITEMS = {self._random.choice([[], ['metodo', 'acerca-de']])}",
                f"TERTULIA = TERTULIA | {{'related': {1 + self._count % 4}}}",
                f"TERTULIA = TERTULIA | {{'brands': {{'Marca {self._count % 3}': ({SIGNED!r},)}}}}",
            ]
        )
        self._append(self._site.folder / "conf.py", f"{line}\n")

    def comment(self) -> None:
        self._thread(lambda entries: entries.append(self._said(entries)))

    def comment_with_link(self) -> None:
        slug = self._random.choice(self._site.slugs("posts"))
        text = f"Lo contaban en https://lareplica.example/articulos/{slug}/ hace tiempo."
        self._thread(lambda entries: entries.append(self._said(entries) | {"text": text}))

    def linkback(self) -> None:
        more = {
            "kind": self._random.choice(["trackback", "pingback", "webmention", "like", "repost"]),
            "url": f"https://otro.example/{self._count}",
            "title": f"Un enlace {self._count}",
        }
        self._thread(lambda entries: entries.append(self._said(entries) | more))

    def first_comment(self) -> None:
        if silent := self._site.silent():
            model = self._site.entries(self._site.thread())[0]
            self._site.write_entries(self._random.choice(silent), [self._said([model], None)])

    def comment_edited(self) -> None:
        text = f"Un servicio pésimo, {self._count}."
        self._thread(lambda entries: self._random.choice(entries).update(text=text))

    def signed_otherwise(self) -> None:
        author = {"name": "Amalia Rico", "role": "other", "url": ""}
        self._thread(lambda entries: self._random.choice(entries).update(author=author))

    def withdrawn(self) -> None:
        self._thread(
            lambda entries: len(entries) > 1 and entries.remove(self._random.choice(entries))
        )

    def moderated(self) -> None:
        status = self._random.choice(["spam", "pending", "deleted", "approved"])
        self._thread(lambda entries: self._random.choice(entries).update(status=status))

    def override(self) -> None:
        path = self._site.thread()
        entry = self._random.choice(self._site.entries(path))["id"]
        field, value = self._random.choice(
            [("label", "positive"), ("label", "unclear"), ("lang", "ca"), ("role", "brand")]
        )
        path.with_name(f"{path.stem}{OVERRIDES}").write_text(
            f'[[override]]\nid = "{entry}"\nfield = "{field}"\nvalue = "{value}"\n'
            f'who = "Clara"\nwhy = "Cambio {self._count}."\n',
            "utf-8",
        )

    def override_gone(self) -> None:
        paths = sorted((self._site.content / "threads").glob(f"*{OVERRIDES}"))
        if paths:
            self._random.choice(paths).unlink()

    def _append(self, path: Path, text: str) -> None:
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def _said(self, entries: list[dict[str, Any]], parent: str | None = "any") -> dict[str, Any]:
        answered = self._random.choice([None, self._random.choice(entries)["id"]])
        said = {
            "id": f"jsonl:la-replica:nuevo-{self._count}",
            "text": f"Gracias, muy bien contestado. {self._count}",
            "parent": answered if parent else None,
            "posted": f"2024-05-01T10:{self._count % 60:02}:00+02:00",
            "status": "approved",
        }
        return entries[0] | said

    def _thread(self, edit: Callable[[list[dict[str, Any]]], object]) -> None:
        path = self._site.thread()
        entries = self._site.entries(path)
        edit(entries)
        self._site.write_entries(path, entries)


_MAKING = {"change", "write"}
EDITS = [f for name, f in vars(Editor).items() if not name.startswith("_") and name not in _MAKING]
