"""One page's conversation, put in order and summed up."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo

from tertulia.analysis.service import measure
from tertulia.analysis.summary import summarise
from tertulia.core.findings import Correction, Talk, Tone
from tertulia.core.model import Entry, Page, Thread
from tertulia.core.threads import assemble


def talk(
    page: Page,
    entries: Iterable[Entry],
    tones: Mapping[str, Tone],
    zone: tzinfo,
    *,
    parts: Mapping[str, Tone] | None = None,
    corrections: tuple[Correction, ...] = (),
) -> Talk:
    """A page's conversation, summed up in the page's language.

    Args:
        zone: The site's; entries whose zone is not known are taken to be in it.
    """
    thread: Thread = assemble(page.thread, entries, zone)
    comments = {p.entry.id for p in thread.comments} | {e.id for e in thread.linkbacks}
    own = {id: tones[id] for id in sorted(comments) if id in tones}
    return Talk(
        thread=thread,
        tones=own,
        summary=summarise(thread, own, page.lang, parts),
        service=measure(thread, own),
        corrections=corrections,
    )
