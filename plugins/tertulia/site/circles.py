"""Digests of values that hold each other, such as posts that name the one before and after.

Whoever shows one of them may show all that can be reached from it. So the digest of each rests on
all of these: values that reach each other count together, in whatever order they are met. They
are gone through without recursion, for a chain may be as long as a blog (Tarjan's algorithm).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from tertulia.edge.keep import digest

T = TypeVar("T")


def tell(start: T, look: Callable[[T], tuple[bytes, Sequence[T]]], known: dict[int, bytes]) -> None:
    """Work out the digest of a value and of all that it leads to.

    Args:
        look: Gives what tells a value by itself, and the values that it holds.
        known: Digests by `id()`; what is found is added. All values must live on.
    """
    met: dict[int, int] = {}
    first: dict[int, int] = {}  # of all that are met from it, the one that was met first
    own: dict[int, bytes] = {}
    held: dict[int, Sequence[T]] = {}
    waiting: list[T] = []

    def enter(value: T) -> tuple[T, Iterator[T]]:
        met[id(value)] = first[id(value)] = len(met)
        own[id(value)], held[id(value)] = look(value)
        waiting.append(value)
        return value, iter(held[id(value)])

    def leave(value: T) -> None:
        """All that reach this value and are reached from it are known now."""
        at = next(n for n in range(len(waiting) - 1, -1, -1) if waiting[n] is value)
        circle, waiting[at:] = waiting[at:], []
        beyond = {known[id(one)] for each in circle for one in held[id(each)] if id(one) in known}
        alone = len(circle) == 1 and not beyond
        whole = digest(*sorted(own[id(each)] for each in circle), "", *sorted(beyond))
        for each in circle:
            known[id(each)] = own[id(each)] if alone else digest(own[id(each)], whole)

    way = [enter(start)]
    while way:
        value, others = way[-1]
        for other in others:
            if id(other) in known:
                continue
            if id(other) not in met:
                way.append(enter(other))
                break
            first[id(value)] = min(first[id(value)], met[id(other)])
        else:
            way.pop()
            if way:
                above = id(way[-1][0])
                first[above] = min(first[above], first[id(value)])
            if first[id(value)] == met[id(value)]:
                leave(value)
