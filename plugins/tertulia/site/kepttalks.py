"""Conversations that are read from disk when somebody looks at them.

Of a thousand threads a build in which little changes shows a few. What the rest of the site
shows of the others is kept apart, as their outlines (`analysis.outlines`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from tertulia.core.charts import Line, line
from tertulia.core.findings import Correction, Service, Summary, Talk, Tone
from tertulia.core.model import Page, Thread

MOST_HELD = 32  # parts: of a page and of those that it shows


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

    def of(self, thread: str) -> "Said":
        """The same, said in the thread of that name."""
        return msgspec.structs.replace(self, thread=replace(self.thread, page=thread))


class Found(msgspec.Struct, frozen=True):
    """What was found out about it."""

    summary: Summary
    service: Service


class Drawn(msgspec.Struct, frozen=True):
    """What cards show of it: they stand on many pages, and its whole course is far larger."""

    line: Line | None


Part = Said | Found | Drawn
PARTS: Mapping[str, type[Part]] = {"said": Said, "found": Found, "drawn": Drawn}


def parted(talk: Talk) -> dict[str, bytes]:
    """A conversation in parts, encoded, by the names in `PARTS`."""
    said = Said(thread=talk.thread, tones=talk.tones, corrections=talk.corrections)
    found = Found(summary=talk.summary, service=talk.service)
    drawn = Drawn(line=line(talk.summary.course))
    parts = {"said": said, "found": found, "drawn": drawn}
    return {name: msgspec.msgpack.encode(part) for name, part in parts.items()}


class Recent:
    """The parts that were looked at last: the files of one page are made one after the other.

    A process that builds again has one, and with it the conversations that are as they were.
    """

    def __init__(self) -> None:
        self._load: Callable[[Page, str], Part] = _unread
        self._held: dict[tuple[str, str], Part] = {}
        self._talks: dict[str, tuple[Page, Outline, KeptTalk]] = {}

    def talks(
        self,
        outlined: Iterable[tuple[Page, Outline]],
        load: Callable[[Page, str], Part],
    ) -> dict[str, Talk]:
        """The conversations of these pages, and of no others from now on, by page id.

        Args:
            load: Reads a part of a page's conversation.
        """
        self._load = load
        self._held.clear()
        known, self._talks = self._talks, {}
        for page, outline in outlined:
            last = known.get(page.id)
            if last is None or last[0] is not page or last[1] is not outline:
                last = page, outline, KeptTalk(outline, partial(self.part, page))
            self._talks[page.id] = last
        return {id: talk for id, (_, _, talk) in self._talks.items()}

    def part(self, page: Page, name: str) -> Part:
        """A part, read unless it is held still."""
        key = page.id, name
        found = self._held.get(key)
        if found is None:
            if len(self._held) >= MOST_HELD:
                del self._held[next(iter(self._held))]
            found = self._held[key] = self._load(page, name)
        return found


def _unread(page: Page, part: str) -> Part:
    raise LookupError(f"{page.id}: {part}")


class KeptTalk(Talk):
    """A conversation of which each part is read when somebody looks at it, and not held.

    Args:
        load: Reads the part of that name.
    """

    __slots__ = ("_load", "_outline")

    _load: Callable[[str], Any]
    _outline: Outline

    def __init__(self, outline: Outline, load: Callable[[str], Any]) -> None:
        object.__setattr__(self, "_outline", outline)
        object.__setattr__(self, "_load", load)

    def _said(self) -> Said:
        found: Said = self._load("said")
        return found

    def _found(self) -> Found:
        found: Found = self._load("found")
        return found

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
    def line(self) -> Line | None:
        """Its thread line as cards draw it."""
        drawn: Drawn = self._load("drawn")
        return drawn.line

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
