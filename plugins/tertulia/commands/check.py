"""`invoke check --content DIR`: looks a whole site through and says all that is wrong in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from tertulia.analysis.titles import index, named
from tertulia.core.errors import BadStore
from tertulia.core.kinds import Fault
from tertulia.edge import privacy, store
from tertulia.edge.pages import faults_below, read_pages


def check_site(content: Path, output: Path) -> int:
    """Print every fault of a site, one a line, with file and line.

    Args:
        output: What was built of it; not looked at where there is nothing.

    Returns:
        The exit code: 1 where anything is wrong, else 0.
    """
    console = Console(stderr=True, highlight=False)
    found = [str(fault) for fault in faults(content, output)]
    for line in found:
        console.print(line, markup=False, soft_wrap=True)
    console.print(f"{len(found)} faults in {content}" if found else f"{content}: nothing wrong")
    return 1 if found else 0


def faults(content: Path, output: Path) -> Iterator[Fault | str]:
    """All that is wrong: front matter, names, threads, and addresses of persons."""
    yield from faults_below(content)
    _, doubles = index(
        named(page.path.relative_to(content).as_posix(), page.head) for page in read_pages(content)
    )
    yield from (replace(fault, file=f"{content.name}/{fault.file}") for fault in doubles)
    try:
        store.load(content / "threads")
    except BadStore as error:
        yield from str(error).splitlines()
    allowed = privacy.printed(content)
    for fault in privacy.findings(content / "threads", allowed):
        yield replace(fault, file=f"{content.name}/{fault.file}")
    yield from privacy.findings(output, allowed)
