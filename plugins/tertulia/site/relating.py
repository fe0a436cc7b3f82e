"""Related pages, found by a copy of the process while this one does all else.

It is begun before all else: what it needs takes as long to load as Pelican does. It opens what
is kept of the last build, or for a first one the dictionary of the site's language, while Pelican
is loaded. It is told of the pages as soon as it is known how they probably are, and finds
related ones as if no conversation had changed. Where that was wrong, it finds them once more.

This is what it is told, and who tells it; `relatedcopy` is what it does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tertulia.edge.keep import Keep, digest

if TYPE_CHECKING:
    from tertulia.analysis.wording import Speak
    from tertulia.core.findings import Talk
    from tertulia.core.model import Case, Page
    from tertulia.site.keptrelated import Digests, Found, KeptRelated
    from tertulia.site.state import Build

LARGE = ("body", "content", "markdown", "page")  # kinds that are known when a `Wish` is told


class Start(NamedTuple):
    """What the copy is told first.

    Attributes:
        lang: The site's language (BCP 47): that of pages which speak none that we know.
        places: In a list.
        program: Where what no site says is kept; None for nowhere.
        kept: The file of what this site keeps; None where it keeps nothing.
        full: Use nothing of what the file holds.
        own: Digest of our code. code: Of what speaks on pages of unknown languages as well.
    """

    lang: str
    places: int
    program: Path | None = None
    kept: Path | None = None
    full: bool = False
    own: bytes = b""
    code: bytes = b""


class Shelved(NamedTuple):
    """A page that stands in the file of what is kept.

    Attributes:
        key: By which (`keptpage.KIND`).
        published, case: What is not kept of it; when it was changed matters to no list.
    """

    key: bytes
    published: datetime | None
    case: "Case | None"


class Made(NamedTuple):
    """Any other page.

    Attributes:
        told: Digest of all of it. words: Of what it says.
    """

    page: "Page"
    told: bytes
    words: bytes


class Pages(NamedTuple):
    """What the copy is told next: all pages of the site, once more where they were others.

    Attributes:
        mapped: Whether a map of the site has to be laid out.
    """

    pages: Sequence[Shelved | Made]
    mapped: bool = False


class Wish(NamedTuple):
    """What the copy is told last.

    Attributes:
        heard: What was said on listed pages, see `keptrelated.Lists`.
    """

    heard: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the copy gives back.

    Attributes:
        rows: See `Keep.take`.
        worked_out: How often each kind of kept value had to be worked out.
        lemmas: That had not been looked up before, by language and word.
        spots: Where pages stand on the map.
    """

    rows: Mapping[tuple[str, bytes], bytes | None]
    worked_out: Mapping[str, int]
    lemmas: Mapping[str, Mapping[str, str]]
    spots: "Sequence[tuple[float, float]]" = ()


def find(hear: Callable[[], Any]) -> Answer:
    """Find related pages, told `Start`, `Pages` and a `Wish`; this runs in the copy."""
    from tertulia.site import relatedcopy

    return relatedcopy.find(hear)


def begin(build: "Build", lang: str, places: int) -> None:
    """Have the copy, if there is one, open what it needs of a site in that language; once."""
    helper = build.helper
    if helper is None:
        return

    def tell() -> None:
        helper.tell(
            Start(
                lang=lang,
                places=places,
                program=build.program,
                kept=build.keep.path,
                full=build.keep.full,
                own=build.code,
                code=digest(build.code, lang),
            )
        )

    build.memo("relating", tell)


class Relating:
    """Has related pages found, by the copy of a build if there is one.

    Args:
        kept: Finds them here.
        digests: Of pages.
        mapped: Whether the site has a map.
    """

    def __init__(
        self, build: "Build | None", kept: "KeptRelated", digests: "Digests", *, mapped: bool
    ) -> None:
        self._build = build
        self._helper = build.helper if build else None
        self._kept = kept
        self._digests = digests
        self._mapped = mapped
        self._told: Sequence[Shelved | Page] = ()

    def tell(self, pages: "Sequence[Shelved | Page]") -> None:
        """Say how all pages are, as far as is known."""
        if self._helper is None or self._build is None or pages == self._told:
            return
        self._told = pages
        self._helper.tell(Pages([*map(self._one, pages)], self._mapped and self._build.first))

    def begin(
        self, pages: "Sequence[Page]", talks: "Mapping[str, Talk]", count: int, speak: "Speak"
    ) -> "Callable[[], Mapping[str, Found]]":
        """Begin to find them, as `analysis.survey.Relate`: those of the last time stay."""
        heard = self._kept.hear(pages, talks)
        key = self._kept.key(pages, heard, count)
        lists = self._last(key)
        if lists is None:
            if self._helper:
                self._helper.tell(Wish(heard))
            return partial(self._found, pages, heard, count, speak, key)
        self._kept.spare()
        if self._helper:
            self._helper.dismiss()
        return lambda: lists

    def _found(
        self,
        pages: "Sequence[Page]",
        heard: Mapping[str, bytes],
        count: int,
        speak: "Speak",
        key: bytes,
    ) -> "Mapping[str, Found]":
        """The lists: those that the copy found, where they rest on the same."""
        if self._build and self._helper:
            if self._build.first:
                _tidy(self._build.keep)
            answer: Answer | None = self._helper.result()
            if answer:
                _take(self._build, pages, answer)
        lists = self._last(key)
        return self._kept.relate(pages, heard, count, speak, key) if lists is None else lists

    def _last(self, key: bytes) -> "Mapping[str, Found] | None":
        last = self._kept.last()
        return last.lists if last and last.key == key else None

    def _one(self, page: "Shelved | Page") -> Shelved | Made:
        if isinstance(page, Shelved):
            return page
        return Made(page, self._digests.of(page), self._digests.words(page))


def _tidy(keep: Keep) -> None:
    """What a process may do that waits for another one."""
    from tertulia.edge.memory import give_back

    keep.save_added(*LARGE)
    give_back()


def _take(build: "Build", pages: "Sequence[Page]", answer: Answer) -> None:
    """Take over all that the copy found of these pages."""
    from tertulia.analysis import lemmas
    from tertulia.analysis.maps import linked_pages
    from tertulia.site import maps

    build.keep.take(answer.rows, answer.worked_out)
    lemmas.recall(answer.lemmas)
    if answer.spots:
        drawn, lines, _ = linked_pages(pages)
        maps.recall(build, drawn, lines, answer.spots)


def words_of(page: "Page") -> bytes:
    """The digest of what a page says."""
    return digest(page.lang, page.title, page.summary, page.text)
