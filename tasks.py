"""The maintainers' commands: `invoke --list`. Each only calls what does the work."""

import sys
from datetime import datetime
from pathlib import Path

from invoke import Collection, Context, Task, task

sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))

from tertulia.commands.developing import (  # noqa: F401  (invoke lists what stands here)
    bench,
    bench_import,
    bench_related,
    evaluate,
    evaluate_related,
    format,
    golden,
    lint,
    lock,
    test,
    train,
    translate,
)
from tertulia.commands.tasking import (
    CONTENT,
    OUTPUT,
    ROOT,
    SETTINGS,
    complaints,
    paths,
    run_command,
)


@task(
    help={
        "drafts": "write drafts too",
        "full": "use nothing that earlier builds worked out",
        "settings": "another settings file",
        "verify": "build once more with nothing known, and compare",
    }
)
def build(
    c: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    settings: str = SETTINGS,
    drafts: bool = False,
    full: bool = False,
    verify: bool = False,
    verbose: bool = False,
) -> None:
    """Build the site and say where it is."""
    from tertulia.commands.build import build as run

    where = paths(content=content, output=output, settings=settings)
    run_command(run, ROOT, **where, drafts=drafts, full=full, verify=verify, verbose=verbose)


@task(help={"settings": "whose theme and language are wanted"})
def prepare(c: Context, settings: str = SETTINGS) -> None:
    """Work out what all sites share, so that the first build has not to; make does it."""
    from tertulia.commands.prepare import prepare as run

    run_command(run, ROOT, settings=Path(settings).absolute())


@task(help={"port": "0 takes any that is free"})
def serve(
    c: Context,
    content: str = CONTENT,
    output: str = OUTPUT,
    settings: str = SETTINGS,
    port: str = "8000",
) -> None:
    """Show the site with its drafts on this machine, built anew at each change."""
    from tertulia.commands.options import number
    from tertulia.commands.serve import serve as run

    with complaints():
        chosen = number(port, "--port", most=65535)
    where = paths(content=content, output=output, settings=settings)
    run_command(run, ROOT, **where, port=chosen)


@task(
    positional=["kind", "title"],
    help={
        "kind": "post, case, topic or page",
        "set": "front matter, as key=value",
        "title": "its title",
    },
    iterable=["set"],
)
def new(
    c: Context,
    kind: str,
    title: str,
    content: str = CONTENT,
    set: list[str] | None = None,
    settings: str = SETTINGS,
) -> None:
    """Write a new post, case, topic or page from a template."""
    from tertulia.commands.new import known_values
    from tertulia.commands.new import new as write
    from tertulia.commands.options import pairs
    from tertulia.commands.settings import read_settings

    folder = Path(content).absolute()
    with complaints():
        values = pairs(set or [], "--set")
        known = known_values(folder) if kind == "case" else {}
        own = read_settings(Path(settings))[1].own_keys if values else frozenset()
        path = write(folder, kind, title, values, datetime.now().astimezone(), own)
    print(path)
    for key, names in known.items():
        if names:
            print(f"  {key} so far: {', '.join(names[:12])}")


@task(
    name="import",
    positional=["path"],
    iterable=["also"],
    help={
        "path": "a file, folder or archive",
        "output": "as for build; nothing is written there",
        "also": "another one to read in the same go; may be given more than once",
        "dry-run": "say what would happen, write nothing",
        "source": "the format, where it is not to be found from the content",
        "mapping": "a TOML file of page slugs by address",
        "fields": "a TOML file of our fields to those of a home-made format",
        "keep-pending": "store what waits for approval at its source too",
        "names": "private people of networks keep their names",
        "posts": "write the posts and pages of the export too",
        "report": "write the report as JSON to this file",
    },
)
def import_(
    c: Context,
    path: str,
    also: list[str] | None = None,
    content: str = CONTENT,
    output: str = OUTPUT,
    settings: str = SETTINGS,
    dry_run: bool = False,
    source: str = "",
    mapping: str = "",
    fields: str = "",
    keep_pending: bool = False,
    names: bool = False,
    posts: bool = False,
    report: str = "",
) -> None:
    """Bring comments and linkbacks home from exports."""
    from tertulia.commands.imports import import_ as run

    run_command(
        run,
        [Path(p) for p in (path, *(also or []))],
        **paths(content=content, settings=settings),
        dry_run=dry_run,
        source=source,
        mapping=Path(mapping) if mapping else None,
        fields=Path(fields) if fields else None,
        keep_pending=keep_pending,
        names=names,
        posts=posts,
        report=Path(report) if report else None,
    )


@task(positional=["page"], help={"page": "its slug", "who": "who reads"})
def readings(
    c: Context, page: str, content: str = CONTENT, output: str = OUTPUT, who: str = ""
) -> None:
    """Print what the machine read in a page's comments, as corrections to fill in."""
    from tertulia.commands.readings import readings as run

    run_command(run, page, **paths(content=content, output=output), who=who)


@task(help={"settings": "the settings file it was built with"})
def verify(
    c: Context, content: str = CONTENT, output: str = OUTPUT, settings: str = SETTINGS
) -> None:
    """Work out every figure of the built site anew and compare."""
    from tertulia.commands.verify import verify as run

    run_command(run, ROOT, **paths(content=content, output=output, settings=settings))


