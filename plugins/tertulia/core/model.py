"""The words of the house: entries, pages, threads.

An `Entry` is what somebody left on a page, by whatever way it came: a comment, a
trackback, a like. A `Thread` is the entries of one page, put in order. What a source
yields before its page is known is a `Record`; what it could not read is a `Skipped`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

MOST_LIKES = 2**53  # of an entry; every reader of JSON keeps so much exactly


class Kind(StrEnum):
    """How an entry came to the page.

    Attributes:
        linkback: Another site says that it links to the page.
        reaction: It is a gesture without words of its own.
    """

    linkback: bool  # these are asked for so often that to work them out each time would show
    reaction: bool

    COMMENT = "comment"
    TRACKBACK = "trackback"
    PINGBACK = "pingback"
    WEBMENTION = "webmention"
    LIKE = "like"
    REPOST = "repost"

    def __init__(self, name: str) -> None:
        self.linkback = name in ("trackback", "pingback", "webmention")
        self.reaction = name in ("like", "repost")


class Status(StrEnum):
    """What was decided about an entry; only the approved are ever built."""

    APPROVED = "approved"
    PENDING = "pending"
    SPAM = "spam"
    DELETED = "deleted"


class Verified(StrEnum):
    """How far one may trust that a linkback really links."""

    FETCHED = "fetched"  # the linking page was read, by us or by the service that sent it
    ASSERTED = "asserted"  # somebody said so
    ARCHIVED = "archived"  # it came with an old export; the page may be gone


class Role(StrEnum):
    """Who speaks: given by the site's settings and the case, never by a name alone.

    Attributes:
        own: The voice answers for the site or the brand, not for the public.
    """

    own: bool

    AUTHOR = "author"
    BRAND = "brand"
    CUSTOMER = "customer"
    OTHER = "other"

    def __init__(self, name: str) -> None:
        self.own = name in ("author", "brand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote an entry, as they signed it.

    Attributes:
        name: Plain text; empty when unsigned.
        url: http or https, or empty.
        role: As decided at import; settings and cases may decide otherwise at build.
    """

    name: str = ""
    url: str = ""
    role: Role = Role.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An earlier text of an entry that a later one replaced where it was written.

    Attributes:
        html: As in `Entry`.
        read: As in `Entry`.
    """

    text: str
    edited: datetime | None = None
    html: str = ""
    lang: str = ""
    read: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that somebody left on one page.

    Attributes:
        id: Unique in the site: "<source>:<instance>:<its id there>", such as
            "wxr:blog.example:117"; the instance is the site or forum it was read from.
        parent: The `id` that this one answers; None at the top level.
        posted: When it was written. Without a zone the source gave none: that is a stated
            fact ("zone": "unknown" on disk), and code that orders entries assumes the site's.
            None when there is no readable date; `posted_raw` keeps what stood there.
        edited: When its writer last changed it, by the same rules.
        title: Title of the linking page; linkbacks only.
        text: Plain text, never HTML: mark-up came off at import. A blank line parts paragraphs.
        html: The same sanitised (nh3) for display; empty where the text is all there is.
        lang: BCP 47, as found at import, or empty: then it is found at build.
        url: Where it stands elsewhere: permalink, or the page that links; http(s) or empty.
        likes: How many, where the source says so; `MOST_LIKES` at most.
        also: Ids under which other sources gave the same entry.
        parent_also: Ids that other sources gave for `parent`, where they are not known to be its.
        prints: Digests of words that are no longer kept here, since they were deleted at their
            source or changed by hand: by them the same words from elsewhere are known.
        upstream: What its source said of it; `status` is what the site made of that.
        told: When the last dump was made that had it; None where that is `read`. On disk only
            where that is not the time that holds for the whole page (`core/dumps.py`).
        read: When the dump was made that first gave this text; of two texts whose writer's
            edits are not dated, the one read later is the later one.
        gone: It has vanished where it came from, after we had read it.
        missed: When the dump was made that no longer had it.
        edited_by_hand: Fields that a person changed here; no import may overwrite them.
    """

    id: str
    kind: Kind = Kind.COMMENT
    parent: str | None = None
    author: Author = Author()
    posted: datetime | None = None
    posted_raw: str = ""
    edited: datetime | None = None
    title: str = ""
    text: str = ""
    html: str = ""
    lang: str = ""
    status: Status = Status.APPROVED
    source: str = ""
    verified: Verified = Verified.ASSERTED
    url: str = ""
    likes: int | None = None
    also: tuple[str, ...] = ()
    parent_also: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    upstream: Status = Status.APPROVED
    told: datetime | None = None
    read: datetime | None = None
    gone: bool = False
    missed: datetime | None = None
    reason: str = ""  # why it has its status: a rule's id and sentence, or a person's words
    history: tuple[Change, ...] = ()
    edited_by_hand: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRef:
    """All that an export says about the page that its entries belong to; any may be empty."""

    url: str = ""
    slug: str = ""
    guid: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entry as a source gives it: loose, its page not yet found.

    Attributes:
        notes: What the source mended or had to assume, each in one clause for the report:
            "encoding repaired", "comment type 'review' read as a comment".
    """

    page: PageRef
    entry: Entry
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """What a source saw and did not yield.

    Attributes:
        place: Where, in the terms of the file: "line 7", "comment 117".
        reason: Why, in one clause.
        lost: True where something of worth could not be read (the import then exits with 1);
            False where it was left out on purpose, such as spam.
    """

    place: str
    reason: str
    lost: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or page of an exported blog, as its source gives it.

    Attributes:
        id: Like an entry's: "wxr:blog.example:12".
        kind: `PageKind.POST` or `PageKind.PAGE`.
        url: Where it stood; `aliases` are further addresses of it.
        published: Without a zone the source gave none; None where there is no readable date.
        draft: It was not public: draft, private, scheduled, protected; `notes` say which.
        html: The body as its author wrote it: the owner's own, so only what is active in a
            reader's browser (scripts, frames, event handlers) came off; images stay.
        images: Addresses of the images in the body and of those attached, each once.
        attachments: Addresses of other files attached.
    """

    id: str
    title: str = ""
    slug: str = ""
    kind: "PageKind" = field(default_factory=lambda: PageKind.POST)
    url: str = ""
    aliases: tuple[str, ...] = ()
    guid: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    draft: bool = False
    html: str = ""
    excerpt: str = ""
    lang: str = ""
    images: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An entry in its place in a thread.

    Attributes:
        number: 1 for the first in thread order.
        depth: 0 at the top level.
        parent: The entry it answers, where that is in the thread too.
        orphan: Its parent is named but missing; it stands at the top level.
        lapse: How long after its parent it was written, where both times are known to compare.
        replies: How many stand below it, at any depth.
    """

    entry: Entry
    number: int
    depth: int = 0
    parent: Entry | None = None
    orphan: bool = False
    lapse: timedelta | None = None
    replies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What was said on one page, approved entries only, in thread order.

    Attributes:
        page: The page's id: its slug.
        comments: Depth first; siblings from the oldest on.
        linkbacks: Trackbacks, pingbacks and webmentions, from the oldest on.
        reactions: Likes and reposts, from the oldest on.
        cut: Ids whose parent link closed a circle and was cut.
    """

    page: str
    comments: tuple[Placed, ...] = ()
    linkbacks: tuple[Entry, ...] = ()
    reactions: tuple[Entry, ...] = ()
    cut: tuple[str, ...] = ()

    @property
    def orphans(self) -> tuple[Entry, ...]:
        """Comments whose parent is missing."""
        return tuple(p.entry for p in self.comments if p.orphan)


