"""Who speaks for the house: from what an import or a person stated, the settings and the case.

Anybody can sign as anybody, so a name alone gives no badge. An identity in the settings is

* the id of an entry, "wxr:blog.example:117": that entry;
* an address, "https://social.example/@clara": where the platform itself states the address of
  whoever writes, or where the linking page was fetched and lies below that address;
* a name tied to a source, "Clara Montes @ wxr:blog.example": the owner vouches that nobody else
  could sign so there, for example because only members could comment;
* a bare name: worth nothing for a badge, but whoever signs so unproven is listed (`unproven`).

A role that an import states (our own line format, an export's own mark) stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tertulia.analysis.voices import fold, voice
from tertulia.core.model import Case, Entry, Role, Verified

# Sources whose author addresses come from the platform's accounts, not from a form.
PLATFORMS = frozenset(
    "bluesky discourse github_discussions github_issues hackernews mastodon reddit twitter".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """The identities of one voice, sorted by what they prove."""

    ids: frozenset[str]
    addresses: frozenset[str]
    tied: frozenset[tuple[str, str]]  # folded name, "source:instance"
    names: frozenset[str]

    @classmethod
    def of(cls, stated: Iterable[str]) -> "Identities":
        """Sort what the settings state."""
        ids, addresses, tied, names = set(), set(), set(), set()
        for text in (s.strip() for s in stated):
            name, at, place = text.rpartition(" @ ")
            if text.startswith(("http://", "https://")):
                addresses.add(_address(text))
            elif at:
                tied.add((fold(name), place.strip()))
                names.add(fold(name))
            elif text.count(":") >= 2 and " " not in text:
                ids.add(text)
            elif text:
                names.add(fold(text))
        return cls(
            ids=frozenset(ids),
            addresses=frozenset(addresses),
            tied=frozenset(tied),
            names=frozenset(names),
        )

    def prove(self, entry: Entry) -> bool:
        """Whether the entry is surely of this voice."""
        if self.ids and not self.ids.isdisjoint((entry.id, *entry.also)):
            return True
        place = ":".join(entry.id.split(":")[:2])
        if self.tied and (fold(entry.author.name), place) in self.tied:
            return True
        return bool(self.addresses) and self._by_address(entry)

    def claim(self, entry: Entry) -> bool:
        """Whether the entry is signed like this voice, proven or not."""
        return fold(entry.author.name) in self.names

    def _by_address(self, entry: Entry) -> bool:
        if entry.source in PLATFORMS:
            return _address(entry.author.url) in self.addresses
        if entry.kind.linkback and entry.verified is Verified.FETCHED:
            page = _address(entry.url)
            return any(page == a or page.startswith(a + "/") for a in self.addresses)
        return False


def assign(
    entries: Iterable[Entry],
    *,
    authors: Sequence[str] = (),
    brands: Mapping[str, Sequence[str]] | None = None,
    case: Case | None = None,
) -> tuple[Entry, ...]:
    """Give each entry of one page its role; the order stays.

    Args:
        entries: All of one page.
        authors: Identities of the site's own people (setting `authors`).
        brands: Identities of each brand's people (setting `brands`). On a case only its own
            brands speak as the brand; on other pages every brand of the settings does.
        case: The page's case, if it is one: who speaks with the brand there is its customer.
    """
    found = list(entries)
    author = Identities.of(authors)
    brand = Identities.of(_speaking(brands or {}, case))
    roles = {e.id: _role(e, author, brand) for e in found}
    if case is not None:
        roles |= _customers(found, roles, case)
    return tuple(_with_role(e, roles[e.id]) for e in found)


def unproven(
    entries: Iterable[Entry],
    *,
    authors: Sequence[str] = (),
    brands: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Entry, ...]:
    """Entries signed like one of our own without proof, for a person to look at."""
    brand_names = [name for group in (brands or {}).values() for name in group]
    known = Identities.of([*authors, *(brands or {}), *brand_names])
    return tuple(
        e for e in entries if not e.author.role.own and known.claim(e) and not known.prove(e)
    )


def _speaking(brands: Mapping[str, Sequence[str]], case: Case | None) -> list[str]:
    wanted = None if case is None else {fold(b) for b in case.brands}
    return [
        i for name, group in brands.items() if wanted is None or fold(name) in wanted for i in group
    ]


def _role(entry: Entry, author: Identities, brand: Identities) -> Role:
    if entry.author.role is not Role.OTHER:
        return entry.author.role
    if author.prove(entry):
        return Role.AUTHOR
    return Role.BRAND if brand.prove(entry) else Role.OTHER


def _customers(entries: Sequence[Entry], roles: Mapping[str, Role], case: Case) -> dict[str, Role]:
    """Whoever wrote on the days of the case, or speaks with the brand."""
    by_id = {e.id: e for e in entries}
    people = {voice(e) for e in entries if roles[e.id] is Role.OTHER and _during(e, case.period)}
    for e in entries:
        up = by_id.get(e.parent or "")
        if up is None:
            continue
        if roles[e.id] is Role.BRAND and roles[up.id] is Role.OTHER:
            people.add(voice(up))
        if roles[up.id] is Role.BRAND and roles[e.id] is Role.OTHER:
            people.add(voice(e))
    people.discard("")
    return {
        e.id: Role.CUSTOMER for e in entries if roles[e.id] is Role.OTHER and voice(e) in people
    }


def _during(entry: Entry, period: str) -> bool:
    """Whether it was written on the case's days; a month or a year says too little."""
    first, _, last = period.partition("/")
    if entry.posted is None or len(first) != 10:
        return False
    try:
        return date.fromisoformat(first) <= entry.posted.date() <= date.fromisoformat(last or first)
    except ValueError:
        return False


def _with_role(entry: Entry, role: Role) -> Entry:
    if entry.author.role is role:
        return entry
    return replace(entry, author=replace(entry.author, role=role))


def _address(url: str) -> str:
    plain = url.strip().casefold().partition("://")[2].partition("#")[0].rstrip("/")
    return plain.removeprefix("www.")
