"""How a text that is to be translated stands in the code: in English, with names in braces.

What is written through these three functions is found by `invoke translate`, so their
arguments are plain strings. A name in braces is filled by `wording.Wording`; a translation may
name fewer, in another order, and say in which form a number stands, as in "{n:f} opiniones".
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the catalogues.

    Attributes:
        one: The English text, which is also its name; of two, that for one thing.
        many: That for more than one, where the text counts something.
        by: The place whose number decides between the two.
        about: Keeps it apart from others with the same words, and tells translators what it is.
    """

    one: str
    many: str = ""
    by: str = ""
    about: str = ""


def message(one: str) -> Text:
    """A text that says for itself what it is."""
    return Text(one)


def counted(one: str, many: str, by: str = "n") -> Text:
    """A text with other forms for other numbers."""
    return Text(one, many, by)


def named(about: str, one: str) -> Text:
    """A word or two that need a word on what they are for."""
    return Text(one, about=about)
