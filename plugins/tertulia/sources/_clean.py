"""What strangers wrote, made harmless: plain text, and the same as sanitised HTML.

Everything is bounded before it is parsed (nh3 takes ten seconds on 50,000 nested tags), and
control, bidirectional and invisible characters come off. E-mail and IP addresses are masked
("…@example.org", "203.0.…") wherever they stand, in metadata and in running text alike: no file
of ours holds one. A fediverse handle (@name@host) is no e-mail address and stays.
"""

import html as htmllib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit, urlunsplit

import ftfy
import ftfy.badness
import nh3

from tertulia.core.masking import masked

TEXT_CAP = 200_000  # characters of a body; WordPress itself stores 65,535 bytes
NAME_CAP = 200
URL_CAP = 2_000
DEPTH_CAP = 100  # open tags at once; nh3 grows quadratically with them

_TAGS = frozenset(
    "a abbr b blockquote br cite code dd del dl dt em i ins kbd li ol p pre q s small strong sub"
    " sup u ul var".split()
)
_DROPPED = frozenset(
    "iframe math noembed noframes noscript object style svg template textarea title xmp".split()
)
_VOID = frozenset("area br col embed hr img input link meta param source track wbr p li".split())

# What no reader sees or what turns the line round: C0 but \t \n, C1, soft hyphen, zero-width
# space, bidirectional marks, embeddings and isolates, BOM, interlinear marks, the tag block,
# lone surrogates and non-characters. ZWJ and ZWNJ stay: emoji and Persian need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
RAW_BYTE = re.compile("[\udc80-\udcff]")
_HALVES = re.compile("(?:\udced[\udca0-\udcbf][\udc80-\udcbf]){1,2}")
_NUMBER = re.compile(r"&#([xX][0-9a-fA-F]{4}|\d{5});")
_NUMBERS = re.compile(r"(?:&#(?:[xX][dD][89a-fA-F][0-9a-fA-F]{2}|5[5-7]\d{3});){1,2}")
_MARK = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]")
_PILED = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})[\u0300-\u036f"
    "\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# UTF-8 read as Latin-1 or Windows-1252: a lead byte's letter, then another byte's. Asking ftfy
# about every Spanish text costs more than all the rest of the import. ("ó " ends a word there.)
# The class at its beginning lets `re` look for any of it, several times as fast as in turn.
_SUSPECT = re.compile(
    "[\x80-\x9f\xc2-\xf4](?:(?<=[\x80-\x9f])|(?<=[\xc2-\xf4])[^\x00-\x7f]|(?<=\xc3) )"
)

_BLOCK = re.compile(
    r"<(/?)(?:h[1-6]|div|section|article|header|footer|table|tr|center|figure|address)(?=[\s/>])",
    re.IGNORECASE,
)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_EMPTY_SCRIPT = re.compile(r"<script\b[^<>]*>\s*</script\s*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(?=/?script\b)", re.IGNORECASE)
# What browsers take for a comment and hide: code that somebody wrote, but not Word's <?xml ...>.
_CODE = re.compile(r"<(?=\?(?!xml)|!\[CDATA\[)", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b([^>]{0,2000})>", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>\"]|\"[^\"]*\")*>")
_NAMED = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_BREAK = re.compile(r"(?<!\s)\s*<br>\s*")
_SPACE = re.compile(r"[ \t\r\n]+")
_EMPTY = re.compile(r"<(p|b|i|em|strong|a|blockquote|ul|ol|li)(?: [^<>]*)?>\s*</\1>")
_PLAIN_ONLY = re.compile(r"<(?!/?p>|br>)")
_STRAY = re.compile(r"(?m)(?<![ \t])[ \t]+$|^ (?! )")
_DEAD_LINK = re.compile(r'<a rel="[^"]*">(.*?)</a>', re.DOTALL)
_ANY_BLOCK = re.compile(r"<(?:p|ul|ol|dl|pre|blockquote)>")
_BLANKS = re.compile(r"\n{3,}")
_BREAK_TAGS = ("p", "blockquote", "ul", "ol", "pre", "dl", "dt", "dd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A message as the model wants it.

    Attributes:
        text: Plain text; a blank line parts paragraphs.
        html: Sanitised HTML, empty where the text is all there is.
        notes: What had to be mended, each in one clause.
        cut: It was longer than `TEXT_CAP`: the rest is lost.
    """

    text: str = ""
    html: str = ""
    notes: tuple[str, ...] = ()
    cut: bool = False


def from_html(raw: str, *, lines: bool = False) -> Body:
    """A body that its source gives as HTML.

    Args:
        raw: HTML from anybody.
        lines: Line ends count, as in WordPress's and Movable Type's stored comments.
    """
    if "<" not in raw and "&" not in raw and lines:
        return from_plain(raw)
    raw, notes, cut = _bounded(raw)
    if nested(raw, DEPTH_CAP):
        text = htmllib.unescape(_TAG.sub("", raw))
        notes = (*notes, f"mark-up nested deeper than {DEPTH_CAP} taken off")
        return Body(text=multiline(text), notes=notes, cut=cut)
    clean = sanitised(_paragraphs(raw) if lines else raw)
    text = _text(clean)
    if (safe := masked(text)) != text:  # an address in pieces, as "ana<b>@</b>example.org"
        return Body(text=safe, notes=notes, cut=cut)
    html = clean if _PLAIN_ONLY.search(clean) else ""
    html = _in_paragraphs(html) if html else ""
    return Body(text=text, html=html, notes=notes, cut=cut)


def from_plain(raw: str) -> Body:
    """A body that its source gives as plain text; what looks like a tag in it is text."""
    raw, notes, cut = _bounded(raw)
    return Body(text=multiline(raw), notes=notes, cut=cut)


def sanitised(raw: str) -> str:
    """HTML with nothing active left: no script, style, image, frame, form, id, class.

    Links go to http and https only. A script's or PHP's source stays as text, for readers of
    blogs about code. The caller has bounded `raw`; what is clean already comes back unchanged.
    """
    if "<" in raw:
        raw = _IMAGE.sub(_alt, raw) if "<img" in raw or "<IMG" in raw else raw
        raw = _SCRIPT.sub("&lt;", _EMPTY_SCRIPT.sub("", raw)) if "cript" in raw.lower() else raw
        raw = _CODE.sub("&lt;", raw) if "<?" in raw or "<![" in raw else raw
        raw = _CELL.sub(" ", _BLOCK.sub(r"<\1p", raw))
    clean = _LINE_ENDS.sub("\n", _cleaner().clean(raw))
    clean = masked(unseen(clean.replace("&nbsp;", " ").replace("\xa0", " ")))
    clean = _DEAD_LINK.sub(r"\1", clean)
    before = ""
    while before != clean and "></" in clean.replace(" ", ""):
        before, clean = clean, _EMPTY.sub("", clean)
    return clean.strip()


def multiline(raw: str) -> str:
    """Plain text of several lines: what is unseen comes off, blank lines are single."""
    if raw.isprintable():  # one line of nothing but what is seen, as most are
        return masked((unpiled(raw) if not raw.isascii() else raw).strip())
    text = unseen(_LINE_ENDS.sub("\n", raw.replace("\xa0", " ")))
    lines = [line.rstrip() for line in text.split("\n")]
    return masked(_BLANKS.sub("\n\n", "\n".join(lines)).strip())


def line(raw: str, cap: int = NAME_CAP) -> str:
    """Plain text of one line, such as a name or a title; HTML entities are resolved."""
    if len(raw) > NAME_CAP:
        return _line(raw[: cap * 8], cap)
    return _known_line(raw, cap) if raw else ""


def _line(raw: str, cap: int) -> str:
    if "&" in raw:
        raw = htmllib.unescape(raw)
    if "<" in raw:
        raw = _TAG.sub("", raw)
    return masked(" ".join(unseen(_LINE_ENDS.sub(" ", raw)).split()))[:cap].rstrip()


_known_line = lru_cache(4096)(_line)  # the same people speak again and again


@lru_cache(4096)
def web_url(raw: str) -> str:
    """An absolute http(s) URL without user name and password, or nothing."""
    raw = raw.strip()[:URL_CAP].replace("&amp;", "&").replace("&#038;", "&").replace("&#38;", "&")
    if not raw[:8].lower().startswith(("http://", "https://")) or re.search(r"[\s<>\"\\]", raw):
        return ""
    try:
        parts = urlsplit(unseen(raw))
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    if "@" in parts.netloc:
        name = f"[{host}]" if ":" in host else host
        parts = parts._replace(netloc=f"{name}:{port}" if port else name)
    return masked(urlunsplit(parts))


def as_text(raw: bytes) -> tuple[str, bool]:
    """Bytes as UTF-8, and whether some were none and were read as Windows-1252."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace"), False
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return from_raw(raw.decode("utf-8", "surrogateescape")), True


def repaired(raw: str) -> tuple[str, bool]:
    """Text with mojibake undone, and whether there was any ("espaÃ±ol")."""
    if raw.isascii() or not _SUSPECT.search(raw) or not ftfy.badness.is_bad(raw):
        return raw, False
    fixed = ftfy.fix_encoding(raw)
    return fixed, fixed != raw


def from_raw(text: str) -> str:
    """The text with what "surrogateescape" left raw of it read as what it most likely is.

    Some databases write a character beyond the first 65,536 as two halves of three bytes each.
    All else is Windows-1252, where five bytes stand for nothing but are kept for ftfy.
    """
    text = _HALVES.sub(_whole, text) if "\udced" in text else text
    return RAW_BYTE.sub(_windows, text)


def _whole(found: re.Match[str]) -> str:
    raw = found[0].encode("ascii", "surrogateescape").decode("utf-8", "surrogatepass")
    return raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _windows(found: re.Match[str]) -> str:
    raw = bytes([ord(found[0]) - 0xDC00])
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _paired(found: re.Match[str]) -> str:
    """The character that two references to halves of it mean; of one alone, a sign of that."""
    numbers = [int(n[1:], 16) if n[0] in "xX" else int(n) for n in _NUMBER.findall(found[0])]
    if not all(0xD800 <= number < 0xE000 for number in numbers):
        return found[0]
    return "".join(map(chr, numbers)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bounded(raw: str) -> tuple[str, tuple[str, ...], bool]:
    """The text within the cap, its mojibake undone, and what was done to it."""
    notes: tuple[str, ...] = ()
    cut = len(raw) > TEXT_CAP
    if cut:
        notes = (f"body cut to {TEXT_CAP:,} characters",)
        raw = raw[:TEXT_CAP]
    if "&#" in raw:
        raw = _NUMBERS.sub(_paired, raw)
    raw, was = repaired(raw)
    return raw, (*notes, "encoding repaired") if was else notes, cut


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={"a": {"href"}, "*": set()},  # or "lang" and "title" would pass on all
        attribute_filter=_attribute,
        link_rel="ugc nofollow noopener",
        url_schemes={"http", "https"},
        url_relative="deny",
    )


def _attribute(tag: str, name: str, value: str) -> str | None:  # noqa: ARG001 (nh3's signature)
    return web_url(value) or None if name == "href" else value


def _alt(found: re.Match[str]) -> str:
    alt = _ALT.search(found[1])
    return (alt[1] or alt[2] or "") if alt else ""


def nested(raw: str, deepest: int) -> bool:
    """Whether more tags than these are open at once; one is closed by its own name alone."""
    if raw.count("<") <= deepest:
        return False
    opened = Counter[str]()
    depth = 0
    for tag in _NAMED.finditer(raw):
        name = tag[2].lower()
        if name in _VOID:
            continue
        if not tag[1]:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > deepest:
            return True
    return False


def flattened(raw: str, deepest: int) -> str:
    """HTML in which no more tags than these are open at once; what stands in the others stays."""
    opened = Counter[str]()
    depth, at, parts = 0, 0, []
    for tag in _TAG.finditer(raw):
        name = tag[2].lower()
        if name in _VOID:
            continue
        if tag[1]:
            depth -= opened[name] > 0
            opened[name] -= opened[name] > 0
        elif depth < deepest:
            depth += 1
            opened[name] += 1
        else:
            parts.append(raw[at : tag.start()])
            at = tag.end()
    flat = "".join([*parts, raw[at:]])
    return htmllib.escape(flat, quote=False) if nested(flat, deepest) else flat


def _paragraphs(raw: str) -> str:
    """Line ends as mark-up: a blank line parts paragraphs, another is a break."""
    done = []
    for number, part in enumerate(re.split(r"(<pre\b.*?</pre\s*>)", raw, flags=re.I | re.S)):
        if number % 2:
            done.append(part)
            continue
        part = _LINE_ENDS.sub("\n", part).strip()
        part = re.sub(r"\n\s*\n\s*", "</p><p>", part)
        part = re.sub(r"(</?(?:p|li|ul|ol|blockquote|br|div|h[1-6])\b[^<>]*>)\s*\n", r"\1 ", part)
        part = re.sub(r"(</(?:ul|ol|blockquote)\s*>)\s*", r"\1<p>", part, flags=re.I)
        done.append("<p>" + part.replace("\n", "<br>") + "</p>" if part else "")
    return "".join(done)


def _in_paragraphs(html: str) -> str:
    """The HTML with a paragraph round the words that stand before its first block."""
    block = _ANY_BLOCK.search(html)
    before = html[: block.start()] if block else html
    opened = len(re.findall("<(?!/|br>)", before))
    if not before.strip() or opened != before.count("</"):
        return html
    return f"<p>{before.rstrip()}</p>{html[block.start() :] if block else ''}"


def _text(clean: str) -> str:
    """The plain text of HTML that `sanitised` made."""
    if "<" not in clean:
        return htmllib.unescape(_SPACE.sub(" ", clean)).strip()
    parts = re.split(r"<pre>(.*?)</pre>", clean, flags=re.S)
    for number, part in enumerate(parts):
        if number % 2:
            parts[number] = "\n\n" + part + "\n\n"
        else:
            parts[number] = _BREAK.sub("\n", _SPACE.sub(" ", part))
    text = _TAG.sub(_tag_text, "".join(parts))
    return _tidy(htmllib.unescape(text))


def _tidy(text: str) -> str:
    """Blank lines single, no stray space at either end of a line; code keeps its indent."""
    return _BLANKS.sub("\n\n", _STRAY.sub("", text)).strip()


def _tag_text(tag: re.Match[str]) -> str:
    if tag[2] in _BREAK_TAGS:
        return "\n\n"
    if tag[2] == "li":
        return "" if tag[1] else "\n- "
    return "\n" if tag[2] == "br" else ""


def unseen(text: str) -> str:
    """The text without what no reader sees or what turns the line round."""
    if text.isascii() and text.isprintable():
        return text
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    return unpiled(text)


def unpiled(text: str) -> str:
    """The text with no more marks on one letter than a language needs."""
    return _PILED.sub(r"\1", text) if _MARK.search(text) else text
