"""Addresses that mean the same page, and the page that an export means.

`http` and `https`, `www.`, a slash at the end, `index.html`, letter case of the host, the
order of a query and what campaigns add to it make no difference. A path alone is enough
where it says something, so that a blog that moved to another domain keeps its threads.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from tertulia.core.model import PageRef
from tertulia.core.slugs import slug_of

# What readers' and services' links add; p, page_id, id and the like say which page it is.
_NOISE = re.compile(
    r"utm_\w+|(fb|g|ms|y|dc)clid|mc_[ce]id|igshid|ref(errer)?|replytocom|unapproved|moderation-hash"
    r"|cpage|m|showcomment|amp|share|_ga|from|feature|spref|doing_wp_cron|preview.*"
)
MARK = "urn:sha256:"  # the guid of a page whose post had no address at its source begins so
_ALIKE = 0.35  # below it a name is like any other of its language
_INDEX = re.compile(r"/(index|default)\.(html?|php|aspx?)$")
_ENDING = re.compile(r"\.(html?|php|aspx?|md)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """What a page of the site can be found by.

    Attributes:
        id: Its slug.
        path: Where it is built, relative to the site's root.
        aliases: Where it was before: whole addresses or paths.
        guid: Names that it had elsewhere.
        file: Its file below the content folder; empty where no link may lead there, as to drafts.
    """

    id: str
    title: str = ""
    path: str = ""
    aliases: tuple[str, ...] = ()
    guid: tuple[str, ...] = ()
    file: str = ""


def parts_of(url: str) -> SplitResult:
    """The parts of an address; all are empty where nobody can read it, as in "http://[x/"."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def folded(url: str) -> str:
    """One writing for all addresses of one page: host, path and what matters of the query.

    Without scheme, "www.", port 80 or 443, fragment and a slash at the end. A bare path begins
    with a slash. What cannot be read as an address is only stripped.
    """
    text = unicodedata.normalize("NFC", url.strip())
    try:
        parts = urlsplit(text if "//" in text.split("?")[0] else f"//-{text}")
        port = parts.port
    except ValueError:
        return text
    host = (parts.hostname or "").removeprefix("-").removeprefix("www.").rstrip(".")
    if host and not host.isascii():
        host = _ascii(host)
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._")
    path = re.sub("/{2,}", "/", _INDEX.sub("", path)).rstrip("/")
    pairs = sorted(
        (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _NOISE.fullmatch(k)
    )
    return f"{host}{path}" + (f"?{urlencode(pairs)}" if pairs else "")


def path_of(key: str) -> str:
    """The part of a folded address that stays when the blog moves to another host."""
    return key[key.find("/") :] if "/" in key else ""


@dataclass(slots=True)
class Finder:
    """Finds the page that an export means.

    Attributes:
        by_name: Page ids by what a mapping file says, folded.
    """

    pages: tuple[KnownPage, ...]
    by_name: Mapping[str, str] = field(default_factory=dict)
    _by_url: dict[str, str] = field(init=False, default_factory=dict)
    _by_path: dict[str, str] = field(init=False, default_factory=dict)
    _by_guid: dict[str, str] = field(init=False, default_factory=dict)
    _by_slug: dict[str, str] = field(init=False, default_factory=dict)
    _by_old_slug: dict[str, str] = field(init=False, default_factory=dict)
    _by_title: dict[str, str | None] = field(init=False, default_factory=dict)
    _by_run: dict[str, list[str]] = field(init=False, default_factory=dict)
    _runs_of: dict[str, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for page in self.pages:
            for url in (page.path, *page.aliases):
                if key := folded(url if "//" in url else "/" + url.lstrip("/")):
                    self._by_url.setdefault(key, page.id)
                    if path := path_of(key):
                        self._by_path.setdefault(path, page.id)
            for guid in (*page.guid, *page.aliases):
                self._by_guid.setdefault(guid.strip(), page.id)
                self._by_guid.setdefault(folded(guid), page.id)
            if any(guid.startswith(MARK) for guid in page.guid):
                title = _title(page.title)
                self._by_title[title] = None if title in self._by_title else page.id
            self._by_slug.setdefault(_slug(page.id), page.id)
            runs = _runs(page.id) | (_runs(page.title) if page.title else frozenset())
            self._runs_of[page.id] = min(len(_runs(page.id)), len(_runs(page.title or page.id)))
            for run in runs:
                self._by_run.setdefault(run, []).append(page.id)
            for alias in page.aliases:
                if old := _slug(_last(alias)):
                    self._by_old_slug.setdefault(old, page.id)

    def find(self, ref: PageRef) -> str | None:
        """The id of the page that is meant, or None.

        What a mapping file says comes first, then the address, the path alone, the guid, and
        the slug as given or as the last part of the address. A title alone means the page of
        that title whose post had no address either, where there is one only.
        """
        address = folded(ref.url) if ref.url else ""
        for name in (ref.url, ref.guid, ref.slug, ref.title):
            for key in (name, folded(name)) if name else ():
                if key in self.by_name:
                    return self.by_name[key]
        path = path_of(address)
        found = self._by_url.get(address) or (self._by_path.get(path) if path else None)
        if not found and ref.guid:
            guid = ref.guid.strip()
            found = self._by_guid.get(guid) or self._by_guid.get(folded(guid))
        for slug in (ref.slug, _last(ref.url) if "?" not in path else ""):
            if not found and (name := _slug(slug)):
                found = self._by_slug.get(name) or self._by_old_slug.get(name)
        if ref.title and not (ref.url or ref.guid or ref.slug):
            found = self._by_title.get(_title(ref.title))
        return found

    def renamed(self, slug: str) -> str | None:
        """The page that had this slug before, as its aliases say."""
        return self._by_old_slug.get(_slug(slug))

    def likeliest(self, ref: PageRef, most: int = 3) -> tuple[str, ...]:
        """The pages whose names are most like what is known of the one that is meant.

        Likeness is the share of common runs of three letters (Dice), of slug or title.
        """
        wanted = [_runs(name) for name in (ref.slug, ref.title, _last(ref.url)) if name]
        shared = Counter[tuple[str, int]]()
        for number, runs in enumerate(wanted):
            for run in runs:
                for id in self._by_run.get(run, ()):
                    shared[id, number] += 1
        scores: dict[str, float] = {}
        for (id, number), common in shared.items():
            likeness = 2 * common / (len(wanted[number]) + self._runs_of[id])
            scores[id] = max(scores.get(id, 0.0), likeness)
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        return tuple(id for id in ranked[:most] if scores[id] >= _ALIKE)


def waiting_key(ref: PageRef) -> str:
    """Under which name entries wait whose page is not found; the same for the same page."""
    return (folded(ref.url) if ref.url else "") or ref.slug or ref.guid or ref.title or "?"


def _slug(text: str) -> str:
    return slug_of(unquote(text)) if text else ""


def _title(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _last(url: str) -> str:
    path = path_of(folded(url)) if url else ""
    return unquote(_ENDING.sub("", path.split("?")[0]).rsplit("/", 1)[-1])


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _runs(text: str) -> frozenset[str]:
    """All runs of three letters of a name, its ends marked."""
    slug = f"-{slug_of(text)}-"
    return frozenset(slug[at : at + 3] for at in range(len(slug) - 2))
