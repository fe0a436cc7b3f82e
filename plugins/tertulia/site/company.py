"""Whether anybody else has a hand in a build: other plugins, or a settings file that listens."""

from collections.abc import Iterable, Iterator
from weakref import ReferenceType

from blinker import Signal
from pelican.plugins import signals

_OURS = "tertulia."


def alone() -> bool:
    """Whether nobody but us listens to Pelican: then all that happens to a content is known."""
    return all(of_ours(each) for each in _listening())


def of_ours(receiver: object) -> bool:
    """Whether who listens is one of our plugins."""
    return str(getattr(receiver, "__module__", "")).startswith(_OURS)


def overheard(heard: Iterable[Signal]) -> bool:
    """Whether anybody listens to one of these signals."""
    return any(signal.receivers for signal in heard)


def _listening() -> Iterator[object]:
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            for receiver in list(signal.receivers.values()):
                found = receiver() if isinstance(receiver, ReferenceType) else receiver
                if found is not None:
                    yield found