@task(
    iterable=["approve", "refuse", "spam", "undo"],
    help={
        "approve": "id of an entry to be shown; may be given more than once, as the next three",
        "refuse": "id of an entry not to be shown",
        "spam": "id of an entry that is spam",
        "undo": "id of an entry to be left to the rules again",
        "why": "the reason, kept with the decision",
        "what-if": "a rule file to try: what it would decide; nothing is written",
        "apply": "ask the rules again about everything that no person decided",
    },
)
def moderate(
    c: Context,
    content: str = CONTENT,
    settings: str = SETTINGS,
    approve: list[str] | None = None,
    refuse: list[str] | None = None,
    spam: list[str] | None = None,
    undo: list[str] | None = None,
    why: str = "",
    what_if: str = "",
    apply: bool = False,
) -> None:
    """List what waits for a decision and why; approve or refuse by id."""
    from tertulia.commands.moderate import moderate as run

    run_command(
        run,
        **paths(content=content, settings=settings),
        approve=approve or [],
        refuse=refuse or [],
        spam=spam or [],
        undo=undo or [],
        why=why,
        what_if=Path(what_if) if what_if else None,
        apply=apply,
    )


@task(
    positional=["who"],
    help={
        "who": "a name, an address, or the id of an entry",
        "dry-run": "say what would be erased",
    },
)
def forget(
    c: Context, who: str, content: str = CONTENT, settings: str = SETTINGS, dry_run: bool = False
) -> None:
    """Erase a person everywhere, so that no import brings them back."""
    from tertulia.commands.forget import forget as run

    run_command(run, who, **paths(content=content, settings=settings), dry_run=dry_run)


@task(
    iterable=["only"],
    help={
        "only": "the name of a place in the settings; may be given more than once",
        "dry-run": "say what would be imported",
    },
)
def fetch(
    c: Context,
    content: str = CONTENT,
    settings: str = SETTINGS,
    only: list[str] | None = None,
    dry_run: bool = False,
) -> None:
    """Fetch conversations from the places in the settings and import them."""
    from tertulia.commands.fetch import fetch as run

    where = paths(content=content, settings=settings)
    run_command(run, only or [], **where, folder=ROOT / ".cache" / "fetched", dry_run=dry_run)


@task(
    help={
        "to": "jsonl, wxr, disqus, isso or jf2",
        "file": "where to; in the current folder unless given",
        "all": "also what readers do not see: pending, spam, refused, earlier texts, reasons",
    },
)
def export(
    c: Context,
    to: str,
    content: str = CONTENT,
    settings: str = SETTINGS,
    file: str = "",
    all: bool = False,
) -> None:
    """Write the conversations to a file that others can read."""
    from tertulia.commands.exports import export as run

    where = paths(content=content, settings=settings)
    run_command(run, to, **where, file=Path(file) if file else None, everything=all)


@task
def join(c: Context, content: str = CONTENT, settings: str = SETTINGS) -> None:
    """Give threads that wait for their page, or whose page was renamed, to it."""
    from tertulia.commands.imports import import_ as run
    from tertulia.commands.options import folder

    with complaints():
        folder(Path(content), "--content")
    run_command(run, [], **paths(content=content, settings=settings))


@task(help={"content": "look through this site instead", "output": "what was built of it"})
def check(c: Context, content: str = "", output: str = "", settings: str = SETTINGS) -> None:
    """Look the site through, lint, then run the tests: what every commit must pass."""
    from tertulia.commands.check import check_site
    from tertulia.commands.options import folder
    from tertulia.commands.settings import read_settings

    with complaints():
        places = [Path(content or CONTENT).absolute(), Path(output or OUTPUT).absolute()]
        folder(places[0], "--content")
        if output:
            folder(places[1], "--output")
        own = read_settings(Path(settings).absolute())[1].own_keys
    run_command(check_site, *places, own)
    if not content:
        lint(c)
        test(c)


@task(help={"output": "a built site; any other folder is refused"})
def clean(c: Context, content: str = CONTENT, output: str = OUTPUT) -> None:
    """Remove what was built and what was kept to build faster."""
    from tertulia.commands.clean import clean as run

    run_command(run, ROOT, **paths(content=content, output=output))


@task(help={"rsync": "user@host:/path/", "branch": "a branch of this repository"})
def publish(
    c: Context, content: str = CONTENT, output: str = OUTPUT, rsync: str = "", branch: str = ""
) -> None:
    """Build with publishconf.py, then rsync the site or write it to a git branch."""
    from tertulia.commands.publish import publish as run
    from tertulia.commands.publish import targets

    settings = ROOT / "publishconf.py"
    if not rsync and not branch:
        with complaints():
            rsync, branch = targets(settings)
    where = paths(content=content, output=output, settings=str(settings))
    run_command(run, ROOT, **where, rsync=rsync, branch=branch)


def _measurements() -> Collection:
    """`bench` and, below it, the other measurements, which have names of their own too."""
    below = Collection("bench")
    below.add_task(bench, name="build", default=True)
    below.add_task(bench_import, name="import")
    below.add_task(bench_related, name="related")
    return below


namespace = Collection(*(t for t in list(globals().values()) if isinstance(t, Task) and t != bench))
namespace.add_collection(_measurements())
