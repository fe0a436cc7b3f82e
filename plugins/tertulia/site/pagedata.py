"""What machines read off a page: its canonical address, JSON-LD, the content policy."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from tertulia.core.addresses import address_of
from tertulia.core.anchors import anchor
from tertulia.core.model import Entry, PageKind
from tertulia.core.views import PageView

if TYPE_CHECKING:
    from tertulia.site.formats import Formats

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self';"
    " form-action 'self'; base-uri 'none'"
)
# The search index is read by WebAssembly; only the search page may run it.
SEARCH_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")

QUOTED = 3  # comments told to search engines too; all of them stand in the page as h-cite
LETTERS = 160  # of their texts: a result page shows no more, and readers would load all twice


def canonical(address: str, file: str) -> str:
    """The full address of an output file, without its index.html."""
    return f"{address}/{address_of(file)}"


class Describer:
    """JSON-LD for the pages of one site."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._address = str(settings["SITEURL"])
        self._name = str(settings.get("SITENAME", ""))
        self._zone = ZoneInfo(str(settings.get("TIMEZONE", "UTC")))
        self._lang = str(settings.get("DEFAULT_LANG", "es"))

    @cached_property
    def _formats(self) -> "Formats":
        from tertulia.site.formats import Formats  # only where a page is written

        return Formats(self._lang, self._zone)

    def script(self, view: PageView, content: object = None, image: str = "") -> Markup:
        """The data of a page, safe to stand in a `<script>`.

        Args:
            content: Pelican's, which knows when it was modified and where its authors' pages are.
            image: Where the page's picture is, relative to the site's root.
        """
        work = self.work(view, getattr(content, "modified", None))
        pages = {a.name: getattr(a, "url", "") for a in getattr(content, "authors", None) or ()}
        for person in work.get("author", ()):
            if url := pages.get(person["name"]):
                person["url"] = f"{self._address}/{url}"
        if image:
            work["image"] = f"{self._address}/{image}"
        graph = [work]
        if view.path:
            graph.append(self.crumbs(view))
        text = json.dumps(
            {"@context": "https://schema.org", "@graph": graph},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for sign in "<>&\u2028\u2029":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return Markup(text)  # noqa: S704 - nothing is left that HTML would read

    def work(self, view: PageView, modified: datetime | None = None) -> dict[str, Any]:
        """The page itself with its conversation."""
        page, talk = view.page, view.talk
        url = f"{self._address}/{page.url}"
        kinds = {PageKind.POST: "BlogPosting", PageKind.CASE: "Article", PageKind.TOPIC: "Article"}
        data: dict[str, Any] = {
            "@type": kinds.get(page.kind, "WebPage"),
            "@id": url,
            "url": url,
            "headline" if page.kind in kinds else "name": page.title[:110],
            "inLanguage": page.lang,
            "publisher": {"@type": "Organization", "name": self._name, "url": self._address + "/"},
        }
        if page.summary:
            data["description"] = page.summary
        if page.published:
            data["datePublished"] = self._formats.iso(page.published)
        if modified:
            data["dateModified"] = self._formats.iso(modified)
        if page.kind in (PageKind.POST, PageKind.CASE):  # where the page says it, too
            data["author"] = [{"@type": "Person", "name": name} for name in page.authors]
        if page.case:
            data["about"] = [{"@type": "Organization", "name": b} for b in page.case.brands]
            data["citation"] = [c.url or c.text for c in page.case.sources]
        if talk.thread.comments:
            data["commentCount"] = len(talk.thread.comments)
            data["interactionStatistic"] = self._interactions(view)
            shown = talk.thread.comments[:QUOTED]
            data["comment"] = [self.comment(p.entry, p.parent, url) for p in shown]
        return data

    def comment(self, entry: Entry, parent: Entry | None, url: str) -> dict[str, Any]:
        """One comment."""
        data: dict[str, Any] = {
            "@type": "Comment",
            "@id": f"{url}#{anchor(entry.id)}",
            "text": _opening(entry.text),
        }
        if entry.author.name:
            data["author"] = {"@type": "Person", "name": entry.author.name}
        if entry.posted:
            data["dateCreated"] = self._formats.iso(entry.posted)
        if parent:
            data["parentItem"] = {"@id": f"{url}#{anchor(parent.id)}"}
        return data

    def crumbs(self, view: PageView) -> dict[str, Any]:
        """Where the page stands in the site."""
        items = [
            {"@type": "ListItem", "position": n, "name": title, "item": f"{self._address}/{url}"}
            for n, (title, url) in enumerate(view.path, 1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def _interactions(self, view: PageView) -> list[dict[str, Any]]:
        thread = view.talk.thread
        counts = {
            "CommentAction": len(thread.comments),
            "LikeAction": sum(e.kind == "like" for e in thread.reactions),
            "ShareAction": sum(e.kind == "repost" for e in thread.reactions),
        }
        return [
            {
                "@type": "InteractionCounter",
                "interactionType": f"https://schema.org/{action}",
                "userInteractionCount": count,
            }
            for action, count in counts.items()
            if count
        ]


def _opening(text: str) -> str:
    if len(text) <= LETTERS:
        return text
    cut = " ".join(text[:LETTERS].split())
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,.;:") + "…"
