"""Why one page is shown beside another: one sentence, made of figures that can be checked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tertulia.analysis import lemmas
from tertulia.analysis.facts import first_answer_s
from tertulia.analysis.spans import span
from tertulia.core.findings import Ending, Talk
from tertulia.core.model import Case, Outcome, Page, PageKind, Silence

CLEARLY = 3.0  # times faster or slower, before a sentence makes a point of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Two:
    """The page that shows and the page that is shown, with what is known of both.

    Attributes:
        topics: Titles of the topics both have, the rarest first.
        phrases: Words and names both use and few others do, as they stand in the other;
            worked out only where a sentence needs them.
    """

    here: Page
    there: Page
    here_talk: Talk | None = None
    there_talk: Talk | None = None
    topics: tuple[str, ...] = ()
    phrases: Callable[[], tuple[str, ...]] = tuple
    by_hand: bool = False


def reason(two: Two) -> str:
    """One sentence in the language of the page that shows."""
    words = SPANISH if two.here.lang.startswith("es") else ENGLISH
    head = _head(two, words)
    tail = next(_tails(two, words), "")
    if head and tail:
        sentence = f"{head}: {tail}"
    else:
        sentence = head or tail or words["picked" if two.by_hand else "near"]
    return sentence[:1].upper() + sentence[1:] + "."


def spellings(page: Page) -> dict[tuple[str, ...], str]:
    """How each term of a page, of one or two lemmas, first stands in it."""
    words = lemmas.words(f"{page.title}\n{page.summary}\n{page.text}")
    terms = [lemmas.term_of(word, page.lang) for word in words]
    places = [n for n, term in enumerate(terms) if term]
    first: dict[tuple[str, ...], str] = {}
    for n in places:
        first.setdefault((terms[n],), words[n])
    for n, m in pairwise(places):
        first.setdefault((terms[n], terms[m]), " ".join(words[n : m + 1]))
    return first


def spelt(
    terms: Sequence[tuple[str, ...]], first: Mapping[tuple[str, ...], str], count: int = 3
) -> tuple[str, ...]:
    """Terms as they are written; no word twice."""
    found: list[tuple[str, ...]] = []
    for term in terms:
        if term in first and not any(set(term) & set(other) for other in found):
            found.append(term)
    return tuple(first[term] for term in found[:count])


def _head(two: Two, words: Mapping[str, str]) -> str:
    here, there = two.here.case, two.there.case
    if here and there:
        shared = _shared_facts(here, there, words)
        ending = _endings(here, there, words)
        if shared:
            return _joined([*shared, ending] if ending else shared, words)
    if two.there.id in _targets(two.here):
        return words["cited"]
    if two.here.id in _targets(two.there):
        return words["cites_case" if two.there.kind is PageKind.CASE else "cites"]
    if two.topics:
        return words["topics"].format(_joined(_quoted(two.topics[:2], words), words))
    phrases = two.phrases()
    if phrases:
        return words["phrases"].format(_joined(_quoted(phrases[:2], words), words))
    return ""


def _shared_facts(here: Case, there: Case, words: Mapping[str, str]) -> list[str]:
    shared = []
    if set(here.brands) & set(there.brands):
        shared.append(words["brand"])
    if here.channel and here.channel == there.channel:
        shared.append(words["channel"])
    if not shared and here.sector and here.sector == there.sector:
        shared.append(words["sector"])
    return shared


def _endings(here: Case, there: Case, words: Mapping[str, str]) -> str:
    ends = {here.outcome, there.outcome}
    if Outcome.UNKNOWN in ends:
        return ""
    if len(ends) == 1:
        return words["same_end"]
    return words["other_end"] if ends == {Outcome.RECOVERED, Outcome.UNRESOLVED} else ""


def _tails(two: Two, words: Mapping[str, str]) -> Iterator[str]:
    yield from _waits(two, words)
    point = _shared_point(two)
    if point:
        yield words["point"].format(point)
    yield from _turns(two, words)
    here, there = two.here.case, two.there.case
    if here and there:
        if two.topics:
            yield words["topics_tail"].format(_joined(_quoted(two.topics[:1], words), words))
        phrases = two.phrases()
        if phrases:
            yield words["phrases_tail"].format(_joined(_quoted(phrases[:2], words), words))


def _waits(two: Two, words: Mapping[str, str]) -> Iterator[str]:
    if two.there.case and two.there.case.first is Silence.NONE:
        if not (two.here.case and two.here.case.first is Silence.NONE):
            yield words["silence"]
        else:
            yield words["silence_too"]
        return
    there = first_answer_s(two.there, two.there_talk)
    here = first_answer_s(two.here, two.here_talk)
    if there is None:
        return
    lang = two.here.lang
    if here is None:
        if two.here.case and two.here.case.first is Silence.NONE:
            yield words["answered"].format(span(there, lang))
    elif there * CLEARLY <= here or here * CLEARLY <= there:
        yield words["answered"].format(span(there, lang))


def _shared_point(two: Two) -> str:
    if not two.here_talk or not two.there_talk:
        return ""
    here = {a.name for a in two.here_talk.summary.aspects if a.contested}
    there = [a.name for a in two.there_talk.summary.aspects if a.contested]
    return next((name for name in there if name in here), "")


def _turns(two: Two, words: Mapping[str, str]) -> Iterator[str]:
    talk = two.there_talk
    if talk is None:
        return
    before, after = talk.summary.before, talk.summary.after
    if before is not None and after is not None:
        if after - before >= 0.2:
            yield words["better"]
        elif before - after >= 0.2:
            yield words["worse"]
    if talk.service.ending is Ending.ABANDONED:
        yield words["abandoned"]


def _targets(page: Page) -> set[str]:
    return {target for target, _ in page.links}


def _quoted(names: Sequence[str], words: Mapping[str, str]) -> list[str]:
    return [words["quoted"].format(name) for name in names]


def _joined(items: Sequence[str], words: Mapping[str, str]) -> str:
    if len(items) < 2:
        return "".join(items)
    last = items[-1]
    link = words["and"]
    if link == "y" and last.lstrip("«").lower().startswith(("i", "hi")):
        link = "e"  # «y» before an i sound
    return f"{', '.join(items[:-1])} {link} {last}"


SPANISH: Mapping[str, str] = {
    "and": "y",
    "quoted": "«{}»",
    "brand": "la misma marca",
    "channel": "mismo canal",
    "sector": "mismo sector",
    "same_end": "el mismo final",
    "other_end": "el final contrario",
    "cited": "se cita en el texto",
    "cites": "esta entrada parte de lo que se cuenta aquí",
    "cites_case": "este caso remite a lo que se cuenta aquí",
    "topics": "trata también de {}",
    "topics_tail": "los dos son casos de {}",
    "phrases": "los dos hablan de {}",
    "phrases_tail": "en los dos aparecen {}",
    "silence": "allí nadie contestó",
    "silence_too": "allí tampoco contestó nadie",
    "answered": "allí contestaron en {}",
    "point": "también allí se discute sobre {}",
    "better": "allí el tono mejoró después de la respuesta",
    "worse": "allí la respuesta empeoró el tono",
    "abandoned": "allí la última palabra la tuvo el cliente",
    "picked": "elegido por la redacción",
    "near": "trata de lo mismo con otras palabras",
}

ENGLISH: Mapping[str, str] = {
    "and": "and",
    "quoted": "“{}”",
    "brand": "the same brand",
    "channel": "same channel",
    "sector": "same sector",
    "same_end": "the same ending",
    "other_end": "the opposite ending",
    "cited": "cited in the text",
    "cites": "this post builds on what is told here",
    "cites_case": "this case refers to what is told here",
    "topics": "also about {}",
    "topics_tail": "both are cases of {}",
    "phrases": "both speak of {}",
    "phrases_tail": "both mention {}",
    "silence": "there nobody answered",
    "silence_too": "nobody answered there either",
    "answered": "there they answered in {}",
    "point": "there too {} is disputed",
    "better": "there the tone improved after the answer",
    "worse": "there the answer made things worse",
    "abandoned": "there the customer had the last word",
    "picked": "picked by the editors",
    "near": "the same matter in other words",
}
