"""Looks through a built site for links that lead nowhere, without a network."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tertulia.core.kinds import Fault

_TAG = re.compile(r"<(?:a|area|audio|form|iframe|img|link|script|source|use|video)\b[^>]*>", re.I)
_LINK = re.compile(r"\b(?:href|src|action|poster)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_ID = re.compile(r"\b(?:id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_SCRIPT = re.compile(r"(<(script|style)\b[^<>]*>).*?(?:</\2\s*>|\Z)", re.I | re.S)


def dead_links(output: Path, address: str = "") -> Iterator[Fault]:
    """Every link of a built page to a file or an anchor of the site that is not there.

    Args:
        address: The site's own (`SITEURL`): full addresses that begin with it count too.
    """
    ids: dict[Path, set[str]] = {}
    for page in sorted(output.rglob("*.html")):
        text = _SCRIPT.sub(r"\1", page.read_text(encoding="utf-8", errors="replace"))
        for number, line in enumerate(text.splitlines(), 1):
            for tag in _TAG.findall(line, 0, line.rfind(">") + 1):
                for found in _LINK.findall(tag):
                    link = unescape("".join(found)).strip()
                    wrong = _wrong(link, page, output, address, ids)
                    if wrong:
                        file = page.relative_to(output.parent).as_posix()
                        yield Fault(file=file, line=number, message=f"{link}: {wrong}")


def _wrong(link: str, page: Path, output: Path, address: str, ids: dict[Path, set[str]]) -> str:
    if address and (link == address or link.startswith((f"{address}/", f"{address}#"))):
        link = link.removeprefix(address) or "/"
    try:
        parts = urlsplit(link)
    except ValueError:
        return "no address"
    if parts.scheme or parts.netloc or not link:
        return ""
    path = unquote(parts.path)
    target = output / path.lstrip("/") if path.startswith("/") else page.parent / path
    if not path:
        target = page
    if target.is_dir():
        target = target / "index.html"
    target = target.resolve()
    if not target.is_relative_to(output.resolve()) or not target.is_file():
        return "there is no such file"
    anchor = unquote(parts.fragment)
    if anchor and target.suffix == ".html" and anchor not in _ids(target, ids):
        return "there is no such place on that page"
    return ""


def _ids(page: Path, ids: dict[Path, set[str]]) -> set[str]:
    if page not in ids:
        text = page.read_text(encoding="utf-8", errors="replace")
        ids[page] = {unescape("".join(found)) for found in _ID.findall(text)} | {"top"}
    return ids[page]
