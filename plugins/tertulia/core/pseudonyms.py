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
_REDDITOR = re.compile(r"(?<![\w/])/?u/([A-Za-z0-9_-]{3,20})(?!\w)")
# Of a person, or of what a person wrote; an author's page on a site of videos or essays is none.
_PROFILE = re.compile(
    r"https?://(?:(?:www|old|new|np|m|mobile)\.)?(?:"
    # Whatever follows there is that person's, too, and often how the address was shared.
    r"(?:reddit\.com/u(?:ser)?/(?P<reddit>[\w-]+)"
    r"|bsky\.app/profile/(?P<bluesky>[\w.:-]*\w)"
    r"|(?:twitter|x)\.com/(?!(?:hashtag|home|i|intent|search|share)\b)(?P<twitter>\w{1,15}))"
    r"(?!\w)(?:[/?#](?:[^\s<>\"']*[\w/=])?)?"
    r"|(?:(?:news\.ycombinator\.com/user\?id="
    r"|(?!(?:youtube|medium|tiktok)\.com/)[\w.-]+\.\w+(?::\d+)?/@)(?P<name>[\w.-]*\w)"
    r"|[\w.-]+\.\w+(?::\d+)?/users/(?P<user>[\w.-]*\w)(?=/statuses/\d))"
    r"(?:@[\w.-]*\w)?(?:/(?:statuses/)?\d+)?/?(?![\w/?]))"
)
_LINKED = re.compile(r'<a [^<>]*href="(?P<url>[^"]*)"[^<>]*>(?P<words>.*?)</a>', re.DOTALL)
_HOMES = {  # where people of a network stand
    "bluesky": "https://bsky.app/profile/",
    "github_discussions": "https://github.com/",
    "github_issues": "https://github.com/",
    "reddit": "https://www.reddit.com/user/",
    "twitter": "https://twitter.com/",
}


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

    The same person has the same pseudonym in all threads of a site, signing and mentioned.
    """
    hidden = _Hidden(entry, keep, site)
    changed = replace(
        entry,
        title=hidden.words(entry.title),
        text=hidden.words(entry.text),
        html=hidden.words(_LINKED.sub(hidden.link, entry.html)) if entry.html else "",
        parent=_blurred(entry.parent, site) if entry.parent else None,
        also=tuple(_blurred(id, site) for id in entry.also),
        parent_also=tuple(_blurred(id, site) for id in entry.parent_also),
    )
    if keep.covers(entry.author):
        return replace(changed, id=_blurred(entry.id, site))
    who = entry.author.url or entry.author.name
    name = f"{PREFIX} {site.pseudonym(said(who))}" if who else ""
    return replace(changed, id=_blurred(entry.id, site), author=Author(name=name), url="")


class _Hidden:
    """Gives the people whom one entry names their pseudonyms."""

    def __init__(self, entry: Entry, keep: Named, site: Forgotten) -> None:
        self._keep = keep
        self._site = site
        self._source, self._instance, _ = (*entry.id.split(":", 2), "", "")[:3]
        self._told = {  # a mention shows a part of the handle, its link all of it
            said(found["words"].strip().removeprefix("@")): found["url"]
            for found in _LINKED.finditer(entry.html)
            if found["words"].strip().startswith("@")
        }

    def words(self, text: str) -> str:
        """The text or HTML with pseudonyms for mentions and for addresses of people."""
        if "@" in text:
            text = _MENTION.sub(self._mention, text)
        if self._source == "reddit":
            text = _REDDITOR.sub(self._mention, text)
        # Last: what it writes looks like a mention.
        return _PROFILE.sub(self._profile, text) if "://" in text else text

    def link(self, found: re.Match[str]) -> str:
        """A link to a person without the address."""
        profile = _PROFILE.fullmatch(found["url"])
        if found["words"].strip().startswith("@") or (profile and not self._kept(profile)):
            return found["words"]
        return found[0]

    def _mention(self, found: re.Match[str]) -> str:
        name, host = (*found.groups(), "")[:2]
        handle = f"{name}@{host}" if host else name
        if said(name) in self._keep.names or said(handle) in self._keep.names:
            return found[0]
        url = self._told.get(said(handle)) or self._home(name, host)
        return self._other(url or handle) if folded(url) not in self._keep.urls else found[0]

    def _profile(self, found: re.Match[str]) -> str:
        return found[0] if self._kept(found) else self._other(_person(found))

    def _kept(self, found: re.Match[str]) -> bool:
        addresses = {folded(_person(found)), folded(_as_written(found))}
        return said(_name(found)) in self._keep.names or not addresses.isdisjoint(self._keep.urls)

    def _other(self, who: str) -> str:
        return f"@{PREFIX.lower()}-{self._site.pseudonym(said(who))}"

    def _home(self, name: str, host: str) -> str:
        """The address that signs what the mentioned person writes, where it can be known."""
        if host or self._source == "mastodon":
            return f"https://{host or self._instance}/@{name}"
        home = _HOMES.get(self._source, "")
        return f"{home}{name}" if home else ""


def _person(found: re.Match[str]) -> str:
    """A person's address as the source signs with it, without that of one message."""
    if found.lastgroup in _HOMES:
        return f"{_HOMES[found.lastgroup]}{_name(found)}"
    if found.lastgroup == "user":
        return f"{found[0].split('/users/')[0]}/@{_name(found)}"
    return _as_written(found)


def _as_written(found: re.Match[str]) -> str:
    return found[0][: found.end(found.lastgroup or 0) - found.start()]


def _name(found: re.Match[str]) -> str:
    return found[found.lastgroup or 0]


def _blurred(id: str, site: Forgotten) -> str:
    """The id without what would lead to the message in its network."""
    source, instance, own = (*id.split(":", 2), "", "")[:3]
    return f"{source}:{instance}:{site.digest(f'own:{own}')}"
