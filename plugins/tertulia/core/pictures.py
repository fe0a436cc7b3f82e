"""A page's HTML made fit for every width: images sized, lazy, in widths to choose from; tables.

Also which images lack words.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_CODE = re.compile(r"`[^`]*`")
_BARE = re.compile(r"!\[\s*\]\(\s*<?([^)\s>]*)")
SIZES = "(min-width: 46rem) 40rem, 92vw"  # the measure of the text column


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is known of an image.

    Attributes:
        variants: Addresses of narrower copies with their widths in pixels, narrowest first.
    """

    width: int
    height: int
    variants: tuple[tuple[str, int], ...] = ()


def dressed(markup: str, known: Callable[[str], Picture | None]) -> str:
    """The HTML with every image that is known sized and, but for the first, lazy.

    Without its size an image moves the text below it when it arrives. The first is likely to
    be in sight at once, so it must not wait. What an author wrote wins. A table that is wider
    than the screen scrolls in its own place (style.css); the keyboard must get there, too.

    Args:
        markup: HTML.
        known: Finds a picture by the address in `src`.
    """
    first = True

    def dress(match: re.Match[str]) -> str:
        nonlocal first
        attributes = _attributes(match[0])
        picture = known(attributes.get("src", ""))
        added: dict[str, str] = {} if first else {"loading": "lazy"}
        first = False
        if picture:
            added |= {"width": str(picture.width), "height": str(picture.height)}
            if picture.variants:
                added["srcset"] = ", ".join(f"{url} {width}w" for url, width in picture.variants)
                added["srcset"] += f", {attributes['src']} {picture.width}w"
                added["sizes"] = SIZES
        added["decoding"] = "async"
        return _written({**added, **attributes})

    end = _closed(markup)
    done = _IMAGE.sub(dress, markup[:end]) + markup[end:]
    return done.replace("<table>", '<table tabindex="0">')


def without_words(markup: str) -> list[str]:
    """Addresses of images that have no `alt`, or only white space in it.

    An empty `alt=""` says that an image is decoration; that is a decision, and stands.
    """
    found = []
    for match in _IMAGE.finditer(markup, 0, _closed(markup)):
        attributes = _attributes(match[0])
        words = attributes.get("alt")
        if words is None or (words and not words.strip()):
            found.append(attributes.get("src", ""))
    return found


def undescribed(markdown: str) -> Iterator[tuple[int, str]]:
    """Images in Markdown that nobody described: line (from 1) and address of each.

    Markdown has no way to say that an image is decoration; HTML has: `<img alt="">`.
    """
    fence = ""
    for number, line in enumerate(markdown.splitlines(), 1):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            plain = _CODE.sub("", line)
            yield from ((number, found[1]) for found in _BARE.finditer(plain))
            yield from ((number, address) for address in without_words(plain))


def _closed(markup: str) -> int:
    """Where no tag ends any more: what begins there is looked for to the end each time."""
    return markup.rfind(">") + 1


def _attributes(tag: str) -> dict[str, str]:
    body = tag[len("<img") : -1].rstrip("/ ")
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(body)
    }


def _written(attributes: dict[str, str]) -> str:
    written = (f'{name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<img {' '.join(written)}>"
