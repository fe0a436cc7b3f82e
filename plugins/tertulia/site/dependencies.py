"""What a page is made of, as digests: its content after all plugins, its view, what it looks up.

A page's own content and view count whole. Of the site's findings only what a template really
looked up counts (`SeenSite`): next time the same look-ups are made, and where all give what
they gave, the page would come out the same. Nothing has to be declared and nothing can be
forgotten; whatever cannot be digested makes its page be rendered each time.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from pelican.contents import Content
from pelican.urlwrappers import URLWrapper
from pelican.utils import SafeDatetime

from tertulia.core.findings import Talk
from tertulia.core.model import Page
from tertulia.core.pictures import Picture
from tertulia.core.views import PageView, SiteView
from tertulia.edge.keep import DIGEST_BYTES, digest
from tertulia.site import digests
from tertulia.site.circles import tell
from tertulia.site.digests import Untold, encode
from tertulia.site.engine import Engine, context_functions
from tertulia.site.later import LaterPage
from tertulia.site.pagedigests import PageDigests
from tertulia.site.records import Read

# Of a Content: see `content`.
_APART = frozenset(
    {"_context", "_read_body", "get_url_setting", "settings", "translations", "view"}
)
LONG = 200  # letters
_shown = attrgetter(*(field.name for field in fields(PageView) if field.name != "talk"))
_PAGES = frozenset({Page, LaterPage})
_SHORTER = _PAGES | {tuple}
_LISTS = frozenset({"posts", "cases", "topics", "pages"})


class Dependencies:
    """Digests of one build's values, each worked out once.

    Args:
        pages: Digests of the pages that there are.
        context: What templates are given besides.
        address: `SITEURL`.
        talks: What is known to tell each talk from others, by the talk's `id()`.
        contents: And what tells contents that only we have touched, by their `id()`.
        picture_of: What is known of the image at a path of the output.
        views: What is known of views, by their `id()`.
        steady: What `contents` was, where no more than texts have changed since.

    Attributes:
        contents: Of contents that only we have touched: what tells each by itself, what its
            view, and what both together.
    """

    def __init__(
        self,
        site: SiteView,
        context: Mapping[str, Any],
        address: str,
        talks: Mapping[int, bytes],
        pages: PageDigests,
        contents: Mapping[int, bytes],
        picture_of: Callable[[str], Picture | None],
        views: Mapping[int, bytes],
        steady: Mapping[int, tuple[bytes, bytes, bytes]],
    ) -> None:
        self._steady = steady
        self.contents: dict[int, tuple[bytes, bytes, bytes]] = {}
        self._pages = pages
        self._made_of = contents
        self._picture_of = picture_of
        self._context = context
        self._talks = talks
        self._site = site
        self._address = address
        self._contents: dict[int, bytes] = {}
        self.views = dict(views)
        self._wrappers: dict[int, bytes] = {}
        self._reads: dict[Read, bytes] = {}
        self._held: list[object] = []  # an id stands for its object only as long as that lives

    def value(self, value: object) -> bytes:
        """The digest of anything that a template is given.

        Raises:
            Untold: There is something in it that has none.
        """
        if value is None or type(value) is bool:
            return _constant(value)
        if isinstance(value, Content):
            return self.content(value)
        if isinstance(value, PageView):
            return self.view(value)
        if isinstance(value, URLWrapper):
            return self._wrapper(value)
        if isinstance(value, Talk) and (key := self._talks.get(id(value))):
            return key
        return digest(encode(value, self._hook))

    def view(self, view: PageView) -> bytes:
        """The digest of all that is shown on one page, its conversation included."""
        found = self.views.get(id(view))
        if found is None:
            shown = [self._short(value) for value in _shown(view)]
            talk = self._talks.get(id(view.talk)) or encode(view.talk, self._hook)
            found = self.views[id(view)] = digest(encode(shown, self._hook), talk)
            self._held.append(view)
        return found

    def content(self, content: Content) -> bytes:
        """The digest of a content as it is after all plugins."""
        found = self._contents.get(id(content))
        if found is not None:
            return found
        if id(content) not in self._made_of:  # somebody else may have joined it to others
            tell(content, self._looked_at, self._contents)
            return self._contents[id(content)]
        view = getattr(content, "view", None)
        rests = self._made_of[id(content)], self.view(view) if view else b""
        known = self._steady.get(id(content))
        if known is None or known[:2] != rests:
            known = (*rests, digest(self._own(content, plain), rests[1]))
        self.contents[id(content)] = known
        self._contents[id(content)] = known[2]
        self._held.append(content)
        return known[2]

    def _looked_at(self, content: Content) -> tuple[bytes, list[Content]]:
        """What tells a content by itself, and the contents that it holds."""
        self._held.append(content)
        others: list[Content] = []

        def named(value: object) -> object:
            if not isinstance(value, Content):
                return self._hook(value)
            others.append(value)
            return [type(value).__name__, str(value.source_path)]

        view = getattr(content, "view", None)
        try:
            return digest(self._own(content, named), self.view(view) if view else b""), others
        except Untold:
            return os.urandom(DIGEST_BYTES), []  # never the same twice

    def _own(self, content: Content, hook: Callable[[object], object]) -> bytes:
        """All that a content holds, its view apart."""
        translations = [(t.url, t.lang, str(t.title), t.status) for t in content.translations]
        if made_of := self._made_of.get(id(content)):
            return encode([made_of, content.signed, content.tagged, translations], plain)
        body = content._content  # which may be read only now
        own = {k: v for k, v in sorted(vars(content).items()) if k not in _APART}
        own["translations"] = translations
        if isinstance(body, str):
            own["body"] = content.get_content(self._address)  # links resolved
        short = {name: _shortened(value) for name, value in own.items()}
        return encode(short, hook)

    def read(self, read: Read) -> bytes:
        """The digest of what a look-up gives now; that there is nothing is an answer too."""
        found = self._reads.get(read)
        if found is None:
            try:
                found = self._look_up(read)
            except Untold:
                found = os.urandom(DIGEST_BYTES)  # never the same twice
            self._reads[read] = found
        return found

    def _look_up(self, read: Read) -> bytes:
        site = self._site
        match read:
            case ("site", name):
                value = getattr(site, name, None)
                if isinstance(value, tuple) and value and isinstance(value[0], PageView):
                    return digest(*map(self.view, value))
                if name == "by_id":
                    return self.value([(id, self.view(view)) for id, view in site.by_id.items()])
                return self.value(value)
            case ("context", name):
                return self.value(self._context.get(name))
            case ("rollup", name):
                return self.value(getattr(site.rollup, name, None))
            case ("ids", name):
                return self.value([view.page.id for view in getattr(site, name)])
            case ("has", id):
                return self.value(id in site.by_id)
            case ("picture", path):
                return self.value(self._picture_of(path))
            case ("view", id, *path):
                value = site.by_id.get(id)
                for name in path:
                    value = getattr(value, name, None)
                return self.value(value)
        raise Untold(f"{read}")

    def page(self, id: str) -> bytes:
        """The digest of the page of that id as a whole; empty where there is none."""
        view = self._site.by_id.get(id)
        try:
            return self.view(view) if view else b""
        except Untold:
            return os.urandom(DIGEST_BYTES)

    def _short(self, value: object) -> object:
        """A value with digests in the place of pages, of which many show the same."""
        kind = type(value)
        if kind in _PAGES:
            return self._pages.of(value)  # type: ignore[arg-type]
        if kind is not tuple or not value:
            return value
        return [self._short(p) if type(p) in _SHORTER else p for p in value]  # type: ignore[attr-defined]

    def _hook(self, value: object) -> object:
        if isinstance(value, SafeDatetime):
            zone = value.tzinfo
            if type(zone) is ZoneInfo and zone.key:  # a tenth of the time of its `isoformat`
                return [value.__reduce_ex__(4)[1][0], zone.key]
            return value.isoformat()
        if isinstance(value, Content):
            return self.content(value)
        return self._wrapper(value) if isinstance(value, URLWrapper) else plain(value)

    def _wrapper(self, value: URLWrapper) -> bytes:
        """The digest of a label, whose address is worked out anew each time it is asked."""
        found = self._wrappers.get(id(value))
        if found is None:
            found = self._wrappers[id(value)] = digest(encode(plain(value), plain))
            self._held.append(value)
        return found


@cache
def _constant(value: bool | None) -> bytes:
    return digest(encode(value, plain))


def plain(value: object) -> object:
    """A value that `msgspec` does not know, as one that it does."""
    if isinstance(value, URLWrapper):
        return [type(value).__name__, value.name, value.slug, value.url]
    return digests.plain(value)


def _shortened(value: object) -> object:
    """A long text by its digest: to encode it leaves a copy of it behind, as long as it lives."""
    return digest(value) if type(value) is str and len(value) > LONG else value


def names_in(env: Environment, name: str) -> frozenset[str] | None:
    """The variables that a template may use, with all it includes; None where that is open."""
    if not isinstance(env, Engine) or context_functions(env):
        return None
    return env.names(name)


class SeenSite:
    """The site's findings as a template sees them; what it looks up is noted."""

    __slots__ = ("_reads", "_site", "_views")

    def __init__(self, site: SiteView, reads: set[Read]) -> None:
        self._site = site
        self._reads = reads
        self._views = _SeenViews(site, reads)

    def __getattr__(self, name: str) -> object:
        value = getattr(self._site, name)
        if name == "by_id":
            return self._views
        if name == "rollup":
            return _Seen(value, ("rollup",), self._reads)
        if name in _LISTS:  # a list shows little of each page; the rest of it does not matter
            self._reads.add(("ids", name))
            return tuple(self._views.seen(view) for view in value)
        self._reads.add(("site", name))
        return value


