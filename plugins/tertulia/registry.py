"""Which sources, analyzers and export formats there are: each is found by its file's name.

A module of `sources/` offers `SOURCE`, one of `analyzers/` offers `analyzer()`, one of `exports/`
offers `EXPORT`. A name that begins with an underscore is a shared part, not an entry.
"""

import importlib
import pkgutil
from collections.abc import Callable, Collection
from functools import cache
from types import ModuleType
from typing import Any

from tertulia import analyzers, exports, sources
from tertulia.core.contracts import Analyzer, Source
from tertulia.core.errors import UnknownName
from tertulia.core.exporting import Export


@cache
def source_names() -> tuple[str, ...]:
    """The names of all sources, sorted."""
    return tuple(sorted(_entries(sources.__path__)))


@cache
def analyzer_names() -> tuple[str, ...]:
    """The names of all analyzers, sorted."""
    return tuple(sorted(_entries(analyzers.__path__)))


@cache
def export_names() -> tuple[str, ...]:
    """The names of all export formats, sorted."""
    return tuple(sorted(_entries(exports.__path__)))


def source(name: str) -> Source:
    """The source of that name.

    Raises:
        UnknownName: There is no such source.
    """
    found = _module("source", sources, name, source_names()).SOURCE
    assert isinstance(found, Source)
    return found


def export_format(name: str) -> Export:
    """The export format of that name.

    Raises:
        UnknownName: There is no such format.
    """
    found = _module("export format", exports, name, export_names()).EXPORT
    assert isinstance(found, Export)
    return found


def all_sources() -> tuple[Source, ...]:
    """Every source, by name."""
    return tuple(source(name) for name in source_names())


def proposing() -> frozenset[str]:
    """The names of sources all of whose entries wait for a person."""
    return frozenset(found.name for found in all_sources() if found.proposes)


def keeping() -> frozenset[str]:
    """The names of sources whose dumps have all that there is."""
    return frozenset(found.name for found in all_sources() if found.whole)


def analyzer(name: str) -> Analyzer:
    """A new analyzer of that name; its model, if any, is loaded on first use.

    Raises:
        UnknownName: There is no such analyzer.
    """
    made: Analyzer = _module("analyzer", analyzers, name, analyzer_names()).analyzer()
    return made


def textblob_analyzer(name: str, lang_of: Callable[[str], str] = lambda _: "es") -> Any:  # noqa: ANN401
    """The analyzer of that name for TextBlob: `Blobber(analyzer=textblob_analyzer("rules"))`.

    Args:
        lang_of: Finds the language of a text; by default all are Spanish.

    Raises:
        UnknownName: There is no such analyzer.
    """
    from tertulia.analyzers._textblob import wrapped

    return wrapped(analyzer(name), lang_of)


def _module(what: str, package: ModuleType, name: str, known: Collection[str]) -> ModuleType:
    if name not in known:
        raise UnknownName.among(what, name, known)
    return importlib.import_module(f"{package.__name__}.{name}")


def _entries(path: list[str]) -> list[str]:
    return [m.name for m in pkgutil.iter_modules(path) if not m.name.startswith("_")]
