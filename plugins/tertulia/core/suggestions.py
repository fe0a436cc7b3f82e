"""The end of a complaint about a word: what was probably meant."""

import difflib
from collections.abc import Iterable


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The end of a complaint: the allowed word nearest to a wrong one, else all there are."""
    names = [str(name) for name in allowed]
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    return (
        f"; did you mean {near[0]!r}?"
        if near
        else f"; there are: {', '.join(names[:12]) or 'none'}"
    )
