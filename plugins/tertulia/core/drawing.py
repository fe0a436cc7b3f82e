"""How a thread is laid out on a page: lists that open and close, and pages of a long thread.

Templates draw a thread as one flat loop. Jinja's recursion fails at a few hundred levels
and threads 10,000 deep live; so each step says what to open before and close after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tertulia.core.anchors import old_anchor
from tertulia.core.model import Entry, Placed

DEEPEST = 4  # levels of indent below the top; deeper replies say whom they answer instead
PAGE = 200  # comments a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One comment and what is drawn around it.

    Attributes:
        top: It begins a thread.
        opens: Replies to it come next, in a list of their own.
        closes: Lists of replies that end after it.
        ends: It is the last of its thread.
        to: The entry it answers, where the indent no longer shows that.
        answered: For the first of a thread: one of the site's or the brand's own replied in it.
        old: A second anchor, that of the blog it came from; empty where that is taken.
    """

    placed: Placed
    top: bool
    opens: bool
    closes: int
    ends: bool
    to: Entry | None
    answered: bool
    old: str


def steps(comments: Sequence[Placed]) -> tuple[Step, ...]:
    """The steps that draw some comments, in thread order; they may begin inside a thread."""
    depths = _drawn(comments)
    answered = _answered(comments, depths)
    taken: set[str] = set()
    result = []
    for index, placed in enumerate(comments):
        depth = depths[index]
        after = depths[index + 1] if index + 1 < len(depths) else 0
        old = old_anchor(placed.entry.id)
        result.append(
            Step(
                placed=placed,
                top=depth == 0,
                opens=after > depth,
                closes=max(depth - after, 0),
                ends=after == 0,
                to=placed.parent if placed.depth > depth else None,
                answered=index in answered,
                old="" if old in taken else old,
            )
        )
        taken.add(old)
    return tuple(result)


def begun(steps: Sequence[Step]) -> tuple[int, int]:
    """How many threads there are, and in how many the site or the brand replied."""
    tops = [step for step in steps if step.top]
    return len(tops), sum(step.answered for step in tops)


def paged(comments: Sequence[Placed], size: int = PAGE) -> tuple[tuple[Placed, ...], ...]:
    """The comments in pages of about `size`; a thread is parted only where it alone is longer.

    Where a thread is parted, its rest is drawn on the next page from the top level on.
    """
    if len(comments) <= size:
        return (tuple(comments),)
    pages: list[list[Placed]] = [[]]
    for block in _blocks(comments):
        if pages[-1] and len(pages[-1]) + len(block) > size:
            pages.append([])
        for start in range(0, len(block), size):
            if start:
                pages.append([])
            pages[-1] += block[start : start + size]
    return tuple(tuple(page) for page in pages)


def _blocks(comments: Sequence[Placed]) -> list[list[Placed]]:
    blocks: list[list[Placed]] = []
    for placed in comments:
        if placed.depth == 0 or not blocks:
            blocks.append([])
        blocks[-1].append(placed)
    return blocks


def _drawn(comments: Sequence[Placed]) -> list[int]:
    """The level each is drawn on: never more than one below what stands before it."""
    above: list[int] = []
    depths = []
    for placed in comments:
        while above and above[-1] >= placed.depth:
            above.pop()
        depths.append(min(len(above), DEEPEST))
        above.append(placed.depth)
    return depths


def _answered(comments: Sequence[Placed], depths: Sequence[int]) -> set[int]:
    found, top = set(), 0
    for index, placed in enumerate(comments):
        if depths[index] == 0:
            top = index
        elif placed.entry.author.role.own:
            found.add(top)
    return found
