"""The tasks of those who change the code: tests, measurements, catalogues, lock files."""

import shlex
from pathlib import Path

from invoke import Context, task

from tertulia.commands.tasking import ROOT, SETTINGS, complaints, interpreter, python, run_command


@task(
    iterable=["case"],
    help={
        "case": "only this one of the cases, such as 'one post edited'; more than once for more",
        "posts": "sizes of the sites, as 100,1000",
        "comments": "comments a post, as 0,50",
        "json": "write the figures to this file",
        "sample": "only compare the sample site with stock Pelican",
    },
)
def bench(
    c: Context,
    posts: str = "100,1000",
    comments: str = "0,50",
    rounds: str = "3",
    json: str = "",
    sample: bool = False,
    case: list[str] | None = None,
) -> None:
    """Measure builds, beside stock Pelican and what else is installed."""
    from tertulia.commands._edited import CASES
    from tertulia.commands.bench import bench as generated_sites
    from tertulia.commands.bench_sample import sample as sample_site
    from tertulia.commands.options import number, numbers

    with complaints():
        often = number(rounds, "--rounds", least=1)
        sizes, said = numbers(posts, "--posts", least=1), numbers(comments, "--comments")
    target = Path(json).absolute() if json else None
    if sample:
        run_command(sample_site, ROOT, rounds=often, json=target)
    else:
        run_command(
            generated_sites,
            ROOT,
            posts=sizes,
            comments=said,
            rounds=often,
            json=target,
            cases=case or CASES,
        )


@task(
    positional=["file"],
    help={"file": "text, tab, positive|neutral|negative", "lang": "found from the texts if empty"},
)
def evaluate(c: Context, file: str, analyzer: str = "", lang: str = "") -> None:
    """Measure an analyzer on texts that people labelled."""
    from tertulia.commands.evaluate import evaluate as run

    with complaints():
        print(run(Path(file), analyzer, lang))


@task
def train(c: Context) -> None:
    """Teach the analyzers' turns of phrase and the head of 'embeddings' on our own sentences."""
    from tertulia.commands.train import train as run

    with complaints():
        print(f"right on sentences that were left out: {run():.3f}")


@task
def lint(c: Context) -> None:
    """Say what ruff and mypy find."""
    for tool in ("ruff check .", "ruff format --check .", "mypy"):
        python(c, tool)


@task
def format(c: Context) -> None:
    """Write the code as ruff formats it."""
    python(c, "ruff check --fix .")
    python(c, "ruff format .")


@task(help={"only": "a file or folder below tests/, or an expression for pytest's -k"})
def test(c: Context, only: str = "") -> None:
    """Run the tests."""
    chosen = [only] if Path(only).exists() else ["-k", only]
    python(c, shlex.join(["pytest", *(chosen if only else [])]))


@task(help={})
def bench_related(c: Context) -> None:
    """Measure related pages, backlinks and brands on 1,000 and 10,000 posts."""
    from tertulia.commands.bench_related import bench as run

    run_command(run)


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

    with complaints():
        wanted = numbers(sizes, "--sizes", least=1), names(formats, "format", WRITERS)
    run_command(run, Path(SETTINGS), *wanted)


@task(positional=["folder"], help={"folder": "any folder of Pelican posts"})
def evaluate_related(c: Context, folder: str) -> None:
    """Hide the links that authors made between posts and measure how well they are predicted."""
    from tertulia.commands.evaluate_related import evaluate

    run_command(evaluate, Path(folder).absolute())


@task(help={"lang": "one to begin, such as pt"})
def translate(c: Context, lang: str = "") -> None:
    """Bring the catalogues of every language up to date and say what lacks a translation."""
    from tertulia.commands.catalogues import translate as run

    run_command(run, lang)


@task
def golden(c: Context) -> None:
    """Write anew what the golden dumps read as; look at that diff like code."""
    with c.cd(ROOT):
        c.run(f"{interpreter()} tests/golden_files.py")


@task
def lock(c: Context) -> None:
    """Write the lock files anew from pyproject.toml."""
    flags = "--universal --generate-hashes --no-header --no-annotate --python-version 3.11"
    silent = "--no-emit-index-url --no-emit-find-links"  # no host, no path of this machine
    compile_ = f"{interpreter()} -m uv pip compile -q {flags} {silent} pyproject.toml"
    with c.cd(ROOT):
        c.run(f"{compile_} --extra search -o requirements.lock")
        c.run(f"{compile_} --all-extras --group dev -c requirements.lock -o requirements-dev.lock")
