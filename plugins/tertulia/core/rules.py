"""What a moderation rule says; `analysis.moderation` applies it, docs/moderation.md explains it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tertulia.core.model import Kind, Role, Status

ALLOWED = (Status.APPROVED, Status.PENDING, Status.SPAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; an entry must meet each of its conditions, and any one item of a list.

    Attributes:
        id: Its name in decisions: "many-links".
        why: The sentence that is shown with a decision.
        then: "approved", "pending" or "spam".
        authors: Names as signed; case and accents do not count.
        domains: Hosts, with all below them, of the author's address, the entry's own or any link.
        words: Words or phrases of the text or title, whole; case and accents do not count.
        links: As many links or more.
        repeated: The same words stand so often in the whole store, or more often.
        before, after: Posted before or after that moment.
        days_after_page: Posted more days after the page was published.
        sources: Names of sources: "wxr".
        kinds, roles: As in the entry.
        upstream: What its source said of it.
        gone: It has vanished where it came from.
    """

    id: str
    why: str
    then: Status
    authors: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    links: int | None = None
    repeated: int | None = None
    before: datetime | None = None
    after: datetime | None = None
    days_after_page: int | None = None
    sources: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    roles: tuple[Role, ...] = ()
    upstream: tuple[Status, ...] = ()
    gone: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a rule may need to know besides the entry.

    Attributes:
        published: When the page came out, where that is known.
        repeats: How often each text, as `said` writes it, stands in the store.
    """

    published: datetime | None = None
    repeats: Mapping[str, int] = field(default_factory=dict)
