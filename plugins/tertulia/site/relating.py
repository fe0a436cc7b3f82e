"""Related pages of a first build, and its map: a copy of the process finds them.

It is begun before all else: what it needs takes as long to load as Pelican does. The copy loads
it at the same time, opens the dictionary of the site's language while the content is read, then
weighs the words of the pages while what was said on them is worked out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tertulia.edge.forks import Ahead, spread
from tertulia.edge.keep import Keep, digest

if TYPE_CHECKING:
    from tertulia.analysis.bags import Bag
    from tertulia.analysis.comparing import Compared
    from tertulia.analysis.facts import Heard
    from tertulia.analysis.reading import Reading
    from tertulia.core.findings import Related, Talk
    from tertulia.core.model import Page
    from tertulia.site.state import Build

WORTH_A_PROCESS = 100  # pages to read: about 0.05 s
WORTH_WORDING = 200  # lists, each with its reasons: about 0.1 s
LARGE = ("body", "content", "markdown", "page")  # kinds that are known when a `Wish` is told
SMALL = 50  # pages on a map, which is then not worth a process of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What the copy is told first.

    Attributes:
        lang: The site's language (BCP 47): that of pages which speak none that we know.
        program: Where what no site says is kept; None for nowhere.
        kept: The file of what this site keeps; None where it keeps nothing.
        code: Digest of our code and of what speaks on pages of unknown languages.
    """

    lang: str
    program: Path | None
    kept: Path | None = None
    code: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """What the copy is told next.

    Attributes:
        pages: All of the site.
        mapped: Whether the site has a map.
    """

    pages: "Sequence[Page]"
    mapped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the copy is told last.

    Attributes:
        listed: The pages that may be related, by their place among `Pages`, in their order.
        talks: By page id.
        count: Places in a list.
    """

    listed: Sequence[int]
    talks: "Mapping[str, Talk]"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the copy gives back.

    Attributes:
        related: By page id.
        rests: Of each page what its list rests on besides pages and talks, see `related.relate`.
        compared, bags, readings: What comparing all pages found, and of pages that were looked
            at, by page id; all as they are kept, and None where they are kept already.
        lemmas: That were looked up, by language and word.
        spots: Where pages stand on the map.
    """

    related: "dict[str, tuple[Related, ...]]"
    rests: Mapping[str, bytes]
    compared: bytes | None
    bags: Mapping[str, bytes | None]
    readings: Mapping[str, bytes | None]
    lemmas: Mapping[str, Mapping[str, str]]
    spots: "Sequence[tuple[float, float]]"


def begin(build: "Build", lang: str) -> None:
    """Have the copy, if there is one, open what it needs of a site in that language."""
    if build.helper:
        code = digest(build.code, lang)
        start = Start(lang=lang, program=build.program, kept=build.keep.path, code=code)
        build.helper.tell(start)


def ask(
    build: "Build | None",
    pages: "Sequence[Page]",
    listed: "Sequence[Page]",
    talks: "Mapping[str, Talk]",
    count: int,
    key_of: "Callable[[Page], bytes]",
) -> Found | None:
    """Have a copy that was told `Start` and `Pages` find what a `Wish` says, and keep all of it.

    Args:
        key_of: By what the words of a page are kept.

    Returns:
        None where there is no copy.
    """
    if build is None or build.helper is None:
        return None
    places = {id(page): place for place, page in enumerate(pages)}
    wanted = tuple(places[id(page)] for page in listed)
    build.helper.tell(Wish(listed=wanted, talks=talks, count=count))
    _tidy(build.keep)
    found: Found | None = build.helper.result()
    if found is None:
        return None
    from tertulia.analysis import lemmas
    from tertulia.analysis.maps import linked_pages
    from tertulia.site import maps

    keys = {page.id: key_of(page) for page in listed}
    for kind, values in (("bag", found.bags), ("reading", found.readings)):
        for page, data in values.items():
            build.keep.store(kind, keys[page], data)
    lemmas.recall(found.lemmas)
    if found.spots:
        drawn, lines, _ = linked_pages(pages)
        maps.recall(build, drawn, lines, found.spots)
    return found


def _tidy(keep: Keep) -> None:
    """What a process may do that waits for another one."""
    from tertulia.edge.memory import give_back

    keep.save_added(*LARGE)
    give_back()


def words_of(page: "Page") -> bytes:
    """The digest of what a page says."""
    return digest(page.lang, page.title, page.summary, page.text)


