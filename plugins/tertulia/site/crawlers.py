"""What servers and search engines read: sitemap.xml, robots.txt, and headers for the server.

The policy stands in each page's `<meta>` too; as a header it also covers what a `<meta>`
cannot forbid: being framed by other sites.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from pelican import Pelican
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from tertulia.core.views import PageView, SiteView
from tertulia.site.lists import lists
from tertulia.site.pagedata import POLICY, SEARCH_POLICY
from tertulia.site.state import Build

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # what an address may hold as it is (RFC 3986)
FOREVER = "public, max-age=31536000, immutable"
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SEARCH_HEADERS = HEADERS | {"Content-Security-Policy": f"{SEARCH_POLICY}; frame-ancestors 'none'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a server finds what it treats apart; paths from its root.

    Attributes:
        root: Of the site, such as "/" or "/blog/".
        static: Folder of the theme's files.
        search: The search page; "" where there is none, as for `missing`.
        missing: The page for addresses that are not there.
    """

    root: str
    static: str
    search: str
    missing: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Places":
        """Those of a site."""
        root = f"{urlsplit(settings['SITEURL']).path}/"
        found = lists(settings)
        return cls(
            root=root,
            static=f"{root}{settings['THEME_STATIC_DIR'].strip('/')}/",
            search=f"{root}{found['search']}" if "search" in found else "",
            missing=f"{root}{found['404']}" if "404" in found else "",
        )


class CrawlerGenerator(Generator):  # type: ignore[misc]
    """Writes the files at the site's root that no reader opens."""

    def generate_output(self, writer: Writer) -> None:  # noqa: ARG002 - Pelican hands it over
        """Write them."""
        settings = self.settings
        places = Places.of(settings)
        pages = sorted(_pages(settings, self.context["site"], ZoneInfo(settings["TIMEZONE"])))
        Build.derive(settings, "sitemap.xml", [pages], lambda: sitemap(settings["SITEURL"], pages))
        files = {
            "robots.txt": robots(settings["SITEURL"]).encode(),
            "_headers": netlify(places).encode(),
            ".htaccess": apache(places).encode(),
            "nginx-headers.conf": nginx(places).encode(),
        }
        for name, data in files.items():
            Build.write(settings, name, data)


def sitemap(address: str, pages: Iterable[tuple[str, str]]) -> bytes:
    """All published pages with the day on which they or their conversation changed last."""
    from lxml import etree  # only where it has changed

    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})  # type: ignore[dict-item]
    for url, changed in pages:
        node = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(node, f"{{{_SITEMAP}}}loc").text = quote(f"{address}/{url}", safe=_SAFE)
        if changed:
            etree.SubElement(node, f"{{{_SITEMAP}}}lastmod").text = changed
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _pages(settings: dict[str, Any], site: SiteView, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    days = {}
    for view in site.by_id.values():
        if view.page.listed:
            days[view.page.id] = _changed(view, zone)
            yield view.page.url, days[view.page.id]
    yield "", max(days.values(), default="")
    for groups in site.groups.values():
        for group in groups:
            yield group.url, max((days.get(id, "") for id in group.pages), default="")
    found = lists(settings)
    for name, views in (
        ("cases", site.cases),
        ("posts", site.posts),
        ("topics", site.topics),
        ("glossary", site.topics),
    ):
        if views and name in found:
            yield found[name], max(days.get(view.page.id, "") for view in views)


def _changed(view: PageView, zone: ZoneInfo) -> str:
    dates: Iterable[datetime | None] = [
        view.page.published,
        view.page.modified,
        *view.talk.written,
    ]
    days = [(d.astimezone(zone) if d.tzinfo else d).date().isoformat() for d in dates if d]
    return max(days, default="")


def robots(address: str) -> str:
    """Everything may be read; drafts are not listed anywhere."""
    root = urlsplit(address).path
    return f"User-agent: *\nDisallow: {root}/drafts/\nSitemap: {address}/sitemap.xml\n"


def netlify(places: Places) -> str:
    """A `_headers` file, as several static hosts read it.

    Where two rules fit a file, some hosts send what both say, and a browser obeys the stricter
    policy: the search page would be without its index. So all files get the search page's; what
    the other pages may less stands in each of them.
    """
    return "".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        for path, headers in (
            (f"{places.root}*", SEARCH_HEADERS if places.search else HEADERS),
            (f"{places.static}*", {"Cache-Control": FOREVER}),
        )
    )


def apache(places: Places) -> str:
    """The same for Apache."""
    general = "".join(f'Header set {name} "{value}"\n' for name, value in HEADERS.items())
    policy = SEARCH_HEADERS["Content-Security-Policy"]
    missing = f"ErrorDocument 404 {places.missing}\n" if places.missing else ""
    search = (
        f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(places.search)}#">\n'
        f'Header set Content-Security-Policy "{policy}"\n</If>\n'
    )
    return (
        f"{missing}<IfModule mod_headers.c>\n{general}{search if places.search else ''}"
        f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(places.static)}.*\\.[0-9a-f]{{8}}\\.#">\n'
        f'Header set Cache-Control "{FOREVER}"\n</If>\n</IfModule>\n'
    )


def nginx(places: Places) -> str:
    """The same for nginx, to be included in a `server` block."""

    def block(headers: dict[str, str]) -> str:
        return "".join(
            f'  add_header {name} "{value}" always;\n' for name, value in headers.items()
        )

    parts = (
        (places.root, HEADERS),
        (places.search, SEARCH_HEADERS),
        (places.static, HEADERS | {"Cache-Control": FOREVER}),
    )
    missing = f"error_page 404 {places.missing};\n" if places.missing else ""
    return missing + "".join(
        f"location {path} {{\n{block(headers)}}}\n" for path, headers in parts if path
    )


def generators(_: Pelican) -> type[CrawlerGenerator]:
    """The generator this plugin adds."""
    return CrawlerGenerator


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(generators)
