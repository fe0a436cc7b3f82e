"""The HTML of a post as Markdown in which what was text stays text.

A post about code says `<b>` in words, a price list begins a line with `1.`: what Markdown would
take for mark-up is escaped, and so is raw HTML, which came to us as harmless text and must not
begin to act here. What is code already stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape

# Of the private use area: nobody writes them, and Markdown does not know them. They stand for a
# backslash, for one at the start of a line alone, and for the "&" of an entity.
_ESCAPE, _ESCAPE_FIRST, _ENTITY = "\ue000", "\ue001", "\ue002"

_PIECE = re.compile(
    r"(?P<code><(pre|code)\b.*?</\2\s*>)|(?P<tag><(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)|[^<]+|<",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(r"""\b(href|src)\s*=\s*(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_SHOWN = re.compile(r"""\b(?:alt|title)\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"[ \t]{2,}")  # which markdownify makes one in the square of their time
_ANCHOR = re.compile(r"<(/?)a\b", re.IGNORECASE)
_HEADING_ENDS = re.compile(r"</h[1-6]\b", re.IGNORECASE)
_LAST_HASHES = re.compile(r"#(?=#{0,9}\s{0,9}$)")
_ACTIVE = re.compile(
    r"`|\\(?=[\\`*_{}\[\]()>#+.!|-]|&gt;)"
    r"|\[(?=[\[^]|TOC\]|[^\[\]\n]*\]:)|\((?<=\]\()"  # links, notes, a table of contents
    r"|^\{(?=[^\n]*\})|\{(?=[^\n]{0,400}\}\s{0,9}$)"  # attributes of what stands before them
)
_BRACKET = re.compile(rf"{_ESCAPE}?(?P<sign>[\[\]])")  # in a link's words
# What begins a heading, a list or a quotation where it stands first in a line.
_FIRST = re.compile(r"(?<![^\s;])(?:[#+-]|&gt;)|(?<=\d)\.(?=\s)")
# The same where a backslash does not help: a definition, a table's rule, a heading's line, code.
_CODED = re.compile(
    r"^(?P<before>[ \t]*)(?P<sign>:(?=[\s|-])|\|(?=[ \t|:-]*$)|=(?==*[ \t]*$)|~(?=~~))",
    re.MULTILINE,
)
_AT_FIRST = re.compile(rf"^((?:[ \t>:-]|\d+\.)*\d*){_ESCAPE_FIRST}", re.MULTILINE)
_CELL = re.compile(r"<(t[dh])\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BAR = re.compile(r"(<code\b.*?</code\s*>|<[^<>]*>)|\|", re.IGNORECASE | re.DOTALL)
_BLANK = re.compile(r"\n{3,}")
_TAG = re.compile(r"</?(\w+)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_KEPT_FLAT = frozenset("a br img".split())
_IN_LINE = frozenset(
    "abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strike strong sub sup"
    " time tt u var".split()
)


def as_markdown(html: str, goes: Mapping[str, str]) -> str:
    """Markdown of a body; what Pelican would take for a link of its own is made harmless.

    Args:
        html: As `sources._posts.body` cleaned it.
        goes: Where links and images lead here, "{static}/images/x.png", by their addresses.
    """
    html = "".join(_pieces(html, goes))
    html = _CELL.sub(lambda cell: _BAR.sub(lambda m: m[1] or f"{_ESCAPE}|", cell[0]), html)
    try:
        made = _converted(html)
    except RecursionError:  # hundreds of tags in each other, which no reader can tell apart
        made = _converted(_flat(html))
    made = _AT_FIRST.sub(r"\1\\", _BLANK.sub("\n\n", made).strip())
    return made.replace(_ESCAPE, "\\").replace(_ESCAPE_FIRST, "").replace(_ENTITY, "&")


def _converted(html: str) -> str:
    from markdownify import markdownify

    return str(markdownify(html, heading_style="atx", bullets="-", escape_misc=False))


def _flat(html: str) -> str:
    """The words in paragraphs, with their links and images and no other mark-up."""

    def flat(tag: re.Match[str]) -> str:
        name = tag[1].casefold()
        return tag[0] if name in _KEPT_FLAT else "" if name in _IN_LINE else "</p><p>"

    return f"<p>{_TAG.sub(flat, html)}</p>"


def _pieces(html: str, goes: Mapping[str, str]) -> Iterator[str]:
    linking = False
    for found in _PIECE.finditer(html):
        if found["code"]:
            yield found["code"]
        elif found["tag"]:
            if anchor := _ANCHOR.match(found["tag"]):
                linking = not anchor[1]
            shown = _SHOWN.sub(lambda words: _without_tags(words[0]), found["tag"])
            yield _LINK.sub(lambda link: _linked(link, goes), shown)
        else:
            text = found[0]
            if _HEADING_ENDS.match(html, found.end()):
                text = _LAST_HASHES.sub(f"{_ESCAPE}#", text)
            yield _BRACKET.sub(_coded, _text(text)) if linking else _text(text)


def _text(text: str) -> str:
    text = _BLANKS.sub(" ", text)
    text = _ACTIVE.sub(lambda sign: _ESCAPE + sign[0], text)
    text = _FIRST.sub(lambda sign: _ESCAPE_FIRST + sign[0], text)
    return _without_tags(_CODED.sub(lambda found: f"{found['before']}{_coded(found)}", text))


def _coded(found: re.Match[str]) -> str:
    """A sign as an entity."""
    return f"{_ENTITY}#{ord(found['sign'])};"


def _without_tags(text: str) -> str:
    """Text with its tags and entities as text."""
    text = re.sub(rf"&amp;(?={_ESCAPE_FIRST}?#|\w+;)", f"{_ENTITY}amp;", text)
    return re.sub("(?:&lt;|<)(?=[A-Za-z/!?])", f"{_ENTITY}lt;", text)


def _linked(found: re.Match[str], goes: Mapping[str, str]) -> str:
    name, quote, url = found.groups()
    safe = goes.get(unescape(url).strip()) or url.replace("{", "%7B").replace("|", "%7C")
    return f"{name}={quote}{safe}{quote}"
