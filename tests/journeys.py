"""Conversations sent through an export format, and read back."""

import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from tertulia import registry
from tertulia.core.exporting import Conversation, Journey
from tertulia.core.merging import merge
from tertulia.core.model import Entry, PageRef, Record
from tertulia.registry import export_format

MADRID = ZoneInfo("Europe/Madrid")
PAGE = PageRef(url="https://blog.example/articulos/hola/", slug="hola", title="Hola & adiós")
SOURCES = {"jf2": "webmention_io"}


def there_and_back(name: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries after a journey through a format."""
    journey = Journey(address="https://blog.example", title="Blog <1>", zone=MADRID, left=Counter())
    conversation = Conversation(page=PAGE, entries=tuple(entries))
    written = b"".join(export_format(name).write([conversation], journey))
    source = registry.source(SOURCES.get(name, name))
    assert source.claims(written[:65_536])
    found = list(source.read(io.BytesIO(written)))
    records = [f for f in found if isinstance(f, Record)]
    assert [f for f in found if not isinstance(f, Record) and f.lost] == []
    assert all(r.page.url.endswith("/articulos/hola/") for r in records)
    return merge((), [replace(r.entry, upstream=r.entry.status) for r in records], MADRID)
