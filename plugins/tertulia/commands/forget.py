"""`invoke forget`: erase a person everywhere, and see that no import brings them back."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from tertulia.commands.options import folder
from tertulia.commands.settings import read_site, with_latest_tombstones
from tertulia.core.errors import UnknownName
from tertulia.core.forgetting import name_mark, own_marks, url_mark, with_marks
from tertulia.core.model import Entry
from tertulia.core.sameness import said
from tertulia.core.urls import folded
from tertulia.edge import journal, store
from tertulia.edge.sitefiles import FORGOTTEN, forgotten_bytes
from tertulia.importing.work import Site


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be forgotten, by any one of these."""

    name: str = ""
    url: str = ""
    ids: frozenset[str] = frozenset()

    def wrote(self, entry: Entry) -> bool:
        """Whether the entry is of this person."""
        if self.ids & {entry.id, *entry.also}:
            return True
        if self.url and entry.author.url and folded(entry.author.url) == folded(self.url):
            return True
        return bool(self.name and said(entry.author.name) == said(self.name))


def forget(who: str, *, content: Path, settings: Path, dry_run: bool = False) -> int:
    """Erase what a person wrote, by name, address or the id of one of their entries.

    By id, all entries go that are signed with the same address; those signed with the name
    alone stay, for it may be somebody else's.

    Raises:
        TertuliaError: Nobody of that name, or the store is wrong.
    """
    console = Console(highlight=False, soft_wrap=True)
    site = read_site(folder(content, "--content"), settings)
    with journal.opened(site.threads) as changes:
        site = with_latest_tombstones(site)
        person = _person(who, site)
        erased, marks, mentions = [], set(_marks(person)), []
        for file in store.thread_files(site.threads):
            gone = [entry for entry in file.entries if person.wrote(entry)]
            erased += gone
            marks |= {mark for entry in gone for mark in own_marks(entry, site.zone)}
            kept = tuple(entry for entry in file.entries if not person.wrote(entry))
            mentions += [f"{file.page}: {e.id}" for e in kept if _mentions(person, e)]
            if gone and kept:
                changes.write(file.path, file.bytes_with(kept))
            elif gone:
                changes.remove(file.path)
        mentions += _naming_files(person, site.threads)
        tombstones = with_marks(site.forgotten, marks)
        changes.write(site.threads / FORGOTTEN, forgotten_bytes(tombstones))
        for line in _lines(erased, mentions, dry_run=dry_run):
            console.print(escape(line))
        if not dry_run:
            changes.commit()
    return 0


def _person(who: str, site: Site) -> Person:
    if who.startswith(("http://", "https://")):
        return Person(url=who)
    names = set()
    for file in store.thread_files(site.threads):
        for entry in file.entries:
            if who in (entry.id, *entry.also):
                return Person(url=entry.author.url, ids=frozenset({entry.id, *entry.also}))
            names.add(entry.author.name)
    if said(who) not in {said(name) for name in names if name}:
        near = difflib.get_close_matches(who, names - {""}, n=5, cutoff=0.5)
        raise UnknownName.among("person or entry", who, near)
    return Person(name=who)


def _marks(person: Person) -> Iterator[str]:
    if person.name:
        yield name_mark(person.name)
    if person.url:
        yield url_mark(person.url)
    for id in person.ids:
        yield f"id:{id}"


def _mentions(person: Person, entry: Entry) -> bool:
    name = person.name.casefold()
    return bool(name) and name in f"{entry.text} {entry.title}".casefold()


def _naming_files(person: Person, threads: Path) -> Iterator[str]:
    """Corrections, rules and mappings that name the person or an entry of theirs."""
    for path in sorted(threads.glob("*.toml")):
        written = path.read_text("utf-8", "replace").casefold()
        names = (person.name, person.url, *person.ids)
        if any(name.casefold() in written for name in names if name):
            yield path.name


def _lines(erased: list[Entry], mentions: list[str], *, dry_run: bool) -> Iterator[str]:
    would = "would be " if dry_run else ""
    yield f"{len(erased)} {would}erased; no import brings them back"
    for entry in erased:
        yield f"    {entry.id}"
    if mentions:
        yield f"{len(mentions)} other texts and files name them; look at these yourself:"
        yield from (f"    {mention}" for mention in mentions)
    if not dry_run:
        yield "What was committed before is still in git's history: docs/moderation.md#forgetting"
