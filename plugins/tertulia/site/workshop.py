"""Works threads out: read, scored, summed up and encoded, here or in a copy of this process.

What a thread comes to rests on its own files, its pages' languages and cases, and the settings;
the digest of these is what its talks are kept by.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tertulia.analysis import lemmas
from tertulia.analysis.outlines import outline
from tertulia.analysis.survey import Wishes
from tertulia.config import Config
from tertulia.core.findings import Label, Talk
from tertulia.core.model import Page
from tertulia.edge.keep import Keep, digest
from tertulia.edge.stamps import Stamps
from tertulia.site.kepttalks import PARTS, Outline, Part, Said, parted
from tertulia.site.threadfiles import digests_of, names_of, there_in

if TYPE_CHECKING:
    from tertulia.site.gathering import Gathered

Lemmas = dict[str, dict[str, str]]  # by language and word
TOGETHER = 100  # threads: what they say fits into memory, and into what is kept of words read


class KeptThread(msgspec.Struct, frozen=True):
    """What one thread's files come to.

    Attributes:
        outlines: Of its talks, by page id; translations share a thread.
        langs: Languages that its messages were read in.
        pairs: As in `Agreement`.
        unproven: Ids of entries that are signed like the site's own people.
        unused: Warnings of corrections of entries that are not there.
    """

    outlines: dict[str, Outline]
    langs: tuple[str, ...]
    pairs: tuple[tuple[Label, Label, int], ...]
    unproven: tuple[str, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threads:
    """What each thread is made of, by its name.

    Attributes:
        pages: Those that share it.
        names: Of its files, as `threadfiles.names_of` gives them.
        inputs: The SHA-256 of each of its files.
        keys: Digest of all that it rests on.
        about: Digest of what all rest on.
    """

    pages: Mapping[str, Sequence[Page]]
    names: Mapping[str, Sequence[str]]
    inputs: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, bytes]
    about: bytes

    @classmethod
    def of(
        cls,
        folder: Path,
        pages: Sequence[Page],
        wanted: Config,
        wishes: Wishes,
        stamps: Stamps,
        code: bytes,
    ) -> "Threads":
        """The threads of these pages."""
        names = names_of(pages)
        there = there_in(folder)
        inputs = {
            thread: digests_of(folder, found, stamps, there) for thread, found in names.items()
        }
        sharing: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            sharing[page.thread].append(page)
        about = digest(code, encoded([wanted.authors, wanted.brands, wanted.languages]))
        about = digest(about, encoded([wanted.analyzers, str(wishes.zone)]))
        keys = {
            thread: digest(
                about,
                encoded([[p.id, p.lang, p.case, bool(p.topics)] for p in found], inputs[thread]),
            )
            for thread, found in sharing.items()
        }
        return cls(pages=sharing, names=names, inputs=inputs, keys=keys, about=about)

    def silent(self, thread: str) -> bool:
        """Whether nothing was ever said in a thread: it has no file."""
        return not self.inputs[thread]

    def key(self, page: Page) -> bytes:
        """By what the talk of a page is kept: where nothing was said, one for each language."""
        if self.silent(page.thread):
            return digest(self.about, page.lang)
        return digest(self.keys[page.thread], page.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A thread that was worked out.

    Attributes:
        talks: By what they are kept by, see `kepttalks.parted`; None where they are kept already.
    """

    thread: str
    kept: KeptThread
    talks: Mapping[bytes, Mapping[str, bytes]] | None


