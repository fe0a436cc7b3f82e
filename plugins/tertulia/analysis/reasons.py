"""Why one page is shown beside another: one sentence, made of facts that can be checked.

A sentence has a head, what the two have in common, and a tail, one thing of the other page
worth knowing. Both are chosen from what holds, the most telling first; in one list no head
and no tail comes twice while there is another.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from tertulia.analysis import bags
from tertulia.analysis.facts import Heard, first_answer_s
from tertulia.analysis.reading import Reading
from tertulia.analysis.reasontexts import REASONS
from tertulia.analysis.wording import ENGLISH, Number, Wording
from tertulia.core.findings import Ending
from tertulia.core.model import Outcome, Page, Silence

CLEARLY = 3.0  # times faster or slower, before a sentence makes a point of it

Clause = tuple[str, str]  # what it is about, so that a list does not repeat it; and the words


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
    here_heard: Heard | None = None
    there_heard: Heard | None = None
    topics: tuple[str, ...] = ()
    phrases: Callable[[], tuple[str, ...]] = tuple
    by_hand: bool = False


def reasons(twos: Sequence[Two], words: NullTranslations = ENGLISH) -> list[str]:
    """One sentence for each page of a list.

    Args:
        twos: All with the same page that shows the others.
        words: The catalogue of the language to say it in.
    """
    used: set[str] = set()
    speech = _Speech(words)
    return [_sentence(two, used, speech) for two in twos]


def spelt(numbers: Sequence[int], there: Reading, count: int = 3) -> tuple[str, ...]:
    """Terms, by their numbers, as a page writes them; no word twice."""
    first = bags.spelt(there, numbers)
    found: list[str] = []
    used: set[int] = set()
    for words, lemmas in (first[number] for number in numbers if number in first):
        if not used & set(lemmas):
            used |= set(lemmas)
            found.append(words)
    return tuple(found[:count])


class _Speech(Wording):
    """Says the texts of `reasontexts.py`."""

    def clause(self, key: str, **values: object) -> str:
        """What is said of the two, with its places filled."""
        return self.say(REASONS[key], **values)

    def quoted(self, words: str) -> str:
        """A title or a word of the pages themselves."""
        return self.clause("quoted", words=words)


def _sentence(two: Two, used: set[str], words: _Speech) -> str:
    head = _fresh(_heads(two, words), used)
    tail = _fresh(_tails(two, words, head[0] if head else ""), used)
    head = head or _spoken(two, words, any_word=tail is None or tail[0] == "public")
    parts = [clause[1] for clause in (head, tail) if clause]
    sentence = ": ".join(parts) or words.clause("picked" if two.by_hand else "near")
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _fresh(clauses: Iterator[Clause], used: set[str]) -> Clause | None:
    """The first that is new in this list, else the first at all."""
    first: Clause | None = None
    for clause in clauses:
        first = first or clause
        if clause[0] not in used:
            used.add(clause[0])
            return clause
    return first


def _heads(two: Two, words: _Speech) -> Iterator[Clause]:
    if two.here.case and two.there.case:
        yield from _shared_facts(two, words)
    kind, this = ("case" if page.case else "post" for page in (two.there, two.here))
    if two.there.id in {target for target, _ in two.here.links}:
        yield f"cited {kind}", words.clause(f"cited_{kind}_{this}")
    if two.here.id in {target for target, _ in two.there.links}:
        yield f"cites {kind}", words.clause(f"cites_{kind}_{this}")
    about = "topic_other" if two.here.case and two.there.case else f"topic_{kind}"
    for topic in two.topics:
        yield f"topic {topic}", words.clause(about, topic=words.quoted(topic))


def _spoken(two: Two, words: _Speech, *, any_word: bool) -> Clause | None:
    """Names and phrases that both use, said only where nothing else holds.

    Args:
        any_word: Single words will do, for want of anything to say.
    """
    found = [p for p in two.phrases() if any_word or " " in p or p != p.lower()][:2]
    if not found:
        return None
    phrases = words.row([words.quoted(phrase) for phrase in found])
    return "phrases", words.clause("phrases", phrases=phrases)


def _shared_facts(two: Two, words: _Speech) -> Iterator[Clause]:
    here, there = two.here.case, two.there.case
    assert here
    assert there
    same = {
        "brand": bool(set(here.brands) & set(there.brands)),
        "channel": bool(here.channel) and here.channel == there.channel,
        "sector": bool(here.sector) and here.sector == there.sector,
    }
    shared = [name for name, holds in same.items() if holds]
    ending = _endings(here.outcome, there.outcome)
    for names in (shared[:2], *([name] for name in shared)):
        if names and ending:
            items = [words.clause(name) for name in [*names, ending]]
            yield f"facts {names} {ending}", words.row(items)
    for names in (shared[:2], *([name] for name in shared)):
        if names:
            yield f"facts {names}", words.row([words.clause(name) for name in names])


def _endings(here: Outcome, there: Outcome) -> str:
    if Outcome.UNKNOWN in (here, there):
        return ""
    if here is there:
        return "same_end"
    return "other_end" if {here, there} == {Outcome.RECOVERED, Outcome.UNRESOLVED} else ""


def _tails(two: Two, words: _Speech, head: str) -> Iterator[Clause]:
    if two.there.case:
        yield from _waits(two, words)
    yield from _points(two, words)
    if two.there.case:
        yield from _turns(two, words)
        if two.there.case.trigger:
            trigger = two.there.case.trigger.rstrip(".")
            yield "trigger", words.clause("trigger", trigger=trigger)
        if "_end" not in head and two.there.case.outcome is not Outcome.UNKNOWN:
            outcome = two.there.case.outcome
            yield f"outcome {outcome}", words.clause(f"outcome_{outcome}")
    for topic in two.topics:
        if f"topic {topic}" != head:
            yield f"topic {topic}", words.clause("topic_tail", topic=words.quoted(topic))
    if two.there_heard and two.there_heard.public:
        yield "public", words.clause("public", n=Number(two.there_heard.public))


def _waits(two: Two, words: _Speech) -> Iterator[Clause]:
    """How soon they answered there, where that is far from here or nobody answered here."""
    assert two.there.case
    silent_here = two.here.case is not None and two.here.case.first is Silence.NONE
    if two.there.case.first is Silence.NONE:
        yield "silence", words.clause("silence_too" if silent_here else "silence")
        return
    there = first_answer_s(two.there, two.there_heard)
    if there is None:
        return
    here = first_answer_s(two.here, two.here_heard) if two.here.case else None
    if here is None:
        yield "wait", words.clause("answered", there=words.span(there))
    elif there * CLEARLY <= here or here * CLEARLY <= there:
        spans = {"there": words.span(there), "here": words.span(here)}
        yield "wait", words.clause("answered_both", **spans)


def _points(two: Two, words: _Speech) -> Iterator[Clause]:
    """What both threads are divided about."""
    if not two.here_heard or not two.there_heard:
        return
    for aspect in two.there_heard.points:
        if aspect in two.here_heard.points:
            yield f"point {aspect}", words.clause("point", aspect=aspect)


def _turns(two: Two, words: _Speech) -> Iterator[Clause]:
    """How the tone went on after the answer there, against here."""
    there = two.there_heard.turn if two.there_heard else ""
    here = two.here_heard.turn if two.here_heard else ""
    if there:
        yield f"turn {there}", words.clause(f"{there}_too" if there == here else there)
    if two.there_heard and two.there_heard.ending is Ending.ABANDONED:
        yield "abandoned", words.clause("abandoned")
