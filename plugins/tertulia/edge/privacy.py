"""Proof that no file holds what would lead to a private person.

Looked for are e-mail and IP addresses, avatars that are a digest of an e-mail address, and
user agents. What the site's own pages print is its author's to print.
"""

import gzip
import ipaddress
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from tertulia.core.kinds import Fault

READ = frozenset(
    ".atom .css .csv .htm .html .js .json .md .rss .svg .txt .toml .xml .yaml .yml".split()
)
# A fediverse handle (@name@host) is no e-mail address, nor is the mask that imports leave (…@host).
_EMAIL = re.compile(
    r"(?<![\w@/.+%-])(?:mailto:)?([\w.+%-]{1,64}(?:@|%40|&#64;|&#x40;)(?:[\w-]{1,63}\.){1,5}"
    r"[^\W\d_]{2,24})\b(?!/)"
)
_IPV4 = re.compile(r"(?<![\w.:/-])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.-])")
_IPV6 = re.compile(
    r"(?<![\w:])((?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4})[0-9a-f:]*)(?![\w:])", re.I
)
_AVATAR = re.compile(r"(?:gravatar\.com|libravatar\.org)/avatar/([0-9a-f]{32,64})", re.I)
_AGENT = re.compile(r"Mozilla/\d\.\d \([^)\n]{3,80}\)")
# Networks that everybody has at home; nobody is found by them.
_HOME = tuple(
    ipaddress.IPv4Network(name)
    for name in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
)
_NO_VERSION = 64  # hardly any version has such a part; one in 250 addresses has none
_INFLATED = b"\x1f\x8b"
_MOST = 64 << 20  # bytes of a file that are looked at


def findings(folder: Path, allowed: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Every address of a person below a folder, with file and line.

    Args:
        folder: `content/threads` or what was built.
        allowed: Addresses that the site itself prints, in small letters.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (path.suffix in READ or path.suffix.startswith(".pf_")):
            name = str(path.relative_to(folder.parent))
            for number, line in enumerate(_text(path).splitlines(), 1):
                for what, found in addresses(line):
                    if found.casefold() not in allowed:
                        yield Fault(file=name, line=number, message=f"{what}: {_veiled(found)}")


def printed(content: Path) -> frozenset[str]:
    """The addresses that the site's own pages print."""
    found = set()
    for path in content.rglob("*.md"):
        for line in path.read_text("utf-8", "replace").splitlines():
            found |= {address.casefold() for _, address in addresses(line)}
    return frozenset(found)


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Each address in a text and what it is."""
    if "@" in text or "%40" in text or "&#" in text:
        for found in _EMAIL.finditer(text):
            yield "an e-mail address", found[1]
    for found in (*_IPV4.finditer(text), *_IPV6.finditer(text)):
        if _is_ip(found[1]):
            yield "an IP address", found[1]
    for found in _AVATAR.finditer(text):
        yield "an avatar made of an e-mail address", found[1]
    for found in _AGENT.finditer(text):
        yield "a user agent", found[0]


def _is_ip(text: str) -> bool:
    """Whether it is an address of somebody's machine, and no version number such as 2.1.0.1."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return not (address.is_unspecified or address.is_loopback)
    home = any(address in network for network in _HOME)
    return not home and address.packed[0] > 0 and max(address.packed) >= _NO_VERSION


def _text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(_MOST)
    if content.startswith(_INFLATED):
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return ""
    return content.decode("utf-8", "replace")


def _veiled(address: str) -> str:
    """Enough of it to find it, not enough to print it in a log."""
    return f"{address[:3]}…{address[-4:]}"
