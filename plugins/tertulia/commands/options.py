"""What people type behind an option, read or refused in one line."""

from collections.abc import Collection, Iterable
from pathlib import Path

from tertulia.core.errors import BadSettings, UnknownName


def number(text: str, option: str, *, least: int = 0, most: int = 10**9) -> int:
    """One whole number.

    Raises:
        BadSettings: It is none, or out of bounds.
    """
    try:
        found = int(text)
    except ValueError:
        raise BadSettings(f"{option}: {text!r} is no whole number") from None
    if not least <= found <= most:
        raise BadSettings(f"{option}: {found} is not between {least} and {most}")
    return found


def numbers(text: str, option: str, *, least: int = 0) -> list[int]:
    """Whole numbers with commas between them.

    Raises:
        BadSettings: One of them is none.
    """
    return [number(part.strip(), option, least=least) for part in text.split(",")]


def names(text: str, what: str, known: Iterable[str]) -> list[str]:
    """Names with commas between them.

    Raises:
        UnknownName: There is nothing of such a name.
    """
    allowed = list(known)
    found = [part.strip() for part in text.split(",")]
    for name in found:
        if name not in allowed:
            raise UnknownName.among(what, name, allowed)
    return found


def pairs(items: Collection[str], option: str) -> dict[str, str]:
    """Values by key, each given as "key=value"; keys in lower case.

    Raises:
        BadSettings: One of them has no "=".
    """
    for item in items:
        if "=" not in item:
            raise BadSettings(f"{option}: {item!r} is not of the form key=value")
    parted = (item.split("=", 1) for item in items)
    return {key.strip().lower(): value.strip() for key, value in parted}


def folder(path: Path, option: str) -> Path:
    """A folder that must be there.

    Raises:
        BadSettings: It is not.
    """
    if not path.is_dir():
        raise BadSettings(f"no folder {path}: {option} names one that is there")
    return path


def file(path: Path, option: str) -> Path:
    """A file that must be there.

    Raises:
        BadSettings: It is not.
    """
    if not path.is_file():
        raise BadSettings(f"no file {path}: {option} names one that is there")
    return path
