"""Plain text as HTML and as Markdown."""

import re
from html import escape

_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!<>|~&=:/@\"']")  # what some Markdown gives a meaning


def paragraphs(text: str) -> str:
    """Plain text as HTML: a blank line parts paragraphs, another line end is a break."""
    parts = [escape(part, quote=False).replace("\n", "<br>") for part in text.split("\n\n")]
    return "".join(f"<p>{part}</p>" for part in parts if part)


def on_one_line(html: str) -> str:
    """HTML without line ends outside code, for who takes them as breaks."""
    parts = re.split(r"(<pre>.*?(?:</pre>|\Z))", html, flags=re.DOTALL)
    return "".join(
        part if n % 2 else re.sub(r"(?<!\s)\s*\n\s*", " ", part) for n, part in enumerate(parts)
    )


def markdown(text: str) -> str:
    """Plain text as Markdown that shows it as it is."""
    coded = _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)
    return "\n\n".join(part.replace("\n", "  \n") for part in coded.split("\n\n"))
