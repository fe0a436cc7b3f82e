"""`invoke fetch`: the answers of other servers are kept as they come, then imported.

What was fetched whole is asked for again only with the question whether it has changed; a run
that was broken off goes on where it stopped.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape

from tertulia import registry
from tertulia.commands.imports import import_
from tertulia.commands.settings import read_settings
from tertulia.config import Config
from tertulia.core.contracts import HEAD_BYTES
from tertulia.core.errors import BadSettings, FetchDenied, FetchRefused, UnknownName
from tertulia.core.fetching import (
    COMPLETE,
    KINDS,
    MOST_PAGES,
    Place,
    first_addresses,
    next_addresses,
    with_token,
)
from tertulia.core.model import Record
from tertulia.core.names import file_stem
from tertulia.core.suggestions import nearest
from tertulia.edge.files import write_whole
from tertulia.edge.web import Web

STATE = "state.json"


class _Kept(msgspec.Struct):
    """One answer that is kept.

    Attributes:
        next: What it said is to be asked after it.
    """

    url: str
    file: str
    etag: str = ""
    modified: str = ""
    next: tuple[str, ...] = ()


class _State(msgspec.Struct):
    """What is kept of one place.

    Attributes:
        answers: Of the last whole run, and of the one that goes on.
        done: Addresses asked in the run that goes on; empty after a whole one.
        waiting: Something came that was not imported yet.
    """

    answers: dict[str, _Kept] = {}
    done: list[str] = []
    waiting: bool = False


@dataclass(slots=True)
class _Run:
    """What a run over one place brought."""

    changed: int = 0
    same: int = 0
    fault: str = ""
    denied: list[str] = field(default_factory=list)
    whole: bool = False
    waiting: bool = False
    files: list[Path] = field(default_factory=list)


def fetch(
    names: Sequence[str] = (),
    *,
    content: Path,
    settings: Path,
    folder: Path,
    dry_run: bool = False,
    web: Web | None = None,
) -> int:
    """Fetch from the places in the settings, then import what came.

    Args:
        names: Of places; all of them unless given.
        content: The site's content folder.
        settings: The site's settings file.
        folder: Where the answers are kept; it may be deleted at any time.
        dry_run: Import nothing; the answers are kept all the same.
        web: How to get out.

    Returns:
        0 all read, 1 something lost or refused, 2 nothing could be read.

    Raises:
        TertuliaError: The settings are wrong.
    """
    _, config = read_settings(settings)
    console = Console(highlight=False, soft_wrap=True)
    out, code, read = web or Web(), 0, 0
    known = places(config)
    if not known:
        console.print("No places to fetch from: docs/importing.md#fetching", markup=False)
    for place in _chosen(known, names):
        run = fetch_place(place, folder / file_stem(place.name), out)
        console.print(
            escape(f"{place.name}: {run.changed} answers new or changed, {run.same} as they were")
        )
        for line in run.denied:
            console.print(escape(f"    {line}; what else there is was asked for"))
            code = 1
        if run.fault:
            console.print(
                escape(f"    {run.fault}; what came before is kept, run it again to go on")
            )
            code = 1
        elif run.waiting:
            code = max(code, _import(place, run, content, settings, dry_run))
            if not dry_run:
                _settle(folder / file_stem(place.name))
        read += bool(run.files)
    return code if read or not code else 2


def places(config: Config) -> tuple[Place, ...]:
    """Where conversations are fetched from.

    Raises:
        BadSettings: A place is wrong; the message has a line for each fault.
    """
    found, faults = [], []
    for name, given in config.fetch.items():
        unknown = [key for key in given if key not in ("kind", "url", "page")]
        if unknown:
            faults.append(f"no key {unknown[0]!r}{nearest(unknown[0], ['kind', 'url', 'page'])}")
        elif given.get("kind") not in KINDS:
            faults.append(f"kind {given.get('kind')!r}{nearest(str(given.get('kind')), KINDS)}")
        else:
            place = Place(
                name=name, kind=given["kind"], url=given.get("url", ""), page=given.get("page", "")
            )
            try:
                first_addresses(place)
            except ValueError as error:
                faults.append(str(error))
            found.append(place)
            continue
        faults[-1] = f"TERTULIA['fetch'][{name!r}]: {faults[-1]}"
    if faults:
        raise BadSettings("\n".join(faults))
    return tuple(found)


def fetch_place(place: Place, folder: Path, web: Web) -> _Run:
    """Ask for all that a place has; every answer is on the disk before the next is asked for."""
    state, run = _read_state(folder), _Run()
    seen, waiting = _follow(place, folder, web, state, run)
    if not run.fault:
        run.whole = not (waiting or run.denied)
        run.changed += bool(state.answers.keys() - set(seen))  # there were more answers before
        state.answers = {key: state.answers[key] for key in seen if key in state.answers}
        state.done = []
        state.waiting = state.waiting or bool(run.changed)
        _write_state(folder, state)
    run.waiting = state.waiting
    run.files = [folder / state.answers[key].file for key in seen if key in state.answers]
    return run


def _follow(
    place: Place, folder: Path, web: Web, state: _State, run: _Run
) -> tuple[list[str], list[str]]:
    """Ask from the first address on, up to a fault; addresses seen, and those that are left.

    What the run that was broken off has asked is not asked again.
    """
    token = os.environ.get(_variable(place.name), "")
    first = first_addresses(place)
    asked = set(state.done)
    seen, waiting = list[str](), list(first)
    while waiting and len(seen) < MOST_PAGES:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.append(url)
        known = state.answers.get(url)
        if known is not None and url in asked:
            run.changed += 1  # and not imported then
        else:
            try:
                known = _ask(place, url, folder, web, state, run, token)
            except FetchDenied as error:
                if not _goes_on(first, url):
                    run.fault = str(error)
                    break
                run.denied.append(str(error))  # a blog may give its feed and not its list
                state.answers.pop(url, None)
                continue
            except FetchRefused as error:
                run.fault = str(error)
                break
            state.done.append(url)
            _write_state(folder, state)
        waiting += known.next
    return seen, waiting


def _goes_on(first: Sequence[str], url: str) -> bool:
    """Whether there is another way into the place than this address."""
    return url in first and len(first) > 1


def _ask(
    place: Place, url: str, folder: Path, web: Web, state: _State, run: _Run, token: str
) -> _Kept:
    """One question; the token is in no file."""
    known = state.answers.get(url)
    whole = known is not None and (folder / known.file).is_file()
    validators = {"etag": known.etag, "last-modified": known.modified} if known and whole else {}
    try:
        answer = web.get(with_token(place, url, token), validators)
    except FetchRefused as error:
        raise type(error)(str(error).replace(token, "…") if token else str(error)) from None
    if answer.status == 304 and known is not None:
        run.same += 1
        return known
    kept = _Kept(
        url=url,
        file=f"{file_stem(url)}.body",
        etag=answer.headers.get("etag", ""),
        modified=answer.headers.get("last-modified", ""),
        next=next_addresses(place, url, answer.headers, answer.body),
    )
    before = folder / kept.file
    same = before.is_file() and before.read_bytes() == answer.body
    if not same and not state.waiting:  # before it is there: whoever is killed then finds it there
        state.waiting = True
        _write_state(folder, state)
    write_whole(before, answer.body)
    run.same += same
    run.changed += not same
    state.answers[url] = kept
    return kept


def _import(place: Place, run: _Run, content: Path, settings: Path, dry_run: bool) -> int:
    complete = COMPLETE.get(place.kind, "") if run.whole else ""
    return import_(
        run.files,
        content=content,
        settings=settings,
        dry_run=dry_run,
        page=place.page,
        comments=_listed(run.files) if complete == "wp_rest" else frozenset(),
        complete={complete: datetime.now(UTC)} if complete else {},
    )


def _listed(files: Sequence[Path]) -> frozenset[str]:
    """The ids, as an export gives them, of all comments that a blog lists; none if it refused."""
    rest = registry.source("wp_rest")
    found: set[str] = set()
    for path in files:
        with path.open("rb") as file:
            if not rest.claims(file.read(HEAD_BYTES)):
                continue
            file.seek(0)
            for one in rest.read(file):
                if not isinstance(one, Record):
                    return frozenset()
                found.update(one.entry.also)
    return frozenset(found)


def _chosen(known: tuple[Place, ...], names: Sequence[str]) -> Iterator[Place]:
    by_name = {place.name: place for place in known}
    for name in names or by_name:
        if name not in by_name:
            raise UnknownName.among("place to fetch from", name, by_name)
        yield by_name[name]


def _variable(name: str) -> str:
    """The environment variable that holds a place's token."""
    return "TERTULIA_TOKEN_" + "".join(c if c.isalnum() else "_" for c in name.upper())


def _read_state(folder: Path) -> _State:
    path = folder / STATE
    try:
        return msgspec.json.decode(path.read_bytes(), type=_State)
    except FileNotFoundError:
        return _State()
    except msgspec.DecodeError:  # it may be deleted at any time, so a damaged one is no loss
        shutil.rmtree(folder)
        return _State()


def _settle(folder: Path) -> None:
    """All that came is imported."""
    state = _read_state(folder)
    state.waiting = False
    _write_state(folder, state)


def _write_state(folder: Path, state: _State) -> None:
    write_whole(folder / STATE, msgspec.json.format(msgspec.json.encode(state), indent=2))
