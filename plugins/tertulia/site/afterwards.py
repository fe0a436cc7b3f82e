"""What other plugins are told once the files are in place.

Pelican tells of each file, and of the end of the build, as if all were written; then plugins
open files and change them, or list them. Here they are staged until the build has ended well, so
those plugins are told after that, in the order in which Pelican told it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from weakref import ReferenceType

from blinker import Signal, signal
from pelican.plugins import signals

from tertulia.site.company import of_ours

# What pelican-granular-signals sends with `finalized`, so that plugins work in an order.
_IN_ORDER = ("sitemap", "optimize", "minify", "compress", "deploy")
_OF_FILES = (
    signals.content_written,
    signals.feed_written,
    signals.finalized,
    *map(signal, _IN_ORDER),
)

Hear = Callable[[Signal, object, dict[str, Any]], None]


class Afterwards:
    """What Pelican says meanwhile, for those who are told afterwards."""

    def __init__(self) -> None:
        self._others = {told: list(_others(told)) for told in _OF_FILES}
        self._said: list[tuple[Signal, object, dict[str, Any]]] = []

    @property
    def of_pages(self) -> bool:
        """Whether anybody wants to be told of each page."""
        return bool(self._others[signals.content_written])

    def hear(self, told: Signal, sender: object, said: dict[str, Any]) -> None:
        """Remember what was said."""
        self._said.append((told, sender, said))

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Have all others wait meanwhile."""
        heard = []
        try:
            for told, others in self._others.items():
                if others:
                    listen = partial(_hear, self.hear, told)
                    told.connect(listen, weak=False)
                    heard.append((told, listen))
                for receiver, _ in others:
                    told.disconnect(receiver)
            yield
        finally:
            for told, listen in heard:
                told.disconnect(listen)
            for told, others in self._others.items():
                for receiver, weak in others:
                    told.connect(receiver, weak=weak)

    def tell(self) -> None:
        """Tell them all."""
        for told, sender, said in self._said:
            for receiver, _ in self._others[told]:
                receiver(sender, **said)
        self._said.clear()


def _hear(hear: Hear, told: Signal, sender: object, /, **said: Any) -> None:  # noqa: ANN401
    hear(told, sender, said)


def _others(told: Signal) -> Iterator[tuple[Callable[..., object], bool]]:
    """Who listens to it besides us, and whether the signal alone does not keep them alive."""
    for receiver in list(told.receivers.values()):
        weak = isinstance(receiver, ReferenceType)
        found = receiver() if isinstance(receiver, ReferenceType) else receiver
        if found is not None and not of_ours(found):
            yield found, weak
