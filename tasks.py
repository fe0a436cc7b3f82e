"""The maintainers' commands: `invoke --list`. Each only calls what does the work."""

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from invoke import Context, Exit, task

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))

CONTENT = str(ROOT / "content")
OUTPUT = str(ROOT / "output")
SETTINGS = str(ROOT / "pelicanconf.py")
PYTHON = shlex.quote(sys.executable)  # the checkout may lie in a folder with a space in its name


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

    folders = _folders(content, output, settings)
    _run(run, ROOT, **folders, drafts=drafts, full=full, verify=verify, verbose=verbose)


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

    with _complaints():
        chosen = number(port, "--port", most=65535)
    _run(run, ROOT, **_folders(content, output, settings), port=chosen)


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
    c: Context, kind: str, title: str, content: str = CONTENT, set: list[str] | None = None
) -> None:
    """Write a new post, case, topic or page from a template."""
    from tertulia.commands.new import known_values
    from tertulia.commands.new import new as write

    values = dict(item.partition("=")[::2] for item in set or [])
    folder = Path(content).absolute()
    with _complaints():
        path = write(folder, kind, title, values, datetime.now().astimezone())
    print(path)
    if kind == "case":
        for key, names in known_values(folder).items():
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

    _run(
        run,
        [Path(p) for p in (path, *(also or []))],
        content=Path(content).absolute(),
        settings=Path(settings).absolute(),
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

    _run(run, page, content=Path(content).absolute(), output=Path(output).absolute(), who=who)


@task(help={"settings": "the settings file it was built with"})
def verify(
    c: Context, content: str = CONTENT, output: str = OUTPUT, settings: str = SETTINGS
) -> None:
    """Work out every figure of the built site anew and compare."""
    from tertulia.commands.verify import verify as run

    _run(run, ROOT, **_folders(content, output, settings))


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

    _run(
        run,
        content=Path(content).absolute(),
        settings=Path(settings).absolute(),
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

    places = {"content": Path(content).absolute(), "settings": Path(settings).absolute()}
    _run(run, who, dry_run=dry_run, **places)


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

    places = {"content": Path(content).absolute(), "settings": Path(settings).absolute()}
    _run(run, only or [], folder=ROOT / ".cache" / "fetched", dry_run=dry_run, **places)


@task(
    help={
        "to": "jsonl, wxr, disqus, isso or jf2",
        "file": "where to; in the current folder unless given",
    },
)
def export(
    c: Context, to: str, content: str = CONTENT, settings: str = SETTINGS, file: str = ""
) -> None:
    """Write all conversations to a file that others can read."""
    from tertulia.commands.exports import export as run

    places = {"content": Path(content).absolute(), "settings": Path(settings).absolute()}
    _run(run, to, file=Path(file) if file else None, **places)


@task
def join(c: Context, content: str = CONTENT, settings: str = SETTINGS) -> None:
    """Give threads that wait for their page, or whose page was renamed, to it."""
    from tertulia.commands.imports import import_ as run
    from tertulia.commands.options import folder

    with _complaints():
        folder(Path(content), "--content")
    _run(run, [], content=Path(content).absolute(), settings=Path(settings).absolute())


@task(
    help={
        "posts": "sizes of the sites, as 100,1000",
        "comments": "comments a post, as 0,50",
        "json": "write the figures to this file",
        "sample": "only compare the sample site with stock Pelican",
    }
)
def bench(
    c: Context,
    posts: str = "100,1000",
    comments: str = "0,50",
    rounds: str = "3",
    json: str = "",
    sample: bool = False,
) -> None:
    """Measure builds, beside stock Pelican and what else is installed."""
    from tertulia.commands import bench as commands
    from tertulia.commands.bench_sample import sample as sample_site
    from tertulia.commands.options import number, numbers

    with _complaints():
        often = number(rounds, "--rounds", least=1)
        sizes, said = numbers(posts, "--posts", least=1), numbers(comments, "--comments")
    target = Path(json).absolute() if json else None
    if sample:
        _run(sample_site, ROOT, rounds=often, json=target)
    else:
        _run(commands.bench, ROOT, posts=sizes, comments=said, rounds=often, json=target)


@task(
    positional=["file"],
    help={"file": "text, tab, positive|neutral|negative", "lang": "found from the texts if empty"},
)
def evaluate(c: Context, file: str, analyzer: str = "", lang: str = "") -> None:
    """Measure an analyzer on texts that people labelled."""
    from tertulia.commands.evaluate import evaluate as run

    with _complaints():
        print(run(Path(file), analyzer, lang))


@task
def train(c: Context) -> None:
    """Teach the head of the analyzer 'embeddings' on our own sentences."""
    from tertulia.commands.train import train as run

    with _complaints():
        print(f"right on sentences that were left out: {run():.3f}")


@task
def lint(c: Context) -> None:
    """Say what ruff and mypy find."""
    for tool in ("ruff check .", "ruff format --check .", "mypy"):
        _python(c, tool)


@task
def format(c: Context) -> None:
    """Write the code as ruff formats it."""
    _python(c, "ruff check --fix .")
    _python(c, "ruff format .")


@task(help={"only": "a file or folder below tests/, or an expression for pytest's -k"})
def test(c: Context, only: str = "") -> None:
    """Run the tests."""
    chosen = [only] if Path(only).exists() else ["-k", only]
    _python(c, shlex.join(["pytest", *(chosen if only else [])]))


@task(help={"content": "look through this site instead", "output": "what was built of it"})
def check(c: Context, content: str = "", output: str = "") -> None:
    """Look the site through, lint, then run the tests: what every commit must pass."""
    from tertulia.commands.check import check_site
    from tertulia.commands.options import folder

    with _complaints():
        places = [Path(content or CONTENT).absolute(), Path(output or OUTPUT).absolute()]
        folder(places[0], "--content")
        if output:
            folder(places[1], "--output")
    _run(check_site, *places)
    if not content:
        lint(c)
        test(c)


@task(help={"output": "a built site; any other folder is refused"})
def clean(c: Context, content: str = CONTENT, output: str = OUTPUT) -> None:
    """Remove what was built and what was kept to build faster."""
    from tertulia.commands.clean import clean as run

    _run(run, ROOT, output=Path(output).absolute(), content=Path(content).absolute())


@task(help={"rsync": "user@host:/path/", "branch": "a branch of this repository"})
def publish(
    c: Context, content: str = CONTENT, output: str = OUTPUT, rsync: str = "", branch: str = ""
) -> None:
    """Build with publishconf.py, then rsync the site or write it to a git branch."""
    from tertulia.commands.publish import publish as run
    from tertulia.commands.publish import targets

    settings = ROOT / "publishconf.py"
    if not rsync and not branch:
        rsync, branch = targets(settings)
    _run(run, ROOT, **_folders(content, output, str(settings)), rsync=rsync, branch=branch)


@task
def bench_related(c: Context) -> None:
    """Measure related pages, backlinks and brands on 1,000 and 10,000 posts."""
    from tertulia.commands.bench_related import bench as run

    _run(run)


@task(
    help={
        "sizes": "comments of the generated exports",
        "formats": "of them: jsonl, wxr, disqus",
    }
)
def bench_import(
    c: Context, sizes: str = "1000,100000,1000000", formats: str = "jsonl,wxr"
) -> None:
    """Measure imports: comments a second, peak memory, growth from size to size."""
    from tertulia.commands.bench_import import WRITERS
    from tertulia.commands.bench_import import bench_import as run
    from tertulia.commands.options import names, numbers

    with _complaints():
        wanted = numbers(sizes, "--sizes", least=1), names(formats, "format", WRITERS)
    _run(run, Path(SETTINGS), *wanted)


@task(positional=["folder"], help={"folder": "any folder of Pelican posts"})
def evaluate_related(c: Context, folder: str) -> None:
    """Hide the links that authors made between posts and measure how well they are predicted."""
    from tertulia.commands.evaluate_related import evaluate

    _run(evaluate, Path(folder).absolute())


@task(help={"lang": "one to begin, such as pt"})
def translate(c: Context, lang: str = "") -> None:
    """Bring the catalogues of every language up to date and say what lacks a translation."""
    from tertulia.commands.catalogues import translate as run

    _run(run, lang)


@task
def golden(c: Context) -> None:
    """Write anew what the golden dumps read as; look at that diff like code."""
    with c.cd(ROOT):
        c.run(f"{PYTHON} tests/golden_files.py")


@task
def lock(c: Context) -> None:
    """Write the lock files anew from pyproject.toml."""
    flags = "--universal --generate-hashes --no-header --no-annotate --python-version 3.11"
    silent = "--no-emit-index-url --no-emit-find-links"  # no host, no path of this machine
    compile_ = f"{PYTHON} -m uv pip compile -q {flags} {silent} pyproject.toml"
    with c.cd(ROOT):
        c.run(f"{compile_} --extra search -o requirements.lock")
        c.run(f"{compile_} --all-extras --group dev -c requirements.lock -o requirements-dev.lock")


def _python(c: Context, module: str) -> None:
    with c.cd(ROOT):
        c.run(f"{PYTHON} -m {module}", pty=sys.stdout.isatty())


def _run(command: Callable[..., int], *args: object, **options: object) -> None:
    """Do it; a complaint, or an exit code other than 0, ends invoke with it."""
    with _complaints():
        code = command(*args, **options)
    if code:
        raise Exit(code=code)


@contextmanager
def _complaints() -> Iterator[None]:
    """What is wrong with a site's own files or options is a message, not a trace."""
    from tertulia.core.errors import TertuliaError

    try:
        yield
    except TertuliaError as error:
        raise Exit(str(error), 1) from error
    except OSError as error:  # no room, no right to write, a folder that is not there
        if error.filename is None:
            raise
        raise Exit(f"{error.filename}: {error.strerror}", 1) from error


def _folders(content: str, output: str, settings: str) -> dict[str, Path]:
    named = {"content": content, "output": output, "settings": settings}
    return {name: Path(path).absolute() for name, path in named.items()}
