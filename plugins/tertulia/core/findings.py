"""What the analysis finds out, as the theme shows it.

"Not known" is None or a count of nothing, never a 0.0 that an average would swallow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tertulia.core.model import Entry, PageKind, Role, Thread


class Label(StrEnum):
    """The tone of one message.

    Attributes:
        opinion: It counts in shares and means.
    """

    opinion: bool

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    UNCLEAR = "unclear"  # below the stated confidence: no guess
    COURTESY = "courtesy"  # bare thanks or greetings: no opinion

    def __init__(self, name: str) -> None:
        self.opinion = name in ("positive", "neutral", "negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """How one message sounds.

    Attributes:
        polarity: -1 (negative) to 1 (positive).
        subjectivity: 0 (plain fact) to 1 (all opinion).
        confidence: 0 to 1, of the label.
        lang: BCP 47, the language it was read in.
        words: What the result rests on, as it stands in the text.
        ironic: Signs of irony were found; they lower the confidence and flip nothing.
    """

    polarity: float
    subjectivity: float
    label: Label
    confidence: float
    lang: str
    words: tuple[str, ...] = ()
    ironic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person says of one entry, against or with the machine.

    Attributes:
        field: "label", "lang" or "role".
        who, why: Shown beside the entry.
    """

    id: str
    field: str
    value: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure and how far it may be off (95 %)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often the machine's label is the one that people give.

    Attributes:
        checked: Entries whose label a person wrote down.
        share: Of these, the same; None under 3.
        pairs: The machine's label, the person's, how often; most frequent first.
    """

    checked: int
    same: int
    share: Interval | None
    pairs: tuple[tuple[Label, Label, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One comment on the course of a thread."""

    id: str
    posted: datetime | None
    polarity: float | None  # None: no opinion in it, or not clear
    label: Label
    role: Role
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """A thing that people speak of, and how.

    Attributes:
        name: As readers say it: "atención".
        positive, negative: Comments with an opinion on it.
        voices: Different people who speak of it.
        contested: Both sides are present, by three voices or more.
    """

    name: str
    positive: int
    negative: int
    neutral: int
    voices: int
    contested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words of one comment that stand for more."""

    id: str
    author: str
    text: str
    label: Label
    dissent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number in a sentence and what it counts, so that anybody can check it.

    Attributes:
        name: The rule, such as "negative_before".
        value: As it is printed.
        ids: The comments behind it.
    """

    name: str
    value: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a thread sounds like; figures on the public's messages, own voices apart.

    Attributes:
        sentences: Two or three, in the page's language; the first is the headline.
        counts: Comments of the public by label.
        mean: Of the opinions' polarity; None under 3 opinions.
        shares: By label, of the opinions; empty under 3 opinions.
        opening, closing: Mean tone of the first and last third; None where too few.
        before, after: Mean tone before and after the first own answer; None where too few.
        unanswered: Ids of questions that nobody answered.
        questions: These in their words.
        aside: Comments of `total` that came after a brand and its customers had done, and count
            in nothing else here.
    """

    total: int
    public: int
    voices: int
    sentences: tuple[str, ...]
    counts: Mapping[Label, int]
    mean: Interval | None
    shares: Mapping[Label, Interval]
    course: tuple[Point, ...]
    opening: float | None
    closing: float | None
    before: float | None
    after: float | None
    by_depth: tuple[tuple[int, int, float], ...]  # depth, opinions, mean
    phrases: tuple[tuple[str, int], ...]
    aspects: tuple[Aspect, ...]
    quotations: tuple[Quotation, ...]
    unanswered: tuple[str, ...]
    agreement: tuple[int, int]  # comments that agree and that disagree with the post
    facts: tuple[Fact, ...]
    questions: tuple[Quotation, ...] = ()
    aside: int = 0


class Ending(StrEnum):
    """How the service in a thread ended."""

    RESOLVED = "resolved"
    PRIVATE = "private"  # moved out of sight: "por DM"
    ABANDONED = "abandoned"  # a customer's message is last and nobody answered
    OPEN = "open"
    NONE = "none"  # nobody asked for anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One person of the public at the first and at the last message."""

    name: str
    messages: int
    first: float | None
    last: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Who answered, how fast, and who had the last word.

    Attributes:
        first_answer: From the first message of the public to the first own answer.
        asked: Messages of the public that were open to an answer.
        answered: Of these, those with an own answer below them.
        within_s: Limit in seconds (3600, 14400, 86400) to messages answered within it.
        waits: The wait of each answered message by its id.
        open: Ids of the messages that `asked` counts, in time order.
        first_pair: The first message of the public and the first own answer to come after it.
        endings: How many conversations of the thread ended in each way.
    """

    first_answer: timedelta | None
    median_answer: timedelta | None
    asked: int
    answered: int
    within_s: Mapping[int, int]
    waits: Mapping[str, timedelta]
    last_word: Role | None
    ending: Ending
    customers: tuple[Customer, ...]
    open: tuple[str, ...] = ()
    first_pair: tuple[str, ...] = ()
    endings: Mapping[Ending, int] = field(default_factory=dict)

    @property
    def returned(self) -> tuple[int, int, int] | None:
        """People with a tone first and last; how many ended better, how many worse by 0.2."""
        moves = [
            c.last - c.first for c in self.customers if c.first is not None and c.last is not None
        ]
        if len(moves) < 3:
            return None
        return len(moves), sum(m >= 0.2 for m in moves), sum(m <= -0.2 for m in moves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A page worth reading next, and why.

    Attributes:
        reason: One sentence in the page's language.
        score: 0 to 1.
        parts: The figures behind it, by name ("text", "channel" …).
        by_hand: The author picked it.
    """

    page: str
    score: float
    reason: str
    parts: Mapping[str, float]
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlink:
    """Where a page is linked from.

    Attributes:
        kind: "post", "case", "topic", "page", "comment", "trackback", "pingback", "webmention".
        page: Id of the linking page of this site; empty for other sites.
        entry: Id of the comment or linkback; empty for pages.
        url: Where the link stands; relative to the site's root for our own pages.
        text: The paragraph that links, plain.
    """

    kind: str
    page: str
    entry: str
    title: str
    url: str
    text: str
    posted: datetime | None = None
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """Figures over the threads of a brand, channel, sector, topic, year or of the site.

    Attributes:
        threads, comments: How many stand behind the figures.
        mean: None under 3 threads with a mean, or under 10 opinions.
        median_first_s: Median time to the first answer in seconds; None under 3.
        outcomes: Cases by outcome.
    """

    name: str
    pages: tuple[str, ...]
    threads: int
    comments: int
    counts: Mapping[Label, int]
    mean: Interval | None
    median_first_s: float | None
    answer_rate: Interval | None
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Everything the theme needs to show one page's conversation.

    Attributes:
        tones: By entry id; entries of own voices have one too, but count in no figure.
        corrections: What people changed or confirmed by hand; the tones have it already.
        entries: All that is shown, comments first.
        spoken: How many comments there are.
        newest: When the latest comment was posted, and the latest of those without a zone.
        written: When something was written or edited last, and the same of those.
    """

    thread: Thread
    tones: Mapping[str, Tone]
    summary: Summary
    service: Service
    corrections: tuple[Correction, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that is shown, comments first."""
        return (
            tuple(p.entry for p in self.thread.comments)
            + self.thread.linkbacks
            + self.thread.reactions
        )

    @property
    def spoken(self) -> int:
        """How many comments there are."""
        return len(self.thread.comments)

    @property
    def newest(self) -> tuple[datetime, ...]:
        """When the latest comment was posted, and the latest of those without a zone."""
        return _latest(placed.entry.posted for placed in self.thread.comments)

    @property
    def written(self) -> tuple[datetime, ...]:
        """When something was written or edited last, and the same without a zone."""
        return _latest(entry.edited or entry.posted for entry in self.entries)


def _latest(dates: Iterable[datetime | None]) -> tuple[datetime, ...]:
    known = [date for date in dates if date is not None]
    parted = [d for d in known if d.tzinfo], [d for d in known if d.tzinfo is None]
    return tuple(max(found) for found in parted if found)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupName:
    """A group as its members name it: without figures, which change with every comment."""

    kind: str
    name: str
    slug: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A brand, channel, sector or year with a page of its own."""

    kind: str
    name: str
    slug: str
    url: str
    pages: tuple[str, ...]
    rollup: Rollup
    page_kinds: tuple[PageKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the figures of all pages rest on.

    Attributes:
        inputs: For each thread its files, below the content folder, with their SHA-256.
        analyzers: Name and version of the analyzer of each language.
    """

    inputs: Mapping[str, Mapping[str, str]]
    analyzers: Mapping[str, tuple[str, str]]
