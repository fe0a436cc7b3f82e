"""What an import needs to know of a site: its pages, tombstones, mapping and rules."""

import tomllib
from dataclasses import replace
from pathlib import Path

import msgspec

from tertulia.core.errors import BadRules, BadStore
from tertulia.core.forgetting import Forgotten
from tertulia.core.model import PageKind
from tertulia.core.urls import KnownPage, folded
from tertulia.edge.pages import PageFile, read_pages

FORGOTTEN = "_forgotten.json"
SCHEMA = 1
MAPPING = "pages.toml"

_UNLED = ("draft", "skip")  # no link may lead to a page of that status

# As in pelicanconf.py; an alias or the slug finds a page where a site is laid out otherwise.
_PATHS = {
    PageKind.POST: "articulos/{slug}/",
    PageKind.CASE: "casos/{slug}/",
    PageKind.TOPIC: "temas/{slug}/",
    PageKind.PAGE: "{slug}/",
}


class _File(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    schema: int
    salt: str
    forgotten: list[str]


def known_pages(content: Path) -> tuple[KnownPage, ...]:
    """The pages of a site and what they can be found by."""
    return tuple(_known(page, content) for page in read_pages(content))


def read_forgotten(threads: Path) -> Forgotten:
    """The tombstones of a site; none, and no salt, where there is no file.

    Raises:
        BadStore: The file is damaged, or of a later version.
    """
    path = threads / FORGOTTEN
    if not path.exists():
        return Forgotten()
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadStore(f"{path}: {error}; restore it with git") from error
    if found.schema != SCHEMA:
        raise BadStore(
            f"{path}: schema {found.schema} is not {SCHEMA}: written by another version of Tertulia"
        )
    return Forgotten(salt=found.salt, digests=frozenset(found.forgotten))


def forgotten_bytes(forgotten: Forgotten) -> bytes:
    """The file of tombstones."""
    file = _File(schema=SCHEMA, salt=forgotten.salt, forgotten=sorted(forgotten.digests))
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def salted(forgotten: Forgotten, salt: str) -> Forgotten:
    """The tombstones with a salt, where they have none yet."""
    return forgotten if forgotten.salt else replace(forgotten, salt=salt)


def read_mapping(path: Path) -> dict[str, str]:
    """What a mapping file says: page ids by address, guid, slug or title, folded too.

    Raises:
        BadRules: It is no TOML table of texts.
    """
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRules(f"{path}: {error}") from error
    wrong = [key for key, value in table.items() if not isinstance(value, str)]
    if wrong:
        raise BadRules(f'{path}: {wrong[0]!r} must be a page\'s slug, as in "old/path" = "slug"')
    return {key: value for name, value in table.items() for key in (name, folded(name))}


def _known(page: PageFile, content: Path) -> KnownPage:
    head = page.head
    return KnownPage(
        id=page.slug,
        title=head.text("title"),
        path=head.text("url") or _PATHS[page.kind].format(slug=page.slug),
        aliases=head.listed("aliases"),
        guid=head.listed("guid"),
        file=""
        if head.text("status").casefold() in _UNLED
        else page.path.relative_to(content).as_posix(),
    )
