"""What an import is told about its site, and what it carries from step to step."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from tertulia import registry
from tertulia.core.forgetting import Forgotten
from tertulia.core.model import Entry, PageRef, Status
from tertulia.core.pseudonyms import Named
from tertulia.core.reports import Unmatched
from tertulia.core.rules import Rule
from tertulia.core.urls import Finder
from tertulia.edge.spill import Spill
from tertulia.importing.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What an import needs to know of the site.

    Attributes:
        threads: `<content>/threads`.
        zone: The site's, for times that have none.
        finder: Finds pages.
        published: When pages came out, by id, where that is known.
        keep: Status that entries may have at their source and be stored all the same.
        proposing: Sources whose entries are stored though they are pending.
        keeping: Sources whose dumps have all that there is.
        complete: Sources of which this import has all that there is of every page, and when
            that was so: a file may be older, since what has not changed is not sent again.
        lang: Its language, which a page that says none is in.
        hosts: Where the site is and has been, as `host_key` gives them.
        page: The page that all entries belong to; empty where each says its own.
        reserved: Slugs that no page may have.
        named: Who keeps their name in what comes from networks; None: everybody.
    """

    threads: Path
    zone: tzinfo
    finder: Finder
    rules: tuple[Rule, ...] = ()
    forgotten: Forgotten = field(default_factory=Forgotten)
    published: Mapping[str, datetime] = field(default_factory=dict)
    keep: frozenset[Status] = frozenset({Status.APPROVED, Status.DELETED})
    proposing: frozenset[str] = field(default_factory=registry.proposing)
    keeping: frozenset[str] = field(default_factory=registry.keeping)
    complete: Mapping[str, datetime] = field(default_factory=dict)
    named: Named | None = None
    lang: str = ""
    hosts: frozenset[str] = frozenset()
    page: str = ""
    reserved: frozenset[str] = frozenset()

    def keeps(self, entry: Entry) -> bool:
        """Whether an entry of that status at its source is stored."""
        proposed = entry.upstream is Status.PENDING and entry.source in self.proposing
        return proposed or entry.upstream in self.keep


@dataclass(slots=True)
class Dump:
    """What the files of one call, together, say about one instance, such as one blog.

    Attributes:
        whole: They have all that there is of every page.
        read: When they had.
    """

    whole: bool
    read: datetime


@dataclass(slots=True)
class Work:
    """One import while it runs.

    Attributes:
        files: One reading for each file so far.
        dumps: By instance, of the sources in `site.complete`.
        whole: When the last file was made that has all there is of a page, by place and instance.
        refs: What is known of the pages that are not found, by place.
        counts: Figures of the report.
    """

    site: Site
    tell: Callable[[str, int], None]
    spill: Spill = field(default_factory=Spill)
    files: list[Reading] = field(default_factory=list)
    dumps: dict[str, Dump] = field(default_factory=dict)
    refs: dict[str, PageRef] = field(default_factory=dict)
    whole: dict[str, dict[str, datetime]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)

    def remember(self, place: str, ref: PageRef) -> None:
        """Keep what is known of a page, of all that exports say; their order does not matter."""
        known = self.refs.get(place, ref)
        names = ("url", "slug", "guid", "title")
        self.refs[place] = PageRef(**{n: max(getattr(known, n), getattr(ref, n)) for n in names})
