"""What an import tells the person who ran it; docs/importing.md#report explains each figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Something that was not taken over.

    Attributes:
        place: Where, in the terms of the file.
        lost: It could not be read; False where it was left out on purpose.
    """

    place: str
    reason: str
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One file, or one member of an archive.

    Attributes:
        source: The format that claimed it; empty where none did.
        threads: How many pages it has entries of.
        kinds: Entries read, by kind.
        skipped: The first of what was not taken over, in the order of the file.
        reasons: All that was not taken over, counted by reason.
        lost: How many of these could not be read.
        notes: What was mended or assumed, counted.
        refused: Why the file as a whole could not be read; empty where it could.
    """

    name: str
    source: str = ""
    threads: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    skipped: tuple[Left, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    lost: int = 0
    notes: Mapping[str, int] = field(default_factory=dict)
    refused: str = ""

    @property
    def entries(self) -> int:
        """Entries read."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """Entries whose page is not found.

    Attributes:
        key: As it stands in a mapping file.
        likeliest: Ids of pages that may be meant, best first.
    """

    key: str
    title: str
    entries: int
    likeliest: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReport:
    """A post or page that was written as Markdown.

    Attributes:
        path: Below the content folder.
        missing: Addresses of images that do not lie in the export: still where they were.
        notes: What a person should look at.
    """

    path: str
    title: str
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One import as a whole.

    Attributes:
        dry: Nothing was written.
        added, changed, unchanged: Entries, against what was stored.
        joined: Entries that are one with an entry of another id.
        repeated: Entries that stand in what was read more than once.
        gone: Entries newly marked as vanished where they came from.
        kept_by_hand: Entries in which a person's changes were kept.
        forgotten: Entries of people who asked to be forgotten; not stored.
        statuses: Entries stored on the pages at hand, by status.
        zoneless: Entries whose time has no zone. undated: without a readable time.
        orphans: Answers to what is not there. circles: Circles of answers, cut.
        pages: Pages whose file changed.
        posts: Posts and pages written. posts_there: Those whose page the site has already.
        images: Images copied.
        links: Links of the pages written that lead to files of the site's pages.
        elsewhere: How many of the pages written were at each host that is none of the site's.
        found: Keys that waited for their page and have found it.
    """

    files: tuple[FileReport, ...] = ()
    dry: bool = False
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    joined: int = 0
    repeated: int = 0
    gone: int = 0
    kept_by_hand: int = 0
    forgotten: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    zoneless: int = 0
    undated: int = 0
    orphans: int = 0
    circles: int = 0
    pages: int = 0
    found: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    posts: tuple[PostReport, ...] = ()
    posts_there: int = 0
    images: int = 0
    links: int = 0
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 all read, 1 something lost, 2 nothing could be read."""
        read = [f for f in self.files if f.source and not f.refused]
        if not read:
            return 2
        return int(any(f.refused or f.lost for f in self.files))
