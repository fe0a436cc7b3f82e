"""What the copy of a process does that finds related pages; `relating` says when it is told what.

Of a site that was built before, only what a change touches is found again, as the process would
do it itself (`Again`). Of a first build all is, on all cores, and nothing large stays in memory
for longer than it is needed (`First`).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec.msgpack import encode

from tertulia.analysis import (
    bags,
    comparing,
    comparisons,
    dictionaries,
    lemmas,
    marks,
    reading,
    related,
)
from tertulia.analysis.bags import Bag
from tertulia.analysis.facts import SILENT, Heard
from tertulia.edge.forks import Ahead, spread
from tertulia.edge.keep import Keep, decoder
from tertulia.edge.memory import give_back
from tertulia.edge.program import tables_in
from tertulia.site import keptpage, keptrelated, translations
from tertulia.site.body import Body
from tertulia.site.keptrelated import KeptRelated, Lists
from tertulia.site.later import put_away
from tertulia.site.relating import Answer, Made, Pages, Shelved, Start, Wish

if TYPE_CHECKING:
    from tertulia.analysis.comparing import Compared
    from tertulia.analysis.reading import Reading
    from tertulia.analysis.related import Making
    from tertulia.core.findings import Related
    from tertulia.core.model import Page

WORTH_A_PROCESS = 100  # pages to read: about 0.05 s
WORTH_WORDING = 200  # lists, each with its reasons: about 0.1 s
TOGETHER = 100  # pages whose words are written at a time: about 2 MB
SMALL = 50  # pages on a map, which is then not worth a process of its own

assert dictionaries  # loaded now, though only new words are looked up

Found = tuple["Related", ...]
Learnt = Mapping[str, Mapping[str, str]]  # lemmas by language and word
Spots = Sequence[tuple[float, float]]


def find(hear: Callable[[], Any]) -> Answer:
    """Find related pages; see `relating.find`.

    Raises:
        LookupError: A page or its text is not kept any more: another build has dropped it.
    """
    start: Start = hear()
    lemmas.keep_tables(tables_in(start.program))
    translations.keep_in(start.program)
    with closing(Keep(start.kept, full=start.full)) as keep:
        known = keep.has(keptrelated.KIND, start.code)
        desk = Again(start, keep) if known else First(start, keep)
        told: Pages | Wish = hear()
        while isinstance(told, Pages):
            desk.prepare(told)
            told = hear()
        return desk.answer(told.heard)


class Again:
    """Finds again what has changed since the last build."""

    def __init__(self, start: Start, keep: Keep) -> None:
        self._start = start
        self._keep = keep
        self._lemmas = keep.find("lemmas", start.own, dict[str, dict[str, str]]) or {}
        lemmas.recall(self._lemmas)
        self._digests = _Digests()
        self._kept = KeptRelated(keep, start.code, self._digests, again=True)
        self._kept.ready()
        self._speak = translations.speaker(start.lang)
        for kept in keep.ready(keptpage.KIND, keptpage.KeptPage):
            marks.learn(*kept.leads_to())

    def prepare(self, told: Pages) -> None:
        """Find all as if the conversations were those of the last time."""
        pages = _known(told.pages, self._keep, self._digests)
        self._listed = [page for page in pages if page.listed]
        last = self._kept.last()
        heard = last.heard if last else {}
        silent = encode(SILENT)
        guessed = {page.id: heard.get(page.id, silent) for page in self._listed}
        if not self._relate(guessed) and self._start.places > 0:
            # A conversation may have changed.
            self._kept.compare(self._listed, guessed, self._start.places)

    def answer(self, heard: Mapping[str, bytes]) -> Answer:
        """All that was found, and what was looked up for it.

        Args:
            heard: See `relating.Wish`.
        """
        self._relate(heard)
        learnt = {
            lang: {word: lemma for word, lemma in found.items() if word not in before}
            for lang, found in lemmas.known().items()
            for before in [self._lemmas.get(lang, {})]
        }
        rows = self._keep.handed(*keptrelated.KINDS)
        return Answer(rows=rows, worked_out=self._keep.worked_out, lemmas=learnt)

    def _relate(self, heard: Mapping[str, bytes]) -> bool:
        """Find the lists, unless those that were found last rest on the same."""
        last, count = self._kept.last(), self._start.places
        key = self._kept.key(self._listed, heard, count)
        if last and last.key == key:
            return False
        self._kept.relate(self._listed, heard, count, self._speak, key)
        return True


class First:
    """Finds everything of a site of which nothing is known."""

    def __init__(self, start: Start, keep: Keep) -> None:
        self._start = start
        self._keep = keep
        self._digests = _Digests()
        self._kept = KeptRelated(keep, start.code, self._digests)
        self._bags: dict[str, Bag] = {}
        self._readings: dict[str, Reading] = {}  # where they could not be written
        self._saved = False  # what pages say stands in the file of what is kept
        self._rests: dict[str, bytes] = {}
        self._makes: dict[str, Making] = {}
        self._heard: Mapping[str, bytes] = {}
        self._rows: dict[tuple[str, bytes], bytes | None] = {}
        lemmas.open_dictionaries([start.lang])

    def prepare(self, told: Pages) -> None:
        """Weigh the words of the pages, and lay the map out."""
        pages = _known(told.pages, self._keep, self._digests)
        self._listed = [page for page in pages if page.listed]
        self._by_id = {page.id: page for page in self._listed}
        self._spots = _spots(pages) if told.mapped else tuple
        shown = [page for page in self._listed if page.kind in related.KINDS]
        self._many = len(shown) >= WORTH_A_PROCESS  # else the answer is short
        self._bags = self._packed(shown)

    def answer(self, heard: Mapping[str, bytes]) -> Answer:
        """All that was found.

        Args:
            heard: See `relating.Wish`.
        """
        self._heard = heard
        self._tidy()
        lists = related.relate(
            self._listed,
            {id: decoder(Heard).decode(data) for id, data in heard.items()},
            self._start.places,
            translations.speaker(self._start.lang),
            self._read,
            self._compare,
            self._remember,
        )
        self._tidy()
        lists |= self._worded()
        key = self._kept.key(self._listed, heard, self._start.places)
        kept = Lists(key=key, rests=self._rests, lists=lists, heard=dict(heard))
        self._rows[keptrelated.KIND, self._start.code] = encode(kept)
        if ("compared", self._start.code) not in self._rows:
            self._keep_compared(comparing.compare([]))
        return Answer(
            rows=self._rows, worked_out={}, lemmas=lemmas.known(), spots=self._spots() or ()
        )

    def _compare(self, pages: "Sequence[Page]", heard: Mapping[str, Heard]) -> "Compared":
        weighed = comparing.weigh(
            [
                related.known(page, heard.get(page.id), self._bags[page.id], self._kept.words(page))
                for page in pages
            ]
        )
        for id, bag in self._bags.items():
            self._rows["bag", self._key(id)] = None if self._saved else encode(bag)
        self._bags.clear()  # nobody needs them in memory any more
        self._tidy()
        found = comparing.compare_weighed(weighed, share=spread)
        self._tidy()
        self._keep_compared(found)
        return found

    def _remember(
        self, pages: "Sequence[Page]", rest: Callable[[], bytes], make: "Making"
    ) -> Found:
        page = pages[0].id
        self._rests[page], self._makes[page] = self._kept.rest(pages, self._heard, rest()), make
        return ()  # they are made together

    def _worded(self) -> dict[str, Found]:
        """The lists with their reasons."""

        def word(
            ids: Sequence[str],
        ) -> tuple[dict[str, Found], Mapping[str, "Reading"]]:
            lists = related.made([self._makes[id] for id in ids])
            return dict(zip(ids, lists, strict=True)), self._readings

        lists: dict[str, Found] = {}
        for made, read in spread(word, list(self._makes), WORTH_WORDING):
            lists |= made
            self._rows |= {("reading", self._key(id)): encode(one) for id, one in read.items()}
        return lists

    def _read(self, page: "Page") -> "Reading":
        """The words of a page, which were written when its bag was made, or are read again."""
        kept = None
        if self._saved:
            kept = self._keep.load("reading", self._kept.words(page), reading.Reading)
        if kept is not None:
            return kept
        if page.id not in self._readings:
            self._readings[page.id] = reading.read(page)
        return self._readings[page.id]

    def _keep_compared(self, found: "Compared") -> None:
        known = "compared", self._start.code
        whole = encode(comparisons.packed(found))
        saved = self._many and self._keep.save_large(*known, whole)
        self._rows[known] = None if saved else whole

    def _packed(self, pages: "Sequence[Page]") -> dict[str, Bag]:
        """The bags of these pages by their ids, made by several processes where it pays.

        Of many pages both bags and readings are written as soon as they are made: neither has to
        be in memory for as long as it is not needed.
        """

        def pack(share: "Sequence[Page]") -> tuple[dict[str, bytes], bool, Learnt]:
            packed: dict[str, bytes] = {}
            saved = self._many
            for start in range(0, len(share), TOGETHER):
                rows = []
                for page in share[start : start + TOGETHER]:
                    packed[page.id], read = _read_and_packed(page)
                    key = self._kept.words(page)
                    rows += [("bag", key, packed[page.id]), ("reading", key, read)]
                saved = saved and self._keep.save(sorted(rows))
            return packed, saved, lemmas.known()

        found: dict[str, Bag] = {}
        self._saved = self._many
        for packed, saved, learnt in spread(pack, pages, WORTH_A_PROCESS):
            found |= {page: decoder(Bag).decode(data) for page, data in packed.items()}
            self._saved &= saved
            lemmas.recall(learnt)
        for page in pages if self._saved else ():
            key = self._kept.words(page)
            self._keep.store("reading", key, None)
            self._rows["reading", key] = None
            put_away(page, _unread)  # its words are kept
        return found

    def _key(self, id: str) -> bytes:
        return self._kept.words(self._by_id[id])

    def _tidy(self) -> None:
        if self._many:
            give_back()


def _unread() -> str:
    raise LookupError("the words of a page are not kept any more")


def _read_and_packed(page: "Page") -> tuple[bytes, bytes]:
    """The bag of a page and what it was made of."""
    read = reading.read(page)
    return encode(bags.pack(page, lambda _: read)), encode(read)


class _Digests:
    """Digests that were told with pages; an `id()` stands for its page as long as that lives."""

    def __init__(self) -> None:
        self._told: dict[int, tuple[Page, bytes, bytes]] = {}

    def learn(self, page: "Page", told: bytes, words: bytes) -> None:
        self._told[id(page)] = page, told, words

    def of(self, page: "Page") -> bytes:
        return self._told[id(page)][1]

    def words(self, page: "Page") -> bytes:
        return self._told[id(page)][2]


def _known(told: Sequence[Shelved | Made], keep: Keep, digests: _Digests) -> "list[Page]":
    """The pages that were told of, in their order."""
    pages = []
    for each in told:
        if isinstance(each, Made):
            page, of, words = each
        else:
            kept = keep.find(keptpage.KIND, each.key, keptpage.KeptPage)
            if kept is None:
                raise LookupError(keptpage.KIND)
            read = partial(_text, keep, kept.bodies[0])
            page = kept.page(read, each.published, None, each.case)
            of, words = kept.told, kept.words
        digests.learn(page, of, words)
        pages.append(page)
    return pages


def _text(keep: Keep, key: bytes) -> str:
    body = keep.load(keptpage.BODY, key, Body)
    if body is None:
        raise LookupError(keptpage.BODY)
    return body.text


def _spots(pages: "Sequence[Page]") -> "Callable[[], Spots | None]":
    """Lay out the map: of a large site while other things are found."""
    from tertulia.analysis import forces
    from tertulia.analysis.maps import linked_pages

    drawn, lines, _ = linked_pages(pages)

    def lay_out() -> Spots:
        return forces.places([page.id for page in drawn], lines)

    if len(drawn) > SMALL:
        return Ahead(lay_out).result
    found = lay_out()
    return lambda: found
