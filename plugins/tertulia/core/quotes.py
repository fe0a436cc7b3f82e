"""Marks of quotation inside a quotation: of «…» they are “…”, and inside these ‘…’."""

_MARKS = ("«»", "“”", "‘’")
_OUTER = {"en": "“”"}  # as theme/assets/style.css draws them


def inside(text: str, lang: str) -> str:
    """A text as it stands between the marks of a language: its own ones are a step further in.

    Args:
        lang: In which the quotation is shown.
    """
    outer = _OUTER.get(lang, _MARKS[0])
    if outer[0] not in text and outer[1] not in text:
        return text
    inner = _MARKS[_MARKS.index(outer) + 1 :]
    # ’ may be an apostrophe: the innermost stay.
    return text.translate(str.maketrans(outer + "".join(inner[:-1]), "".join(inner)))
