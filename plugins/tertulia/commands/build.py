"""`invoke build`: Pelican in a process of its own, then where the site is."""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tertulia.core.errors import BadSettings

DRAFTS = {
    "DRAFT_SAVE_AS": "drafts/articulos/{slug}/index.html",
    "DRAFT_URL": "drafts/articulos/{slug}/",
    "DRAFT_PAGE_SAVE_AS": "drafts/{slug}/index.html",
    "DRAFT_PAGE_URL": "drafts/{slug}/",
    "DRAFT_CASE_SAVE_AS": "drafts/casos/{slug}/index.html",
    "DRAFT_TOPIC_SAVE_AS": "drafts/temas/{slug}/index.html",
}


def build(
    root: Path,
    *,
    content: Path,
    output: Path,
    settings: Path,
    drafts: bool = False,
    full: bool = False,
    verify: bool = False,
    verbose: bool = False,
) -> int:
    """Build the site once and say where it is.

    Args:
        root: The checkout.
        drafts: Write drafts too, below `drafts/`.
        full: Use nothing that earlier builds worked out.
        verify: Build once more with nothing known, and compare.

    Returns:
        The exit code: 0, or 1 where anything was wrong; the complaints are on stderr.

    Raises:
        BadSettings: A folder or file is not there, or the site would be written over its content.
    """
    started = time.monotonic()
    command = build_command(content=content, output=output, settings=settings, drafts=drafts)
    more = [*(["--full"] if full else []), *(["--verbose"] if verbose else [])]
    with _begun(root, command + more) as process:
        from rich.console import Console  # it is loaded while the site is built

        console = Console(stderr=True, highlight=False)
        with console.status("Building…") if console.is_terminal else nullcontext():
            code = process.wait()
    if code:
        console.print(f"The build stopped; {output} may be as it was before.", soft_wrap=True)
        return 1
    seconds = time.monotonic() - started
    where = {"content": content, "output": output, "settings": settings}
    if verify:
        wrong = _differing(root, **where, drafts=drafts)
        for name in wrong:
            console.print(f"not as in a clean build: {name}", soft_wrap=True)
        if wrong:
            return 1
        console.print("Every file is as in a clean build.")
    pages = sum(name.endswith(".html") for *_, names in os.walk(output) for name in names)
    for line in (
        f"Built {pages} pages in {seconds:.1f} s: {output / 'index.html'}",
        f"To look at it: {_serving(root, where)}, then open http://127.0.0.1:8000/",
    ):
        console.print(line, soft_wrap=True)
    return 0


def _serving(root: Path, where: Mapping[str, Path]) -> str:
    """The command that shows what was built there."""
    usual = {root / "content", root / "output", root / "pelicanconf.py"}
    options = (f" --{key} {shlex.quote(str(p))}" for key, p in where.items() if p not in usual)
    return f".venv/bin/invoke serve{''.join(options)}"


def build_fresh(
    root: Path, *, content: Path, output: Path, settings: Path, drafts: bool = False
) -> int:
    """Build with nothing known, keep nothing, and say nothing of one's own; the exit code.

    Raises:
        BadSettings: As `build_command` does.
    """
    command = build_command(content=content, output=output, settings=settings, drafts=drafts)
    return _run(root, [*command, "--fresh"])


def _run(root: Path, command: list[str]) -> int:
    with _begun(root, command) as process:
        return process.wait()


@contextmanager
def _begun(root: Path, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A build that has begun; it ends where we are stopped before it."""
    environment = os.environ | {"PYTHONPATH": str(root / "plugins")}
    with subprocess.Popen(command, cwd=root, env=environment) as process:  # noqa: S603  (our own module, our own arguments)
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _differing(
    root: Path, *, content: Path, output: Path, settings: Path, drafts: bool
) -> list[str]:
    """Files of a build that knows nothing which are not the same in the output folder."""
    with tempfile.TemporaryDirectory() as scratch:
        clean = Path(scratch) / "clean"
        if build_fresh(root, content=content, output=clean, settings=settings, drafts=drafts):
            return ["the clean build stopped"]
        return sorted(
            str(path.relative_to(clean))
            for path in clean.rglob("*")
            if path.is_file() and not _same(path, output / path.relative_to(clean))
        )


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def build_command(*, content: Path, output: Path, settings: Path, drafts: bool) -> list[str]:
    """The command that builds a site once.

    Raises:
        BadSettings: A folder or file is not there, or the site would be written over its content.
    """
    if not content.is_dir():
        raise BadSettings(
            f"no folder {content}: --content names the one that holds posts/ or cases/"
        )
    if not settings.is_file():
        raise BadSettings(f"no file {settings}: --settings names one like pelicanconf.py")
    if output.exists() and not output.is_dir():
        raise BadSettings(f"{output} is no folder: --output names one to write the site to")
    if output.resolve() in (content.resolve(), *content.resolve().parents):
        raise BadSettings(f"{output} holds the content: --output names a folder beside it")
    extra = json.dumps(DRAFTS if drafts else {})
    return [
        sys.executable,
        "-m",
        "tertulia.site.run",
        *("--content", str(content)),
        *("--output", str(output)),
        *("--settings", str(settings)),
        *("--extra", extra),
    ]
