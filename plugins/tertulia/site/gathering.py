"""What was said on all pages, read from disk, with roles, languages, tones and corrections."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tertulia import registry
from tertulia.analysis import aspects, overrides
from tertulia.analysis.language import languages_of
from tertulia.analysis.receipt import Evidence
from tertulia.analysis.roles import assign, unproven
from tertulia.analysis.scoring import analyzer_name, score_texts
from tertulia.config import Config
from tertulia.core.contracts import KeptTones
from tertulia.core.findings import Agreement, Correction, Tone
from tertulia.core.model import Entry, Page, Status
from tertulia.edge import cache, executor, store
from tertulia.edge import overrides as override_files
from tertulia.edge.digests import digests

log = logging.getLogger(__name__)

FOLDER = "threads"
SHOWN = 5  # ids in a warning


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All that the survey of a site needs to know of its conversations.

    Attributes:
        entries: The approved ones, by the id of their thread, each with its role.
        tones: By entry id, people's corrections applied.
        parts: Tones of single passages by their text, see `analysis.aspects`.
        corrections: By the id of the thread.
        agreement: Of the machine with the people who corrected or confirmed it.
        evidence: What it was all worked out from.
    """

    entries: Mapping[str, tuple[Entry, ...]]
    tones: Mapping[str, Tone]
    parts: Mapping[str, Tone]
    corrections: Mapping[str, tuple[Correction, ...]]
    agreement: Agreement
    evidence: Evidence


def gather(content: Path, pages: Sequence[Page], wanted: Config) -> Gathered:
    """Read, score and correct what was said on these pages.

    Raises:
        BadStore: A thread file is damaged.
        BadRules: A file of corrections is wrong.
    """
    folder = content / FOLDER
    stored = store.load(folder)
    given = override_files.load(folder, overrides.FIELDS)
    names = {page.thread: _names(page, pages) for page in reversed(pages)}
    corrections = {
        thread: tuple(c for name in known for c in given.get(name, ()))
        for thread, known in names.items()
    }
    entries: dict[str, tuple[Entry, ...]] = {}
    for page in pages:
        said = [e for name in names[page.thread] for e in stored.get(name, ())]
        _warn(page.thread, said, corrections[page.thread])
        shown = [e for e in said if e.status is Status.APPROVED]
        if shown:
            roled = assign(shown, authors=wanted.authors, brands=wanted.brands, case=page.case)
            entries[page.thread] = overrides.with_fields(roled, corrections[page.thread])
    every = tuple(c for found in corrections.values() for c in found)
    _warn_of_names([e for found in entries.values() for e in found], wanted)
    machine, parts = _tones(pages, entries, every, wanted)
    spoken = [e for found in entries.values() for e in found]
    return Gathered(
        entries=entries,
        tones=overrides.with_tones(machine, spoken, every),
        parts=parts,
        corrections=corrections,
        agreement=overrides.agreement(machine, spoken, every),
        evidence=Evidence(
            inputs={thread: _digests(folder, known) for thread, known in names.items()},
            analyzers=_analyzers({t.lang for t in machine.values()}, wanted),
        ),
    )


def _names(page: Page, pages: Sequence[Page]) -> tuple[str, ...]:
    """The threads of a page: its own and, where it was renamed, that of its old address."""
    threads = {other.thread for other in pages}
    former = {alias.strip("/").rpartition("/")[2] for alias in page.aliases} - threads
    return (page.thread, *sorted(former))


def _warn(thread: str, said: Sequence[Entry], corrections: Sequence[Correction]) -> None:
    for correction in overrides.unused(said, corrections):
        log.warning("%s%s: no entry %s", thread, override_files.SUFFIX, correction.id)


def _warn_of_names(entries: Sequence[Entry], wanted: Config) -> None:
    """Say once who signs like one of ours: a stranger, or an identity that the settings lack."""
    found = unproven(entries, authors=wanted.authors, brands=wanted.brands)
    if found:
        log.warning(
            "%d entries are signed like your own people without proof, so they get no badge"
            " (docs/summaries.md, Roles): %s",
            len(found),
            ", ".join(e.id for e in found[:SHOWN]) + (" …" if len(found) > SHOWN else ""),
        )


def _tones(
    pages: Sequence[Page],
    entries: Mapping[str, Sequence[Entry]],
    corrections: Sequence[Correction],
    wanted: Config,
) -> tuple[dict[str, Tone], dict[str, Tone]]:
    """The tone of each comment and linkback, by id; and of the passages with an aspect, by text."""
    page_langs = {page.thread: page.lang for page in reversed(pages)}
    spoken = [
        (entry, page_langs[thread])
        for thread, found in entries.items()
        for entry in found
        if entry.text and not entry.kind.reaction
    ]
    texts = [entry.text for entry, _ in spoken]
    found = languages_of(texts, [e.lang or page_lang for e, page_lang in spoken], wanted.languages)
    by_hand = {c.id for c in corrections if c.field == "lang"}
    langs = [
        entry.lang if by_hand.intersection((entry.id, *entry.also)) else lang
        for (entry, _), lang in zip(spoken, found, strict=True)
    ]
    passages: dict[str, str] = {}
    for (entry, _), lang in zip(spoken, langs, strict=True):
        if not entry.author.role.own and not entry.kind.linkback:
            for part in aspects.to_score(entry.text):
                passages.setdefault(part, lang)
    with _kept(wanted) as cached, executor.opened(wanted.executor) as workers:
        tones = score_texts(
            [*texts, *passages], [*langs, *passages.values()], wanted.analyzers, workers, cached
        )
    ids = [entry.id for entry, _ in spoken]
    return (
        dict(zip(ids, tones[: len(ids)], strict=True)),
        dict(zip(passages, tones[len(ids) :], strict=True)),
    )


@contextmanager
def _kept(wanted: Config) -> Iterator[KeptTones]:
    """The tones of earlier builds, or none where the settings keep nothing."""
    if not wanted.cache:
        yield {}
        return
    with cache.opened(Path(wanted.cache) / "tones.sqlite3") as cached:
        yield cached


def _digests(folder: Path, names: Sequence[str]) -> dict[str, str]:
    files = [store.path_of(folder, name).name for name in names]
    files += [f"{name}{override_files.SUFFIX}" for name in names]
    return {f"{FOLDER}/{name}": digest for name, digest in digests(folder, files).items()}


def _analyzers(langs: set[str], wanted: Config) -> dict[str, tuple[str, str]]:
    names = {lang: analyzer_name(lang, wanted.analyzers) for lang in sorted(langs)}
    versions = {name: registry.analyzer(name).version for name in set(names.values())}
    return {lang: (name, versions[name]) for lang, name in names.items()}
