"""Rules that decide about entries: an ordered list, the first that fits decides.

A rule says which entries it is about and what becomes of them. Nothing is deleted by a rule,
and no rule overrules a person: an entry whose status was set by hand keeps it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

from tertulia.core import badges
from tertulia.core.model import Entry, Status
from tertulia.core.rules import Around, Rule
from tertulia.core.sameness import said

_LINK = re.compile(r"https?://[^\s<>\"')]+", re.IGNORECASE)
_BEHIND = ".,;:!?…»”"  # what follows an address in a sentence

_NOTHING = Around()


def decide(entry: Entry, rules: Iterable[Rule], around: Around = _NOTHING) -> Entry:
    """The entry with the status that the first fitting rule gives it, and the reason.

    Args:
        entry: As `core.merging` leaves it: with the status of its source or of a person.
    """
    if "status" in entry.edited_by_hand or entry.upstream is Status.DELETED:
        return entry
    for rule in rules:
        if fits(rule, entry, around):
            return replace(entry, status=rule.then, reason=f"rule {rule.id}: {rule.why}")
    return entry


def fits(rule: Rule, entry: Entry, around: Around) -> bool:
    """Whether the entry meets every condition of the rule."""
    return all(check(rule, entry, around) for name, check in _CHECKS if _asked(rule, name))


def needs_repeats(rules: Iterable[Rule]) -> bool:
    """Whether any rule needs to know what the whole store says."""
    return any(rule.repeated is not None for rule in rules)


def repeats(entries: Iterable[Entry]) -> Counter[str]:
    """How often each text stands among them, as `said` writes it; no words repeat none."""
    return Counter(said(entry.text) for entry in entries if entry.text)


def plain(text: str) -> str:
    """Small letters without accents, for comparing words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def links_of(entry: Entry) -> frozenset[str]:
    """The distinct addresses that the words of an entry link to.

    Text and HTML say the same in two ways: an address that stands in both is one.
    """
    found = [*_LINK.findall(entry.text), *map(unescape, _LINK.findall(entry.html))]
    return frozenset(address.rstrip(_BEHIND) for address in found)


def _asked(rule: Rule, name: str) -> bool:
    value = getattr(rule, name)
    return value is not None and value != ()


def _author(rule: Rule, entry: Entry, _: Around) -> bool:
    return plain(entry.author.name).strip() in {plain(name).strip() for name in rule.authors}


def _domain(rule: Rule, entry: Entry, _: Around) -> bool:
    urls = (entry.author.url, entry.url, *links_of(entry))
    hosts = {badges.host(url).rstrip(".") for url in urls if url}
    return any(
        host == name or host.endswith(f".{name}")
        for name in (domain.casefold().removeprefix("www.") for domain in rule.domains)
        for host in hosts
    )


def _words(rule: Rule, entry: Entry, _: Around) -> bool:
    text = plain(f"{entry.title}\n{entry.text}")
    return any(re.search(rf"(?<!\w){re.escape(plain(word))}(?!\w)", text) for word in rule.words)


def _links(rule: Rule, entry: Entry, _: Around) -> bool:
    return len(links_of(entry)) >= (rule.links or 0)


def _repeated(rule: Rule, entry: Entry, around: Around) -> bool:
    return around.repeats.get(said(entry.text), 1) >= (rule.repeated or 0)


def _before(rule: Rule, entry: Entry, _: Around) -> bool:
    return entry.posted is not None and _utc(entry.posted) < _utc(rule.before or entry.posted)


def _after(rule: Rule, entry: Entry, _: Around) -> bool:
    return entry.posted is not None and _utc(entry.posted) > _utc(rule.after or entry.posted)


def _late(rule: Rule, entry: Entry, around: Around) -> bool:
    if entry.posted is None or around.published is None:
        return False
    late = _utc(entry.posted) - _utc(around.published)
    return late > timedelta(days=rule.days_after_page or 0)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_CHECKS: tuple[tuple[str, Callable[[Rule, Entry, Around], bool]], ...] = (
    ("sources", lambda rule, entry, _: entry.source in rule.sources),
    ("kinds", lambda rule, entry, _: entry.kind in rule.kinds),
    ("roles", lambda rule, entry, _: entry.author.role in rule.roles),
    ("upstream", lambda rule, entry, _: entry.upstream in rule.upstream),
    ("gone", lambda rule, entry, _: entry.gone is rule.gone),
    ("authors", _author),
    ("before", _before),
    ("after", _after),
    ("days_after_page", _late),
    ("domains", _domain),
    ("words", _words),
    ("links", _links),
    ("repeated", _repeated),
)
