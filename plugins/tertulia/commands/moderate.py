"""`invoke moderate`: what waits for a person, why, and what the person decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from tertulia.analysis.moderation import decide, needs_repeats, repeats
from tertulia.commands.options import folder
from tertulia.commands.settings import read_site
from tertulia.core.characters import printable
from tertulia.core.errors import UnknownName
from tertulia.core.merging import undecided
from tertulia.core.model import Entry, Status
from tertulia.core.rules import Around
from tertulia.edge import journal, store
from tertulia.edge.store import ThreadFile
from tertulia.importing.work import Site

SHOWN = 300  # characters of a text


def moderate(
    *,
    content: Path,
    settings: Path,
    approve: Sequence[str] = (),
    refuse: Sequence[str] = (),
    spam: Sequence[str] = (),
    undo: Sequence[str] = (),
    why: str = "",
    what_if: Path | None = None,
    apply: bool = False,
) -> int:
    """List what is pending; or decide by id; or show what other rules would decide.

    Args:
        content: The site's content folder.
        settings: The site's settings file.
        approve: Ids to be shown to readers.
        refuse: Ids not to be shown.
        spam: Ids that are spam.
        undo: Ids to be left to the rules and their source again.
        why: The reason, kept with each decision.
        what_if: Rules to try; nothing is written.
        apply: Ask the rules again about everything that no person decided.

    Raises:
        TertuliaError: The rules or the store are wrong, or there is no entry of an id.
    """
    console = Console(highlight=False, soft_wrap=True)
    site = read_site(folder(content, "--content"), settings, rules=what_if)
    if what_if is not None or apply:
        with journal.opened(site.threads) as changes:
            differing = list(_redecided(site, changes))
            for line in _difference_lines(differing, done=apply and what_if is None):
                console.print(escape(printable(line)))
            if apply and what_if is None:
                changes.commit()
        return 0
    wanted = {
        **dict.fromkeys(approve, Status.APPROVED),
        **dict.fromkeys(refuse, Status.DELETED),
        **dict.fromkeys(spam, Status.SPAM),
        **dict.fromkeys(undo, None),
    }
    if wanted:
        for line in _decide(site, wanted, why):
            console.print(escape(printable(line)))
        return 0
    for line in pending_lines(store.thread_files(site.threads)):
        console.print(escape(printable(line)))
    return 0


def pending_lines(threads: Iterable[ThreadFile]) -> Iterator[str]:
    """What waits for a person, by page, with the reason and how to decide."""
    count = 0
    for file in threads:
        waiting = [entry for entry in file.entries if entry.status is Status.PENDING]
        if waiting:
            yield file.page
        for entry in waiting:
            count += 1
            yield from _entry_lines(entry)
    yield f"{count} pending" if count else "Nothing is pending."
    if count:
        yield "To decide: invoke moderate --approve ID --refuse ID --spam ID [--why TEXT]"


def _entry_lines(entry: Entry) -> Iterator[str]:
    posted = entry.posted.isoformat(" ", "minutes") if entry.posted else "no date"
    yield f"  {entry.id}  {entry.kind}  {entry.author.name or '(unsigned)'}  {posted}"
    yield f"    why: {entry.reason or 'pending at its source'}"
    text = " ".join(entry.text.split())
    yield f"    {text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"


def _decide(site: Site, wanted: dict[str, Status | None], why: str) -> Iterator[str]:
    left = dict(wanted)
    known: list[str] = []
    with journal.opened(site.threads) as changes:
        repeated = _repeated(site) if None in wanted.values() else {}
        for file in store.thread_files(site.threads):
            around = Around(published=site.published.get(file.page), repeats=repeated)
            known += [e.id for e in file.entries if e.status is Status.PENDING]
            here = {e.id for e in file.entries} & left.keys()
            after = tuple(
                _by_hand(e, left[e.id], why, site, around) if e.id in here else e
                for e in file.entries
            )
            if here:
                changes.write(file.path, file.bytes_with(after))
            for id in sorted(here):
                yield f"{id} on {file.page}: {left.pop(id) or 'left to the rules'}"
        if left:
            raise UnknownName.among("entry", next(iter(left)), known)
        changes.commit()


def _by_hand(entry: Entry, status: Status | None, why: str, site: Site, around: Around) -> Entry:
    if status is None:
        names = tuple(n for n in entry.edited_by_hand if n != "status")
        free = replace(entry, edited_by_hand=names, reason="", status=entry.upstream)
        return decide(undecided(free, site.zone), site.rules, around)
    names = tuple(sorted({*entry.edited_by_hand, "status"}))
    reason = f"by hand: {why}" if why else "by hand"
    return replace(entry, status=status, reason=reason, edited_by_hand=names)


def _repeated(site: Site) -> Mapping[str, int]:
    """How often each text stands in the store, where a rule asks."""
    if not needs_repeats(site.rules):
        return {}
    return repeats(e for file in store.thread_files(site.threads) for e in file.entries)


def _redecided(site: Site, changes: journal.Journal) -> Iterator[tuple[str, Entry, Entry]]:
    """Every decision that would be another one, staged."""
    repeated = _repeated(site)
    for file in store.thread_files(site.threads):
        around = Around(published=site.published.get(file.page), repeats=repeated)
        after = tuple(decide(undecided(e, site.zone), site.rules, around) for e in file.entries)
        for old, new in zip(file.entries, after, strict=True):
            if (old.status, old.reason) != (new.status, new.reason):
                yield file.page, old, new
        changes.write(file.path, file.bytes_with(after))


def _difference_lines(
    differing: Sequence[tuple[str, Entry, Entry]], *, done: bool
) -> Iterator[str]:
    for page, old, new in differing:
        yield f"{page}  {old.id}: {old.status} → {new.status}"
        yield f"    before: {old.reason or 'as its source says'}"
        yield f"    {'now' if done else 'then'}: {new.reason or 'as its source says'}"
    total = f"{len(differing)} decision{'' if len(differing) == 1 else 's'}"
    yield f"{total} changed" if done else f"{total} would change; nothing was written"
