"""Says the texts of `messages.py`, and keeps a fact for every number that goes into them."""

import re
from collections.abc import Sequence
from datetime import timedelta
from gettext import NullTranslations

from tertulia.analysis import vocabulary
from tertulia.analysis.messages import MESSAGES
from tertulia.analysis.wording import ONLY, Wording
from tertulia.core.findings import Fact

LARGEST_WORD = 9  # larger numbers are digits, and so is every other in their sentence
_PLACE = re.compile(r"\0(\d+):(\w*)\0")

Ids = tuple[str, ...]


class Teller:
    """Fills texts; the numbers go in when the sentence is whole, as words where all are small.

    Mixing "12 opiniones" with "siete" in one sentence reads badly: all are words, or one only.
    """

    def __init__(self, words: NullTranslations) -> None:
        self._wording = Wording(words)
        self.row = self._wording.row
        self.facts: list[Fact] = []
        self._waiting: list[_Figure] = []

    def say(self, key: str, **values: object) -> str:
        """A text with its places filled."""
        return self._wording.say(MESSAGES[key], **values)

    def count(self, name: str, ids: Sequence[str], *, few: bool = False) -> "_Figure":
        """A place for the number of these comments; `few`: a small one after a great one."""
        return self._place(_Figure(len(self._waiting), name, tuple(ids), few=few))

    def fact(self, name: str, value: str, ids: Sequence[str]) -> "_Figure":
        """A place for a figure that is no count."""
        return self._place(_Figure(len(self._waiting), name, tuple(ids), value=value))

    def _place(self, figure: "_Figure") -> "_Figure":
        self._waiting.append(figure)
        return figure

    def finish(self, sentence: str) -> str:
        """Put the numbers in, and their facts beside them in the same order."""
        places = [(self._waiting[int(at)], form) for at, form in _PLACE.findall(sentence)]
        words = all(len(figure.ids) <= LARGEST_WORD for figure, _ in places if not figure.value)
        written = [
            figure.value or self._number(len(figure.ids), form, words=words)
            for figure, form in places
        ]
        self.facts += [
            Fact(name=figure.name, value=value, ids=figure.ids)
            for (figure, _), value in zip(places, written, strict=True)
        ]
        values = iter(written)
        whole = _PLACE.sub(lambda _: next(values), sentence)
        return whole[:1].upper() + whole[1:]

    def _number(self, number: int, form: str, *, words: bool) -> str:
        return self._wording.number(number, form) if words or number < 2 else str(number)

    def aspect(self, name: str) -> tuple[str, str]:
        """An aspect as it stands in a sentence, with its article, and the same after "of"."""
        _, plain, after_of = self._wording.forms(vocabulary.NAMES[name])
        return plain, after_of


class _Figure:
    """A number on its way into a sentence, which holds its place until it is whole."""

    def __init__(self, at: int, name: str, ids: Ids, *, value: str = "", few: bool = False) -> None:
        self.name, self.ids, self.value = name, ids, value
        self._at, self._few = at, few

    def __int__(self) -> int:
        return len(self.ids)

    def __format__(self, form: str) -> str:
        return f"\0{self._at}:{form or (ONLY if self._few else '')}\0"


def duration(wait: timedelta) -> str:
    """A wait as people read it: "40 s", "27 min", "9 h 12 min", "2 d 3 h"."""
    seconds = max(wait.total_seconds(), 0)
    if seconds < 60:
        return f"{round(seconds)} s"
    days, rest = divmod(round(seconds / 60), 1440)
    hours, minutes = divmod(rest, 60)
    if days:  # as the theme's clocks show it: two units, the second rounded
        hours, minutes = hours + (minutes >= 30), 0
        days, hours = (days + 1, 0) if hours == 24 else (days, hours)
    units = [(days, "d"), (hours, "h"), (minutes, "min")]
    return " ".join(f"{value} {unit}" for value, unit in units if value)
