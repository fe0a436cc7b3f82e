"""Old addresses that lead on: which file stands where a page was before.

An alias may be a path ("2009/05/viejo.html", "/archivo/viejo/"), a full address on the site
or on one that it has been at, or a former slug ("viejo": beside the page as it is now). Any
other alias is a former title; wiki links find the page by it, and it needs no file.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from tertulia.analysis.graph import host_key, path_key
from tertulia.core.addresses import address_of
from tertulia.core.kinds import Fault
from tertulia.core.model import Page

MAX_PART = 200  # bytes of one folder's or file's name; file systems take 255

_SLUG = re.compile(r"[^\s/\\?#%&<>\"']+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")


def redirects(
    pages: Sequence[Page], site_url: str, former: Sequence[str] = ()
) -> tuple[dict[str, Page], list[Fault]]:
    """The file that leads on to each page, relative to the output folder, and what is wrong.

    Args:
        pages: The listed ones.
        former: Other addresses the site has been at.
    """
    hosts = {host_key(urlsplit(url).netloc) for url in (site_url, *former)}
    base = urlsplit(site_url).path.strip("/")
    taken = {path_key(page.url): page for page in pages}
    found: dict[str, Page] = {}
    faults: list[Fault] = []
    for page in sorted(pages, key=lambda page: page.id):
        for alias in dict.fromkeys(page.aliases):
            path = _path(alias, page, hosts, base)
            if path is None:
                continue
            owner = taken.get(path_key(path)) or found.get(_file(path))
            if not _safe(path):
                faults.append(_fault(page, alias, "cannot be a file of the site"))
            elif owner is not None and owner.id != page.id:
                faults.append(_fault(page, alias, f"is an address of {owner.id!r} too"))
            elif owner is None:
                found[_file(path)] = page
    return found, faults


def _path(alias: str, page: Page, hosts: set[str], base: str) -> str | None:
    """The path of an alias below the site's root; None where it is no address of the site."""
    try:
        parts = urlsplit(alias.strip())
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        if host_key(parts.netloc) not in hosts or parts.query:
            return None  # an address such as /?p=117 is no file
        path = unquote(parts.path).lstrip("/")
        return path.removeprefix(f"{base}/") if base else path
    if parts.scheme or parts.netloc or parts.query:
        return None
    path = unquote(parts.path)
    if "/" in path or path.endswith((".html", ".htm")):
        return path.lstrip("/")
    if not _SLUG.fullmatch(path):
        return None
    folder = page.url.strip("/").rpartition("/")[0]
    return f"{folder}/{path}/".lstrip("/")


def _file(path: str) -> str:
    if path.endswith((".html", ".htm")):
        return path
    return f"{path.strip('/')}/index.html"


def _safe(path: str) -> bool:
    parts = path.strip("/").split("/")
    return (
        not _UNSAFE.search(path)
        and not any(part in ("", ".", "..") for part in parts)
        and all(len(part.encode("utf-8", "replace")) <= MAX_PART for part in parts)
    )


def _fault(page: Page, alias: str, what: str) -> Fault:
    return Fault(file=page.url, line=1, message=f"the alias {alias!r} of {page.id!r} {what}")


def lines(found: dict[str, Page], address: str) -> Iterator[tuple[str, str]]:
    """For servers that lead on themselves: each old path and the new one.

    Args:
        address: The site's own (`SITEURL`).
    """
    root = urlsplit(address).path
    for file, page in sorted(found.items()):
        yield f"{root}/{address_of(file)}", f"{root}/{page.url}"