class SeenList(Sequence[Any]):
    """A list of the context; that it was looked at is noted, whatever of it was."""

    __slots__ = ("_path", "_reads", "_values")

    def __init__(self, values: Sequence[Any], path: Read, reads: set[Read]) -> None:
        self._values = values
        self._path = path
        self._reads = reads

    def _seen(self) -> Sequence[Any]:
        self._reads.add(self._path)
        return self._values

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401  (a list's own)
        return self._seen()[index]

    def __len__(self) -> int:
        return len(self._seen())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._seen())

    def __add__(self, other: Iterable[Any]) -> list[Any]:
        return [*self, *other]

    def __radd__(self, other: Iterable[Any]) -> list[Any]:
        return [*other, *self]


class _Seen:
    """One value; each of its fields that is looked up is noted."""

    __slots__ = ("_path", "_reads", "_value")

    def __init__(self, value: object, path: Read, reads: set[Read]) -> None:
        self._value = value
        self._path = path
        self._reads = reads

    def __getattr__(self, name: str) -> object:
        path = (*self._path, name)
        value = getattr(self._value, name)
        if path[0] == "view" and len(path) == 3 and name == "page":
            return _Seen(value, path, self._reads)
        self._reads.add(path)
        return value


class _SeenViews:
    """All pages by id; which of them are looked up is noted, and what of them."""

    __slots__ = ("_known", "_reads", "_site")

    def __init__(self, site: SiteView, reads: set[Read]) -> None:
        self._site = site
        self._reads = reads
        self._known: dict[str, _Seen] = {}

    def seen(self, view: PageView) -> "_Seen":
        """A page; the same one each time, for a template may ask whether two are."""
        known = self._known.get(view.page.id)
        if known is None:
            known = _Seen(view, ("view", view.page.id), self._reads)
            self._known[view.page.id] = known
        return known

    def __contains__(self, id: object) -> bool:
        self._reads.add(("has", str(id)))
        return id in self._site.by_id

    def __getitem__(self, id: str) -> object:
        self._reads.add(("has", id))
        return self.seen(self._site.by_id[id])

    def get(self, id: str, default: object = None) -> object:
        """The view of a page that may not be there."""
        known = id in self
        return self[id] if known else default

    def __getattr__(self, name: str) -> object:
        self._reads.add(("site", "by_id"))
        return getattr(self._site.by_id, name)

    def __iter__(self) -> Iterator[str]:
        self._reads.add(("site", "by_id"))
        return iter(self._site.by_id)

    def __len__(self) -> int:
        self._reads.add(("site", "by_id"))
        return len(self._site.by_id)
