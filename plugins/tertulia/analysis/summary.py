"""What a thread sounds like: figures, course, aspects, quotations and the sentences on them.

A pure function of the thread and the tones. Figures are on the public's messages; what the
author and the brand write counts in none. Linkbacks are no opinion of a commenter.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import groupby

from tertulia.analysis import agreement, answers, endings, phrases, questions, service
from tertulia.analysis.answers import Answers
from tertulia.analysis.aspects import Mentions, aspect, mentions
from tertulia.analysis.conversation import conversation
from tertulia.analysis.figures import FEWEST, mean, mean_interval, share
from tertulia.analysis.quotations import asked, quotations
from tertulia.analysis.sentences import Grounds, tell
from tertulia.analysis.voices import count_voices, in_time, moment, own, public, voice
from tertulia.analysis.wording import ENGLISH
from tertulia.core.findings import Aspect, Interval, Label, Point, Service, Summary, Tone
from tertulia.core.model import Placed, Thread


def summarise(
    thread: Thread,
    tones: Mapping[str, Tone],
    lang: str = "es",
    parts: Mapping[str, Tone] | None = None,
    words: NullTranslations = ENGLISH,
    *,
    found: Answers | None = None,
    measured: Service | None = None,
) -> Summary:
    """Summarise a thread.

    Args:
        thread: The page's comments, roles assigned.
        tones: By entry id; an entry without one counts as unclear.
        lang: The page's language (BCP 47), of the key phrases.
        parts: Tones of single passages, by their text, for the aspects (`aspects.to_score`).
        words: The catalogue of the language of the sentences.
        found: Who answered whom in the conversation, where that is known already.
        measured: Its service, likewise.
    """
    heard = _listen(conversation(thread), tones, parts or {}, words, found, measured)
    sentences, facts = tell(_grounds(heard), words)
    people, opinions = heard.people, heard.opinions
    enough = len(opinions) >= FEWEST
    counts = {label: len(heard.labels.get(label, ())) for label in Label}
    opening, closing = _thirds(opinions)
    names = {p.entry.author.name for p in heard.thread.comments}
    return Summary(
        total=len(thread.comments),
        aside=len(thread.comments) - len(heard.thread.comments),
        public=len(people),
        voices=count_voices(p.entry for p in people),
        sentences=sentences,
        counts=counts,
        mean=mean_interval(_values(opinions, tones)),
        shares=_shares(counts, len(opinions)) if enough else {},
        course=tuple(_point(p, tones) for p in in_time(heard.thread.comments)),
        opening=mean(_values(opening, tones)),
        closing=mean(_values(closing, tones)),
        before=mean(_values(heard.before, tones)),
        after=mean(_values(heard.after, tones)),
        by_depth=_by_depth(opinions, tones),
        phrases=phrases.phrases(people, lang, names) if enough else (),
        aspects=heard.aspects,
        quotations=quotations(people, tones) if enough else (),
        unanswered=_ids(heard.unheard),
        agreement=(len(heard.agree), len(heard.disagree)),
        facts=facts,
        questions=asked(heard.unheard, tones),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What a conversation says, before it becomes figures and sentences.

    Attributes:
        people: The public's messages, in time.
        labels: Their ids by tone.
        opinions: Those of them with a clear opinion.
        before, after: The opinions before and after the first answer.
        aspects: Of each of `mentions` what is shown.
        unheard: Who asked and was answered by nobody.
    """

    thread: Thread
    people: Sequence[Placed]
    labels: Mapping[Label, tuple[str, ...]]
    opinions: Sequence[Placed]
    before: Sequence[Placed]
    after: Sequence[Placed]
    mentions: Sequence[Mentions]
    aspects: tuple[Aspect, ...]
    agree: tuple[str, ...]
    disagree: tuple[str, ...]
    unheard: Sequence[Placed]
    answers: Answers
    service: Service


def _listen(
    thread: Thread,
    tones: Mapping[str, Tone],
    parts: Mapping[str, Tone],
    words: NullTranslations,
    found: Answers | None,
    measured: Service | None,
) -> _Heard:
    people = in_time(public(thread))
    found = found or answers.find(thread)
    opinions = [p for p in people if _polarity(p, tones) is not None]
    before, after = _around_first_answer(thread, opinions)
    spoken_of = mentions(people, tones, parts)
    agree, disagree = agreement.with_post(people)
    return _Heard(
        thread=thread,
        people=people,
        labels=_labels(people, tones),
        opinions=opinions,
        before=before,
        after=after,
        mentions=spoken_of,
        aspects=tuple(aspect(m, words) for m in spoken_of),
        agree=agree,
        disagree=disagree,
        unheard=_unheard(people, found.heard),
        answers=found,
        service=measured or service.measure(thread, tones, found),
    )


