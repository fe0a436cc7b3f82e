"""Invented Spanish for `invoke bench`: repeatable, varied, and rare words among common ones.

What a build costs depends on how long texts are, how many different words they have and how
often these recur; on what they say it does not.
"""

import itertools
from functools import cache
from pathlib import Path
from random import Random

_SYLLABLES = (
    "ca sa me po lo ri ta mi na do re co li pa te ra to se ni da ma pe la ci bo fi gu".split()
)


class Prose:
    """One writer; the same seed writes the same words."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._rare, self._odds = _rare_words()

    def name(self) -> str:
        """Somebody who comments."""
        pick = self._random
        return f"{self._one('names')} {pick.choice(self._rare[:400])}"

    def title(self) -> str:
        """A title of four to eight words."""
        return f"{self._one('subjects')} {self._one('verbs')} {self._one('objects')}".capitalize()

    def sentence(self) -> str:
        """A sentence of ten to twenty words, now and then with a mark in it."""
        pick = self._random
        rare = pick.choices(self._rare, cum_weights=self._odds, k=3)
        words = [
            f"{self._one('subjects')} {rare[0]}",
            self._one("verbs"),
            self._one("objects"),
            f"de {rare[1]}",
            self._one("tails"),
        ]
        if pick.random() < 0.3:
            words[2] = f"**{words[2]}**"
        if pick.random() < 0.4:
            words.append(f"y {self._one('verbs')} *{rare[2]}* {self._one('tails')}")
        text = " ".join(words)
        return text[0].upper() + text[1:] + pick.choice((".", ".", ".", "?", ": así de fácil."))

    def paragraph(self, sentences: int) -> str:
        """That many sentences."""
        return " ".join(self.sentence() for _ in range(sentences))

    def comment(self) -> str:
        """What one of the public says: a feeling or none, and some plain words."""
        pick = self._random
        feeling = pick.choices(("praise", "anger", "plain"), (2, 4, 4))[0]
        plain = self.sentence().replace("*", "")
        return f"{self._one(feeling)} {plain}" if pick.random() < 0.8 else self._one(feeling)

    def answer(self) -> str:
        """What the site's own people say."""
        return f"{self._one('answers')} {self.sentence().replace('*', '')}"

    def _one(self, of: str) -> str:
        return self._random.choice(_words()[of])

    def below(self, limit: int) -> int:
        """A number from 0 up to, but not, the limit."""
        return self._random.randrange(limit)

    def chance(self, share: float) -> bool:
        """Whether it happens this time."""
        return self._random.random() < share


@cache
def _rare_words() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Proper names, and how often each occurs: few are everywhere, most in a handful of texts."""
    coin = Random(0)
    words = tuple(
        "".join(coin.choices(_SYLLABLES, k=coin.randint(2, 4))).capitalize() for _ in range(20_000)
    )
    return words, tuple(itertools.accumulate(1 / (n + 8) for n in range(len(words))))


@cache
def _words() -> dict[str, list[str]]:
    """The phrases of `_plain/words.txt`, by the name of their section."""
    text = (Path(__file__).parent / "_plain" / "words.txt").read_text("utf-8")
    sections = (section.strip().split("\n") for section in text.split("\n\n"))
    return {name.strip("[]"): phrases for name, *phrases in sections}
