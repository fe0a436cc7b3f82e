"""JSON Lines, our own: everything that a thread file says. Format: docs/sources.md#json-lines."""

from collections.abc import Iterable, Iterator

import msgspec

from tertulia.core.exporting import Conversation, Export, Journey
from tertulia.core.model import Entry

_PLAIN = (
    "also parent_also prints upstream told read gone missed reason edited_by_hand posted_raw edited"
    " title url likes"
).split()
_EMPTY = Entry(id="")


def write(
    conversations: Iterable[Conversation],
    journey: Journey,  # noqa: ARG001  (as all formats; nothing is left behind here)
) -> Iterator[bytes]:
    """One line for each entry."""
    encode = msgspec.json.Encoder(order="sorted").encode
    for conversation in conversations:
        page = {
            name: value
            for name in ("url", "slug", "guid", "title")
            if (value := getattr(conversation.page, name))
        }
        for entry in conversation.entries:
            yield encode({"page": page, **_line(entry)}) + b"\n"


def _line(entry: Entry) -> dict[str, object]:
    line: dict[str, object] = {
        "id": entry.id,
        "kind": entry.kind,
        "parent": entry.parent,
        "author": entry.author,
        "posted": entry.posted,
        "text": entry.text,
        "html": entry.html,
        "lang": entry.lang,
        "status": entry.status,
        "source": entry.source,
        "verified": entry.verified,
    }
    for name in _PLAIN:
        if (value := getattr(entry, name)) != getattr(_EMPTY, name):
            line[name] = value
    if entry.history:
        line["history"] = entry.history
    return line


EXPORT = Export(name="jsonl", suffix=".jsonl", write=write)
