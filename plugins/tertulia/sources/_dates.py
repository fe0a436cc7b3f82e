"""Dates as exports write them. A zone that is not stated stays unknown: never a guess."""

import re
from datetime import UTC, datetime, timedelta, timezone

FIRST_YEAR, LAST_YEAR = 1970, 2068  # outside them a date is a mistake (0000, -0001, 2099)

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{4})\s+"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([+-]\d{4}|Z|GMT|UTC)?",
)
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def moment(raw: str) -> datetime | None:
    """The time in ISO 8601 or close to it, or in the manner of e-mail and RSS.

    Without an offset the result has no zone. None where it cannot be read or is no date
    that anybody can have written on ("0000-00-00 00:00:00", the year -0001, 2099).
    """
    if not raw:
        return None
    raw = raw.strip()[:64]
    if (plain := _plain(raw)) is not None:
        return plain
    if found := _ISO.fullmatch(raw):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        clock = tuple(int(found[n] or 0) for n in (4, 5, 6))
        return made(year, month, day, *clock, zone=_offset(found[7]))
    if (found := _ENGLISH.fullmatch(raw)) and found[2].lower() in _MONTHS:
        clock = tuple(int(found[n] or 0) for n in (4, 5, 6))
        month = _MONTHS[found[2].lower()]
        return made(int(found[3]), month, int(found[1]), *clock, zone=_offset(found[7]))
    return None


def _plain(raw: str) -> datetime | None:
    """A whole date and time just as ISO 8601 has it: what most exports write, read quickly."""
    if len(raw) not in (19, 20, 25) or raw[10:11] not in ("T", " ") or raw[13:14] != ":":
        return None
    if raw[11:13] == "24":  # Python 3.14 takes it, and means the next day
        return None
    try:
        found = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def made(
    year: int,
    month: int,
    day: int,
    hour: int = 0,
    minute: int = 0,
    second: int = 0,
    *,
    zone: timezone | None = None,
) -> datetime | None:
    """A date from its numbers, where they make one; 24:00 is the next day's midnight."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        day_begins = datetime(year, month, day, tzinfo=zone)
    except ValueError:
        return None
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        return None
    return day_begins + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def epoch(seconds: object) -> datetime | None:
    """The time of a Unix stamp in seconds or, as its size tells, in milliseconds; in UTC."""
    try:
        number = float(seconds)  # type: ignore[arg-type]
        if number > 1e11:  # as seconds the year 5138, so it counts milliseconds
            number /= 1000
        found = datetime.fromtimestamp(int(number), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR and number > 0 else None


def local_and_utc(local: str, utc: str) -> datetime | None:
    """A time given twice, by the site's clock and in UTC: their difference is the offset."""
    here, there = moment(local), moment(utc)
    if there is None:
        return here
    there = there.replace(tzinfo=UTC)
    if here is None:
        return there
    if here.tzinfo is not None:
        return here
    offset = here - there.replace(tzinfo=None)
    quarter = round(offset / timedelta(minutes=15))
    if abs(quarter) > 56 or abs(offset - quarter * timedelta(minutes=15)) > timedelta(seconds=2):
        return there  # further than 14 hours: one of the two was edited, UTC is the safer
    return there.astimezone(timezone(quarter * timedelta(minutes=15))) if quarter else there


def _offset(raw: str | None) -> timezone | None:
    if not raw:
        return None
    if raw.upper() in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(raw[1:3]), int(raw[-2:])
    if hours > 14 or minutes > 59:
        return None
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if raw[0] == "-" else distance) if distance else UTC