def _grounds(heard: _Heard) -> Grounds:
    """What the sentences rest on."""
    open_, shown = heard.service.open, zip(heard.mentions, heard.aspects, strict=True)
    return Grounds(
        public=_ids(heard.people),
        labels=heard.labels,
        before=_ids(heard.before),
        after=_ids(heard.after),
        negative=frozenset(heard.labels.get(Label.NEGATIVE, ())),
        agree=heard.agree,
        disagree=heard.disagree,
        aspects={m.name: m.sides for m in heard.mentions},
        contested=frozenset(m.name for m, seen in shown if seen.contested),
        asked=open_,
        answered=tuple(id for id in open_ if id in heard.answers.own),
        first=heard.service.first_pair,
        wait=heard.service.first_answer,
        brand=service.serves(heard.thread),
        own=bool(own(heard.thread)),
        unanswered=_ids(heard.unheard),
        voices=tuple({voice(p.entry): p.entry.id for p in reversed(heard.people)}.values()),
    )


def _shares(counts: Mapping[Label, int], total: int) -> dict[Label, Interval]:
    return {label: share(count, total) for label, count in counts.items() if label.opinion}


def _unheard(people: Sequence[Placed], heard: Collection[str]) -> list[Placed]:
    """Who asked and was answered by nobody, nor said later that it is solved."""
    left: list[Placed] = []
    solved: set[str] = set()
    for p in reversed(people):  # from the newest on
        if questions.asks(p.entry.text):
            if p.entry.id not in heard and voice(p.entry) not in solved:
                left.append(p)
        elif voice(p.entry) and endings.solves(p.entry.text):
            solved.add(voice(p.entry))
    return left[::-1]


def _polarity(p: Placed, tones: Mapping[str, Tone]) -> float | None:
    """None where there is no opinion, or no clear one."""
    tone = tones.get(p.entry.id)
    return tone.polarity if tone is not None and tone.label.opinion else None


def _values(placed: Sequence[Placed], tones: Mapping[str, Tone]) -> list[float]:
    return [tones[p.entry.id].polarity for p in placed]


def _labels(people: Sequence[Placed], tones: Mapping[str, Tone]) -> dict[Label, tuple[str, ...]]:
    found: dict[Label, list[str]] = {}
    for p in people:
        tone = tones.get(p.entry.id)
        found.setdefault(tone.label if tone else Label.UNCLEAR, []).append(p.entry.id)
    return {label: tuple(ids) for label, ids in found.items()}


def _ids(placed: Sequence[Placed]) -> tuple[str, ...]:
    return tuple(p.entry.id for p in placed)


def _thirds(opinions: Sequence[Placed]) -> tuple[Sequence[Placed], Sequence[Placed]]:
    third = len(opinions) // 3
    return (opinions[:third], opinions[-third:]) if third else ((), ())


def _around_first_answer(
    thread: Thread, opinions: Sequence[Placed]
) -> tuple[list[Placed], list[Placed]]:
    """Dated opinions before and after the first own entry that follows one of the public."""
    ordered = [p for p in in_time(thread.comments) if p.entry.posted is not None]
    asked = next((n for n, p in enumerate(ordered) if not p.entry.author.role.own), None)
    rest = ordered[asked:] if asked is not None else []
    answer = next((p for p in rest if p.entry.author.role.own), None)
    at = moment(answer.entry) if answer is not None else None
    if at is None:
        return [], []
    before: list[Placed] = []
    after: list[Placed] = []
    for p in opinions:
        when = moment(p.entry)
        if when is not None:
            (before if when < at else after).append(p)
    return before, after


def _by_depth(
    opinions: Sequence[Placed], tones: Mapping[str, Tone]
) -> tuple[tuple[int, int, float], ...]:
    found = []
    for depth, group in groupby(sorted(opinions, key=lambda p: p.depth), key=lambda p: p.depth):
        values = _values(tuple(group), tones)
        average = mean(values)
        if average is not None:
            found.append((depth, len(values), average))
    return tuple(found)


def _point(p: Placed, tones: Mapping[str, Tone]) -> Point:
    tone = tones.get(p.entry.id)
    return Point(
        id=p.entry.id,
        posted=p.entry.posted,
        polarity=_polarity(p, tones),
        label=tone.label if tone else Label.UNCLEAR,
        role=p.entry.author.role,
        depth=p.depth,
    )
