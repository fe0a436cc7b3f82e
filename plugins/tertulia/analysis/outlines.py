"""What the rest of a site shows of a conversation: its figures, and the few comments that matter.

Other pages count a thread, compare it, answer its links and quote from it, but never tell it
whole. So they are worked out from outlines, in which most of what was said is left out.
"""

from dataclasses import replace
from datetime import datetime, tzinfo

from tertulia.core.findings import Talk
from tertulia.core.model import Entry, Placed, Thread

REPLIES = 6  # own answers of one thread that may be among the site's latest


def outline(talk: Talk, zone: tzinfo, *, quoted: bool) -> Talk:
    """A conversation with its figures alone, and of its comments those that others may show.

    These are the comments that hold an address, the latest own answers, and those quoted.

    Args:
        zone: The site's; entries whose zone is not known are taken to be in it.
        quoted: Whether another page quotes from it, as a topic's does.
    """
    summary, service = talk.summary, talk.service
    told = {quotation.id for quotation in summary.quotations} if quoted else set()
    told.update(_latest_answers(talk.thread, zone))
    comments = tuple(p for p in talk.thread.comments if p.entry.id in told or _links(p.entry))
    return Talk(
        thread=Thread(page=talk.thread.page, comments=comments, linkbacks=talk.thread.linkbacks),
        tones={},
        summary=replace(
            summary,
            sentences=(),
            shares={},
            course=(),
            by_depth=(),
            phrases=(),
            aspects=tuple(aspect for aspect in summary.aspects if aspect.contested),
            quotations=summary.quotations if quoted else (),
            unanswered=(),
            facts=(),
            questions=(),
        ),
        service=replace(
            service, within_s={}, waits={}, customers=(), open=(), first_pair=(), endings={}
        ),
    )


def _links(entry: Entry) -> bool:
    return "href" in entry.html or "://" in entry.text


def _latest_answers(thread: Thread, zone: tzinfo) -> list[str]:
    def moment(placed: Placed) -> tuple[datetime, str]:
        posted = placed.entry.posted
        assert posted
        return posted if posted.tzinfo else posted.replace(tzinfo=zone), placed.entry.id

    own = [p for p in thread.comments if p.entry.author.role.own and p.parent and p.entry.posted]
    return [placed.entry.id for placed in sorted(own, key=moment)[-REPLIES:]]
