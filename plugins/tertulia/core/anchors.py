"""Where on its page an entry stands: the part of its address behind the `#`.

An anchor must outlive re-imports and changes of order, and be safe whatever a stranger's
id holds; so it is made of the id and of nothing else.
"""

import hashlib
import re
from functools import lru_cache

_WORDPRESS = re.compile(r"wxr:[^:]*:(\d{1,19})")


@lru_cache(4096)  # a page names its comments several times
def anchor(id: str) -> str:
    """The anchor of an entry: "c-" and ten hexadecimal digits.

    Two of 10,000 entries on one page share one with a chance of 1 in 20,000; the page then
    leads to the first of them.
    """
    return "c-" + hashlib.blake2b(id.encode(), digest_size=5).hexdigest()


def old_anchor(id: str) -> str:
    """The anchor that WordPress gave the comment, so that old deep links go on; or empty."""
    found = _WORDPRESS.fullmatch(id)
    return f"comment-{found[1]}" if found else ""
