"""Other names for private people who wrote in a network and not on the site.

Brands and the site's own people keep theirs. The id, the address and the mentions in the text
would name the person as well: they go too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tertulia.core.forgetting import Forgotten
from tertulia.core.model import Author, Entry
from tertulia.core.sameness import said
from tertulia.core.urls import folded

PREFIX = "Persona"  # what readers see, in the language of the interface

_MENTION = re.compile(r"(?<![\w@/])@([A-Za-z0-9_][\w.-]*\w)(?:@([\w-]+\.[\w.-]*\w))?")
_LINKED = re.compile(r'<a [^<>]*href="[^"]*"[^<>]*>(\s*@.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """Who keeps the name they sign with.

    Attributes:
        names: Names and handles, as `said` writes them.
        urls: Addresses of people, folded.
    """

    names: frozenset[str]
    urls: frozenset[str]

    def covers(self, author: Author) -> bool:
        """Whether this is one of them, or signed by a role that is not private."""
        return (
            author.role.own
            or said(author.name) in self.names
            or bool(author.url and folded(author.url) in self.urls)
        )


def named(names: Iterable[str]) -> Named:
    """Those who keep their names, given names, handles and addresses alike."""
    given = tuple(names)
    return Named(
        frozenset(said(name) for name in given if "//" not in name),
        frozenset(folded(name) for name in given if "//" in name),
    )


def pseudonymous(entry: Entry, keep: Named, site: Forgotten) -> Entry:
    """The entry without anything that names a private person, its writer or another.

    The same person has the same pseudonym in all threads of a site.
    """

    def other(found: re.Match[str]) -> str:
        handle = found[0].removeprefix("@")
        if said(found[1]) in keep.names or said(handle) in keep.names:
            return found[0]
        return f"@{PREFIX.lower()}-{site.pseudonym(said(handle))}"

    text = _MENTION.sub(other, entry.text)
    html = _MENTION.sub(other, _LINKED.sub(r"\1", entry.html)) if "@" in entry.html else entry.html
    changed = replace(
        entry,
        text=text,
        html=html,
        parent=_blurred(entry.parent, site) if entry.parent else None,
        also=tuple(_blurred(id, site) for id in entry.also),
        parent_also=tuple(_blurred(id, site) for id in entry.parent_also),
    )
    if keep.covers(entry.author):
        return replace(changed, id=_blurred(entry.id, site))
    who = entry.author.url or entry.author.name
    name = f"{PREFIX} {site.pseudonym(said(who))}" if who else ""
    return replace(changed, id=_blurred(entry.id, site), author=Author(name=name), url="")


def _blurred(id: str, site: Forgotten) -> str:
    """The id without what would lead to the message in its network."""
    source, instance, own = (*id.split(":", 2), "", "")[:3]
    return f"{source}:{instance}:{site.digest(f'own:{own}')}"
