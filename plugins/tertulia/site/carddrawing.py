"""Draws social cards, with Pillow and the font of the extra [cards]."""

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from tertulia.core.charts import Line
from tertulia.site.cards import FONT, HEIGHT, REACH, WIDTH, Card

EDGE = (WIDTH - REACH) // 2
SIZES = (104, 92, 80, 70, 60, 52)  # of the title
LEADING = 1.08
DENSE = 2  # the line is drawn so many times larger, then made smaller: smooth edges
_TOKEN = re.compile(r"--([a-z]+):\s*(?:light-dark\(\s*)?(#[0-9a-f]{3,8}|[a-z]+)", re.IGNORECASE)
_COLOURS = ("paper", "ink", "soft", "line", "accent", "pos", "neu", "neg")

Point = tuple[float, float]
Colour = tuple[int, int, int]


def drawn(card: Card, colours: Mapping[str, Colour]) -> bytes:
    """A card as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), colours["paper"])
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, WIDTH, 14), fill=colours["accent"])
    small = _font("Semibold", 34)
    pen.text((EDGE, 62), card.site, font=small, fill=colours["ink"])
    beside = REACH - small.getlength(card.site) - 60
    pen.text((EDGE + REACH, 62), _cut(card.over, small, beside), colours["soft"], small, "ra")
    bottom = 392 if card.line else 548
    font, lines = _fitted(card.title, bottom - 140)
    for number, words in enumerate(reversed(lines), 1):
        place = (EDGE, bottom - number * font.size * LEADING)
        pen.text(place, words, font=font, fill=colours["ink"])
    if card.line:
        image.paste(_drawn_line(card.line, colours), (EDGE - 10, 440))
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _drawn_line(found: Line, colours: Mapping[str, Colour]) -> Image.Image:
    """The thread line on a strip of its own, ten pixels wider on every side."""
    width, height = round(found.width) + 20, round(found.height) + 20
    strip = Image.new("RGB", (width * DENSE, height * DENSE), colours["paper"])
    pen = ImageDraw.Draw(strip)

    def at(x: float, y: float) -> Point:
        return (x + 10) * DENSE, (y + 10) * DENSE

    middle = found.height / 2
    pen.line([at(0, middle), at(found.width, middle)], fill=colours["line"], width=2 * DENSE)
    for a, b in pairwise(_along(found.path)):
        colour = _between(colours, ((a[1] + b[1]) / 2 - middle) / middle)
        pen.line([at(*a), at(*b)], fill=colour, width=6 * DENSE, joint="curve")
        pen.circle(at(*b), 3 * DENSE, fill=colour)
    for mark in found.marks:
        corners = [*at(mark.x - 10, mark.y - 10), *at(mark.x + 10, mark.y + 10)]
        pen.rounded_rectangle(
            corners, 4 * DENSE, colours["accent"], colours["paper"], width=3 * DENSE
        )
    return strip.resize((width, height), Image.Resampling.LANCZOS)


def _along(path: str) -> Iterator[Point]:
    """Places along a path of one move and cubic curves, near enough to be joined straight."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    start, rest = (numbers[0], numbers[1]), numbers[2:]
    yield start
    for first in range(0, len(rest), 6):
        x1, y1, x2, y2, x3, y3 = rest[first : first + 6]
        for step in range(1, 13):
            t, u = step / 12, 1 - step / 12
            a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
            yield a * start[0] + b * x1 + c * x2 + d * x3, a * start[1] + b * y1 + c * y2 + d * y3
        start = (x3, y3)


def _between(colours: Mapping[str, Colour], depth: float) -> Colour:
    """The colour of a tone: -1 is the most positive, 1 the most negative."""
    end = colours["neg"] if depth > 0 else colours["pos"]
    part = min(abs(depth) * 1.3, 1.0)
    red, green, blue = (round(n + (e - n) * part) for n, e in zip(colours["neu"], end, strict=True))
    return red, green, blue


def _fitted(title: str, room: float) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The title in the largest size that leaves it in its room; else cut, with "…"."""
    for size in SIZES:
        font = _font("Bold", size)
        lines = _wrapped(title, font)
        most = int(room / (size * LEADING))
        if len(lines) <= most and all(font.getlength(words) <= REACH for words in lines):
            return font, lines
    shown = lines[:most]
    if len(lines) > most:
        shown[-1] += " …"
    return font, [_cut(words, font, REACH) for words in shown]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text[:400].split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > REACH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    text = text[:200]
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(text + "…") > room:
        text = text[:-1]
    return text + "…"


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    spec = find_spec(FONT)
    assert spec is not None
    assert spec.origin is not None
    file = Path(spec.origin).parent / "files" / f"SourceSerifPro-{weight}.ttf"
    return ImageFont.truetype(file, size)


def can_write(text: str) -> bool:
    """Whether the font has every sign of a text."""
    return all(_has(sign) for sign in set(text) if not sign.isspace())


@cache
def _has(sign: str) -> bool:
    """Whether the font has a sign: a missing one looks as one that no font has."""
    font = _font("Bold", 40)
    seen, missing = (font.getmask(text) for text in (sign, "\uffff"))
    return (seen.size, bytes(seen)) != (missing.size, bytes(missing))


def colours(style: str) -> dict[str, Colour]:
    """The colours of the light appearance, as the style sheet sets them last."""
    found: dict[str, Colour] = {}
    for name, value in _TOKEN.findall(style):
        try:
            red, green, blue, *_ = ImageColor.getrgb(value)
        except ValueError:
            continue  # a colour that only browsers can work out
        found[name] = (red, green, blue)
    return {name: found[name] for name in _COLOURS}
