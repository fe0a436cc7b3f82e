"""Texts in, tones out: each distinct text is scored once, by the analyzer of its language.

    tones = score_texts(texts, langs, config.analyzers, executor, cached)

`edge.executor.opened` makes the executor, `edge.cache.opened` the store of earlier results (a
plain dict does as well), `analysis.language.languages_of` finds the languages.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import cache

from tertulia import registry
from tertulia.analysis.language import base
from tertulia.core.contracts import Analyzer, KeptTones
from tertulia.core.errors import BadSettings
from tertulia.core.findings import Label, Tone

BATCH = 500  # texts a task: about 0.05 s of scoring by rules, far more than sending them costs
KEY_BYTES = 16

ANY_LANGUAGE = ""  # in `analyzers`: every language that is not named


def score_texts(
    texts: Sequence[str],
    langs: Sequence[str],
    analyzers: Mapping[str, str],
    executor: Executor,
    cached: KeptTones,
) -> list[Tone]:
    """Score each text; as many tones as texts, in their order.

    Args:
        texts: Plain texts; repeats cost nothing.
        langs: The language of each (BCP 47).
        analyzers: Name of the analyzer by language; "" stands for every other language.
        executor: Where the work runs; the caller opens and closes it.
        cached: Tones of earlier runs by `key`; what is new is added to it, unless its analyzer is
            quick in that language.

    Raises:
        UnknownName: There is no such analyzer.
        BadSettings: No analyzer is named for a language, or a worker runs another version.
    """
    wanted = [(text, lang) for text, lang in zip(texts, langs, strict=True)]
    names = {lang: analyzer_name(lang, analyzers) for lang in set(langs)}
    versions = {name: _analyzer(name).version for name in set(names.values())}
    quick = {lang: base(lang) in _analyzer(name).quick for lang, name in names.items()}
    keys = {
        (text, lang): key(text, lang, names[lang], versions[names[lang]])
        for text, lang in dict.fromkeys(wanted)
        if not quick[lang]
    }
    tones = {one: tone for one, key in keys.items() if (tone := cached.get(key)) is not None}
    missing: dict[str, list[tuple[str, str]]] = {}
    for one in dict.fromkeys(wanted):
        if one not in tones:
            missing.setdefault(names[one[1]], []).append(one)
    jobs = [
        (batch, executor.submit(_score, name, versions[name], *_columns(batch)))
        for name, ones in missing.items()
        for batch in _batches(ones)
    ]
    known = frozenset(tones)
    for batch, job in jobs:
        tones.update(zip(batch, job.result(), strict=True))
    if new := {key: tones[one] for one, key in keys.items() if one not in known}:
        cached.update(new)
    return [tones[one] for one in wanted]


def analyzer_name(lang: str, analyzers: Mapping[str, str]) -> str:
    """The analyzer that the settings name for a language.

    Raises:
        BadSettings: They name none.
    """
    for known in (lang, lang.partition("-")[0], ANY_LANGUAGE):
        if known in analyzers:
            return analyzers[known]
    raise BadSettings(f'TERTULIA: analyzers has no entry for {lang!r} and none for "" (all others)')


def key(text: str, lang: str, name: str, version: str) -> str:
    """What a tone is kept by: the digest of everything that it depends on."""
    whole = "\0".join((name, version, lang, text)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=KEY_BYTES).hexdigest()


def forced(tone: Tone) -> Label:
    """The likeliest of the three labels, whatever the confidence; for measuring only."""
    sides = {
        Label.NEUTRAL: 1 - tone.subjectivity,
        Label.POSITIVE: (tone.subjectivity + tone.polarity) / 2,
        Label.NEGATIVE: (tone.subjectivity - tone.polarity) / 2,
    }
    return max(sides, key=sides.__getitem__)


@cache
def _analyzer(name: str) -> Analyzer:
    """One of a kind a process: its model and its memory of words are worth keeping."""
    return registry.analyzer(name)


def _score(name: str, version: str, texts: list[str], langs: list[str]) -> list[Tone]:
    """Runs where the executor says."""
    scorer = _analyzer(name)
    if scorer.version != version:
        raise BadSettings(
            f"a worker has {name} {scorer.version}, this process has {version}:"
            " start the workers from the same checkout"
        )
    return scorer.score(texts, langs)


def _columns(batch: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [text for text, _ in batch], [lang for _, lang in batch]


def _batches(ones: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    for start in range(0, len(ones), BATCH):
        yield ones[start : start + BATCH]
