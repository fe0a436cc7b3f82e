"""Fills the templates of `messages.py`, and keeps a fact for every number that goes in."""

import re
from collections.abc import Sequence
from datetime import timedelta

from tertulia.analysis import messages, vocabulary
from tertulia.core.findings import Fact

LARGEST_WORD = 9  # larger numbers are digits, and so is every other in their sentence
_PLACE = re.compile(r"\0(\d+)\0")


class Teller:
    """Fills templates; the numbers go in when the sentence is whole, as words where all are small.

    Mixing "12 opiniones" with "siete" in one sentence reads badly: all are words, or one only.
    """

    def __init__(self, lang: str) -> None:
        self.english = lang.split("-")[0] == "en"
        self.words = messages.ENGLISH if self.english else messages.SPANISH
        self.numbers = messages.ENGLISH_NUMBERS if self.english else messages.SPANISH_NUMBERS
        self.facts: list[Fact] = []
        self._waiting: list[tuple[str, str, tuple[str, ...]]] = []

    def say(self, key: str, **values: str) -> str:
        """A template with its places filled."""
        return self.words[key].format(**values)

    def count(self, name: str, ids: Sequence[str], form: str = "alone") -> str:
        """A place for the number of these comments."""
        self._waiting.append((name, form, tuple(ids)))
        return f"\0{len(self._waiting) - 1}\0"

    def fact(self, name: str, value: str, ids: Sequence[str]) -> str:
        """A place for a figure that is no count."""
        return self.count(name, ids, f"={value}")

    def finish(self, sentence: str) -> str:
        """Put the numbers in, and their facts beside them in the same order."""
        places = [self._waiting[int(n)] for n in _PLACE.findall(sentence)]
        words = all(len(ids) <= LARGEST_WORD for _, form, ids in places if form[0] != "=")
        written = []
        for name, form, ids in places:
            value = form[1:] if form[0] == "=" else self._number(len(ids), form, words=words)
            self.facts.append(Fact(name=name, value=value, ids=ids))
            written.append(value)
        values = iter(written)
        whole = _PLACE.sub(lambda _: next(values), sentence)
        return whole[:1].upper() + whole[1:]

    def _number(self, number: int, form: str, *, words: bool) -> str:
        if not words and number > 1:
            return str(number)
        known = self.numbers.get((form, number)) or self.numbers.get(("", number))
        return known or str(number)

    def list(self, items: Sequence[str]) -> str:
        """Items as prose lists them: "a, b y c"."""
        head, last = items[:-1], items[-1]
        return f"{', '.join(head)} {self.words['and']} {last}" if head else last

    def aspect(self, name: str, *, of: bool = False) -> str:
        """An aspect as it stands in a sentence, with its article; `of`: after *de*."""
        if self.english:
            return vocabulary.NAMES_EN.get(name, name)
        said = vocabulary.WITH_ARTICLE.get(name, name)
        if not of:
            return said
        return f"del {said[3:]}" if said.startswith("el ") else f"de {said}"


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
