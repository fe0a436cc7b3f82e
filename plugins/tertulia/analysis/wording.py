"""Fills texts in the language of a page: numbers as words, things in a row, spans of time.

What a language does its own way stands in its catalogue, not here: how numbers are written,
alone or before a noun, what stands between the last two things of a row, and which form of an
aspect's name a sentence takes.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from gettext import NullTranslations

from tertulia.analysis.texts import Text, counted, message, named

Speak = Callable[[str], NullTranslations]  # the catalogue for a page of that language (BCP 47)

ENGLISH = NullTranslations()  # the texts as they stand in the code

ONLY = "only"  # the form of a number that is small after a great one: "solo uno"

# From nought on, as far as words are used or differ; a number that is not there is in digits.
NUMBERS = {
    "": named(
        "numbers",
        "none, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve",
    ),
    "m": named("numbers before a masculine noun, where a text says {n:m}", "no, one"),
    "f": named("numbers before a feminine noun, where a text says {n:f}", "no, one"),
    ONLY: named("numbers that are small after a great one", "none, only one"),
}
ROW = named("things in a row", "{a}, {b}")
LAST = named("the last of things in a row", "{a} and {b}")
LAST_I = named("the last of things in a row, if it begins with an i sound", "{a} and {b}")
_I = re.compile(r"\W*h?[ií](?![aeou])", re.I)  # not "hielo": there the sound is a consonant

MOMENT = message("less than a minute")
SPANS = (
    (60, counted("{n} minute", "{n} minutes")),
    (3_600, counted("{n} hour", "{n} hours")),
    (86_400, counted("{n} day", "{n} days")),
    (31_557_600, counted("{n} year", "{n} years")),
)


def english(_lang: str) -> NullTranslations:
    """English for every language: what speaks where no other words were handed in."""
    return ENGLISH


class Wording:
    """The texts of one language.

    Args:
        words: The catalogue of the language.
    """

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def say(self, said: Text, **values: object) -> str:
        """A text with its places filled; one that counts asks its number of the value itself."""
        return self._plain(said, _whole(values[said.by]) if said.by else 1).format(**values)

    def _plain(self, said: Text, number: int = 1) -> str:
        if said.many:
            return self._words.ngettext(said.one, said.many, number)
        if said.about:
            return self._words.pgettext(said.about, said.one)
        return self._words.gettext(said.one)

    def number(self, number: int, form: str = "") -> str:
        """A small number in words, in that form where the language has it."""
        for known in (form, ""):
            written = _parted(self._plain(NUMBERS[known]), ", ") if known in NUMBERS else ()
            if number < len(written):
                return written[number]
        return str(number)

    def row(self, items: Sequence[str]) -> str:
        """Things as prose lists them: "a, b y c"."""
        if len(items) < 2:
            return "".join(items)
        *before, last = items
        whole = before[0]
        for item in before[1:]:
            whole = self.say(ROW, a=whole, b=item)
        return self.say(LAST_I if _I.match(last) else LAST, a=whole, b=last)

    def forms(self, said: Text) -> tuple[str, ...]:
        """The forms of a name, where a text gives several parted by " | "."""
        return _parted(self._plain(said), " | ")

    def span(self, seconds: float) -> str:
        """A span in its largest whole unit, rounded: "nueve horas", "27 minutos"."""
        if seconds < 30:
            return self.say(MOMENT)
        size, unit = SPANS[0]
        for larger, its_unit in SPANS[1:]:
            # 90 minutes are "una hora"? No: below two of a unit the smaller one says more.
            if seconds >= 2 * larger or round(seconds / larger, 2) == 1:
                size, unit = larger, its_unit
        return self.say(unit, n=Number(round(seconds / size), self))


class Number:
    """A number that stands in words, in the form that its place asks for, or in digits."""

    def __init__(self, value: int, wording: Wording | None = None) -> None:
        self._value = value
        self._wording = wording

    def __int__(self) -> int:
        return self._value

    def __format__(self, form: str) -> str:
        return self._wording.number(self._value, form) if self._wording else str(self._value)


def _whole(value: object) -> int:
    assert hasattr(value, "__int__"), "what a text is counted by is a number"
    return int(value)


@lru_cache(1_000)
def _parted(text: str, by: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(by))
