"""Names for entries: "<source>:<host of the site or forum>:<its id there>"."""

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from tertulia.core.masking import masked

_WHOLE = re.compile(r"[a-z][a-z0-9_]*:[^:\s]+:\S{1,400}")
_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")
_OUTSIDE = re.compile(r"[^\w./#@~+=-]")


@lru_cache(4096)
def host(url: str) -> str:
    """The host of an address, without "www."; "-" where there is none."""
    try:
        name = urlsplit(url.strip()).hostname or ""
    except ValueError:
        name = ""
    return _OUTSIDE.sub("_", name.removeprefix("www."))[:200] or "-"


def entry_id(source: str, instance: str, own: object) -> str:
    """The id of an entry; `own` is its id there, which is cut where nobody can have meant it."""
    name = str(own)
    if not name.isalnum() or not name.isascii():
        name = private(_OUTSIDE.sub("_", name.strip()))
    if len(name) > 300:
        name = hashlib.sha256(name.encode()).hexdigest()[:32]
    instance = _CONTROL.sub("_", instance)
    return f"{source}:{private(instance) or '-'}:{name}"


def is_whole(id: str) -> bool:
    """Whether it is a whole id, as an export of ours has; nothing in it may act on a terminal."""
    return bool(_WHOLE.fullmatch(id)) and id.isprintable()


@lru_cache(4096)
def private(id: str) -> str:
    """An id that holds no address of a person: where one does, a short digest stands for it.

    It is too short to tell whose it was of all people's, and long enough for one site.
    """
    if masked(id) == id:
        return id
    return hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()[:10]


def hashed(page: str, author: str, posted: datetime | str | None, text: str) -> str:
    """An own id for an entry that was given none: the same words give the same id.

    Of page, author, time and text; never of the place in a list, which the next export
    may change. White space does not count.
    """
    when = posted.isoformat() if isinstance(posted, datetime) else posted or ""
    whole = "\x1f".join((page, author, when, " ".join(text.split())))
    return "h" + hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:20]
