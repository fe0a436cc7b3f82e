"""The pages of the model as earlier builds made them, each with all that this rested on.

A content by itself is told by the key that it is kept by (`contents.Shelf`). What is made of it
rests besides on where its links lead: which addresses the contents have that it names, and which
pages stand at the addresses that it links to. Both are noted with the page and looked up again.
Where anything else may have had a hand in it, the page is made anew.
"""

import logging
import os
import re
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import repeat
from posixpath import join, normpath
from typing import Any, NamedTuple, TypeVar

import msgspec
from pelican.contents import Content

from tertulia.core.model import Page
from tertulia.core.views import card
from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, decoder, digest
from tertulia.site.body import Body, read_body
from tertulia.site.company import alone
from tertulia.site.contents import PLACES, origins, put_away
from tertulia.site.keptpage import BODY, KIND, KeptPage, parts
from tertulia.site.pagedigests import PageDigests
from tertulia.site.pages import addresses_of, case_of, moment, page_of
from tertulia.site.recalled import only_texts_differ
from tertulia.site.relating import Shelved
from tertulia.site.state import Build

Tell = Callable[[Sequence[Shelved | Page]], None]

T = TypeVar("T")

WORTH_A_PROCESS = 200  # pages to make: about 0.08 s

_LEFT = "pages"

_CONTENT = "filename"  # what a link says that names a content
_SETTLED = frozenset({"author", "category", "index", "tag"})  # and what the settings alone tell


class _Made(NamedTuple):
    """A page that was made in this process.

    Attributes:
        of: What tells its content from others.
    """

    page: Page
    kept: KeptPage
    of: bytes


class _Last(NamedTuple):
    """What the last build of this process made.

    Attributes:
        at: See `addresses_of`.
        made: By what their contents are kept by.
    """

    at: dict[str, str]
    made: dict[bytes, _Made]


