"""Values as digests, whatever they are: settings, and what templates are given."""

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tertulia.edge.keep import digest

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")

# Settings that say where a build reads and writes, not what.
WHERE = frozenset({"CACHE_PATH", "OUTPUT_PATH", "PATH", "THEME"})


class Untold(Exception):
    """A value of a kind that has no digest."""


def encode(value: object, hook: Callable[[Any], Any]) -> bytes:
    """A value as bytes.

    Raises:
        Untold: There is something in it that has none.
    """
    try:
        return msgspec.msgpack.encode(value, enc_hook=hook)
    except (TypeError, NotImplementedError, RecursionError, OverflowError) as error:
        raise Untold(str(error)) from error


def plain(value: object) -> object:
    """A value that `msgspec` does not know, as one that it does.

    Raises:
        NotImplementedError: There is none.
    """
    if isinstance(value, datetime):  # Pelican has its own kind of them
        return value.isoformat()
    if isinstance(value, ZoneInfo):
        return value.key
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, Path | re.Pattern):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, range | Iterator):
        raise NotImplementedError(repr(value))
    if isinstance(value, Iterable):
        return list(value)
    if inspect.ismodule(value) or callable(value):
        return _source(value)
    raise NotImplementedError(f"{type(value).__name__} has no digest")


def setting(value: object) -> bytes:
    """The digest of a setting, whatever a settings file may hold."""
    try:
        return digest(encode(value, plain))
    except Untold:
        return digest(_ADDRESS.sub("", repr(value)))


def told(values: Mapping[str, Any], skip: Collection[str]) -> Iterator[bytes | str]:
    """Name and digest of each setting, in their order."""
    for name in sorted(values):
        if name.isupper() and name not in skip:
            yield name
            yield setting(values[name])


def _source(value: object) -> object:
    """A function or class by its name and the file it is written in."""
    try:
        file = inspect.getsourcefile(value)  # type: ignore[arg-type]
    except TypeError:
        file = None
    text = Path(file).read_bytes() if file and Path(file).is_file() else b""
    name = getattr(value, "__qualname__", type(value).__qualname__)
    return [getattr(value, "__module__", ""), name, digest(text)]
