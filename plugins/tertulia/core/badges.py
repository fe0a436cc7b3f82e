"""People and sites where there is little room: initials, and a host's name."""

import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit


@lru_cache(4096)  # whoever speaks once speaks again
def initials(name: str) -> str:
    """One or two letters that stand for a person; a dot where the name has none."""
    words = [w for w in name[:200].replace("@", " ").split() if w[0].isalnum()]
    chosen = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(unicodedata.normalize("NFC", w)[0].upper() for w in chosen) or "·"


def host(url: str) -> str:
    """The site that an address belongs to, without "www."; empty where it is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