def find(hear: Callable[[], Any]) -> Found:
    """Find related pages, told `Start`, `Pages` and a `Wish`; this runs in the copy."""
    from msgspec.msgpack import encode

    from tertulia.analysis import (
        bags,
        comparing,
        comparisons,
        dictionaries,
        lemmas,
        reading,
        related,
    )
    from tertulia.edge.memory import give_back
    from tertulia.edge.program import tables_in
    from tertulia.site.translations import speaker

    assert bags  # all that is large is loaded by now
    assert dictionaries
    start: Start = hear()
    lemmas.keep_tables(tables_in(start.program))
    lemmas.open_dictionaries([start.lang])
    told: Pages = hear()
    spots = _spots(told)
    shown = [p for p in told.pages if p.listed and p.kind in related.KINDS]
    packed = _packed(shown)
    keys = {page.id: digest(start.code, words_of(page)) for page in shown}
    keep = Keep(start.kept)

    def save(kind: str, values: "Mapping[str, Bag | Reading]") -> bool:
        """Whether these stand in the file of what is kept, which spares a long answer."""
        ids = sorted(values, key=keys.__getitem__)
        return keep.save((kind, keys[id], encode(values[id])) for id in ids)

    many = len(packed) >= WORTH_A_PROCESS  # else the answer is short
    saving = Ahead(lambda: save("bag", packed)) if many else None
    readings: dict[str, Reading] = {}

    def read(page: "Page") -> "Reading":
        if page.id not in readings:
            readings[page.id] = reading.read(page)
        return readings[page.id]

    wish: Wish = hear()
    listed = [told.pages[place] for place in wish.listed]
    compared: list[Compared] = []
    kept: dict[str, bytes | None] = {}
    rests: dict[str, bytes] = {}
    makes: dict[str, Callable[[], tuple[Related, ...]]] = {}

    def compare(pages: "Sequence[Page]", heard: "Mapping[str, Heard]") -> "Compared":
        weighed = comparing.weigh(
            [
                related.known(page, heard.get(page.id), packed[page.id], keys[page.id])
                for page in pages
            ]
        )
        saved = saving and saving.result()  # by now it has ended
        kept.update({id: None if saved else encode(bag) for id, bag in packed.items()})
        packed.clear()  # nobody needs them in memory any more
        tidy()
        compared.append(comparing.compare_weighed(weighed, share=spread))
        return compared[-1]

    def tidy() -> None:
        if many:
            give_back()

    def remember(
        pages: "Sequence[Page]", rest: bytes, make: "Callable[[], tuple[Related, ...]]"
    ) -> "tuple[Related, ...]":
        rests[pages[0].id], makes[pages[0].id] = rest, make
        return ()  # they are made together

    def worded(
        ids: Sequence[str],
    ) -> "tuple[dict[str, tuple[Related, ...]], dict[str, bytes | None]]":
        made = {id: makes[id]() for id in ids}
        saved = many and save("reading", readings)
        return made, {id: None if saved else encode(one) for id, one in readings.items()}

    tidy()
    found = related.relate(
        listed, wish.talks, wish.count, speaker(start.lang), read, compare, remember
    )
    tidy()
    made: dict[str, tuple[Related, ...]] = {}
    read_there: dict[str, bytes | None] = {}
    for share, learnt in spread(worded, list(makes), WORTH_WORDING):
        made |= share
        read_there |= learnt
    whole = encode(comparisons.packed(compared.pop() if compared else comparing.compare([])))
    return Found(
        related=found | made,
        rests=rests,
        compared=None if many and keep.save([("compared", start.code, whole)]) else whole,
        bags=kept,
        readings=read_there,
        lemmas=lemmas.known(),
        spots=spots() or (),
    )


def _spots(told: Pages) -> "Callable[[], Sequence[tuple[float, float]] | None]":
    """Lay out the map, if there is one: of a large site while other things are found."""
    from tertulia.analysis import forces
    from tertulia.analysis.maps import linked_pages

    drawn, lines, _ = linked_pages(told.pages) if told.mapped else ([], (), [])

    def lay_out() -> Sequence[tuple[float, float]]:
        return forces.places([page.id for page in drawn], lines)

    if len(drawn) > SMALL:
        return Ahead(lay_out).result
    found = lay_out()
    return lambda: found


def _packed(pages: "Sequence[Page]") -> "dict[str, Bag]":
    """The bags of these pages by their ids, made by several processes where it pays."""
    from msgspec.msgpack import encode

    from tertulia.analysis import bags, lemmas
    from tertulia.edge.keep import decoder

    def pack(share: "Sequence[Page]") -> tuple[dict[str, bytes], Mapping[str, Mapping[str, str]]]:
        return {page.id: encode(bags.pack(page)) for page in share}, lemmas.known()

    found: dict[str, Bag] = {}
    for share, learnt in spread(pack, pages, WORTH_A_PROCESS):
        found |= {page: decoder(bags.Bag).decode(data) for page, data in share.items()}
        lemmas.recall(learnt)
    return found
