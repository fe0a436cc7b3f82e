"""What leads to a private person in a text: found, and masked.

These are e-mail and IP addresses, avatars that are a digest of an e-mail address, and user
agents. What imports mask is what `invoke check` looks for: nothing that `masked` gave back is
found by `addresses`.
"""

import ipaddress
import re
from collections.abc import Iterator

# A fediverse handle (@name@host) is no e-mail address, nor is the mask itself (…@host).
# The sign may be a wide or a small one, as keyboards of East Asia write it.
_EMAIL = re.compile(
    r"(?:mailto:)?(?<![\w@.+%-])([\w.+%-]{1,64}(?:[@\uff20\ufe6b]|%40|&#64;|&#x40;)"
    r"((?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}))(?![^\W_])",
    re.IGNORECASE,
)
# A hyphen parts the two ends of a range; before or after anything else it is part of a version.
_IPV4 = re.compile(
    r"(?<![^\W_])(?:(?<![./-])|(?<=[\d…]-))(\d{1,3}(?:\.\d{1,3}){3})"
    r"(?!\.?[^\W_]|-(?!\d{1,3}\.\d{1,3}\.)\w)"
)
# Short ones only of the part of the net that is in use: "10::30" and "std::find" are none.
_IPV6 = re.compile(
    r"(?:(?<![\w:])|(?<=[g-z]:))((?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4})[0-9a-f:]*"
    r"|[23][0-9a-f]{3}:(?:[0-9a-f]{1,4}:)?:[0-9a-f:]*)(?![\w:])",
    re.IGNORECASE,
)
_AVATAR = re.compile(r"((?:gravatar\.com|libravatar\.org)/avatar/)([0-9a-f]{32,64})", re.IGNORECASE)
_AGENT = re.compile(r"(Mozilla/\d\.\d \()[^)\n]{3,80}\)")
_DOTTED = re.compile(r"\d\.\d{1,3}\.\d{1,3}\.\d")

# Networks that everybody has at home; nobody is found by them.
_HOME = tuple(
    ipaddress.IPv4Network(name)
    for name in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
)
_NO_VERSION = 64  # hardly any version has such a part; one in 250 addresses has none


def masked(text: str) -> str:
    """The text with no more of an address than leads to many people.

    Of an e-mail address its host stays, of an IP address its first half.
    """
    while (safe := _once(text)) != text:  # what is masked may bring another one to light
        text = safe
    return text


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Each address in a text and what it is."""
    if _signed(text):
        for found in _EMAIL.finditer(text):
            if "/" not in (text[found.start() - 1 : found.start()], text[found.end() :][:1]):
                yield "an e-mail address", found[1]  # else it is a piece of a path
    dotted = _IPV4.finditer(text) if _dotted(text) else ()
    coloned = _IPV6.finditer(text) if _coloned(text) else ()
    for found in (*dotted, *coloned):
        if _is_ip(found[1]):
            yield "an IP address", found[1]
    for found in _AVATAR.finditer(text):
        yield "an avatar made of an e-mail address", found[2]
    for found in _AGENT.finditer(text):
        yield "a user agent", found[0]


def _once(text: str) -> str:
    if _signed(text):
        text = _EMAIL.sub(r"…@\2", text)
    if _dotted(text):
        text = _IPV4.sub(_half, text)
    if _coloned(text):
        text = _IPV6.sub(_half, text)
    if "avatar/" in text:
        text = _AVATAR.sub(r"\1…", text)
    return _AGENT.sub(r"\1…)", text) if "Mozilla/" in text else text


def _signed(text: str) -> bool:
    """Whether there is any sign of an e-mail address, which is quick to look for."""
    if "@" in text or "%40" in text or "&#" in text:
        return True
    return not text.isascii() and ("\uff20" in text or "\ufe6b" in text)


def _dotted(text: str) -> bool:
    """The same of an IPv4 address: four numbers with dots between them."""
    return text.count(".") > 2 and bool(_DOTTED.search(text))


def _coloned(text: str) -> bool:
    """The same of an IPv6 address: as many colons as one has at least."""
    return "::" in text or text.count(":") > 2


def _half(found: re.Match[str]) -> str:
    if not _is_ip(found[1]):
        return found[0]
    sign = ":" if ":" in found[1] else "."
    first, second = found[1].split(sign)[:2]
    return f"{first}{sign}{second}{sign}…" if second else f"{first}{sign}…"


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
