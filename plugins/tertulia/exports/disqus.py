"""Disqus's export format; what it says is told in sources/disqus.py. Comments only."""

from collections.abc import Iterable, Iterator
from html import escape as escape_html
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from tertulia.core.exporting import Conversation, Export, Journey, Numbers, with_one_name
from tertulia.core.model import Entry, Kind, Status
from tertulia.exports._html import paragraphs

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
"""


def write(conversations: Iterable[Conversation], journey: Journey) -> Iterator[bytes]:
    """Each thread and its posts."""
    yield _HEAD.encode()
    numbers, threads = Numbers(), count(1)
    for conversation in conversations:
        number, page = next(threads), conversation.page
        yield (
            f'<thread dsq:id="{number}">\n<id>{escape(page.slug)}</id>\n'
            f"<forum>tertulia</forum>\n<link>{escape(page.url)}</link>\n"
            f"<title>{escape(page.title)}</title>\n"
            "<isClosed>false</isClosed>\n<isDeleted>false</isDeleted>\n</thread>\n"
        ).encode()
        for entry in with_one_name(conversation.entries):
            if entry.kind is not Kind.COMMENT:
                journey.left[f"{entry.kind}: Disqus has comments only"] += 1
            elif entry.posted is None:
                journey.left["comments without a time: Disqus needs one"] += 1
            else:
                yield _post(entry, number, numbers, journey).encode()
    yield b"</disqus>\n"


def _post(entry: Entry, thread: int, numbers: Numbers, journey: Journey) -> str:
    assert entry.posted is not None
    if entry.author.url:
        journey.left["addresses of authors: Disqus has none"] += 1
    message = (entry.html or paragraphs(entry.text)).replace("]]>", "]]]]><![CDATA[>")
    parent = f"<parent dsq:id={quoteattr(str(numbers.of(entry.parent)))}/>" if entry.parent else ""
    spam = entry.status is Status.SPAM
    deleted = entry.status in (Status.DELETED, Status.PENDING)
    if entry.status is Status.PENDING:
        journey.left["pending comments marked as deleted: Disqus has no such state"] += 1
    return (
        f'<post dsq:id="{numbers.of(entry.id)}">\n<id/>\n'
        f"<message><![CDATA[{message}]]></message>\n"
        f"<createdAt>{journey.utc(entry.posted):%Y-%m-%dT%H:%M:%SZ}</createdAt>\n"
        f"<isDeleted>{str(deleted).lower()}</isDeleted>\n<isSpam>{str(spam).lower()}</isSpam>\n"
        f"<author><name>{escape(escape_html(entry.author.name, quote=False))}</name>"
        "<isAnonymous>true</isAnonymous></author>\n"
        f'<thread dsq:id="{thread}"/>\n{parent}\n</post>\n'
    )


EXPORT = Export(name="disqus", suffix=".xml", write=write)
