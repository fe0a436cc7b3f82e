"""The conversation of every page, worked out anew only where something it rests on has changed.

A thread is worked out from its own files, its pages' languages and cases, and the settings;
the digest of these is what its talks are kept by. Threads are shared among processes where
there are many.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tertulia.analysis import lemmas, overrides
from tertulia.analysis.outlines import outline
from tertulia.analysis.survey import Wishes
from tertulia.config import Config
from tertulia.core.errors import BadStore, Unsettled
from tertulia.core.findings import Agreement, Evidence, Label, Talk
from tertulia.core.model import Page
from tertulia.edge import journal, store
from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, digest
from tertulia.edge.stamps import Stamps
from tertulia.site.kepttalks import PARTS, Found, KeptTalk, Outline, Recent, Said, parted
from tertulia.site.threadfiles import FOLDER, digests_of, names_of

if TYPE_CHECKING:
    from tertulia.site.gathering import Gathered

_log = logging.getLogger(__name__)

KIND = "thread"
Lemmas = dict[str, dict[str, str]]  # by language and word
WORTH_A_PROCESS = 40  # threads in which something was said: about 0.2 s
TOGETHER = 100  # threads: what they say fits into memory, and into what is kept of words read
SHOWN = 5  # ids in a warning


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
class Conversations:
    """All that was said on the site.

    Attributes:
        talks: By page id.
        outlines: Of these.
        keys: Digest of all that a page's talk rests on, by page id.
    """

    talks: Mapping[str, Talk]
    outlines: Mapping[str, Talk]
    keys: Mapping[str, bytes]
    agreement: Agreement
    evidence: Evidence


def converse(
    content: Path,
    pages: Sequence[Page],
    wanted: Config,
    wishes: Wishes,
    *,
    keep: Keep,
    stamps: Stamps,
    code: bytes,
) -> Conversations:
    """The talk of every page.

    Args:
        content: The content folder.
        keep: Results of earlier builds.
        stamps: What the files hold.
        code: Digest of our own code: other code may find other things.

    Raises:
        BadStore: A thread file is damaged.
        BadRules: A file of corrections is wrong.
        Unsettled: Somebody has written a thread meanwhile.
    """
    folder = content / FOLDER
    journal.recover(folder)
    threads = _Threads.of(folder, pages, wanted, wishes, stamps, code)
    workshop = _Workshop(content, pages, wanted, wishes, keep, threads)
    earlier = {thread: keep.find(KIND, key, KeptThread) for thread, key in threads.keys.items()}
    missing = [thread for thread, kept in earlier.items() if kept is None]
    for share, learnt in _worked_out(folder, missing, workshop, _files(folder, stamps, code)):
        lemmas.recall(learnt)
        _store(share, threads, keep)
    found = {thread: kept or _found(keep, threads.keys[thread]) for thread, kept in earlier.items()}
    for page in pages:
        key = threads.key(page)
        for part in PARTS:
            keep.claim(part, key)
    _warn(found.values())
    recent = Recent(workshop.load)
    langs = {lang for kept in found.values() for lang in kept.langs}
    return Conversations(
        talks={
            page.id: KeptTalk(found[page.thread].outlines[page.id], partial(recent.part, page))
            for page in pages
        },
        outlines={
            id: outline.figures for kept in found.values() for id, outline in kept.outlines.items()
        },
        keys={page.id: threads.keys[page.thread] for page in pages},
        agreement=overrides.joined(kept.pairs for kept in found.values()),
        evidence=Evidence(inputs=threads.inputs, analyzers=_analyzers(langs, wanted, keep, code)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Threads:
    """What each thread is made of, by its name.

    Attributes:
        pages: Those that share it.
        names: Of its files, as `threadfiles.names_of` gives them.
        inputs: The SHA-256 of each of its files.
        keys: Digest of all that it rests on.
    """

    pages: Mapping[str, Sequence[Page]]
    names: Mapping[str, Sequence[str]]
    inputs: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, bytes]

    @classmethod
    def of(
        cls,
        folder: Path,
        pages: Sequence[Page],
        wanted: Config,
        wishes: Wishes,
        stamps: Stamps,
        code: bytes,
    ) -> "_Threads":
        """The threads of these pages."""
        names = names_of(pages)
        inputs = {thread: digests_of(folder, found, stamps) for thread, found in names.items()}
        sharing: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            sharing[page.thread].append(page)
        about = digest(code, _encoded([wanted.authors, wanted.brands, wanted.languages]))
        about = digest(about, _encoded([wanted.analyzers, str(wishes.zone)]))
        keys = {
            thread: digest(
                about,
                _encoded([[p.id, p.lang, p.case, bool(p.topics)] for p in found], inputs[thread]),
            )
            for thread, found in sharing.items()
        }
        return cls(pages=sharing, names=names, inputs=inputs, keys=keys)

    def key(self, page: Page) -> bytes:
        """By what the talk of a page is kept."""
        return digest(self.keys[page.thread], page.id)


@dataclass(frozen=True, slots=True)
class _Workshop:
    """Works threads out, here or in a copy of this process."""

    content: Path
    pages: Sequence[Page]
    wanted: Config
    wishes: Wishes
    keep: Keep
    threads: _Threads

    def work_out(
        self, threads: Sequence[str], *, save: bool = True
    ) -> "tuple[list[Worked], Lemmas]":
        """These threads, and the lemmas that were looked up for them.

        Args:
            save: Write the talks to the file of what is kept, where there is one.
        """
        from tertulia.site.gathering import gather

        together = TOGETHER if self.wanted.executor == "serial" else len(threads)
        found: list[Worked] = []
        for some in _parted(threads, together):
            gathered = gather(self.content, self.pages, self.wanted, only=frozenset(some))
            worked = [_worked(self.threads.pages[thread], gathered, self.wishes) for thread in some]
            rows = (row for one in worked for row in _rows(one, self.threads.keys))
            if save and self.keep.save(rows):
                worked = [replace(one, talks=None) for one in worked]
            found += worked
        return found, lemmas.known()

    def load(self, page: Page, part: str) -> Said | Found:
        """A part of a page's talk."""
        found = self.keep.load(part, self.threads.key(page), PARTS[part])
        if found is None:  # another build has dropped it
            ((worked,), _) = self.work_out([page.thread], save=False)
            assert worked.talks
            found = msgspec.msgpack.decode(worked.talks[page.id][part], type=PARTS[part])
        return found


