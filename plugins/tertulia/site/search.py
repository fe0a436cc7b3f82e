"""Makes the site searchable: a Pagefind index below `pagefind/`, written with the pages.

It is made anew only where a record has changed. A build with drafts, as `invoke serve` does
them at each change, leaves the index as the last `invoke build` made it.
"""

import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.analysis.searching import records
from tertulia.core.search import Record
from tertulia.core.views import SiteView
from tertulia.edge import searchindex
from tertulia.edge.forks import Ahead
from tertulia.edge.keep import digest
from tertulia.edge.searchindex import FOLDER
from tertulia.site.state import Build

BESIDE = 500  # pages: their index is made while they are rendered; of more, after one another
ENTRY = "pagefind-entry.json"  # names the rest by digests of what is in them


class SearchGenerator(Generator):  # type: ignore[misc]
    """Writes the index of all listed pages and their comments."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican hands it over
        """Write it, or say in one line why there is none."""
        build = Build.of(self.settings)
        if build and self.settings["DRAFT_SAVE_AS"]:
            build.claim(_standing(Path(self.output_path)))
            return
        if not searchindex.available():
            print(  # noqa: T201  (for whoever builds)
                "No search index: pip install 'tertulia[search]' to have one.", file=sys.stderr
            )
            return
        site: SiteView = self.context["site"]
        if build is None:
            _write(self.settings, records(site))
            return
        lang, keep = self.settings["DEFAULT_LANG"], build.keep
        # Pages that are as they were have the records that they had; nobody reads their threads.
        pages = digest(build.code, lang, *map(build.value_of, site.by_id.values()))
        if len(site.by_id) <= BESIDE and not _standing(Path(self.output_path)):
            make = partial(_made, build.code, lang, site)
            begun = Ahead(make)
            build.at_last(lambda: _take(build, pages, begun.result() or make()))
            return
        key = keep.value("searched", pages, bytes, lambda: _key(build.code, lang, records(site)))
        known = keep.find("search", key, list[str])
        if known is not None and known == _state(Path(self.output_path)):
            build.claim(_standing(Path(self.output_path)))
            return
        keep.add("search", key, _write(self.settings, records(site)))


Files = Mapping[str, bytes]


def _key(code: bytes, lang: str, found: Iterable[Record]) -> bytes:
    return digest(code, lang, msgspec.json.encode(list(found)))


def _made(code: bytes, lang: str, site: SiteView) -> tuple[bytes, Files]:
    """An index, and what it is known by."""
    found = list(records(site))
    return _key(code, lang, found), searchindex.index_files(found, lang)


def _take(build: Build, pages: bytes, made: tuple[bytes, Files]) -> None:
    """Write an index that a copy of this process has made."""
    key, files = made
    for name, data in files.items():
        build.put(f"{FOLDER}/{name}", data)
    build.keep.add("searched", pages, key)
    build.keep.add("search", key, _left(files))


def _write(settings: Mapping[str, Any], found: Iterable[Record]) -> list[str]:
    """Write an index; returns the state that it leaves."""
    files = searchindex.index_files(found, settings["DEFAULT_LANG"])
    for name, data in files.items():
        Build.write(settings, f"{FOLDER}/{name}", data)
    return _left(files)


def _left(files: Files) -> list[str]:
    return [digest(files.get(ENTRY, b"")).hex(), *sorted(f"{FOLDER}/{name}" for name in files)]


def _state(output: Path) -> list[str]:
    """What stands in the output folder, told in the same way."""
    entry = output / FOLDER / ENTRY
    return [digest(entry.read_bytes()).hex(), *_standing(output)] if entry.is_file() else []


def _standing(output: Path) -> list[str]:
    files = (path for path in (output / FOLDER).rglob("*") if path.is_file())
    return sorted(path.relative_to(output).as_posix() for path in files)


def generators(_: Pelican) -> type[SearchGenerator]:
    """The generator this plugin adds."""
    return SearchGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
