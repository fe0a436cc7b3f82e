"""Names as parts of addresses."""

import hashlib
import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=50_000)  # each title is asked for several times
def slug_of(name: str) -> str:
    """A short ASCII part of an address; names that differ only in accents or case share it.

    A name without any letter or digit that ASCII can show gets a digest, so that no name
    is without an address.
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")
    return slug or "n-" + hashlib.blake2b(name.encode(), digest_size=5).hexdigest()
