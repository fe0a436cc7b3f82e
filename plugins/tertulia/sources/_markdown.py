"""Bodies that their source gives as Markdown: made HTML first and sanitised after.

Markdown lets everything pass, `javascript:` and raw HTML, and takes seconds to hours on a few
thousand open brackets or tags: what is too long or too nested for it is shown as the text it is.
"""

import re

from markdown import markdown

from tertulia.sources._clean import Body, from_html, from_plain

MARKDOWN_CAP = 50_000  # characters
LINKS_CAP = 300  # opening brackets; time grows with their square
TAGS_CAP = 1_000  # of "<"
CODE_CAP = 1_000  # backticks, those in a row as one
OPEN_TAGS_CAP = 100  # tags without an end, each looked for to the end of the text
STARS_CAP = 400  # marks of emphasis close to each other
NESTED_CAP = 60  # quote marks in one line

_QUOTES = re.compile(rf"(?m)^(?:[ \t]*>){{{NESTED_CAP}}}")
_BLANKS = re.compile(r"[ \t]{1000}")
_RULES = re.compile(r"(?m)(?:^[ \t]*[-=]+[ \t]*\n){200}")  # each may underline a heading
_STARS = re.compile("[*_]{1,3}")
_APART = re.compile(r"[^*_\n]{4,}|\n")  # what parts marks of emphasis
_BACKTICKS = re.compile("`+")
_OPEN_TAG = re.compile(r"<[A-Za-z!/?][^<>]*(?=<|\Z)")


def from_markdown(raw: str, *, breaks: bool = False) -> Body:
    """The message that Markdown stands for.

    Args:
        raw: Markdown from anybody.
        breaks: A line end is a break, as on GitHub.
    """
    if len(raw) > MARKDOWN_CAP or _costly(raw):
        return from_plain(raw)
    extensions = ["fenced_code", "sane_lists", *(["nl2br"] if breaks else [])]
    try:
        return from_html(markdown(raw.replace("\r\n", "\n"), extensions=extensions))
    except (RecursionError, ValueError):
        return from_plain(raw)


def _costly(raw: str) -> bool:
    """Whether Markdown would take long; to find out takes time that grows with the length alone."""
    return (
        raw.count("[") > LINKS_CAP
        or raw.count("<") > TAGS_CAP
        or len(_BACKTICKS.findall(raw)) > CODE_CAP
        or len(_OPEN_TAG.findall(raw)) > OPEN_TAGS_CAP
        or any(sort.search(raw) for sort in (_QUOTES, _BLANKS, _RULES))
        or any(len(_STARS.findall(run)) >= STARS_CAP for run in _APART.split(raw))
    )
