"""`invoke check --content DIR`: looks a whole site through and says all that is wrong in it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from rich.console import Console

from tertulia.analysis import linkcheck, overrides
from tertulia.analysis.titles import index, named
from tertulia.core.code import silenced
from tertulia.core.errors import BadRules, BadStore
from tertulia.core.kinds import FOLDERS, Fault
from tertulia.core.names import file_stem, name_of
from tertulia.core.pictures import undescribed
from tertulia.core.suggestions import nearest
from tertulia.edge import overrides as override_files
from tertulia.edge import privacy, store
from tertulia.edge.built import dead_links
from tertulia.edge.dumpfile import read_dumps
from tertulia.edge.files import below
from tertulia.edge.pages import PageFile, faults_in, read_pages, threads_in
from tertulia.edge.rulefile import NAME, read_rules
from tertulia.edge.sitefiles import MAPPING, read_forgotten, read_mapping

MOST_NOTICES = 10  # of one kind: a blog that was brought over may have one for each page


def check_site(content: Path, output: Path, own: Collection[str] = ()) -> int:
    """Print every fault of a site, one a line, with file and line.

    Args:
        output: What was built of it; not looked at where there is nothing.
        own: Keys of front matter that are the site's own, in lower case.

    Returns:
        The exit code: 1 where anything is wrong, else 0.
    """
    console = Console(stderr=True, highlight=False)
    found = [str(fault) for fault in faults(content, output, own)]
    for line in [*found, *_few(f"{notice} (only a notice)" for notice in _notices(content))]:
        console.print(line, markup=False, soft_wrap=True)
    console.print(f"{len(found)} faults in {content}" if found else f"{content}: nothing wrong")
    return 1 if found else 0


def _few(notices: Iterable[str]) -> Iterator[str]:
    """Notices, of those that say the same of many files the first and how many more there are."""
    same: dict[str, list[str]] = {}
    for notice in notices:
        same.setdefault(notice.partition(": ")[2], []).append(notice)
    for said, found in same.items():
        yield from found[:MOST_NOTICES]
        if (more := len(found) - MOST_NOTICES) > 0:
            yield f"… and {more} more: {said}"


def faults(content: Path, output: Path, own: Collection[str] = ()) -> Iterator[Fault | str]:
    """All that is wrong: in the pages' own files, in threads, and in what was built.

    These are front matter, names, links, encodings and images; damaged threads, corrections,
    rules and lists; dead links of the built site; and addresses of persons anywhere.
    """
    pages = list(read_pages(content))
    yield from faults_in(pages, content, own)
    _, doubles = index(
        named(page.path.relative_to(content).as_posix(), page.head) for page in pages
    )
    yield from _named(content, doubles)
    yield from _named(content, linkcheck.faults(*_sources(pages, content)))
    yield from _named(content, _misencoded(pages, content))
    yield from _named(content, _undescribed(pages, content))
    yield from _named(content, _unmerged(pages, content))
    yield from dead_links(output)
    threads = content / store.FOLDER
    for load in (
        lambda: store.load(threads),
        lambda: override_files.load(threads, overrides.FIELDS),
        lambda: read_rules(threads / NAME),
        lambda: read_mapping(threads / MAPPING),
        lambda: read_forgotten(threads),
        lambda: read_dumps(threads),
    ):
        try:
            load()
        except (BadStore, BadRules) as error:
            yield from str(error).splitlines()
    allowed = privacy.printed(content)
    for fault in privacy.findings(threads, allowed):
        yield replace(fault, file=f"{content.name}/{fault.file}")
    yield from privacy.findings(output, allowed)


def _misencoded(pages: Iterable[PageFile], content: Path) -> Iterator[Fault]:
    """Files that a build cannot read."""
    for page in pages:
        data = page.path.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = "not UTF-8; save it in that encoding"
            yield Fault(file=page.path.relative_to(content).as_posix(), line=line, message=message)


def _undescribed(pages: Iterable[PageFile], content: Path) -> Iterator[Fault]:
    """Images that say nothing to who cannot see them."""
    for page in filter(attrgetter("is_markdown"), pages):
        text = page.path.read_text(encoding="utf-8-sig", errors="replace")
        for line, address in undescribed(text):
            message = (
                f"the image {address} has no description; write ![what it shows]({address}),"
                ' or <img src="…" alt=""> where it is decoration'
            )
            yield Fault(file=page.path.relative_to(content).as_posix(), line=line, message=message)


def _unmerged(pages: Iterable[PageFile], content: Path) -> Iterator[Fault]:
    """Texts in which git left both sides of a merge, which readers would see."""
    for page in filter(attrgetter("is_markdown"), pages):
        text = silenced(page.path.read_text(encoding="utf-8-sig", errors="replace"))
        for line, row in enumerate(text.split("\n"), 1):
            if row.startswith("<<<<<<< "):
                message = (
                    "a merge of git left both sides here; keep what is to stay of them and take"
                    " out the lines of '<<<<<<<', '=======' and '>>>>>>>'"
                )
                file = page.path.relative_to(content).as_posix()
                yield Fault(file=file, line=line, message=message)


def _notices(content: Path) -> Iterator[Fault]:
    pages = list(read_pages(content))
    yield from _named(content, linkcheck.notices(*_sources(pages, content)))
    names = threads_in(pages)
    threads = content / store.FOLDER
    astray = () if _others(content) else _astray(threads, names)
    for path, complaint in (*astray, *override_files.astray(threads, names)):
        yield Fault(file=str(path.relative_to(content.parent)), line=1, message=complaint)


def _others(content: Path) -> bool:
    """Whether there are pages that only Pelican can read."""
    return any(next(below(content / folder, (".htm", ".html")), "") for folder in FOLDERS)


def _astray(threads: Path, names: Collection[str]) -> Iterator[tuple[Path, str]]:
    """Conversations that no reader sees, because no page has or had that name."""
    known = set(map(file_stem, names))
    for path in store.files(threads):
        if path.stem not in known:
            page = name_of(path.stem)
            way = f"a page that was renamed says `Aliases: {page}`"
            yield path, f"no page {page!r}{nearest(page, names)}; {way}"


def _named(content: Path, found: Iterable[Fault]) -> Iterator[Fault]:
    """Faults with the content folder before the file's name."""
    return (replace(fault, file=f"{content.name}/{fault.file}") for fault in found)


def _sources(
    pages: Iterable[PageFile], content: Path
) -> tuple[list[linkcheck.Source], frozenset[str]]:
    """What is looked through for links, and all files that a link may lead to.

    Links within reStructuredText are docutils' to check; links to its pages are looked at.
    """
    sources = []
    for page in pages:
        lines = page.path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        sources.append(
            linkcheck.Source(
                file=page.path.relative_to(content).as_posix(),
                kind=page.kind,
                slug=page.slug,
                head=page.head,
                body="\n".join(lines[page.head.body_line - 1 :]) if page.is_markdown else "",
                listed=page.head.text("status") in ("", "published"),
                readable=page.is_markdown,
            )
        )
    found = filter(Path.is_file, map(Path, below(content)))
    files = (path.relative_to(content).as_posix() for path in found)
    return sources, frozenset(files)