class PageKind(StrEnum):
    """What sort of page it is; each has its own front matter."""

    POST = "post"
    CASE = "case"
    TOPIC = "topic"
    PAGE = "page"


class Outcome(StrEnum):
    """How a case ended."""

    RECOVERED = "recovered"
    PARTLY = "partly"
    UNRESOLVED = "unresolved"
    UNKNOWN = "unknown"


class Silence(StrEnum):
    """Why a case has no time to its first response."""

    NONE = "none"  # there never was one
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source that a page rests on.

    Attributes:
        text: Who said it where, as it is to be printed.
        url: Its address, or empty where it has none.
        read: The day it was read, ISO 8601.
    """

    text: str
    url: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The facts of a case study.

    Attributes:
        first: Time from the trigger to the brand's first response.
        period: ISO 8601 day, month, year, or two of them parted by a slash.
    """

    brands: tuple[str, ...]
    channel: str
    sector: str
    period: str
    trigger: str
    happened: str
    outcome: Outcome
    first: timedelta | Silence
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section of a page's body.

    Attributes:
        level: 2 for h2.
    """

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site as the analysis sees it; `site/` makes it from Pelican's content.

    Attributes:
        id: Its slug, unique in the site.
        url: Relative to the site's root, such as "casos/nueve-horas/".
        text: Its body as plain text.
        words: How many that has; 0 where nobody has counted.
        published: None for pages without a date.
        modified: When its author last revised it, where they say so.
        topics: Ids of topic pages.
        related: Ids picked by hand.
        links: Ids of pages it links to, each with the plain text of the paragraph that does.
        beyond: Addresses outside of the site that it links to.
        thread: Id under which its thread is kept; translations share one.
        listed: False for drafts and hidden pages, which no list, count or link shows.
        broader, narrower, see: For a topic: ids of topics. names: its other names.
    """

    id: str
    kind: PageKind
    title: str
    url: str
    lang: str = "es"
    summary: str = ""
    text: str = ""
    words: int = 0
    published: datetime | None = None
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    beyond: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    thread: str = ""
    listed: bool = True
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    case: Case | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
