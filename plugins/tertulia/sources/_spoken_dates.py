"""Dates as pages show them to people: "12 abril, 2012 a las 10:00", "June 20th, 2007 at 1:21 pm".

Month names of the languages around us; day and month as two bare numbers only where one of
them cannot be a month, or both are the same: else it would be a guess.
"""

import re
from datetime import datetime

from tertulia.sources._dates import made

# Spanish, Catalan, Galician, Portuguese, French, Italian, English, German: as they begin.
_NAMES = (
    "ene gen xan jan jän", "feb fev fév", "mar mär", "abr apr avr", "may mai mag maj",
    "jun xuñ juin giu", "jul xul juil lug", "ago aug aoû", "sep set", "oct out okt ott",
    "nov", "dic dec des dez déc",
)  # fmt: skip
_MONTHS = {
    start: number
    for number, starts in enumerate(_NAMES, 1)
    for start in starts.split()
    if start.isalpha()
}
_WORD = r"([A-Za-zäûéñç]{3,12})\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th|º|er|\.)?"
_YEAR = r"((?:19|20)\d{2})"
_DAY_FIRST = re.compile(rf"\b{_DAY}\s+(?:de\s+|d['’])?{_WORD},?\s+(?:del?\s+)?{_YEAR}\b", re.I)
_MONTH_FIRST = re.compile(rf"\b{_WORD}\s+{_DAY},?\s+(?:del?\s+)?{_YEAR}\b", re.I)
_NUMBERS = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d{2}|\d{2})\b")
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.h]| h )(\d{2})(?:[:.]\d{2})?\s*(?:([ap])\.?\s?m\b)?", re.IGNORECASE
)


def spoken_moment(raw: str) -> datetime | None:
    """The first date in a short text, with the time behind it if there is one; without zone."""
    raw = raw[:200]
    found = _found(raw)
    if not found:
        return None
    (year, month, day), end = found
    clock = _CLOCK.search(raw, end) or _CLOCK.search(raw[: max(0, end - 8)])
    hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
    if clock and clock[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    return made(year, month, day, hour, minute)


def _found(raw: str) -> tuple[tuple[int, int, int], int] | None:
    for pattern, day, month in ((_DAY_FIRST, 1, 2), (_MONTH_FIRST, 2, 1)):
        for match in pattern.finditer(raw):
            number = _month(match[month])
            if number:
                return (int(match[3]), number, int(match[day])), match.end()
    numbers = _NUMBERS.search(raw)
    if numbers:
        first, second, year = (int(number) for number in numbers.groups())
        year += 0 if year > 99 else 2000 if year < 69 else 1900
        if first > 12 or first == second:
            return (year, second, first), numbers.end()
        if second > 12:
            return (year, first, second), numbers.end()
    return None


def _month(word: str) -> int | None:
    word = word.lower()
    if word.startswith("set"):
        return 9
    if word.startswith(("juil", "jul")):
        return 7
    return next((_MONTHS[word[:n]] for n in (4, 3) if word[:n] in _MONTHS), None)