class KeptPages:
    """Makes the pages of one build.

    Args:
        contents: All of the site, their addresses settled.
        context: What Pelican's generators share.
        settings: Pelican's.
    """

    def __init__(
        self,
        build: Build,
        contents: Sequence[Content],
        context: dict[str, Any],
        settings: Mapping[str, Any],
        digests: PageDigests,
    ) -> None:
        self._build = build
        self._contents = contents
        self._context = context
        self._address = str(settings["SITEURL"])
        self._formatted = tuple(settings["FORMATTED_FIELDS"])
        self._link = re.compile(settings["INTRASITE_LINK_REGEX"])
        self._link_value = re.compile(f"[\"']{settings['INTRASITE_LINK_REGEX']}")
        self._digests = digests
        self._origins = origins(build) if alone() else {}
        last = build.keep.left(_LEFT, _Last)
        if last is None or not only_texts_differ(build):
            last = _Last(addresses_of(contents), {})
        self._at = _Noted(last.at)
        self._last = last.made
        self._now: dict[bytes, _Made] = {}
        self._bodies: list[bytes] = []
        self._ready: dict[int, Page] = {}  # made ahead, by their contents' `id()`
        self.made_of: dict[int, bytes] = {}  # what tells a content from others, by its `id()`

    def all(self, tell: Tell | None = None) -> list[Page]:
        """The pages of all contents, in their order.

        Args:
            tell: Is told all of them as soon as it is known how they probably are, and again at
                the end.
        """
        with _noting(self._context, "generated_content") as named:
            kept = [self._kept(content) for content in self._contents]
            self._make_ahead(kept, named)
            if tell and kept.count(None) < WORTH_A_PROCESS:
                tell([*map(self._likely, self._contents, kept, repeat(named))])
            pages = [*map(self._page, self._contents, kept, repeat(named))]
        if tell:
            tell([*map(self._told, self._contents, kept, pages)])
        if not self._build.keep.lasting:
            put_away(content for content in self._contents if id(content) in self.made_of)
        self._build.keep.leave(_LEFT, _Last(dict(self._at), self._now))
        return pages

    def _kept(self, content: Content) -> KeptPage | None:
        origin = self._origins.get(id(content))
        if origin is None:
            return None
        made = self._last.get(origin.key)
        if made is None:
            return self._build.keep.find(KIND, origin.key, KeptPage)
        self._build.keep.claim(KIND, origin.key)
        self._tell(content, origin.key, made)
        self._ready[id(content)] = made.page
        return made.kept

    def _likely(
        self, content: Content, kept: KeptPage | None, named: "_Noted[Content]"
    ) -> Shelved | Page:
        """Its page, or where that stands if all links lead where they led."""
        if kept is None:
            page = self._ready[id(content)] = self._page(content, kept, named)
            return page
        origin = self._origins[id(content)]
        return Shelved(origin.key, moment(content, "date"), case_of(content))

    def _told(self, content: Content, kept: KeptPage | None, page: Page) -> Shelved | Page:
        """Its page, or where that stands."""
        if kept is None or self._digests.of(page) != kept.told:
            return page
        return Shelved(self._origins[id(content)].key, page.published, page.case)

    def _make_ahead(self, kept: Iterable[KeptPage | None], named: "_Noted[Content]") -> None:
        """Make pages that are not kept in several processes, where it pays."""
        missing = [
            (content, origin.key)
            for content, known in zip(self._contents, kept, strict=True)
            if known is None
            and (origin := self._origins.get(id(content)))
            and self._quiet(content, named)
        ]
        here = os.getpid()

        def make(share: Sequence[tuple[Content, bytes]]) -> list[tuple[str, bytes, bytes]]:
            if os.getpid() == here:
                made = {id(content): self._made(content, key, named) for content, key in share}
                self._ready.update(made)
                return []
            logging.disable()  # what anybody is to be told, the process itself will tell
            return [row for content, key in share for row in self._rows(content, key, named)]

        if len(missing) < WORTH_A_PROCESS:
            return
        for rows in spread(make, missing, WORTH_A_PROCESS):
            for kind, key, data in rows:
                if kind == KIND:
                    self._build.keep.add(kind, key, decoder(KeptPage).decode(data), data)
                else:
                    self._build.keep.store(kind, key, data)

    def _rows(
        self, content: Content, key: bytes, named: "_Noted[Content]"
    ) -> Iterator[tuple[str, bytes, bytes]]:
        """What is to be kept of a page and its texts; nothing where it has to be made each time."""
        self._made(content, key, named)
        kept = self._build.keep.find(KIND, key, KeptPage)
        if kept is not None:
            yield KIND, key, msgspec.msgpack.encode(kept)
            for body in kept.bodies:
                value = self._build.keep.find(BODY, body, Body)
                yield BODY, body, msgspec.msgpack.encode(value)

    def _quiet(self, content: Content, named: "_Noted[Content]") -> bool:
        """Whether its links lead to contents that there are: making it tells nobody anything."""
        if not self._plain_fields(content):
            return False
        body = content._content
        for found in self._link_value.finditer(body):
            if found["what"] in _SETTLED:
                continue
            path = body[found.end() :].partition(found[0][0])[0].split("#")[0]
            path = path[1:] if path[:1] == "/" else normpath(join(content.relative_dir, path))
            if found["what"] != _CONTENT or path not in named:
                return False
        return True

    def _page(self, content: Content, kept: KeptPage | None, named: "_Noted[Content]") -> Page:
        ready = self._ready.pop(id(content), None)
        if ready is not None:
            return ready
        origin = self._origins.get(id(content))
        if origin is None:
            return page_of(content, self._at, self._address, self._read)
        key = origin.key
        kept = kept or self._kept(content)  # copies may have made it meanwhile
        if kept is None or not self._holds(kept, named):
            return self._made(content, key, named)
        page = self._again(content, kept)
        self._digests.learn(page, kept.told, kept.words, kept.card)
        self._tell(content, key, _Made(page, kept, _of(key, kept)))
        return page

    def _again(self, content: Content, kept: KeptPage) -> Page:
        """The page of a content as it is kept."""
        return kept.page(
            partial(_text, self._build.keep, kept.bodies[0], weakref.proxy(content)),
            moment(content, "date"),
            moment(content, "modified"),
            case_of(content),
        )

    def _holds(self, kept: KeptPage, named: "_Noted[Content]") -> bool:
        """Whether all links lead where they led."""
        at, known = self._at, dict.get
        for path, url in kept.named.items():
            content = known(named, path)
            if content is None or content.url != url:
                return False
        return all(known(at, url, "") == id for url, id in kept.linked.items())

    def _made(self, content: Content, key: bytes, named: "_Noted[Content]") -> Page:
        """The page made anew, and kept where it can be."""
        named.asked.clear()
        self._at.asked.clear()
        self._bodies.clear()
        page = page_of(content, self._at, self._address, self._read)
        if self._settled(content, named.asked):
            digests = PageDigests()  # the build's own would hold the page, and its text
            kept = KeptPage(
                parts=parts(page),
                told=digests.of(page),
                words=digests.words(page),
                card=digests.of(card(page)),
                named={path: str(named[path].url) for path in named.asked},
                linked={url: self._at.get(url, "") for url in tuple(self._at.asked)},
                bodies=tuple(self._bodies),
            )
            self._build.keep.add(KIND, key, kept)
            if not self._build.keep.lasting:
                page = self._again(content, kept)  # which does not hold its text
            self._digests.learn(page, kept.told, kept.words, kept.card)
            self._tell(content, key, _Made(page, kept, _of(key, kept)))
        return page

    def _tell(self, content: Content, key: bytes, made: _Made) -> None:
        for body in made.kept.bodies:
            self._build.keep.claim(BODY, body)
        self.made_of[id(content)] = made.of
        self._now[key] = made

    def _settled(self, content: Content, named: Mapping[str, bool]) -> bool:
        """Whether its text rests on nothing but its key and the addresses that it names.

        Pelican warns of a link that leads nowhere, or that it does not know, in each build; and
        files that are linked to are told where to go.
        """
        kinds = {found["what"] for found in self._link_value.finditer(content._content)}
        if not kinds <= _SETTLED | {_CONTENT} or not all(named.values()):
            return False
        if (_CONTENT in kinds) != bool(named):
            return False
        return self._plain_fields(content)

    def _plain_fields(self, content: Content) -> bool:
        fields = (content.metadata.get(name) for name in self._formatted)
        return not any(self._link.search(text) for text in fields if isinstance(text, str))

    def _read(self, markup: str) -> Body:
        key = digest(self._build.code, markup)
        self._bodies.append(key)
        return self._build.keep.value(BODY, key, Body, lambda: read_body(markup))


