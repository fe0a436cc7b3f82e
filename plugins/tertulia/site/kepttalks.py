"""Conversations that are read from disk when somebody looks at them.

Of a thousand threads a build in which little changes shows a few. What the rest of the site
shows of the others is kept apart, as their outlines (`analysis.outlines`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

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


class Said(msgspec.Struct, frozen=True):
    """What was said: the larger part, which the page itself shows."""

    thread: Thread
    tones: Mapping[str, Tone]
    corrections: tuple[Correction, ...]


class Found(msgspec.Struct, frozen=True):
    """What was found out about it: all that lists of pages show."""

    summary: Summary
    service: Service


PARTS: Mapping[str, type[Said | Found]] = {"said": Said, "found": Found}


def parted(talk: Talk) -> dict[str, bytes]:
    """A conversation in parts, encoded, by the names in `PARTS`."""
    said = Said(thread=talk.thread, tones=talk.tones, corrections=talk.corrections)
    found = Found(summary=talk.summary, service=talk.service)
    return {"said": msgspec.msgpack.encode(said), "found": msgspec.msgpack.encode(found)}


class KeptTalk(Talk):
    """A conversation of which each part is read when somebody looks at it.

    Args:
        load: Reads the part of that name.
    """

    __slots__ = ("_load", "_outline", "_parts")

    _load: Callable[[str], Any]
    _outline: Outline
    _parts: dict[str, Any]

    def __init__(self, outline: Outline, load: Callable[[str], Any]) -> None:
        object.__setattr__(self, "_outline", outline)
        object.__setattr__(self, "_load", load)
        object.__setattr__(self, "_parts", {})

    def _said(self) -> Said:
        found: Said = self._part("said")
        return found

    def _found(self) -> Found:
        found: Found = self._part("found")
        return found

    def _part(self, name: str) -> Any:  # noqa: ANN401  (a `Said` or a `Found`)
        if name not in self._parts:
            self._parts[name] = self._load(name)
        return self._parts[name]

    @property
    def thread(self) -> Thread:
        """What was said."""
        return self._said().thread

    @property
    def tones(self) -> Mapping[str, Tone]:
        """The tone of each message by its id."""
        return self._said().tones

    @property
    def summary(self) -> Summary:
        """What it sounds like."""
        return self._found().summary

    @property
    def service(self) -> Service:
        """Who answered."""
        return self._found().service

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What people changed by hand."""
        return self._said().corrections

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
