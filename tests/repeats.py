"""Texts that are one small thing over and over, and whether reading them grows too fast."""

import random
import time
from collections.abc import Callable, Iterator

# What patterns begin with, end with, or count: each is cheap once and may be dear many times.
ATOMS = (
    "@", ".", "a@", "a.", "@a.", "a", "a ", "A", "á", "ja", "h", "k", "1", "1.", "1,", "1:",
    "1.1.", "::1", "<", "<a", "<a ", '<a href="', "<p>", "</p>", "<pre>", "<pre", "<code>", "<!--",
    "<!", "<script", "<img ", "<?xml", "<td>", "<![CDATA[", "]]>", "&", "&#", "&#1", "&lt;", "[",
    "]", "](", "[a](", "![", "[[", "]]", "[…]", "[...]", "[^", "[a]: ", "!", "?", "¿", "…", ":",
    ":)", "::", ":a:", '"', "'", "«", "»", "“", "http://", "https://a", "https://a.a/@", "www.",
    "#", "_", "*", "`", "``", "```\n", "~~~", " ", "\n", "\r\n", " \n", "\t", "\u200d", "👍",
    "\u0301", "-", "--", "---\n", "-----\n", "a-", "a_", "> ", ">", "> \n", "\u202e", "\u200f",
    "{", "}", "{{", "{%", "|", "=", "==\n", "a=", "a: ", "a\n", "/", "%", "%2", "\\", '\\"', "(",
    ")", "()", "a, ", "de ", "no ", "si ", "u/", ".. ", ".. a:: ", "`a <", "Mozilla/5.0 (",
)  # fmt: skip

SHORT, LONG = 8_000, 32_000  # characters
SOON_S = 0.04  # what takes no longer is not looked at: a clock tells little there
MOST = 9  # so many times the cost of `SHORT` may `LONG` cost; its square would be 16
DEAR_S = 1.0  # for `SHORT`: an hour for a long one, if it grows as its cube
TRIES = 3  # a machine that does something else meanwhile makes one look dear, not three


def texts(seed: int = 0, mixed: int = 12) -> Iterator[tuple[str, Callable[[int], str]]]:
    """A name and a text of a wished length: each atom alone, and some in twos."""
    dice = random.Random(seed)
    for atom in ATOMS:
        yield repr(atom), _repeated(atom)
        yield f"x {atom!r} x", _between(atom)
    for _ in range(mixed):
        one, other = dice.choice(ATOMS), dice.choice(ATOMS)
        yield repr(one + other), _repeated(one + other)
        yield f"{one!r} then {other!r}", _then(one, other)


def dear(work: Callable[[str], object], text: Callable[[int], str]) -> str:
    """What is wrong with the time that this work takes; nothing if it grows as its text does."""
    found = ""
    for _ in range(TRIES):
        short = _seconds(work, text(SHORT))
        if short > DEAR_S:
            return f"{SHORT} characters take {short:.2f} s"
        long = _seconds(work, text(LONG))
        ratio = long / max(short, SOON_S / MOST)
        if long <= SOON_S or ratio <= MOST:
            return ""
        found = f"{LONG // SHORT} times the text, {ratio:.0f} times the time: {long:.2f} s"
    return found


def _seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    found = work(text)
    if isinstance(found, Iterator):
        list(found)
    return time.process_time() - start


def _repeated(atom: str) -> Callable[[int], str]:
    return lambda length: atom * (length // len(atom))


def _between(atom: str) -> Callable[[int], str]:
    return lambda length: f"x {atom * (length // len(atom))} x"


def _then(one: str, other: str) -> Callable[[int], str]:
    return lambda length: one * (length // 2 // len(one)) + other * (length // 2 // len(other))