def _worked_out(
    folder: Path, missing: list[str], workshop: _Workshop, files: Mapping[bytes, Path]
) -> "list[tuple[list[Worked], Lemmas]]":
    """The threads that are not kept, worked out; thread files of no page are read too.

    Args:
        files: All thread files, by what they are called and hold.

    Raises:
        BadStore: A file is damaged; the message has a line for each.
        Unsettled: Somebody has written one meanwhile.
    """
    threads, keep = workshop.threads, workshop.keep
    known = set(keep.noted("sound threads", list[bytes]) or ())
    names = {thread: threads.names[thread] for thread in missing}
    to_read = {store.path_of(folder, name) for found in names.values() for name in found}
    unread = {files[key] for key in files.keys() - known} - to_read
    with _all_told(folder, unread | (to_read & set(files.values()))):
        store.check(folder, sorted(unread))
        shares = _shared(workshop, missing)
    if files.keys() != known:
        keep.note("sound threads", sorted(files))
    _check_settled(folder, names, threads.inputs)
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A thread that was worked out.

    Attributes:
        talks: By page id, see `kepttalks.parted`; None where they are kept already.
    """

    thread: str
    kept: KeptThread
    talks: Mapping[str, Mapping[str, bytes]] | None


def _worked(pages: Sequence[Page], gathered: "Gathered", wishes: Wishes) -> Worked:
    from tertulia.analysis.talks import talk

    thread = pages[0].thread
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
    kept = KeptThread(
        outlines={
            page.id: _outlined(talks[page.id], wishes.zone, quoted=bool(page.topics))
            for page in pages
        },
        langs=tuple(sorted(gathered.langs.get(thread, ()))),
        pairs=gathered.pairs.get(thread, ()),
        unproven=gathered.unproven.get(thread, ()),
        unused=gathered.unused.get(thread, ()),
    )
    encoded = {id: parted(talk) for id, talk in talks.items()}
    return Worked(thread=thread, kept=kept, talks=encoded)


def _rows(worked: Worked, keys: Mapping[str, bytes]) -> Iterator[tuple[str, bytes, bytes]]:
    """What is to be kept of a thread's talks: kind, key and value."""
    for id, parts in (worked.talks or {}).items():
        for part, data in parts.items():
            yield part, digest(keys[worked.thread], id), data


