"""How work that falls into independent parts may be shared out: by whom is not known here."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Share(Protocol):
    """Has all items done, in shares of any size; what comes of it is the same either way."""

    def __call__(self, do: Callable[[Sequence[T]], R], items: Sequence[T], least: int) -> list[R]:
        """One result for each share.

        Args:
            do: Does a share; what it changes elsewhere may be lost, so it gives back all.
            least: So many items at least are worth sharing out.
        """


def alone(do: Callable[[Sequence[T]], R], items: Sequence[T], least: int) -> list[R]:  # noqa: ARG001
    """All of it here and now, as one share."""
    return [do(items)]
