"""What was said on all pages, read from disk, with roles, languages, tones and corrections."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tertulia import registry
from tertulia.analysis import aspects, overrides
from tertulia.analysis.language import base, languages_of
from tertulia.analysis.roles import assign, unproven
from tertulia.analysis.scoring import analyzer_name, score_texts
from tertulia.config import Config
from tertulia.core.contracts import KeptTones
from tertulia.core.findings import Correction, Label, Tone
from tertulia.core.model import Case, Entry, Page, Status
from tertulia.edge import cache, executor, store
from tertulia.edge import overrides as override_files
from tertulia.site.threadfiles import FOLDER, names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that is known of some conversations before they are summed up; by thread unless said.

    Attributes:
        entries: The approved ones, each with its role; threads without any are missing.
        tones: By entry id, people's corrections applied.
        parts: Tones of single passages by their text, see `analysis.aspects`.
        pairs: The machine's label, a person's, and how often, see `Agreement`.
        langs: Languages that messages were read in.
        unproven: Ids of entries that are signed like the site's own people.
        unused: Warnings of corrections of entries that are not there.
    """

    entries: Mapping[str, tuple[Entry, ...]]
    tones: Mapping[str, Tone]
    parts: Mapping[str, Mapping[str, Tone]]
    corrections: Mapping[str, tuple[Correction, ...]]
    pairs: Mapping[str, tuple[tuple[Label, Label, int], ...]]
    langs: Mapping[str, frozenset[str]]
    unproven: Mapping[str, tuple[str, ...]]
    unused: Mapping[str, tuple[str, ...]]


def gather(
    content: Path,
    pages: Sequence[Page],
    wanted: Config,
    names: Mapping[str, Sequence[str]] | None = None,
) -> Gathered:
    """Read, score and correct what was said on these pages.

    Args:
        pages: All that share some threads. What is found of a thread is the same whichever
            others are gathered with it.
        names: The files of these threads; None where these are all pages of the site.

    Raises:
        BadStore: A thread file is damaged.
        BadRules: A file of corrections is wrong.
    """
    folder = content / FOLDER
    given = override_files.load(folder, overrides.FIELDS)
    cases = {page.thread: page.case for page in pages}
    said = {
        thread: _said(folder, thread, names, given, cases[thread], wanted)
        for thread, names in (names_of(pages) if names is None else names).items()
    }
    entries = {thread: found.entries for thread, found in said.items() if found.entries}
    corrections = {thread: found.corrections for thread, found in said.items()}
    machine, parts = _tones(pages, entries, corrections, wanted)
    tones: dict[str, Tone] = {}
    for thread, spoken in entries.items():
        tones |= overrides.with_tones(machine[thread], spoken, corrections[thread])
    return Gathered(
        entries=entries,
        tones=tones,
        parts=parts,
        corrections=corrections,
        pairs={
            thread: overrides.agreement(machine[thread], spoken, corrections[thread]).pairs
            for thread, spoken in entries.items()
        },
        langs={
            thread: frozenset(t.lang for t in found.values()) for thread, found in machine.items()
        },
        unproven={thread: said[thread].unproven for thread in entries},
        unused={thread: found.unused for thread, found in said.items()},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What was said in one thread; see `Gathered`."""

    entries: tuple[Entry, ...]
    corrections: tuple[Correction, ...]
    unproven: tuple[str, ...]
    unused: tuple[str, ...]


def _said(
    folder: Path,
    thread: str,
    names: Sequence[str],
    given: Mapping[str, tuple[Correction, ...]],
    case: Case | None,
    wanted: Config,
) -> _Said:
    """Read one thread and give each entry its role.

    Args:
        names: Of its files.
        given: All corrections, by the name of a file.
        case: That of its page, if it is one.
    """
    stored = [e for name in names for e in store.load_page(folder, name)]
    corrections = tuple(c for name in names for c in given.get(name, ()))
    shown = [e for e in stored if e.status is Status.APPROVED]
    here = {id for e in shown for id in (e.id, *e.also)}
    reaching = tuple(c for c in corrections if c.id in here)
    roled = assign(shown, authors=wanted.authors, brands=wanted.brands, case=case)
    entries = overrides.with_fields(roled, reaching)
    signed = unproven(entries, authors=wanted.authors, brands=wanted.brands)
    return _Said(
        entries=entries,
        corrections=reaching,
        unproven=tuple(e.id for e in signed),
        unused=tuple(
            f"{thread}{override_files.SUFFIX}: no entry {correction.id}"
            for correction in overrides.unused(stored, corrections)
        ),
    )


def analyzers_of(langs: set[str], wanted: Config) -> dict[str, tuple[str, str]]:
    """Name and version of the analyzer of each of these languages."""
    names = {lang: analyzer_name(lang, wanted.analyzers) for lang in sorted(langs)}
    versions = {name: registry.analyzer(name).version for name in set(names.values())}
    return {lang: (name, versions[name]) for lang, name in names.items()}


def _tones(
    pages: Sequence[Page],
    entries: Mapping[str, Sequence[Entry]],
    corrections: Mapping[str, Sequence[Correction]],
    wanted: Config,
) -> tuple[dict[str, dict[str, Tone]], dict[str, dict[str, Tone]]]:
    """By thread: the tone of each message by id; and of the passages with an aspect, by text."""
    page_langs = {page.thread: page.lang for page in reversed(pages)}
    messages: dict[str, dict[str, tuple[str, str]]] = {}
    passages: dict[str, dict[str, str]] = {}
    for thread, found in entries.items():
        spoken = [e for e in found if e.text and not e.kind.reaction]
        langs = _languages(spoken, page_langs[thread], corrections[thread], wanted)
        messages[thread] = {e.id: (e.text, lang) for e, lang in zip(spoken, langs, strict=True)}
        passages[thread] = {}
        for entry, lang in zip(spoken, langs, strict=True):
            if not entry.author.role.own and not entry.kind.linkback:
                for part in aspects.to_score(entry.text):
                    passages[thread].setdefault(part, lang)
    wholes = [one for found in messages.values() for one in found.values()]
    parts = [one for found in passages.values() for one in found.items()]
    with _kept(wanted) as cached, executor.opened(wanted.executor) as workers:
        scored = iter(
            score_texts(
                [text for text, _ in (*wholes, *parts)],
                [lang for _, lang in (*wholes, *parts)],
                wanted.analyzers,
                workers,
                cached,
            )
        )
    return (
        {thread: {id: next(scored) for id in found} for thread, found in messages.items()},
        {thread: {text: next(scored) for text in found} for thread, found in passages.items()},
    )


def _languages(
    spoken: Sequence[Entry], page_lang: str, corrections: Sequence[Correction], wanted: Config
) -> list[str]:
    """The language of each message; what a person says goes before what is found."""
    open_ = [e for e in spoken if not e.lang]  # import found the language of the others
    found = languages_of([e.text for e in open_], [page_lang] * len(open_), wanted.languages)
    langs = dict(zip((e.id for e in open_), found, strict=True))
    by_hand = {c.id for c in corrections if c.field == "lang"}
    return [
        entry.lang
        if by_hand.intersection((entry.id, *entry.also))
        else langs.get(entry.id) or base(entry.lang)
        for entry in spoken
    ]


@contextmanager
def _kept(wanted: Config) -> Iterator[KeptTones]:
    """The tones of earlier builds, or none where the settings keep nothing."""
    if not wanted.cache:
        yield {}
        return
    with cache.opened(Path(wanted.cache) / "tones.sqlite3") as cached:
        yield cached
