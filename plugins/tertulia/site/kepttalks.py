"""Conversations that are read from disk when somebody looks at them.

Of a thousand threads a build in which little changes shows a few. What the rest of the site
shows of the others is kept apart, as their outlines (`analysis.outlines`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from tertulia.core.findings import Correction, Service, Summary, Talk, Tone
from tertulia.core.model import Thread


class Outline(msgspec.Struct, frozen=True):
    """What is known of a conversation that is not read.

    Attributes:
        figures: See `analysis.outlines`.
        spoken, newest, written: As in `Talk`.
    """

    figures: Talk
    spoken: int
    newest: tuple[datetime, ...]
    written: tuple[datetime, ...]


class KeptTalk(Talk):
    """A conversation of an earlier build."""

    __slots__ = ("_load", "_outline", "_talk")

    _load: Callable[[], Talk]
    _outline: Outline
    _talk: Talk | None

    def __init__(self, outline: Outline, load: Callable[[], Talk]) -> None:
        object.__setattr__(self, "_outline", outline)
        object.__setattr__(self, "_load", load)
        object.__setattr__(self, "_talk", None)

    def _whole(self) -> Talk:
        if self._talk is None:
            object.__setattr__(self, "_talk", self._load())
        assert self._talk
        return self._talk

    @property
    def thread(self) -> Thread:
        """What was said."""
        return self._whole().thread

    @property
    def tones(self) -> Mapping[str, Tone]:
        """The tone of each message by its id."""
        return self._whole().tones

    @property
    def summary(self) -> Summary:
        """What it sounds like."""
        return self._whole().summary

    @property
    def service(self) -> Service:
        """Who answered."""
        return self._whole().service

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What people changed by hand."""
        return self._whole().corrections

    @property
    def spoken(self) -> int:
        """How many comments there are."""
        return self._outline.spoken

    @property
    def newest(self) -> tuple[datetime, ...]:
        """When the latest were posted."""
        return self._outline.newest

    @property
    def written(self) -> tuple[datetime, ...]:
        """When something was written last."""
        return self._outline.written
