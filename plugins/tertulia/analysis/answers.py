"""Who answers whom: by the place in the thread, and where there is none, by name.

Old blogs and walls keep comments flat. There an answer is found by the name in its first
sentence ("Muchas gracias, Juana…") or called by it at the beginning of a later one; who speaks to
all answers all; without a name it answers the comment before it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tertulia.analysis import questions
from tertulia.analysis.voices import fold, folded_name, in_time, moment, voice
from tertulia.core.model import Entry, Placed, Thread

_SENTENCE = re.compile(r"[.!?:;…\n]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME = re.compile(r"(@?)([^\W\d_][\w.-]*)\s*([,:!]?)")
_ALL = re.compile(
    r"\W*((hola|hello|hi|buenas|buenos dias|buenas tardes|gracias|muchas gracias|thanks|disculpas|"
    r"perdon|bon dia) (all|everyone|(a |to )?tod[oa]s|to all|a tothom))\b"
)
_CALLED = re.compile(r"(?:^|[.!?;…\n])\s{0,3}@?([^\W\d_][\w.-]{2,40})\s?[,:]")
HEAD = 160  # characters in which somebody is named who is spoken to
CALLS = 1_000  # characters in which others are called by name after that: "Marta, …. Joan, …"
TO_ALL = 60  # characters; a shorter text to all is a wish: "Gracias a todos, feliz año."
GREETING = 12  # characters; after a shorter first sentence ("¡Hola!") the second counts too


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered on a page.

    Attributes:
        own: The first answer of the author or the brand, by the id of the public's comment.
        heard: Ids of comments that anybody else has answered.
        root: For each comment the id of the conversation that it belongs to.
    """

    own: Mapping[str, Entry]
    heard: frozenset[str]
    root: Mapping[str, str]


def find(thread: Thread) -> Answers:
    """Find who answered whom, in time linear in the thread's length."""
    root = _roots(thread.comments)
    first = _below(thread.comments)
    heard = {p.parent.id for p in thread.comments if p.parent is not None and _answers(p)}
    flat = all(p.depth == 0 for p in thread.comments)
    _by_name(in_time(thread.comments), root, first, flat=flat)
    return Answers(own=first, heard=frozenset(heard | first.keys()), root=root)


def _roots(comments: Sequence[Placed]) -> dict[str, str]:
    root: dict[str, str] = {}
    for p in comments:  # parents stand before their answers
        up = p.parent if p.depth else None  # at the top level it may answer a linkback
        root[p.entry.id] = root[up.id] if up is not None else p.entry.id
    return root


def _below(comments: Sequence[Placed]) -> dict[str, Entry]:
    """The earliest own entry below each comment of the public."""
    best: dict[str, Entry] = {}
    for p in reversed(comments):
        if p.parent is None or not p.depth:
            continue
        own = p.entry if p.entry.author.role.own else best.get(p.entry.id)
        if own is not None and _earlier(own, best.get(p.parent.id)):
            best[p.parent.id] = own
    return {p.entry.id: best[p.entry.id] for p in comments if p.entry.id in best and not _own(p)}


def _by_name(
    comments: Sequence[Placed], root: Mapping[str, str], first: dict[str, Entry], *, flat: bool
) -> None:
    """Add what is answered by a name, or in flat threads by standing right before."""
    waiting: dict[str, dict[str, list[Entry]]] = {}  # by name, then by conversation
    previous: Entry | None = None
    for p in comments:
        entry = p.entry
        if not _own(p):
            for name in _WORD.findall(folded_name(entry.author.name))[:1]:
                waiting.setdefault(name, {}).setdefault(root[entry.id], []).append(entry)
            previous = entry
            continue
        if not p.depth and len(entry.text) > TO_ALL and _ALL.match(fold(entry.text[:TO_ALL])):
            named = [w for groups in waiting.values() for group in groups.values() for w in group]
            waiting.clear()
        else:
            named = [
                w for name in _names(entry.text) for w in _spoken_to(p, waiting.get(name, {}), root)
            ]
        if not named and flat and previous is not None:
            named = [previous]
        for w in named:
            first.setdefault(w.id, entry)


def _spoken_to(p: Placed, waiting: dict[str, list[Entry]], root: Mapping[str, str]) -> list[Entry]:
    """Take from the waiting whom an answer names: in its own conversation, or at the top in all."""
    if p.depth:
        return waiting.pop(root[p.entry.id], [])
    found = [w for group in waiting.values() for w in group]
    waiting.clear()
    return found


def _names(text: str) -> list[str]:
    """Folded words that may name somebody, in the first sentence or to begin a later one."""
    parts = [part.strip() for part in _SENTENCE.split(text[:HEAD])]
    parts = [part for part in parts if _WORD.search(part)]
    spoken = " ".join(parts[: 2 if parts and len(parts[0]) < GREETING else 1])
    words = [word for at, word, after in _NAME.findall(spoken) if at or after or word[0].isupper()]
    words += _CALLED.findall(text[:CALLS])
    return list(dict.fromkeys(name for word in words for name in _WORD.findall(fold(word))[:1]))


def _answers(p: Placed) -> bool:
    assert p.parent is not None
    if voice(p.entry) == voice(p.parent) and not _own(p):
        return False
    return _own(p) or not (questions.asks(p.entry.text) or questions.joins_in(p.entry.text))


def _own(p: Placed) -> bool:
    return p.entry.author.role.own


def _earlier(one: Entry, other: Entry | None) -> bool:
    if other is None:
        return True
    a, b = moment(one), moment(other)
    return a is not None and (b is None or a < b)
