"""What is known of a page besides its words, as labels that two pages may share."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from tertulia.analysis import lemmas
from tertulia.core.findings import Ending, Talk
from tertulia.core.model import Page, Silence

FACTS = ("topic", "source", "brand", "channel", "sector", "trigger", "outcome", "point", "turn")

TURN = 0.2  # change of mean tone after the first own answer that readers notice


def facts_of(page: Page, talk: Talk | None) -> dict[str, tuple[str, ...]]:
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
    if talk is not None:
        facts["point"] = tuple(a.name for a in talk.summary.aspects if a.contested)
        facts["turn"] = tuple(turns(talk))
    return {name: tuple(label for label in labels if label) for name, labels in facts.items()}


def sources(addresses: Iterable[str]) -> Iterator[str]:
    """The pages on other sites, and these sites, that addresses lead to."""
    for address in addresses:
        try:
            parts = urlsplit(address)
        except ValueError:
            continue
        host = parts.netloc.lower().removeprefix("www.")
        if parts.scheme in ("http", "https") and host:
            yield host
            if path := parts.path.rstrip("/"):
                yield f"{host}{path}?{parts.query}".rstrip("?")


def turns(talk: Talk) -> Iterator[str]:
    """How the thread went on after the answer: "better", "worse", and how it ended."""
    before, after = talk.summary.before, talk.summary.after
    if before is not None and after is not None and abs(after - before) >= TURN:
        yield "better" if after > before else "worse"
    if talk.service.ending not in (Ending.NONE, Ending.OPEN):
        yield str(talk.service.ending)


def first_answer_s(page: Page, talk: Talk | None) -> float | None:
    """Seconds to the first answer: as the case states it, else as the thread shows it."""
    if page.case is not None and not isinstance(page.case.first, Silence):
        return page.case.first.total_seconds()
    if talk is not None and talk.service.first_answer is not None:
        return talk.service.first_answer.total_seconds()
    return None
