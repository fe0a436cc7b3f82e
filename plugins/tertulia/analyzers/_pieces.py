"""A comment in pieces that a sentence model can hold in view."""

import re
from collections.abc import Iterable

PIECE_WORDS = 45  # a tweet or two: what the model was taught on
MOST_PIECES = 6  # of a longer text the beginning and the end
FEWEST_WORDS = 3  # a shorter sentence says too little by itself: "No." goes with the next
PIECE_CHARS = 280  # 45 words are some 250; without it one endless word costs as much as a book

_STOP = re.compile(r"(?<=[.!?…;])\s+|\n+")
_REPEATED = re.compile(r"([!?.…])\1+|([^\W\d_])\2{3,}")
_HASH = re.compile(r"#(?=\w)")
_PRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)


def pieces(own: str) -> tuple[str, ...]:
    """The text (its writer's own words) sentence by sentence; of many, some together."""
    text = _REPEATED.sub(lambda m: m.group()[:2], _HASH.sub("", own))
    sentences = [_PRINTABLE.sub(" ", sentence).split() for sentence in _STOP.split(text)]
    found = list(_cut(_joined(sentences, FEWEST_WORDS)))
    if len(found) > MOST_PIECES:
        found = list(_cut(_joined(sentences, PIECE_WORDS)))
    if len(found) > MOST_PIECES:
        half = MOST_PIECES // 2
        found = found[:half] + found[-half:]
    return tuple(" ".join(words)[:PIECE_CHARS] for words in found if words)


def _joined(sentences: Iterable[list[str]], enough: int) -> list[list[str]]:
    """Sentences, put together while one of two neighbours has not enough words of its own."""
    found: list[list[str]] = []
    for words in sentences:
        apart = not found or min(len(found[-1]), len(words)) >= enough
        if apart or len(found[-1]) + len(words) > PIECE_WORDS:
            found.append(words)
        else:
            found[-1] = found[-1] + words
    return found


def _cut(sentences: Iterable[list[str]]) -> Iterable[list[str]]:
    for words in sentences:
        for start in range(0, len(words), PIECE_WORDS):
            yield words[start : start + PIECE_WORDS]