def _store(share: Iterable[Worked], threads: _Threads, keep: Keep) -> None:
    for worked in share:
        keep.add(KIND, threads.keys[worked.thread], worked.kept)
        for row in _rows(worked, threads.keys):
            keep.store(*row)
        for page in () if worked.talks else threads.pages[worked.thread]:
            for part in PARTS:
                keep.store(part, threads.key(page), None)


def _outlined(talk: Talk, zone: tzinfo, *, quoted: bool) -> Outline:
    return Outline(
        figures=outline(talk, zone, quoted=quoted),
        spoken=talk.spoken,
        newest=talk.newest,
        written=talk.written,
    )


def _shared(workshop: _Workshop, missing: list[str]) -> "list[tuple[list[Worked], Lemmas]]":
    """Have threads worked out by several processes, where enough was said in them."""
    if not missing:
        return []
    from tertulia.analysis import talks  # all that scores and sums up, loaded before it forks
    from tertulia.site import gathering

    assert talks
    assert gathering
    threads = workshop.threads
    talked = sum(1 for thread in missing if threads.inputs[thread])
    least = WORTH_A_PROCESS * len(missing) // max(1, talked)
    if workshop.wanted.executor != "serial":
        least = len(missing) + 1
    if len(missing) >= least:
        spoken = {page.lang for thread in missing for page in threads.pages[thread]}
        lemmas.open_dictionaries(spoken)
    return spread(workshop.work_out, missing, least)


def _parted(threads: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (threads[start : start + most] for start in range(0, len(threads), max(1, most)))


def _analyzers(
    langs: set[str], wanted: Config, keep: Keep, code: bytes
) -> dict[str, tuple[str, str]]:
    def find() -> dict[str, tuple[str, str]]:
        from tertulia.site.gathering import analyzers_of

        return analyzers_of(langs, wanted)

    key = digest(code, _encoded(sorted(langs), wanted.analyzers))
    return keep.value("analyzers", key, dict[str, tuple[str, str]], find)


def _found(keep: Keep, key: bytes) -> KeptThread:
    kept = keep.find(KIND, key, KeptThread)
    assert kept is not None
    return kept


def _files(folder: Path, stamps: Stamps, code: bytes) -> dict[bytes, Path]:
    """All thread files, also those of no page, by what they are called and hold."""
    return {digest(code, p.name, stamps.digest(str(p)) or b""): p for p in store.files(folder)}


@contextmanager
def _all_told(folder: Path, files: Collection[Path]) -> Iterator[None]:
    """Tell of all files that are damaged, not only of the first that was read."""
    try:
        yield
    except BadStore:
        store.check(folder, sorted(files))
        raise


def _check_settled(
    folder: Path,
    names: Mapping[str, Sequence[str]],
    inputs: Mapping[str, Mapping[str, str]],
) -> None:
    """What was read is kept by what the files held before: they must hold it still."""
    now = Stamps({})
    for thread, files in names.items():
        if digests_of(folder, files, now) != inputs[thread]:
            raise Unsettled(f"{folder}/{thread}: it changed while it was read; build again")


def _warn(found: Iterable[KeptThread]) -> None:
    kept = list(found)
    for line in (line for each in kept for line in each.unused):
        _log.warning("%s", line)
    if unproven := [id for each in kept for id in each.unproven]:
        _log.warning(
            "%d entries are signed like your own people without proof, so they get no badge"
            " (docs/summaries.md, Roles): %s",
            len(unproven),
            ", ".join(unproven[:SHOWN]) + (" …" if len(unproven) > SHOWN else ""),
        )


def _encoded(*values: object) -> bytes:
    return msgspec.msgpack.encode(values, order="sorted")
