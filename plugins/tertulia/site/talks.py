"""The conversation of every page, worked out anew only where something it rests on has changed.

A thread is worked out from its own files, its pages' languages and cases, and the settings;
the digest of these is what its talks are kept by. Threads are shared among processes where
there are many.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
    files = _files(folder, stamps, code)
    known = set(keep.noted("sound threads", list[bytes]) or ())
    if new := files.keys() - known:
        journal.recover(folder)
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
    earlier = {thread: keep.find(KIND, keys[thread], KeptThread) for thread in sharing}
    missing = [thread for thread, kept in earlier.items() if kept is None]

    def work_out(threads: Sequence[str], *, save: bool = True) -> tuple[list[Worked], Lemmas]:
        from tertulia.site.gathering import gather

        together = TOGETHER if wanted.executor == "serial" else len(threads)
        found: list[Worked] = []
        for some in _parted(threads, together):
            gathered = gather(content, pages, wanted, only=frozenset(some))
            worked = [_worked(sharing[thread], gathered, wishes) for thread in some]
            if save and keep.save(row for one in worked for row in _rows(one, keys)):
                worked = [replace(one, talks=None) for one in worked]
            found += worked
        return found, lemmas.known()

    def load(page: Page, part: str) -> Said | Found:
        found = keep.load(part, digest(keys[page.thread], page.id), PARTS[part])
        if found is None:  # another build has dropped it
            ((worked,), _) = work_out([page.thread], save=False)
            assert worked.talks
            found = msgspec.msgpack.decode(worked.talks[page.id][part], type=PARTS[part])
        return found

    recent = Recent(load)
    spoken = {page.lang for thread in missing for page in sharing[thread]}
    # Those of no page are read too: a damaged one stops the build.
    to_read = {store.path_of(folder, name) for thread in missing for name in names[thread]}
    unread = {files[key] for key in new} - to_read
    with _all_told(folder, unread | (to_read & set(files.values()))):
        store.check(folder, sorted(unread))
        talked = sum(1 for thread in missing if inputs[thread])
        shares = _shared(work_out, missing, talked, spoken, wanted)
    if files.keys() != known:
        keep.note("sound threads", sorted(files))
    _check_settled(folder, {thread: names[thread] for thread in missing}, inputs)
    for share, learnt in shares:
        lemmas.recall(learnt)
        _store(share, sharing, keep, keys)
    found = {thread: kept or _found(keep, keys[thread]) for thread, kept in earlier.items()}
    for page in pages:
        key = digest(keys[page.thread], page.id)
        for part in PARTS:
            keep.claim(part, key)
    _warn(found.values())
    langs = {lang for kept in found.values() for lang in kept.langs}
    return Conversations(
        talks={
            page.id: KeptTalk(found[page.thread].outlines[page.id], partial(recent.part, page))
            for page in pages
        },
        outlines={
            id: outline.figures for kept in found.values() for id, outline in kept.outlines.items()
        },
        keys={page.id: keys[page.thread] for page in pages},
        agreement=overrides.joined(kept.pairs for kept in found.values()),
        evidence=Evidence(inputs=inputs, analyzers=_analyzers(langs, wanted, keep, code)),
    )


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


def _store(
    share: Iterable[Worked],
    sharing: Mapping[str, Sequence[Page]],
    keep: Keep,
    keys: Mapping[str, bytes],
) -> None:
    for worked in share:
        keep.add(KIND, keys[worked.thread], worked.kept)
        for row in _rows(worked, keys):
            keep.store(*row)
        for page in () if worked.talks else sharing[worked.thread]:
            for part in PARTS:
                keep.store(part, digest(keys[worked.thread], page.id), None)


def _outlined(talk: Talk, zone: tzinfo, *, quoted: bool) -> Outline:
    return Outline(
        figures=outline(talk, zone, quoted=quoted),
        spoken=talk.spoken,
        newest=talk.newest,
        written=talk.written,
    )


def _shared(
    do: Callable[[Sequence[str]], tuple[list[Worked], Lemmas]],
    missing: list[str],
    talked: int,
    langs: Iterable[str],
    wanted: Config,
) -> list[tuple[list[Worked], Lemmas]]:
    """Have threads worked out by several processes, where it pays.

    Args:
        talked: In how many of them something was said.
    """
    if not missing:
        return []
    from tertulia.analysis import talks  # all that scores and sums up, loaded before it forks
    from tertulia.site import gathering

    assert talks
    assert gathering
    least = WORTH_A_PROCESS * len(missing) // max(1, talked)
    if wanted.executor != "serial":
        least = len(missing) + 1
    if len(missing) >= least:
        lemmas.open_dictionaries(langs)
    return spread(do, missing, least)


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
