"""`invoke export`: the conversations of a site in a format that others read."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from tertulia.commands.options import folder
from tertulia.commands.reporting import counted
from tertulia.commands.settings import read_settings, read_site
from tertulia.core.dumps import with_times
from tertulia.core.exporting import Conversation, Journey, shown
from tertulia.core.model import PageRef
from tertulia.edge import store
from tertulia.edge.dumpfile import read_dumps
from tertulia.edge.files import whole
from tertulia.importing.work import Site
from tertulia.registry import export_format


def export(
    to: str,
    *,
    content: Path,
    settings: Path,
    file: Path | None = None,
    everything: bool = False,
) -> int:
    """Write the conversations of a site to one file.

    Args:
        to: The format's name.
        content: The site's content folder.
        settings: The site's settings file.
        file: Where to; in the current folder, named after the format, unless given.
        everything: What readers do not see goes along too: what waits, spam, what was refused,
            earlier texts and the reasons of decisions.

    Raises:
        TertuliaError: There is no such format, or the site's own files are wrong.
    """
    chosen = export_format(to)
    values, _ = read_settings(settings)
    site = read_site(folder(content, "--content"), settings)
    journey = Journey(
        address=str(values["SITEURL"]),
        title=str(values.get("SITENAME", "")),
        zone=ZoneInfo(str(values["TIMEZONE"])),
        left=Counter(),
    )
    target = file or Path(f"threads-{to}{chosen.suffix}")
    folder(target.parent, "--file")
    stored = list(conversations(site, journey.address))
    told = stored if everything else list(_shown(stored))
    with whole(target) as out:
        for chunk in chosen.write(told, journey):
            out.write(chunk)
    console = Console(highlight=False, soft_wrap=True)
    entries = sum(len(conversation.entries) for conversation in told)
    console.print(escape(f"{counted(len(told), 'thread')}, {counted(entries, 'entry')}: {target}"))
    for reason, count in journey.left.most_common():
        console.print(escape(f"    {count:,} × {reason}"))
    if left := _left(stored, told):
        console.print(escape(f"    left here: {left}; --all takes everything along"))
    return 0


def _shown(stored: Iterable[Conversation]) -> Iterator[Conversation]:
    for conversation in stored:
        if entries := shown(conversation.entries):
            yield replace(conversation, entries=entries)


def _left(stored: Iterable[Conversation], told: Iterable[Conversation]) -> str:
    """What was not taken along."""
    there, gone = _counted(stored), _counted(told)
    names = {"deleted": "refused"}  # the place of what its source deleted goes along
    return ", ".join(
        f"{there[name] - gone[name]:,} {names.get(name, name)}"
        for name in sorted(there)
        if there[name] > gone[name]
    )


def _counted(conversations: Iterable[Conversation]) -> Counter[str]:
    found: Counter[str] = Counter()
    for entry in (e for conversation in conversations for e in conversation.entries):
        found[entry.status.value] += 1
        found["with earlier texts"] += bool(entry.history)
        found["with the reason of a decision"] += bool(entry.reason)
    return found


def conversations(site: Site, address: str) -> Iterator[Conversation]:
    """All threads of a site, each with what others need to find its page."""
    pages = {page.id: page for page in site.finder.pages}
    heard = read_dumps(site.threads).heard
    for found in store.thread_files(site.threads):
        page = pages.get(found.page)
        ref = found.ref
        if ref is None:
            path = page.path if page else f"{found.page}/"
            ref = PageRef(
                url=f"{address}/{path}",
                slug=found.page,
                guid=page.guid[0] if page and page.guid else "",
                title=page.title if page else "",
            )
        yield Conversation(
            page=ref,
            entries=with_times(found.entries, heard.get(found.stem(site.threads), {})),
            published=site.published.get(found.page),
        )
