"""YAML from strangers: every scalar a string, no tag obeyed, bounded.

YAML 1.1 would make `no` false, `12:30:45` a number and dates date objects; Ruby's tags would
make objects. The base loader does none of it: what a value means, the format says.
"""

import re
from typing import Any, BinaryIO

import yaml

from tertulia.core.errors import BadSource
from tertulia.sources._clean import as_text

SIZE_CAP = 64 << 20  # bytes of one document
DEPTH_CAP = 200  # open brackets from which on the decoder in C is not trusted with the stack

_NULL = "tag:yaml.org,2002:null"
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)(.*)", re.DOTALL)


def load(file: BinaryIO) -> Any:  # noqa: ANN401 (whatever the document holds)
    """The first document of a file.

    Raises:
        BadSource: It is too long or no YAML.
    """
    raw = file.read(SIZE_CAP + 1)
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB")
    return decoded(as_text(raw)[0])


def decoded(text: str) -> Any:  # noqa: ANN401
    """What this text says; all scalars are strings, but for nothing, null and ~.

    Raises:
        BadSource: It is no YAML.
    """
    loader = _Slow if _depth(text) > DEPTH_CAP else _Fast
    try:
        return next(iter(yaml.load_all(_tamed(text), Loader=loader)), None)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise BadSource(f"it is no YAML: {reason}") from error


def front_matter(text: str) -> tuple[str, str]:
    """A document's head between lines of three dashes, and what follows it."""
    found = _FRONT.match(text.replace("\r\n", "\n"))
    return (found[1], found[2]) if found else (text, "")


class _Slow(yaml.BaseLoader):
    """The decoder in Python: deep nesting ends in a RecursionError."""


class _Fast(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """The decoder in C, ten times as fast."""


for _loader in (_Slow, _Fast):
    _loader.add_implicit_resolver(_NULL, re.compile(r"(?:~|null|Null|NULL|)$"), [*"~nN", ""])
    _loader.add_constructor(_NULL, lambda _loader, _node: None)


def _tamed(text: str) -> str:
    """Characters that YAML refuses come off."""
    return _REFUSED.sub("", text)


def _depth(text: str) -> int:
    depth = deepest = 0
    for sign in re.findall(r"[\[\]{}]", text):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
