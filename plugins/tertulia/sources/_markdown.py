"""Bodies that their source gives as Markdown: made HTML first and sanitised after.

Markdown lets everything pass, `javascript:` and raw HTML, and takes seconds on a few thousand
open brackets: what is too long or too nested for it is shown as the text it is.
"""

import re

from markdown import markdown

from tertulia.sources._clean import Body, from_html, from_plain

MARKDOWN_CAP = 50_000  # characters
LINKS_CAP = 300  # opening brackets; time grows with their square
NESTED_CAP = 60  # quote marks in one line

_QUOTES = re.compile(rf"(?m)^(?:[ \t]*>){{{NESTED_CAP}}}")
_STARS = re.compile(r"(?:[*_]{1,3}[^*_\n]{0,3}){400}")


def from_markdown(raw: str, *, breaks: bool = False) -> Body:
    """The message that Markdown stands for.

    Args:
        raw: Markdown from anybody.
        breaks: A line end is a break, as on GitHub.
    """
    too_many = len(raw) > MARKDOWN_CAP or raw.count("[") > LINKS_CAP
    if too_many or _QUOTES.search(raw) or _STARS.search(raw):
        return from_plain(raw)
    extensions = ["fenced_code", "sane_lists", *(["nl2br"] if breaks else [])]
    try:
        return from_html(markdown(raw.replace("\r\n", "\n"), extensions=extensions))
    except (RecursionError, ValueError):
        return from_plain(raw)
