"""Names of files made of names that strangers chose."""

import hashlib
import re
from urllib.parse import unquote_to_bytes

_PLAIN = re.compile(r"[^a-z0-9._-]")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)]
)
_LONGEST = 150  # bytes; file systems stop at 255, archives and backups earlier


def file_stem(name: str) -> str:
    """A file name without its ending: one for each name, the same on every file system.

    What is not a small letter, digit, dot, hyphen or inner underscore is percent-encoded, so
    that nothing leaves the folder, and names that differ in capitals only stay apart. A name
    that is too long is cut, and told apart by a hash after a tilde.
    """
    stem = _PLAIN.sub(_encoded, name)
    if not stem or stem[0] in "._" or stem.split(".")[0] in _RESERVED:
        stem = (_encode(stem[0]) + stem[1:]) if stem else "%"
    if len(stem) > _LONGEST:
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8)
        stem = f"{stem[:_LONGEST]}~{digest.hexdigest()}"
    return stem


def name_of(stem: str) -> str:
    """The name behind a file name; what was too long stays cut."""
    return unquote_to_bytes(stem).decode("utf-8", "surrogatepass")


def _encoded(found: re.Match[str]) -> str:
    return _encode(found[0])


def _encode(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))
