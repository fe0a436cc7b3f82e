"""A comment's text made ready for scoring: what is the writer's own, word by word."""

import re
import unicodedata
from itertools import filterfalse

HEAD_CHARS = 12_000  # about 2,000 words: far more than any comment that is read to its end
REMEMBERED = 100_000  # distinct words, some 20 MB; then it starts anew
TAIL_CHARS = 4_000  # people conclude at the end

_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|&gt;).*$", re.MULTILINE)
_QUOTED_WORDS = 5  # «servicio» in quotes is the writer's; a quoted sentence is somebody else's
_LEFT_WORDS = 4
_QUOTATION = re.compile(r"«[^«»]{1,2000}»|“[^“”]{1,2000}”|(?<!\w)\"[^\"\n]{1,2000}\"(?!\w)")
_EXCERPT = re.compile(r"\[\s*(?:…|\.\.\.|&hellip;|&#8230;)\s*\]")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\bhttps?\b|[^\s@]{1,99}@[^\s@]{1,99}\.\w+|@\w+|&\w+;")

_WORD = r"[^\W\d_]+"
_FROWN = r"[:;=][-'^]?[(\[/|\\cC{]+(?!\w)|-_+-|>_<|</3"
_SMILE = r"[:;=][-'^o]?[)D\]pP3*}]+(?!\w)|\^_*\^|<3+|\(:|\(y\)"
_PICTURE = r"[\U0001F1E6-\U0001FAFF\u2600-\u27BF\u2B50\u203C\u2049]"
_STOP = r"[.!?…]+|[,;:()¿¡\n\"«»“”]"
TOKEN = re.compile(f"{_WORD}|{_FROWN}|{_SMILE}|{_STOP}|{_PICTURE}")  # the commonest first
_SPOKEN = re.compile(rf"{TOKEN.pattern}|\d+")
SMILE = re.compile(_SMILE)
FROWN = re.compile(_FROWN)

_PLAINER = tuple(zip("áàâãäéèêëíìîïóòôõöúùûüýç’`´", "aaaaaeeeeiiiiooooouuuuyc'''", strict=True))
_PLAIN = str.maketrans(dict(_PLAINER))
_THRICE = re.compile(r"(.)\1\1")
_LONG = re.compile(r"([a-zñ])\1{2,}")


def fold(word: str) -> str:
    """A word without case, accents and drawn-out letters; ñ stays: "Añooos" is "años"."""
    low = word.lower()
    if not low.isascii():
        low = low.translate(_PLAIN)
        if not low.isascii():
            low = "".join(
                c for c in unicodedata.normalize("NFC", low) if not unicodedata.combining(c)
            ).translate(_PLAIN)
    if _THRICE.search(low):  # a fifth of the time of `_LONG`, which few words need
        low = _LONG.sub(r"\1", low)
    return low


def plain(text: str) -> str:
    """A text without case and accents, for patterns; quicker than `fold`, and less thorough."""
    low = text.lower()
    for letter, plainer in _PLAINER:  # a third of the time of `translate`
        if letter in low:
            low = low.replace(letter, plainer)
    return low


def spoken(own: str) -> list[str]:
    """The words, numbers, signs and stops of a text."""
    return _SPOKEN.findall(own)


def without_numbers(spoken: list[str]) -> list[str]:
    """What `TOKEN` finds in the text that these were spoken in."""
    return [*filterfalse(str.isdecimal, spoken)]


def own_words(text: str) -> str:
    """What the writer says themselves: no quoted lines, sentences or excerpts, no addresses.

    Of a text beyond all bounds it is the beginning and the end.
    """
    if len(text) > HEAD_CHARS + TAIL_CHARS:
        whole_words, *_ = text[:HEAD_CHARS].rsplit(None, 1) or ("",)
        text = f"{whole_words}\n{text[-TAIL_CHARS:]}"
    if ">" in text or "&gt;" in text:
        text = _QUOTED_LINE.sub(" ", text)
    if "[" in text:
        text = _without_excerpt(text)
    if '"' in text or "«" in text or "“" in text:
        text = _without_quotations(text)
    if "@" in text or "http" in text or "www." in text or "&" in text:
        text = _ADDRESS.sub(" ", text)
    return text


def _without_excerpt(text: str) -> str:
    marks = list(_EXCERPT.finditer(text))
    if not marks:
        return text
    if len(marks) == 1:  # cut off at one end: all of it is excerpt
        return ""
    return f"{text[: marks[0].start()]} {text[marks[-1].end() :]}"


def _without_quotations(text: str) -> str:
    rest = _QUOTATION.sub(_short_quotation, text)
    # Many put all they say in quotation marks; then it is theirs.
    return rest if len(rest.split()) >= _LEFT_WORDS else text


def _short_quotation(match: re.Match[str]) -> str:
    said = match.group()
    return said if len(said.split()) < _QUOTED_WORDS else " "


class Folds(dict[str, str]):
    """Folded words by word, each worked out once."""

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        folded = self[word] = fold(word)
        return folded
