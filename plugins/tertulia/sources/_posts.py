"""Bodies of a blog's own posts: their HTML made harmless with images kept, and what they show."""

import re
from functools import cache

import nh3

from tertulia.sources._clean import flattened, line, nested, unseen, web_url

DEPTH_CAP = 150  # open tags at once; what makes Markdown of them calls itself for each
BODY_CAP = 2_000_000  # characters of one post

_FRAME = re.compile(
    r"<(?:iframe|embed)\b[^<>]*?\bsrc\s*=\s*[\"']([^\"'<>]+)[\"'][^<>]*>(?:\s*</(?:iframe|embed)>)?",
    re.IGNORECASE,
)
# WordPress's shortcodes; a caption ends where the next begins, so that many open ones stay cheap.
_CAPTION = re.compile(r"\[caption\b([^\[\]]*)\]((?:[^\[]|\[(?!/?caption\b))*)\[/caption\]")
_PICTURE = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_EMBED = re.compile(r"\[embed\b[^\[\]]*\]\s*([^\s\[\]<>\"']+)\s*\[/embed\]")
_PLAYER = re.compile(
    r"\[(?:audio|dailymotion|soundcloud|ted|video|vimeo|youtube)\b[^\[\]]{0,200}?"
    r"(https?://[^\s\[\]<>\"']+)[^\[\]]*\](?:\s*\[/(?:audio|video)\])?"
)
# An address alone on its line is what WordPress shows in a player; in code it is text.
_ALONE = re.compile(
    r"(?P<apart><(pre|code|a)\b.*?(?:</\2\s*>|\Z))|^[ \t]*(?P<url>https?://[^\s<>\"']+)[ \t]*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(r"<(pre|code)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_SHORTCODE = re.compile(  # with a value, or one that needs none: people write "[sic]" too
    r"(?<!\[)\[([a-z][a-z0-9_-]{1,40})"
    r"(?:\s[^\[\]<>=]{0,100}=[^\[\]<>]{1,300}\]|(?<=gallery)\]|(?<=playlist)\])"
)
_IMAGE = re.compile(r"<img\b[^<>]*?\bsrc=\"([^\"<>]+)\"")
_LINKED = re.compile(r"<a\b[^<>]*?\bhref=\"([^\"<>]+\.(?:jpe?g|png|gif|webp|svg))\"", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n\s*")
_BLOCKS = (
    r"address|article|aside|blockquote|dd|div|dl|dt|figcaption|figure|h[1-6]|hr|li|ol|p|pre|table"
    r"|tbody|td|th|thead|tr|ul"
)
_AROUND = re.compile(rf"<p>\s*(</?(?:{_BLOCKS})\b[^<>]*>)|(</?(?:{_BLOCKS})\b[^<>]*>)\s*</p>", re.I)
_BREAK_AFTER = re.compile(rf"(</?(?:{_BLOCKS})\b[^<>]*>)[ \t]*\n(?!\s*\n)", re.IGNORECASE)


def body(raw: str, *, lines: bool = False) -> str:
    """HTML of a post without what is active; a frame becomes a link to what it showed.

    Args:
        raw: HTML as the blog's owner wrote it.
        lines: Line ends count: a blank line parts paragraphs.
    """
    raw = unseen(raw[:BODY_CAP])
    raw = flattened(raw, DEPTH_CAP) if nested(raw, DEPTH_CAP) else raw
    raw = _CAPTION.sub(_figure, raw)
    raw = _FRAME.sub(_link, _PLAYER.sub(_link, _EMBED.sub(_link, raw)))
    raw = _ALONE.sub(lambda found: found["apart"] or _linked(found["url"]), raw)
    if lines and "<!-- wp:" not in raw:
        raw = paragraphs(raw)
    return _cleaner().clean(raw).strip()


def paragraphs(raw: str) -> str:
    """Line ends as mark-up, leaving alone what already is a block or preformatted."""
    done = []
    for number, part in enumerate(re.split(r"(<pre\b.*?(?:</pre\s*>|\Z))", raw, flags=re.I | re.S)):
        if number % 2 or not part.strip():
            done.append(part)
            continue
        part = _BREAK_AFTER.sub(r"\1 ", part.replace("\r\n", "\n").strip())
        part = "<p>" + _PARAGRAPHS.sub("</p><p>", part).replace("\n", "<br>") + "</p>"
        done.append(_AROUND.sub(lambda m: m[1] or m[2], part))
    return re.sub(r"<p>\s*</p>", "", "".join(done))


def images(html: str) -> tuple[str, ...]:
    """The addresses of all images a cleaned body shows or links to, each once, in order."""
    found = [*_IMAGE.findall(html), *_LINKED.findall(html)]
    return tuple(dict.fromkeys(address.replace("&amp;", "&") for address in found))


def names(raw: list[str]) -> tuple[str, ...]:
    """Tags or authors as plain text, each once."""
    return tuple(dict.fromkeys(name for name in map(line, raw) if name))


def shortcodes(html: str) -> tuple[str, ...]:
    """What is left in a cleaned body of WordPress's shortcodes, each name once: "[gallery]"."""
    found = _SHORTCODE.findall(_CODE.sub(" ", html))
    return tuple(dict.fromkeys(f"[{name}]" for name in found))[:5]


def _figure(caption: re.Match[str]) -> str:
    found = _PICTURE.fullmatch(caption[2])
    if found is None:
        return caption[2]
    older = re.search(r'\bcaption="([^"]*)"', caption[1])  # up to WordPress 3.3
    words = found[2].strip() or (older[1] if older else "")
    return f"<figure>{found[1]}<figcaption>{words}</figcaption></figure>"


def _link(frame: re.Match[str]) -> str:
    return _linked(frame[1])


def _linked(address: str) -> str:
    address = address.replace("&amp;", "&")
    address = web_url(f"https:{address}" if address.startswith("//") else address)
    return f'<p><a href="{address.replace("&", "&amp;")}">{address}</a></p>' if address else ""


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(nh3.ALLOWED_TAGS) | {"figure", "figcaption", "video", "audio", "source"},
        attributes={
            "a": {"href", "title"},
            "img": {"src", "alt", "title", "width", "height"},
            "video": {"src"},
            "audio": {"src"},
            "source": {"src"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan", "scope"},
            "*": {"lang"},
        },
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
