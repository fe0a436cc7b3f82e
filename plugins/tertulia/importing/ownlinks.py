"""Links of imported posts to pages of the same blog, which lead to these pages' files.

Old addresses may stop leading anywhere; a link to a file follows its page wherever that is built,
and counts as a link of the site. What no page had as its address stays as it is.
"""

import html
import re
from collections.abc import Iterable, Iterator, Set
from urllib.parse import quote, unquote

from tertulia.analysis.graph import host_key
from tertulia.core.urls import KnownPage, folded, parts_of, path_of

_HREF = re.compile(
    r"""<a\b(?:[^<>"']|"[^"]*"|'[^']*')*?\bhref\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL
)
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$")  # WordPress's pages of a long conversation
_NOWHERE = re.compile(r"(?:respond|comments|more-\d+)\Z")  # places that pages here do not have


def own_links(text: str, hosts: Set[str]) -> frozenset[str]:
    """The addresses on a blog's own hosts that a body links to, root-relative ones too.

    Args:
        text: HTML.
        hosts: As `host_key` gives them.
    """
    if "href" not in text:
        return frozenset()
    return frozenset(url for url in map(_address, _HREF.finditer(text)) if _own(url, hosts))


class OwnPages:
    """The pages that a link may lead to, by what their addresses are and were.

    Args:
        hosts: The site's and the blog's: a path alone is enough there.
    """

    def __init__(self, pages: Iterable[KnownPage], hosts: Set[str]) -> None:
        self._hosts = hosts
        self._by_url: dict[str, str] = {}
        self._by_path: dict[str, str] = {}
        for page in pages:
            for key, file in _addresses(page):
                self._by_url.setdefault(key, file)
                path = path_of(key)
                if path and self._by_path.setdefault(path, file) != file:
                    self._by_path[path] = ""  # on two hosts, two pages

    def target(self, url: str) -> str:
        """Where a link to an address leads, "{filename}/posts/x.md#comment-7"; "" for no page."""
        address, _, fragment = url.partition("#")
        key = folded(_COMMENT_PAGE.sub("/", address))
        host = host_key(parts_of(address).netloc)
        file = self._by_url.get(key, "")
        if not file and (not host or host in self._hosts):
            file = self._by_path.get(path_of(key), "")
        if not file:
            return ""
        place = "" if _NOWHERE.match(fragment) else quote(unquote(fragment), safe="-._~:")
        return f"{{filename}}/{file}" + (f"#{place}" if place else "")


def _address(found: re.Match[str]) -> str:
    return html.unescape(found[2]).strip()


def _own(url: str, hosts: Set[str]) -> bool:
    if url.startswith("/") and not url.startswith("//"):
        return True
    parts = parts_of(url)
    web = parts.netloc and parts.scheme in ("http", "https", "")
    return bool(web) and host_key(parts.netloc) in hosts


def _addresses(page: KnownPage) -> Iterator[tuple[str, str]]:
    """What a page is and was found at, folded, with its file; nothing but a host is no page."""
    for url in (page.path, *page.aliases) if page.file else ():
        key = folded(url if "//" in url else "/" + url.lstrip("/"))
        if path_of(key) or "?" in key:
            yield key, page.file
