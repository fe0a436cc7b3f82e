"""Dates, numbers and spans as readers of a language write them, by Babel's own tables."""

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from tertulia.core.model import Silence

MINUS = "\u2212"
_SKELETONS = {len("2010"): "y", len("2010-04"): "yMMMM", len("2010-04-16"): "yMMMMd"}
_SIGNS = {"second": "s", "minute": "min", "hour": "h", "day": "d"}


class Formats:
    """All formats of one language in the site's time zone.

    Args:
        lang: BCP 47, such as "es".
        zone: Where the site is at home; times without a zone are shown as they are.
    """

    def __init__(self, lang: str, zone: tzinfo) -> None:
        self.locale = Locale.parse(lang.replace("-", "_"))
        self._locale_name = str(self.locale)
        self.zone = zone
        # Babel takes 0.1 ms for one; a long thread has few of them.
        self._tones: dict[tuple[str, int], str] = {}
        self._clocked: tuple[datetime, datetime] | None = None

    def local(self, when: datetime) -> datetime:
        """The time on the site's clock."""
        if when.tzinfo is None:
            return when
        if self._clocked is None or self._clocked[0] is not when:  # written twice or thrice
            self._clocked = when, when.astimezone(self.zone)
        return self._clocked[1]

    def day(self, when: date | datetime, near: date | datetime | None = None) -> str:
        """As in "3 may 2010"; without the year where it is that of `near`."""
        if isinstance(when, datetime):
            when = self.local(when)
        skeleton = "MMMd" if near is not None and near.year == when.year else "yMMMd"
        return self._date(skeleton, when.date() if isinstance(when, datetime) else when)

    def _date(self, skeleton: str, when: date) -> str:
        return _written(skeleton, when, self._locale_name)

    def moment(self, when: datetime, near: datetime | None = None) -> str:
        """As in "16 abr, 08:14"; with the year where it is not that of `near`."""
        here = self.local(when)
        return f"{self.day(when, near)}, {here.hour:02}:{here.minute:02}"

    def iso(self, when: datetime) -> str:
        """ISO 8601 to the minute, with the zone where one is known."""
        return self.local(when).isoformat(timespec="minutes")

    def tick(self, when: datetime, unit: str) -> str:
        """A word under a chart's axis."""
        when = self.local(when)
        if unit == "hour":
            return self._unit(when.hour, "hour")
        skeleton = {"day": "MMMd", "date": "yMMMd", "month": "yMMM", "year": "y"}[unit]
        return self._date(skeleton, when.date())

    def period(self, text: str) -> str:
        """A case's period: a day, month or year, or two of them parted by a slash."""
        first, _, last = text.partition("/")
        if len(first) != len(last):
            return " – ".join(self._part(part) for part in (first, last) if part)
        start, end = (date.fromisoformat((part + "-01-01")[:10]) for part in (first, last))
        return format_interval(start, end, _SKELETONS[len(first)], locale=self.locale)

    def _part(self, text: str) -> str:
        if len(text) == len("2010-04-16"):
            return format_date(date.fromisoformat(text), "long", locale=self.locale)
        if len(text) == len("2010-04"):
            return format_skeleton("yMMMM", date.fromisoformat(text + "-01"), locale=self.locale)
        return text

    def number(self, value: float, digits: int = 0) -> str:
        """As in "1.234" or "0,7"."""
        return self._number(_rounded(value + 0, digits), digits)  # + 0: there is one zero

    def _number(self, rounded: str, digits: int) -> str:
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return _decimal(rounded, pattern, self._locale_name)

    def percent(self, value: float) -> str:
        """As in "31 %", whose parts no line end parts, or "31%"."""
        return format_percent(value, locale=self.locale)

    def tone(self, value: float, digits: int = 2) -> str:
        """As in "+0,34", "−0,72", "0,00": always with its sign."""
        key = _rounded(round(value, 6), digits), digits
        if key not in self._tones:
            self._tones[key] = self._tone(*key)
        return self._tones[key]

    def _tone(self, rounded: str, digits: int) -> str:
        text = self._number(rounded.removeprefix("-"), digits)
        if not any(c in "123456789" for c in text):
            return text
        return (MINUS if rounded.startswith("-") else "+") + text

    def span(self, value: timedelta | float | None) -> str:
        """As in "9 h 12 min": the two greatest units; empty where it is not known."""
        if value is None or isinstance(value, Silence):
            return ""
        seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
        minutes = round(max(seconds, 0) / 60)
        if seconds < 60:
            return self._unit(round(max(seconds, 0)), "second")
        days, rest = divmod(minutes, 1440)
        if days >= 730:
            return self._unit(round(days / 365.25), "year")
        if days >= 60:
            return self._unit(round(days / 30.44), "month")
        hours, minutes = divmod(rest, 60)
        if days:
            hours, minutes = hours + (minutes >= 30), 0
            days, hours = (days + 1, 0) if hours == 24 else (days, hours)
        units = [("day", days), ("hour", hours), ("minute", minutes)]
        return " ".join(self._unit(n, name) for name, n in units if n)

    def _unit(self, count: int, name: str) -> str:
        # Babel's short Spanish form of one hour reads "1 horas"; these signs need no language.
        if name in _SIGNS:
            return f"{self.number(count)} {_SIGNS[name]}"
        return format_unit(count, f"duration-{name}", "long", locale=self.locale)


def _rounded(value: float, digits: int) -> str:
    """A number to so many digits, as Babel rounds it: what comes out alike is written once."""
    return str(Decimal(str(value)).quantize(_unit_of(digits)))


@cache
def _unit_of(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


@lru_cache(10_000)  # the same few figures stand on many pages
def _decimal(value: str, pattern: str, locale: str) -> str:
    return format_decimal(value, pattern, locale=locale).replace("-", MINUS)


@lru_cache(10_000)  # nor do pages tell of many days
def _written(skeleton: str, when: date, locale: str) -> str:
    return format_skeleton(skeleton, when, locale=locale)
