"""The conversation of every page, worked out anew only where something it rests on has changed.

Threads are shared among processes where there are many; `workshop` works them out.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tertulia.analysis import lemmas, overrides
from tertulia.analysis.survey import Wishes
from tertulia.config import Config
from tertulia.core.errors import BadStore, Unsettled
from tertulia.core.findings import Agreement, Evidence, Talk
from tertulia.core.model import Page
from tertulia.edge import journal, store
from tertulia.edge.forks import spread
from tertulia.edge.keep import Keep, digest
from tertulia.edge.stamps import Stamps
from tertulia.site.kepttalks import PARTS, Recent
from tertulia.site.threadfiles import FOLDER, digests_of
from tertulia.site.workshop import KeptThread, Lemmas, Threads, Worked, Workshop, encoded, rows

_log = logging.getLogger(__name__)

KIND = "thread"
WORTH_A_PROCESS = 40  # threads in which something was said: about 0.2 s
SHOWN = 5  # ids in a warning


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
    threads = Threads.of(folder, pages, wanted, wishes, stamps, code)
    workshop = Workshop(content, wanted, wishes, keep, threads)
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
    recent = keep.left("talks", Recent) or Recent()
    keep.leave("talks", recent)
    outlined = ((page, found[page.thread].outlines[page.id]) for page in pages)
    langs = {lang for kept in found.values() for lang in kept.langs}
    return Conversations(
        talks=recent.talks(outlined, workshop.load),
        outlines={
            id: outline.figures for kept in found.values() for id, outline in kept.outlines.items()
        },
        keys={page.id: threads.keys[page.thread] for page in pages},
        agreement=overrides.joined(kept.pairs for kept in found.values()),
        evidence=Evidence(inputs=threads.inputs, analyzers=_analyzers(langs, wanted, keep, code)),
    )


def _worked_out(
    folder: Path, missing: list[str], workshop: Workshop, files: Mapping[bytes, Path]
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


def _store(share: Iterable[Worked], threads: Threads, keep: Keep) -> None:
    for worked in share:
        keep.add(KIND, threads.keys[worked.thread], worked.kept)
        for row in rows(worked):
            keep.store(*row)
        for page in () if worked.talks is not None else threads.pages[worked.thread]:
            for part in PARTS:
                keep.store(part, threads.key(page), None)


def _shared(workshop: Workshop, missing: list[str]) -> "list[tuple[list[Worked], Lemmas]]":
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


def _analyzers(
    langs: set[str], wanted: Config, keep: Keep, code: bytes
) -> dict[str, tuple[str, str]]:
    def find() -> dict[str, tuple[str, str]]:
        from tertulia.site.gathering import analyzers_of

        return analyzers_of(langs, wanted)

    key = digest(code, encoded(sorted(langs), wanted.analyzers))
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
