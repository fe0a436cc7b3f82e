"""Characters that no page, no feed and no terminal is to be given."""

import re

# What no page and no feed may hold, not even escaped (HTML 3.5, XML 1.0 2.2).
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def control_in(text: str) -> str:
    """The first that no page may hold in a text, as "U+0000"; nothing where there is none."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def printable(text: str, instead: str = "\ufffd") -> str:
    """A text of one line with nothing in it that acts on a terminal, such as colours or a title.

    Args:
        instead: What stands for each sign that is not to be seen.
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else instead for sign in text)
