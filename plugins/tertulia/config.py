"""The one setting, `TERTULIA`, checked once and read by name nowhere else.

Every field has its entry in docs/settings.md; a test says so.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from tertulia.core.errors import BadSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a site's owner may decide.

    Attributes:
        analyzers: Name of the analyzer by language; "" stands for every other language.
        languages: BCP 47 codes a comment is looked for in.
        authors: Identities of the site's own people: an entry's id, an address, or
            "Name @ source:instance".
        brands: For each brand the identities of its people, by the same rules.
        fields: Keys of front matter that are the site's own, besides those of every page.
        related: How many related pages are shown at most.
        former: Addresses that the site has been at, such as "http://blog.example".
        folders: Address of the pages of each kind of group.
        method: Id of the page that tells how the figures are worked out.
        cache: Folder of what was computed before, relative to where the build runs (the
            checkout, with invoke); it may be deleted at any time. Empty keeps nothing.
        fetch: Where `invoke fetch` asks: by name, each with `kind`, `url` and, where all of it
            belongs to one page, `page`.
        cards: Whether each page gets a picture for the places where its link is shared.
        executor: "serial", "processes" or "tcp://host:port" (a dask scheduler).
    """

    analyzers: Mapping[str, str] = field(
        default_factory=lambda: {"es": "rules", "en": "vader", "": "rules"}
    )
    languages: tuple[str, ...] = ("es", "en", "pt", "ca")
    authors: tuple[str, ...] = ()
    brands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    related: int = 3
    former: tuple[str, ...] = ()
    folders: Mapping[str, str] = field(
        default_factory=lambda: {
            "brand": "marcas",
            "channel": "canales",
            "sector": "sectores",
            "year": "anos",
        }
    )
    method: str = "metodo"
    cache: str = ".cache"
    fetch: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cards: bool = False
    executor: str = "serial"

    @property
    def own_keys(self) -> frozenset[str]:
        """The fields as front matter is read, in lower case."""
        return frozenset(name.lower() for name in self.fields)


def from_settings(settings: Mapping[str, Any]) -> Config:
    """The checked `TERTULIA` of Pelican's settings.

    Raises:
        BadSettings: A key is not known, a value is of the wrong kind, or a setting of
            Pelican's own that we depend on (`SITEURL`, `TIMEZONE`) is missing or wrong.
    """
    given = settings.get("TERTULIA", {})
    if not isinstance(given, Mapping):
        raise BadSettings(f"TERTULIA is {given!r}: it must be a dictionary; see docs/settings.md")
    known = [f.name for f in fields(Config)]
    faults = [_unknown(key, known) for key in given if key not in known]
    try:
        config = msgspec.convert({k: v for k, v in given.items() if k in known}, Config)
    except msgspec.ValidationError as error:
        faults.append(f"TERTULIA: {error}")
        config = Config()
    if config.cards and find_spec("font_source_serif_pro") is None:
        faults.append("TERTULIA: 'cards' need a font: pip install '.[cards]'")
    faults += _field_faults(config.fields)
    faults += [
        f"TERTULIA: 'former': {url!r} is no whole address such as 'http://blog.example'"
        for url in config.former
        if not _is_address(url)
    ]
    faults += _folder_faults(config.folders)
    faults += _pelican_faults(settings)
    if faults:
        raise BadSettings("\n".join(faults))
    return config


def cache_folder(settings: Mapping[str, Any]) -> Path | None:
    """Where results are kept between builds; None where the settings keep nothing."""
    folder = from_settings(settings).cache
    return Path(folder) if folder else None


def _unknown(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(sorted(known))}"
    return f"TERTULIA: no setting {key!r}; {hint}"


# What a page of Pelican's is made of: a value of that name would take its place.
_TAKEN = frozenset(
    "allowed_statuses content default_status default_template filename get_content"
    " get_relative_source_path get_siteurl get_static_links get_summary get_url_setting is_valid"
    " locale_date locale_modified mandatory_properties metadata override_save_as override_url"
    " refresh_metadata_intersite_links relative_dir relative_source_path settings signed"
    " source_path tagged timezone translations url_format view".split()
)


def _field_faults(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
            yield f"TERTULIA: 'fields': {name!r} must be letters, digits, '-' and '_' only"
        elif name.startswith("_") or name.lower() in _TAKEN:
            yield f"TERTULIA: 'fields': {name!r} is what pages have for something else"


def _folder_faults(folders: Mapping[str, str]) -> Iterator[str]:
    known = Config().folders
    for kind in (kind for kind in known if kind not in folders):
        yield f"TERTULIA: 'folders' must name one for {kind!r} too, such as {known[kind]!r}"
    for kind, folder in folders.items():
        if kind not in known:
            yield f"TERTULIA: 'folders': no kind {kind!r}; there are: {', '.join(known)}"
        elif not all(part.strip(". ") for part in folder.split("/")):
            yield f"TERTULIA: 'folders': {folder!r} is no folder such as {known[kind]!r}"


def _pelican_faults(settings: Mapping[str, Any]) -> list[str]:
    faults = []
    address = str(settings.get("SITEURL", ""))
    if not _is_address(address) or address.endswith("/"):
        faults.append(
            f"SITEURL is {address!r}: it must be the site's address without a slash at its end,"
            " such as 'https://example.org'; feed ids are made of it"
        )
    try:
        ZoneInfo(str(settings.get("TIMEZONE", "")))
    except (ZoneInfoNotFoundError, ValueError):
        faults.append(f"TIMEZONE is {settings.get('TIMEZONE')!r}: it must be like 'Europe/Madrid'")
    lang = str(settings.get("DEFAULT_LANG", "en"))
    if not _is_language(lang):
        faults.append(f"DEFAULT_LANG is {lang!r}: it must be a language such as 'es' or 'pt-br'")
    return faults


def _is_address(url: str) -> bool:
    """Whether it is a whole address of the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_language(lang: str) -> bool:
    """Whether dates can be written in it; most sites speak one that there is a catalogue of."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang):
        return False
    base = lang.split("-")[0]
    if (Path(__file__).parent / "locale" / base).is_dir():
        return True
    from babel import localedata

    return localedata.exists(base)
