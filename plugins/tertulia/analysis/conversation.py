"""Where a brand and its customers talked, apart from what readers said about it afterwards.

A case tells of a conversation that is over. Readers then write below the case: on the case, not
to the brand. Their strands begin after the last word of the brand and its customers, and neither
of these speaks in them; they are shown, but count in no figure of the conversation.
"""

from collections.abc import Sequence
from dataclasses import replace

from tertulia.analysis.voices import moment
from tertulia.core.model import Placed, Role, Thread

PARTIES = (Role.BRAND, Role.CUSTOMER)


def conversation(thread: Thread) -> Thread:
    """The thread without what readers wrote after a brand and its customers had done.

    A thread in which no brand and no customer speaks comes back as it is.
    """
    last = max(
        (at for p in thread.comments if _party(p) and (at := moment(p.entry)) is not None),
        default=None,
    )
    if last is None:
        return thread
    kept: list[Placed] = []
    for strand in _strands(thread.comments):
        began = moment(strand[0].entry)
        if began is None or began <= last or any(_party(p) for p in strand):
            kept += strand
    return replace(thread, comments=tuple(kept))


def _party(p: Placed) -> bool:
    return p.entry.author.role in PARTIES


def _strands(comments: Sequence[Placed]) -> list[list[Placed]]:
    """Each top-level comment with all below it, in thread order."""
    strands: list[list[Placed]] = []
    for p in comments:
        if p.depth == 0:
            strands.append([])
        strands[-1].append(p)
    return strands
