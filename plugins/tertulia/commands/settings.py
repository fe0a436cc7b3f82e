"""The site that a command works on: its settings, its pages, its rules."""

import runpy
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tertulia.analysis.graph import host_key
from tertulia.commands import options
from tertulia.config import Config, from_settings
from tertulia.core.errors import BadSettings
from tertulia.core.model import Status
from tertulia.core.pseudonyms import named
from tertulia.core.urls import Finder
from tertulia.edge import journal, store
from tertulia.edge.pages import read_pages
from tertulia.edge.rulefile import NAME, read_rules
from tertulia.edge.sitefiles import (
    MAPPING,
    known_pages,
    read_forgotten,
    read_mapping,
    salted,
)
from tertulia.importing.work import Site

# What somebody who writes a settings file gets wrong.
_MISTAKES = (
    *(SyntaxError, NameError, ImportError, ValueError),
    *(TypeError, LookupError, AttributeError, ArithmeticError),
)
_ROOT = frozenset("404 feeds index mapa pagefind robots sitemap theme".split())
DEFAULT_KEEP = frozenset({Status.APPROVED, Status.DELETED})


def read_settings(path: Path) -> tuple[dict[str, Any], Config]:
    """Pelican's settings and ours, without Pelican.

    Raises:
        BadSettings: There is no such file, it fails, or something in it is wrong.
    """
    if not path.is_file():
        raise BadSettings(f"{path}: there is no such settings file")
    try:
        found = runpy.run_path(str(path))
    except _MISTAKES as error:
        raise BadSettings(f"{path}: {type(error).__name__}: {error}") from error
    settings = {name: value for name, value in found.items() if name.isupper()}
    return settings, from_settings(settings)


def read_site(
    content: Path,
    settings: Path,
    *,
    mapping: Path | None = None,
    rules: Path | None = None,
    keep: frozenset[Status] = DEFAULT_KEEP,
    names: bool = False,
) -> Site:
    """What an import needs to know of the site below a content folder.

    Args:
        content: With `posts`, `cases` and so on below it; it may be empty.
        settings: The settings file.
        mapping: Page ids by address; `threads/pages.toml` unless given.
        rules: Moderation rules; `threads/rules.toml` unless given.
        keep: Status that entries may have at their source and be stored all the same.
        names: Private people of networks keep their names.

    Raises:
        TertuliaError: Settings, mapping, rules or tombstones are wrong, or what was named is
            not there.
    """
    values, config = read_settings(settings)
    if mapping is not None:
        options.file(mapping, "--mapping")
    if rules is not None:
        options.file(rules, "--what-if")
    threads = content / store.FOLDER
    if threads.is_dir():
        journal.recover(threads)
    people = [*config.authors, *config.brands, *(n for ns in config.brands.values() for n in ns)]
    return Site(
        threads=threads,
        zone=ZoneInfo(str(values["TIMEZONE"])),
        finder=Finder(
            pages=known_pages(content), by_name=read_mapping(mapping or threads / MAPPING)
        ),
        rules=read_rules(rules or threads / NAME),
        forgotten=salted(read_forgotten(threads), secrets.token_hex(16)),
        published=_published(content, ZoneInfo(str(values["TIMEZONE"]))),
        keep=keep,
        lang=str(values.get("DEFAULT_LANG", "")),
        hosts=frozenset(
            host_key(urlsplit(url).netloc) for url in (str(values["SITEURL"]), *config.former)
        ),
        reserved=_reserved(values, config),
        named=None if names else named(people),
    )


def with_latest_tombstones(site: Site) -> Site:
    """The site, to be asked for once its store is locked: until then others may forget people."""
    return replace(site, forgotten=salted(read_forgotten(site.threads), site.forgotten.salt))


def _reserved(values: Mapping[str, Any], config: Config) -> frozenset[str]:
    """Names at the site's root that its lists, files and folders have: a page's would be another.

    Of each address in the settings it is the first part, such as "articulos" of
    "articulos/{slug}/"; with those that Pelican and we have without being told.
    """
    told = (
        str(value)
        for name, value in values.items()
        if name.endswith(("_URL", "_SAVE_AS", "_PATHS")) or name == "DIRECT_TEMPLATES"
        for value in (value if isinstance(value, list | tuple) else [value])
    )
    firsts = (place.split("/")[0].removesuffix(".html") for place in told)
    return _ROOT.union(
        config.folders.values(), (first for first in firsts if first and "{" not in first)
    )


def _published(content: Path, zone: ZoneInfo) -> dict[str, datetime]:
    dates: dict[str, datetime] = {}
    for page in read_pages(content):
        try:
            date = datetime.fromisoformat(page.head.text("date"))
        except ValueError:
            continue
        dates[page.slug] = date if date.tzinfo else date.replace(tzinfo=zone)
    return dates
