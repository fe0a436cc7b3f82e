"""`invoke import`: read exports, say what was in them, and keep it with its pages."""

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tertulia import registry
from tertulia.commands.reporting import show
from tertulia.commands.settings import DEFAULT_KEEP, read_site, with_latest_tombstones
from tertulia.core.contracts import Source
from tertulia.core.errors import BadSource
from tertulia.core.model import Status
from tertulia.core.reports import Report
from tertulia.core.suggestions import nearest
from tertulia.edge import journal
from tertulia.edge.files import write_whole
from tertulia.edge.inputfile import Input
from tertulia.edge.inputs import inputs
from tertulia.edge.sitefiles import FORGOTTEN, forgotten_bytes
from tertulia.importing.bringing import Brought, bring_posts
from tertulia.importing.importer import run
from tertulia.importing.work import Site
from tertulia.sources._fields import NAMES


def import_(
    paths: Sequence[Path],
    *,
    content: Path,
    settings: Path,
    dry_run: bool = False,
    source: str = "",
    mapping: Path | None = None,
    fields: Path | None = None,
    keep_pending: bool = False,
    names: bool = False,
    posts: bool = False,
    page: str = "",
    report: Path | None = None,
    comments: frozenset[str] = frozenset(),
    complete: Mapping[str, datetime] | None = None,
) -> int:
    """Import files, folders and archives; without any, only join what waits for its page.

    Args:
        paths: What to read.
        content: The site's content folder.
        settings: The site's settings file.
        dry_run: Say what would happen and write nothing.
        source: The one format that all files are of; found from their content unless given.
        mapping: Page ids by address.
        fields: For home-made formats: our fields to the file's.
        keep_pending: Store what waits for approval at its source too, to be decided here.
        names: Private people of networks keep their names.
        posts: Posts and pages of the exports become Markdown files, before all else.
        page: The page that all of it belongs to, whatever the files say.
        report: Where to write the report as JSON.
        comments: Ids of all comments of the blog that a feed is of, where they are known.
        complete: Sources of which the files together have all that there is, and when they did.

    Returns:
        0 all read, 1 something lost, 2 nothing could be read.

    Raises:
        TertuliaError: The site's own files are wrong.
    """
    sources = _sources(source, fields, comments)
    keep = DEFAULT_KEEP | ({Status.PENDING} if keep_pending else frozenset())
    site = read_site(content, settings, mapping=mapping, keep=keep, names=names)
    site = replace(site, page=page, complete=complete or {})
    console = Console(stderr=True, highlight=False)
    with _journal(site, dry=dry_run) as changes, _progress(console) as tell:
        site = with_latest_tombstones(site)
        brought = Brought()
        if posts:
            again = functools.partial(_all_inputs, paths)
            site, brought = bring_posts(again, sources, site, content, changes)
        result = replace(
            run(_all_inputs(paths), sources, site, changes, tell),
            posts=tuple(brought.posts),
            posts_there=brought.there,
            images=brought.images,
            links=brought.links,
            elsewhere=brought.elsewhere(site.hosts),
        )
        if not dry_run:
            _commit(result, site, changes)
    show(result, Console(highlight=False, soft_wrap=True))
    if report is not None:
        write_whole(
            report, msgspec.json.format(msgspec.json.encode(result, order="sorted")) + b"\n"
        )
    return result.exit_code if paths else 0


def _sources(name: str, fields: Path | None, comments: frozenset[str]) -> tuple[Source, ...]:
    """The sources to ask, told what the caller knows."""
    if fields is not None:
        found: tuple[Source, ...] = (_told(registry.source(name or "homemade"), fields),)
    else:
        found = (registry.source(name),) if name else registry.all_sources()
    return tuple(_beside(source, comments) for source in found) if comments else found


def _told(source: Source, fields: Path) -> Source:
    """The source, told which of the file's fields are ours."""
    if source.read_mapped is None:
        raise BadSource(f"{source.name} has fields of its own: leave --fields away")
    try:
        given = msgspec.toml.decode(fields.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadSource(f"{fields}: {error}") from error
    if wrong := next((name for name in given if name not in NAMES), ""):
        raise BadSource(f"{fields}: no field of ours {wrong!r}{nearest(wrong, NAMES)}")
    mapped = source.read_mapped
    return replace(source, read=lambda file: mapped(file, given))


def _beside(source: Source, comments: frozenset[str]) -> Source:
    """The source, told which comments there are."""
    beside = source.read_beside
    return replace(source, read=lambda file: beside(file, comments)) if beside else source


def _all_inputs(paths: Sequence[Path]) -> Iterator[Input]:
    for path in paths:
        if path.parts and path.parts[0] in ("http:", "https:"):
            way = "put it among TERTULIA['fetch'] in the settings and run invoke fetch"
            yield Input.refusal(str(path), f"an address is fetched, not imported: {way}")
            continue
        try:
            yield from inputs(path)
        except BadSource as error:
            yield Input.refusal(str(path), str(error))


@contextlib.contextmanager
def _journal(site: Site, *, dry: bool) -> Iterator[journal.Journal]:
    if dry:
        yield journal.Journal(site.threads, dry=True)
        return
    with journal.opened(site.threads) as changes:
        yield changes


def _commit(result: Report, site: Site, changes: journal.Journal) -> None:
    """Put all of it in place at once, and with it what pseudonyms rest on.

    They are the same the next time only if their salt is kept.
    """
    networks = any(registry.source(file.source).social for file in result.files if file.source)
    forgotten = site.threads / FORGOTTEN
    if networks and site.named is not None and not forgotten.exists():
        changes.write(forgotten, forgotten_bytes(site.forgotten))
    changes.commit()


@contextlib.contextmanager
def _progress(console: Console) -> Iterator[Callable[[str, int], None] | None]:
    """A line that moves while work goes on; nothing where nobody is looking."""
    if not console.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        line = progress.add_task("Reading…", total=None)

        def tell(name: str, count: int) -> None:
            progress.update(line, description=f"{name}: {count:,}")

        yield tell