def _of(key: bytes, kept: KeptPage) -> bytes:
    """What tells the content of a page from others: by itself, and where its links lead."""
    return digest(key, *kept.named.values())


def settle(contents: Iterable[Content], build: Build | None) -> None:
    """Have each content know its address and file, which Pelican works out each time anew."""
    known = origins(build) if build and alone() else {}
    for content in contents:
        origin = known.get(id(content))
        if origin and len(origin.places) == len(PLACES):
            content.get_url_setting = origin.places.__getitem__
        content.override_url = content.url


def _text(keep: Keep, body: bytes, content: Content) -> str:
    """The text of a page, whose body is kept by that key unless another build has dropped it.

    Args:
        content: Its content, which holds the page itself.
    """
    return (keep.load(BODY, body, Body) or read_body(content.content)).text


class _Noted(dict[str, T]):
    """Notes what is looked up, and whether it was there."""

    def __init__(self, values: Mapping[str, T]) -> None:
        super().__init__(values)
        self.asked: dict[str, bool] = {}

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401  (a mapping's own)
        """As a mapping's own."""
        self.asked[key] = key in self
        return super().get(key, default)


@contextmanager
def _noting(context: dict[str, Any], name: str) -> Iterator[_Noted[Content]]:
    """What is looked up there meanwhile."""
    before = context[name]
    context[name] = noted = _Noted(before)
    try:
        yield noted
    finally:
        context[name] = before
