"""jf2 as webmention.io gives it; see sources/webmention_io.py. It has no threads, only mentions."""

from collections.abc import Iterable, Iterator

import msgspec

from tertulia.core.exporting import Conversation, Export, Journey, Numbers
from tertulia.core.model import Entry, Kind, Status

_PROPERTIES = {
    Kind.COMMENT: "in-reply-to",
    Kind.LIKE: "like-of",
    Kind.REPOST: "repost-of",
}


def write(conversations: Iterable[Conversation], journey: Journey) -> Iterator[bytes]:
    """One feed of all approved entries."""
    encode = msgspec.json.Encoder(order="sorted").encode
    numbers, first = Numbers(), True
    yield b'{"type":"feed","name":"Webmentions","children":['
    for conversation in conversations:
        if not conversation.page.url:
            reason = "entries of pages without an address: jf2 names a page by it"
            journey.left[reason] += len(conversation.entries)
            continue
        for entry in conversation.entries:
            if entry.status is not Status.APPROVED:
                journey.left[f"{entry.status}: jf2 has no such state"] += 1
                continue
            if entry.parent:
                journey.left["answers that stand beside what they answer"] += 1
            yield (b"\n" if first else b",\n") + encode(_child(entry, conversation, numbers))
            first = False
    yield b"\n]}\n"


def _child(entry: Entry, conversation: Conversation, numbers: Numbers) -> dict[str, object]:
    target = conversation.page.url
    kind = _PROPERTIES.get(entry.kind, "mention-of")
    child: dict[str, object] = {
        "type": "entry",
        "author": {"type": "card", "name": entry.author.name, "url": entry.author.url},
        "url": entry.url,
        "published": entry.posted.isoformat() if entry.posted else None,
        "wm-id": numbers.of(entry.id),
        "wm-source": entry.url,
        "wm-target": target,
        "wm-property": kind,
        "wm-protocol": "pingback" if entry.kind is Kind.PINGBACK else "webmention",
        "wm-private": False,
        kind: target,
    }
    if entry.title:
        child["name"] = entry.title
    if entry.text or entry.html:
        said = {"text": entry.text, "html": entry.html}
        child["content"] = {key: value for key, value in said.items() if value}
    return child


EXPORT = Export(name="jf2", suffix=".json", write=write)
