"""JSON from strangers: any depth, any encoding, every value asked for by its kind."""

import json
import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, BinaryIO

import msgspec

from tertulia.core.errors import BadSource
from tertulia.sources._clean import as_text

SIZE_CAP = 512 << 20  # bytes of one document, which is held whole

_SPACE = re.compile(r"[ \t\r\n]*")
_LITERAL = re.compile(r"-?Infinity|NaN|true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}


def load(file: BinaryIO) -> Any:  # noqa: ANN401 (whatever the document holds)
    """The document; where lists follow each other, one of them all.

    Raises:
        BadSource: It is too long, no JSON, or several documents.
    """
    raw = file.read(SIZE_CAP + 1)
    if len(raw) > SIZE_CAP:
        raise BadSource(f"it is longer than {SIZE_CAP >> 20} MiB")
    found = decoded(raw)
    if not isinstance(found, dict | list):
        raise BadSource("it is JSON, and neither an object nor a list")
    return found


def decoded(raw: bytes) -> Any:  # noqa: ANN401
    """What these bytes say.

    Raises:
        BadSource: They are no JSON.
    """
    try:
        return msgspec.json.decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # threads nest deeper than the fast decoder goes, and some exports write NaN
    wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = raw.decode("utf-16", "replace") if wide else as_text(raw)[0]
    try:
        value, at = _parsed(text, 0)
        while text[at : at + 1] in ("{", "["):  # what else may follow says nothing
            more, at = _parsed(text, at)
            if isinstance(value, list) and isinstance(more, list):
                value.extend(more)
            elif more != value:
                raise BadSource("several documents follow each other: give each a file of its own")
        return value
    except IndexError as error:
        raise BadSource("it is JSON that ends too early") from error
    except ValueError as error:
        raise BadSource(f"it is no JSON: {error}") from error


def has(head: bytes, *keys: str) -> bool:
    """Whether a document that begins so has all of these keys, at any depth."""
    return head.lstrip()[:1] in (b"{", b"[") and all(_key(key).search(head) for key in keys)


def text(value: object) -> str:
    """A string; a number as it is written; nothing for all else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def table(value: object) -> dict[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[dict[str, Any]]:
    """The objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """The strings and numbers in a list, each as a string."""
    return [text(item) for item in value if text(item)] if isinstance(value, list) else []


def count(value: object) -> int | None:
    """A count, also where it is written as a string; None where there is none."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 10:
        return int(value)
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
    return int(value) if known else None  # type: ignore[call-overload]


def _key(key: str) -> re.Pattern[bytes]:
    return re.compile(rb'"' + re.escape(key.encode()) + rb'"\s*:')


def _parsed(source: str, at: int) -> tuple[Any, int]:
    """A document of any depth, and where it and the space after it end.

    What is open stands on a list, not on the stack of calls.
    """
    opened: list[tuple[Any, str | None]] = []  # the container and, in an object, the key
    value, at = None, _skip(source, at)
    while True:
        sign = source[at]
        if sign in "{[":
            container: Any = {} if sign == "{" else []
            at = _skip(source, at + 1)
            if source[at] not in "}]":
                key, at = _next_key(source, at) if sign == "{" else (None, at)
                opened.append((container, key))
                continue
            value, at = container, at + 1
        elif sign == '"':
            value, at = scanstring(source, at + 1, False)
        else:
            value, at = _literal(source, at)
        while opened:
            container, key = opened.pop()
            if key is None:
                container.append(value)
            else:
                container[key] = value
            at = _skip(source, at)
            if source[at] == ",":
                at = _skip(source, at + 1)
                key, at = _next_key(source, at) if key is not None else (None, at)
                opened.append((container, key))
                break
            if source[at] not in "}]":
                raise ValueError(f"a comma is missing at character {at}")
            value, at = container, at + 1
        else:
            return value, _skip(source, at)


def _next_key(source: str, at: int) -> tuple[str, int]:
    if source[at] != '"':
        raise ValueError(f"a key is missing at character {at}")
    key, at = scanstring(source, at + 1, False)
    at = _skip(source, at)
    if source[at] != ":":
        raise ValueError(f"a colon is missing at character {at}")
    return key, _skip(source, at + 1)


def _literal(source: str, at: int) -> tuple[Any, int]:
    found = _LITERAL.match(source, at)
    if not found:
        raise ValueError(f"nothing readable at character {at}")
    word = found[0]
    if word in _WORDS:
        return _WORDS[word], found.end()
    if "I" in word or word == "NaN":
        return None, found.end()
    return json.loads(word), found.end()


def _skip(source: str, at: int) -> int:
    found = _SPACE.match(source, at)
    return found.end() if found else at


def walk(roots: list[dict[str, Any]], below: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every object of a tree with the one above it, parents first, however deep it goes.

    Args:
        roots: Where it begins.
        below: The key under which an object lists its children.
    """
    waiting: list[tuple[dict[str, Any], Any]] = [(root, None) for root in reversed(roots)]
    while waiting:
        item, above = waiting.pop()
        yield item, above
        waiting.extend((child, item) for child in reversed(rows(item.get(below))))