@dataclass(frozen=True, slots=True)
class Workshop:
    """Works threads out, here or in a copy of this process."""

    content: Path
    wanted: Config
    wishes: Wishes
    keep: Keep
    threads: Threads
    _silent: dict[tuple[str, bytes], Part] = field(default_factory=dict)

    def work_out(
        self, threads: Sequence[str], *, save: bool = True
    ) -> "tuple[list[Worked], Lemmas]":
        """These threads, and the lemmas that were looked up for them.

        Args:
            save: Write the talks to the file of what is kept, where there is one.
        """
        from tertulia.analysis import aspects
        from tertulia.site.gathering import gather

        pages, names = self.threads.pages, self.threads.names
        together = TOGETHER if self.wanted.executor == "serial" else len(threads)
        silent: dict[str, Talk] = {}
        found: list[Worked] = []
        for some in _parted(threads, together):
            worked = [
                self._worked_silent(thread, silent)
                for thread in some
                if self.threads.silent(thread)
            ]
            said = {thread: names[thread] for thread in some if not self.threads.silent(thread)}
            if said:
                talking = [page for thread in said for page in pages[thread]]
                gathered = gather(self.content, talking, self.wanted, said)
                worked += [self._worked(thread, gathered) for thread in said]
            if save and self.keep.save(row for one in worked for row in rows(one)):
                worked = [replace(one, talks=None) for one in worked]
            found += worked
            aspects.forget()
        return found, lemmas.known()

    def load(self, page: Page, part: str) -> Part:
        """A part of a page's talk."""
        key = self.threads.key(page)
        if not self.threads.silent(page.thread):
            return self._loaded(page, part, key)
        if (part, key) not in self._silent:
            self._silent[part, key] = self._loaded(page, part, key)
        found = self._silent[part, key]
        return found.of(page.thread) if isinstance(found, Said) else found

    def _loaded(self, page: Page, part: str, key: bytes) -> Part:
        found = self.keep.load(part, key, PARTS[part])
        if found is None:  # another build has dropped it
            ((worked,), _) = self.work_out([page.thread], save=False)
            assert worked.talks
            found = msgspec.msgpack.decode(worked.talks[key][part], type=PARTS[part])
        return found

    def _worked(self, thread: str, gathered: "Gathered") -> Worked:
        """A thread in which something was said."""
        from tertulia.analysis.talks import forget, talk

        pages, wishes = self.threads.pages[thread], self.wishes
        entries = gathered.entries.get(thread, ())
        talks = {
            page.id: talk(
                page,
                entries,
                gathered.tones,
                wishes.zone,
                wishes.speak(page.lang),
                parts=gathered.parts.get(thread, {}),
                corrections=gathered.corrections[thread],
            )
            for page in pages
        }
        forget()
        kept = KeptThread(
            outlines={page.id: _outlined(talks[page.id], page, wishes.zone) for page in pages},
            langs=tuple(sorted(gathered.langs.get(thread, ()))),
            pairs=gathered.pairs.get(thread, ()),
            unproven=gathered.unproven.get(thread, ()),
            unused=gathered.unused.get(thread, ()),
        )
        parts = {self.threads.key(page): parted(talks[page.id]) for page in pages}
        return Worked(thread=thread, kept=kept, talks=parts)

    def _worked_silent(self, thread: str, silent: dict[str, Talk]) -> Worked:
        """A thread in which nothing was said.

        Args:
            silent: Talks in which nothing was said, by language: they differ in nothing else.
        """
        from tertulia.analysis.talks import talk

        outlines, parts = {}, {}
        for page in self.threads.pages[thread]:
            if page.lang not in silent:
                wishes = self.wishes
                silent[page.lang] = talk(
                    page, (), {}, wishes.zone, wishes.speak(page.lang), parts={}
                )
                parts[self.threads.key(page)] = parted(silent[page.lang])
            one = silent[page.lang]
            one = replace(one, thread=replace(one.thread, page=thread))
            outlines[page.id] = _outlined(one, page, self.wishes.zone)
        kept = KeptThread(outlines=outlines, langs=(), pairs=(), unproven=(), unused=())
        return Worked(thread=thread, kept=kept, talks=parts)


def rows(worked: Worked) -> Iterator[tuple[str, bytes, bytes]]:
    """What is to be kept of a thread's talks: kind, key and value."""
    for key, parts in (worked.talks or {}).items():
        for part, data in parts.items():
            yield part, key, data


def _outlined(talk: Talk, page: Page, zone: tzinfo) -> Outline:
    return Outline(
        figures=outline(talk, zone, quoted=bool(page.topics)),
        spoken=talk.spoken,
        newest=talk.newest,
        written=talk.written,
    )


def _parted(threads: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (threads[start : start + most] for start in range(0, len(threads), max(1, most)))


def encoded(*values: object) -> bytes:
    """Values as they go into a key."""
    return msgspec.msgpack.encode(values, order="sorted")
