"""What is known of a page besides its words, as labels that two pages may share."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from tertulia.analysis import lemmas
from tertulia.core.findings import Ending, Talk
from tertulia.core.model import Page, Silence

FACTS = ("topic", "source", "brand", "channel", "sector", "trigger", "outcome", "point", "turn")

TURN = 0.2  # change of mean tone after the first own answer that readers notice


LIVELY = 5  # messages of the public, before a conversation is worth a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What of a conversation related pages may rest on: most of what is said changes none of it.

    Attributes:
        points: What it is divided about.
        turn: How the tone went on after the answer: "better", "worse" or nothing.
        ending: How it ended.
        first_answer_s: Seconds to the first answer.
        public: Messages of the public; 0 where they are few.
    """

    points: tuple[str, ...]
    turn: str
    ending: Ending
    first_answer_s: float | None
    public: int


SILENT = Heard(points=(), turn="", ending=Ending.NONE, first_answer_s=None, public=0)


def hear(talk: Talk) -> Heard:
    """What related pages may rest on of a conversation."""
    summary, first = talk.summary, talk.service.first_answer
    before, after = summary.before, summary.after
    change = 0.0 if before is None or after is None else after - before
    return Heard(
        points=tuple(aspect.name for aspect in summary.aspects if aspect.contested),
        turn="" if abs(change) < TURN else "better" if change > 0 else "worse",
        ending=talk.service.ending,
        first_answer_s=None if first is None else first.total_seconds(),
        public=summary.public if summary.public >= LIVELY else 0,
    )


def hear_all(talks: Mapping[str, Talk]) -> dict[str, Heard]:
    """The same of several, by page id."""
    return {page: hear(talk) for page, talk in talks.items()}


def facts_of(page: Page, heard: Heard | None) -> dict[str, tuple[str, ...]]:
    """The labels of a page, by the names in `FACTS`."""
    facts = {"topic": page.topics, "source": tuple(sources(page.beyond))}
    if page.case is not None:
        case = page.case
        facts |= {
            "brand": case.brands,
            "channel": (case.channel,),
            "sector": (case.sector,),
            "trigger": tuple(lemmas.terms(case.trigger, page.lang)),
            "outcome": (str(case.outcome),),
        }
    if heard is not None:
        facts["point"] = heard.points
        facts["turn"] = tuple(turns(heard))
    return {name: tuple(label for label in labels if label) for name, labels in facts.items()}


def sources(addresses: Iterable[str]) -> Iterator[str]:
    """The pages on other sites, and these sites, that addresses lead to."""
    for address in addresses:
        yield from _source(address)


@lru_cache(maxsize=400_000)  # a pure function: what is kept changes no answer
def _source(address: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    host = parts.netloc.lower().removeprefix("www.")
    if parts.scheme not in ("http", "https") or not host:
        return ()
    path = parts.path.rstrip("/")
    return (host, f"{host}{path}?{parts.query}".rstrip("?")) if path else (host,)


def turns(heard: Heard) -> Iterator[str]:
    """How the thread went on after the answer, and how it ended."""
    if heard.turn:
        yield heard.turn
    if heard.ending not in (Ending.NONE, Ending.OPEN):
        yield str(heard.ending)


def first_answer_s(page: Page, heard: Heard | None) -> float | None:
    """Seconds to the first answer: as the case states it, else as the thread shows it."""
    if page.case is not None and not isinstance(page.case.first, Silence):
        return page.case.first.total_seconds()
    return None if heard is None else heard.first_answer_s
