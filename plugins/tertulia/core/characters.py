"""Characters that no page and no feed may hold, not even escaped (HTML 3.5, XML 1.0 2.2)."""

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def control_in(text: str) -> str:
    """The first of them in a text, as "U+0000"; nothing where there is none."""
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""
