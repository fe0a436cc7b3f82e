"""Proof that no file holds what would lead to a private person.

Looked for are e-mail and IP addresses, avatars that are a digest of an e-mail address, and
user agents. What the site's own pages print is its author's to print.
"""

import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from tertulia.core.kinds import Fault
from tertulia.core.masking import addresses
from tertulia.edge.files import below
from tertulia.edge.pages import ENDINGS

READ = frozenset(  # "": `_headers`, `_redirects`, `.htaccess`
    " .atom .css .csv .htm .html .js .json .md .rss .svg .txt .toml .xml .yaml .yml".split(" ")
)
_INFLATED = b"\x1f\x8b"
_ESCAPED = re.compile(r"\\u(00[2-7][0-9a-fA-F])")  # as JSON may write a sign of ASCII
_MOST = 64 << 20  # bytes of a file that are looked at


def findings(folder: Path, allowed: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Every address of a person below a folder, with file and line.

    Args:
        folder: `content/threads` or what was built.
        allowed: Addresses that the site itself prints, in small letters.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (path.suffix.lower() in READ or path.suffix.startswith(".pf_")):
            name = str(path.relative_to(folder.parent))
            for number, line in enumerate(_text(path).splitlines(), 1):
                for what, found in addresses(line):
                    if found.casefold() not in allowed:
                        yield Fault(file=name, line=number, message=f"{what}: {_veiled(found)}")


def printed(content: Path) -> frozenset[str]:
    """The addresses that the site's own pages print."""
    found = set()
    for path in filter(Path.is_file, map(Path, below(content, ENDINGS))):  # locks lead nowhere
        for line in path.read_text("utf-8", "replace").splitlines():
            found |= {address.casefold() for _, address in addresses(line)}
    return frozenset(found)


def _text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(_MOST)
    if content.startswith(_INFLATED):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return ""
    text = content.decode("utf-8", "replace")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "\\u00" in text else text


def _veiled(address: str) -> str:
    """Enough of it to find it, not enough to print it in a log."""
    return f"{address[:3]}…{address[-4:]}"
