"""A comment in pieces that a sentence model can hold in view."""

import re

PIECE_WORDS = 45  # a tweet or two: what the model was taught on
MOST_PIECES = 6  # of a longer text the beginning and the end

_STOP = re.compile(r"(?<=[.!?…])\s+|\n+")
_REPEATED = re.compile(r"([!?.…])\1+|([^\W\d_])\2{3,}")
_HASH = re.compile(r"#(?=\w)")
_PRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+"
)


def pieces(own: str) -> tuple[str, ...]:
    """The text (its writer's own words) in pieces of whole sentences, where these are short."""
    text = _REPEATED.sub(lambda m: m.group()[:2], _HASH.sub("", own))
    sentences = (_PRINTABLE.sub(" ", s).split() for s in _STOP.split(text))
    found: list[list[str]] = [[]]
    for words in sentences:
        if found[-1] and len(found[-1]) + len(words) > PIECE_WORDS:
            found.append([])
        found[-1] += words
        while len(found[-1]) > PIECE_WORDS:
            found.append(found[-1][PIECE_WORDS:])
            found[-2] = found[-2][:PIECE_WORDS]
    if len(found) > MOST_PIECES:
        half = MOST_PIECES // 2
        found = found[:half] + found[-half:]
    return tuple(" ".join(words) for words in found if words)
