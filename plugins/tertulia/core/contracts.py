"""What a source and an analyzer must offer. A new one is one file; see `docs/`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from tertulia.core.findings import Tone
from tertulia.core.model import PageRef, Post, Record, Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A page that is in a whole dump, with nothing that anybody left on it.

    Attributes:
        instance: What the dump is of: the first two parts of its ids.
    """

    page: PageRef
    instance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One import format.

    Attributes:
        name: As it stands in ids and reports: "wxr".
        claims: Whether the first bytes of a file (up to `HEAD_BYTES`) are of this format.
        read: Yields what an open, seekable binary file holds; never raises for one bad record.
            It raises `BadSource` where the file as a whole cannot be read.
        whole: A file has all that there is of each thread in it, as an export has and a feed
            has not: what it lacks has vanished there. It yields a `Silent` for a page without any.
            Of a format that comes in both sorts the file's first bytes tell which it is.
        social: Its people wrote in a network, not on the site: they are given pseudonyms
            unless the settings say otherwise.
        proposes: All that it yields is a guess that waits for a person: it is stored though
            it is pending.
        last: It reads what no other source claims; where another does, its own claim is void.
        posts: Yields the posts and pages of the same file, for formats that hold them.
        read_folder: For formats of many small files, whose page and id stand in their paths:
            all files that the source claims in one folder and below, by path relative to it
            with "/" ("basics/comment-1.yml"). A single file comes with its parent folder's
            name. Where this is given it is called instead of `read`.
        traps: What is surprising in the format and is minded, a clause each; for docs/sources.md.
        read_mapped: As `read`, for home-made formats: told which of the file's fields are ours,
            {"author": "user.nick", "text": "message"}.
        read_beside: As `read`, told the ids of all comments that another source lists of the same
            place: what is not among them is no comment.
    """

    name: str
    claims: Callable[[bytes], bool]
    read: Callable[[BinaryIO], Iterator[Record | Silent | Skipped]]
    whole: bool | Callable[[bytes], bool] = False
    social: bool = False
    proposes: bool = False
    last: bool = False
    posts: Callable[[BinaryIO], Iterator[Post | Skipped]] | None = None
    read_folder: Callable[[Mapping[str, bytes]], Iterator[Record | Skipped]] | None = None
    traps: tuple[str, ...] = ()
    read_mapped: Callable[[BinaryIO, Mapping[str, str]], Iterator[Record | Skipped]] | None = None
    read_beside: Callable[[BinaryIO, frozenset[str]], Iterator[Record | Skipped]] | None = None


HEAD_BYTES = 65_536  # a WordPress export says what it is within its first comment block


class Analyzer(Protocol):
    """A scorer of texts.

    Attributes:
        name: As it stands in settings: "rules".
        version: Changes whenever a score may; it is part of every cache key.
        quick: Languages (BCP 47, without a region) in which it scores a text in hardly more time
            than it takes to look for its score: none of these is kept.
    """

    name: str
    version: str
    quick: frozenset[str]

    def score(self, texts: Sequence[str], langs: Sequence[str]) -> list[Tone]:
        """Score each text, given its language (BCP 47); as many tones as texts, in order."""
        ...


class KeptTones(Protocol):
    """Tones of earlier runs; a plain dict is one, `edge.cache` keeps them in a file."""

    def get(self, key: str, /) -> Tone | None:
        """The tone kept by that key (`analysis.scoring.key`)."""
        ...

    def update(self, tones: Mapping[str, Tone], /) -> None:
        """Keep these too."""
        ...
