"""The forms that values of front matter have: a rule for each, which raises where it is broken."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from tertulia.core.durations import parse_duration
from tertulia.core.frontmatter import Field, split_list
from tertulia.core.model import Citation, Silence
from tertulia.core.suggestions import nearest

Rule = Callable[[Field], None]  # it raises a ValueError that says what is wrong


def parse_first(text: str) -> timedelta | Silence:
    """A first response: a duration, "none" or "unknown".

    Raises:
        ValueError: It is none of these.
    """
    return Silence(text) if text in set(Silence) else parse_duration(text)


def citations(lines: Iterable[str]) -> tuple[Citation, ...]:
    """Sources from lines of the form `text | address | day read`; the address may be empty.

    Raises:
        ValueError: A line is not of that form.
    """
    return tuple(_citation(line) for line in lines if line.strip())


def _citation(line: str) -> Citation:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3:
        raise ValueError(f"{line!r} must be 'who said it where | address or nothing | day read'")
    said, url, read = parts
    if url and not re.match(r"https?://[^\s/]+", url):
        raise ValueError(f"{url!r} is no address; it begins with https:// or is left empty")
    if not said and not url:
        raise ValueError("a source needs a text or an address")
    try:
        date.fromisoformat(read)
    except ValueError:
        raise ValueError(f"{read!r} is no day such as 2026-11-22") from None
    return Citation(text=said or url, url=url, read=read)


def text(field: Field) -> None:
    """Something is said."""
    if not field.text:
        raise ValueError("is empty")


def anything(_: Field) -> None:
    """Whatever it is, and nothing too."""


# Python 3.14 takes 24:00 for a time, and means the next day.
_TIME = r"(?!24)\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?"
_DATE = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}([ T]{_TIME})?$")


def moment(field: Field) -> None:
    """A day, or a day and a time."""
    try:
        if not _DATE.match(field.text):
            raise ValueError
        datetime.fromisoformat(field.text)
    except ValueError:
        raise ValueError(f"{field.text!r} is no date such as 2026-11-22 or 2026-11-22 18:30") from (
            None
        )


_PERIOD = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def period(field: Field) -> None:
    """A day, month or year, or two of them."""
    parts = field.text.split("/")
    if len(parts) > 2 or not all(map(_is_period, parts)):
        raise ValueError(f"{field.text!r} is no period such as 2012, 2012-04 or 2012-04/2012-05")
    shorter = min(map(len, parts))
    if parts[0][:shorter] > parts[-1][:shorter]:
        raise ValueError(f"{field.text!r} ends before it begins")


def _is_period(part: str) -> bool:
    try:
        date.fromisoformat((part + "-01-01")[: len("2012-04-11")])
    except ValueError:
        return False
    return bool(_PERIOD.match(part))


def language(field: Field) -> None:
    """A code such as BCP 47 has them."""
    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", field.text):
        raise ValueError(f"{field.text!r} is no language such as es, en or pt-BR")


def aliases(field: Field) -> None:
    """Old addresses, slugs or titles."""
    for alias in split_list(field.text):
        if "\\" in alias or {".", ".."} & set(alias.split("/")):
            raise ValueError(f"{alias!r} is no address such as 2009/05/viejo/")


def names(field: Field) -> None:
    """One name or more, each fit for an address."""
    labels(field)
    if not split_list(field.text):
        raise ValueError("is empty")


def labels(field: Field) -> None:
    """Names fit for an address, or none."""
    for label in split_list(field.text):
        if not addressable(label):
            raise ValueError(f"{label!r} has no letter or digit outside <…> to make an address of")


_TAG = re.compile(r"<[^<>]*>")


def addressable(text: str) -> bool:
    """Whether Pelican can make a slug of it."""
    return any(sign.isalnum() for sign in _TAG.sub("", text))


def slug(field: Field) -> None:
    """What may be part of an address."""
    if not re.fullmatch(r"[^\s/\\?#%&<>\"'\x00-\x1f][^\s\\?#%&<>\"'\x00-\x1f]{0,199}", field.text):
        raise ValueError(f"{field.text!r} cannot be part of an address")
    if any(part in ("", ".", "..") for part in field.text.split("/")):
        raise ValueError(f"{field.text!r} leads out of its folder")


def one_of(*allowed: str) -> Callable[[Field], None]:
    """One of these words."""

    def rule(field: Field) -> None:
        if field.text not in allowed:
            raise ValueError(f"{field.text!r} is not allowed{nearest(field.text, allowed)}")

    return rule


def first(field: Field) -> None:
    """A duration, or that there was none, or that it is not known."""
    try:
        parse_first(field.text)
    except ValueError as error:
        near = nearest(field.text, tuple(Silence)) if field.text.isalpha() else ""
        raise ValueError(f"{error}{near or '; or none, or unknown'}") from None


def cited(field: Field) -> None:
    """Sources, one a line."""
    citations(field.values)
