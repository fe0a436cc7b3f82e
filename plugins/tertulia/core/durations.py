"""Spans of time as people write them: "9 h 12 min", "27 h", "2 d"."""

import re
from datetime import timedelta

_UNITS = {"d": 86_400, "h": 3_600, "min": 60, "s": 1}
_LONGEST_S = 36_525 * 86_400
_PART = re.compile(r"(\d+)\s*(d|h|min|s)\b\s*")


def parse_duration(text: str) -> timedelta:
    """The span that a text such as "1 d 3 h" gives.

    Raises:
        ValueError: It is not of that form, or a unit stands twice or out of order.
    """
    position, seconds, last = 0, 0, float("inf")
    text = text.strip()
    while position < len(text):
        part = _PART.match(text, position)
        if part is None or _UNITS[part[2]] >= last:
            raise ValueError(f"{text!r} is no duration such as '10 min', '9 h 12 min' or '2 d'")
        last = _UNITS[part[2]]
        seconds += int(part[1]) * _UNITS[part[2]]
        position = part.end()
    if not text:
        raise ValueError("an empty text is no duration")
    if seconds > _LONGEST_S:
        raise ValueError(f"{text!r} is longer than a hundred years")
    return timedelta(seconds=seconds)
