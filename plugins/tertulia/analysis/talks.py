"""One page's conversation, put in order and summed up."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from gettext import NullTranslations

from tertulia.analysis import endings, questions, quotations
from tertulia.analysis.answers import find
from tertulia.analysis.conversation import conversation
from tertulia.analysis.service import measure
from tertulia.analysis.summary import summarise
from tertulia.analysis.wording import ENGLISH
from tertulia.core.findings import Correction, Talk, Tone
from tertulia.core.model import Entry, Page, Thread
from tertulia.core.threads import assemble


def talk(
    page: Page,
    entries: Iterable[Entry],
    tones: Mapping[str, Tone],
    zone: tzinfo,
    words: NullTranslations = ENGLISH,
    *,
    parts: Mapping[str, Tone] | None = None,
    corrections: tuple[Correction, ...] = (),
) -> Talk:
    """A page's conversation, put in order and summed up.

    Args:
        zone: The site's; entries whose zone is not known are taken to be in it.
        words: The catalogue of the language to sum it up in.
    """
    thread: Thread = assemble(page.thread, entries, zone)
    comments = {p.entry.id for p in thread.comments} | {e.id for e in thread.linkbacks}
    own = {id: tones[id] for id in sorted(comments) if id in tones}
    spoken = conversation(thread)
    found = find(spoken)
    measured = measure(spoken, own, found)
    return Talk(
        thread=thread,
        tones=own,
        summary=summarise(thread, own, page.lang, parts, words, found=found, measured=measured),
        service=measured,
        corrections=corrections,
    )


def forget() -> None:
    """Let go of all texts that were read: another conversation has others."""
    for each in (endings, questions, quotations):
        each.forget()
