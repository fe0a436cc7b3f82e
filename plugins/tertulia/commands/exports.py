"""`invoke export`: the conversations of a site in a format that others read."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from tertulia.commands.options import folder
from tertulia.commands.reporting import counted
from tertulia.commands.settings import read_settings, read_site
from tertulia.core.dumps import with_times
from tertulia.core.exporting import Conversation, Journey
from tertulia.core.model import PageRef
from tertulia.edge import store
from tertulia.edge.dumpfile import read_dumps
from tertulia.importing.work import Site
from tertulia.registry import export_format


def export(to: str, *, content: Path, settings: Path, file: Path | None = None) -> int:
    """Write all conversations of a site to one file.

    Args:
        to: The format's name.
        content: The site's content folder.
        settings: The site's settings file.
        file: Where to; in the current folder, named after the format, unless given.

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
    told = list(conversations(site, journey.address))
    part = target.with_name(f"{target.name}.part")
    with part.open("wb") as out:
        for chunk in chosen.write(told, journey):
            out.write(chunk)
    part.replace(target)
    console = Console(highlight=False, soft_wrap=True)
    entries = sum(len(conversation.entries) for conversation in told)
    console.print(escape(f"{counted(len(told), 'thread')}, {counted(entries, 'entry')}: {target}"))
    for reason, count in journey.left.most_common():
        console.print(escape(f"    {count:,} × {reason}"))
    return 0


def conversations(site: Site, address: str) -> Iterator[Conversation]:
    """All threads of a site, each with what others need to find its page."""
    pages = {page.id: page for page in site.finder.pages}
    heard = read_dumps(site.threads)
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
