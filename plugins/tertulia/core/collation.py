"""Sorting names as readers of a language expect, whatever the system's locale is."""

import unicodedata


def collation_key(text: str, lang: str = "es") -> tuple[str, str]:
    """A key for `sorted`: accents and case count only where all else is equal.

    In Spanish ñ is a letter of its own after n.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    if lang.split("-")[0] == "es":
        folded = folded.replace("ñ", "n\uffff")
    plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return plain.strip("«»\"'¿¡ "), text


def first_letter(text: str, lang: str = "es") -> str:
    """The letter under which a name stands in a list: "E" for "Ética", "Ñ" for "ñu"."""
    key, _ = collation_key(text, lang)
    if key[1:2] == "\uffff":
        return "Ñ"
    return key[:1].upper() if key[:1].isalpha() else "#"
