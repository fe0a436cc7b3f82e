"""Everything that Tertulia raises.

    TertuliaError            show the message, exit with 1
    ├── BadSettings          a setting is wrong or missing
    ├── BadContent           front matter or links of the site's own files are wrong
    ├── BadSource            an import file as a whole cannot be read
    ├── UnknownSource        no source claims the file, or more than one does
    ├── BadStore             a thread file on disk is damaged or not ours
    ├── Unsettled            a file changed while a build read it
    ├── BadRules             a moderation or override file is wrong
    ├── FetchRefused         an address that must not be asked, or an answer over the limits
    │   └── FetchDenied      the server gives this to nobody
    └── UnknownName          nothing of that name: an analyzer, a source, a case of `invoke bench`

A message names the place and the way out. A broken record is no error: it becomes a
`Skipped`, is counted, and is shown to the person who imports.
"""

import difflib
from collections.abc import Iterable


class TertuliaError(Exception):
    """The base of all errors of this package."""


class BadSettings(TertuliaError):
    """A setting is wrong or missing."""


class BadContent(TertuliaError):
    """Front matter or links of the site's own files are wrong."""


class BadSource(TertuliaError):
    """An import file as a whole cannot be read."""


class UnknownSource(TertuliaError):
    """No source claims the file, or more than one does."""


class BadStore(TertuliaError):
    """A thread file on disk is damaged or not ours."""


class Unsettled(TertuliaError):
    """A file changed while a build read it."""


class BadRules(TertuliaError):
    """A moderation or override file is wrong."""


class FetchRefused(TertuliaError):
    """An address that must not be asked, or an answer over the limits."""


class FetchDenied(FetchRefused):
    """The server gives this to nobody; asking again is of no use, asking elsewhere may be."""


class UnknownName(TertuliaError):
    """There is nothing of that name."""

    @classmethod
    def among(cls, what: str, name: str, known: Iterable[str]) -> "UnknownName":
        """Say what there is instead, the nearest first.

        Args:
            what: The kind of thing, in the reader's words: "analyzer".
            name: What was asked for.
            known: The names that exist.
        """
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
        listed = ", ".join(near + [n for n in names if n not in near])
        return cls(f"no {what} {name!r}; there are: {listed or 'none'}")
