"""What strangers wrote, made fit to stand in a page.

Import has cleaned it already; but a thread file can be edited by hand, so it is cleaned
again here, where it leaves us: 50,000 comments take a third of a second.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from tertulia.core.model import Entry

if TYPE_CHECKING:
    import nh3

_WORDS = "a abbr b code del em i ins kbd q s small strong sub sup"
_BLOCKS = "blockquote br li ol p pre ul"
TAGS = frozenset(f"{_WORDS} {_BLOCKS}".split())
REL = "ugc nofollow noopener"
LONGEST = 60_000  # characters of HTML; beyond, the plain text is shown: nh3 is slow on deep nests
LINE_END = "\n"
_EMPTY_LINES = re.compile(r"\n\s*\n")


def body(entry: Entry) -> Markup:
    """The words of an entry as harmless HTML; its plain text where it has no other."""
    if entry.html and len(entry.html) <= LONGEST:
        clean = _cleaner().clean(entry.html)
        return Markup(clean)  # noqa: S704 - nh3 has just cleaned it
    return paragraphs(entry.text)


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        url_relative="deny",  # a stranger's "/" is not our "/"
        link_rel=REL,
    )


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs: a blank line parts them, a line break stays one."""
    # Escaped as a whole: what parts paragraphs is no sign that escaping touches.
    whole = str(escape(text))
    if "\n" not in whole:  # as most comments are
        only = whole.strip()
        return Markup(f"<p>{only}</p>" if only else "")  # noqa: S704 - escaped above
    parts = (part.strip() for part in _EMPTY_LINES.split(whole))
    written = (f"<p>{part.replace(LINE_END, '<br>')}</p>" for part in parts if part)
    return Markup("\n".join(written))  # noqa: S704 - escaped above
