"""Where comments begin in a page's plain text, and who answers whom: guesses, each with its odds.

Two kinds of copies. In one a date stands at each comment, under or beside a name; the indent
tells who answers whom. In the other there is nothing but words: there a comment is known by
how people begin (greet, thank, agree) and end (send regards), and an answer by whom it thanks.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

from tertulia.sources._spoken_dates import spoken_moment

_FORM = re.compile(
    r"\s*(?:deja(?:r|nos)? (?:una?|tu) (?:comentario|respuesta)|escribe un comentario"
    r"|publicar un comentario"
    r"|a[ñn]adir comentario|leave a (?:reply|comment)|post a comment|add a comment"
    r"|deixa (?:un|a) (?:comentari|resposta)|deixe um coment[áa]rio|laisser un commentaire"
    r"|schreibe einen kommentar|lascia un commento|cancelar respuesta)\b.{0,60}",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\s*(?:(?:\d+|un|una|one)\s+)?(?:responses?|comments?|replies|thoughts|comentarios?|respuestas?"
    r"|comentaris?|respostes?|commentaires?|r[ée]ponses?|kommentare?|antworten|commenti)\b"
    r"(?:\s+(?:to|on|en|a|para|sobre|sur|zu|su)\b.{0,200})?\s*:?\s*",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?P<name>.{1,60}?)\s+(?:says|said|dijo|dice|escribi[óo]|coment[óo]|ha dicho|va dir|diu|disse"
    r"|diz|a [ée]crit|dit|sagt|schrieb|ha detto|on|el|em|le|am)\b:?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*\d{1,4}[.)]\s+")
_NOISE = re.compile(
    r"\s*(?:\d{1,4}[.)]\s+)?(?:.{1,60} avatar|reply|responder|respon|respondre|r[ée]pondre"
    r"|antworten|rispondi|me gusta(?: a .{1,30})?|like(?:d by .{1,30})?)\s*(?:↓)?\s*",
    re.IGNORECASE,
)
_EXCERPT = re.compile(r"\s*\[(?:…|\.\.\.)\].*\[(?:…|\.\.\.)\]\s*", re.DOTALL)
_NAME = r"(?-i:([A-ZÁÉÍÓÚÑÇ][\wáéíóúüñç]+(?: (?:[A-ZÁÉÍÓÚÑÇ][\wáéíóúüñç]+))?))"
_GREETS = re.compile(
    rf"(?:hola|buenas|hi|hello|hey|ol[áa]|bon dia|bonjour)\b[\s,¡!]*{_NAME}?", re.IGNORECASE
)
_THANKS = re.compile(
    rf"(?:much[ai]s |mil |moltes )?(?:gracias|gr[àa]cies|thanks|thank you|merci|obrigad[oa])"
    rf"(?:\s+a (?:ti|usted|vosotros))?(?:[\s,]+{_NAME}|(?=\s*[,.!]|\s+por\b|\s+for\b))",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"(?:pues |s[íi],? |yo )*(?:(?:totalmente|completamente|plenamente|muy|totally) )?"
    r"(?:de acuerdo|d'acord|agree)\b",
    re.IGNORECASE,
)
_PRAISES = re.compile(
    r"(?:me (?:alegra|ha gustado|gusta|encanta)|enhorabuena|felicidades|felicitaciones"
    r"|(?:muy )?buen[oa]?s? (?:post|art|entrada|reflexi)|gran (?:post|art)|excelente|coincido"
    r"|comparto|great (?:post|article)|nice (?:post|article)|congratulations)",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:(?:un (?:saludo|abrazo|beso|placer)|saludos|abrazos|besos|una? abra[çc]ada|salutacions"
    r"|regards|cheers|best)\b.{0,60}|(?:(?:much[ai]s|mil) )?gracias\s*[.!]*)$",
    re.IGNORECASE,
)
_ANSWERS = re.compile(r"\btu comentario|\bpor comentar|\btenerte|\bleerte\b|\byour comment", re.I)
_WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(slots=True)
class Segment:
    """A piece of the text that seems to be one comment.

    Attributes:
        odds: How sure it is that it is one, in percent.
        answers: The segment it seems to answer, and how sure that is.
        why: What the guess rests on, in clauses.
    """

    lines: list[str]
    odds: int
    name: str = ""
    posted: datetime | None = None
    raw_date: str = ""
    pingback: bool = False
    own: bool = False
    answers: "Segment | None" = None
    why: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, as paragraphs."""
        return "\n".join(self.lines).strip()


@dataclass(slots=True)
class Split:
    """A copy's text in its parts: the post's lines, and what seems to be comments."""

    post: list[str]
    segments: list[Segment]
    form: str = ""


def split(text: str) -> Split:
    """Propose where the post ends and each comment begins."""
    lines = text.split("\n")
    form = ""
    for number, row in enumerate(lines):
        if _FORM.fullmatch(row) and number > 2:
            form, lines = row.strip(), lines[:number]
            break
    post, segments = _dated(lines)
    if not segments:
        post, segments = _spoken([row.strip() for row in lines if row.strip()])
    return Split(post=post, segments=segments, form=form)


def _dated(lines: list[str]) -> tuple[list[str], list[Segment]]:
    """Comments that each have a name and a date, under each other or in one line."""
    begin = next((n for n, row in enumerate(lines) if n > 2 and _heading(row)), -1)
    heads = [(n, head) for n in range(begin + 1, len(lines)) if (head := _head(lines, n))]
    if len(heads) < (1 if begin >= 0 else 2):
        return lines, []
    starts = [number - head.above for number, head in heads]
    segments: list[Segment] = []
    open_: list[tuple[int, Segment]] = []  # indents of the comments we stand in
    for (number, head), end in zip(heads, [*starts[1:], len(lines)], strict=True):
        body = [row.strip() for row in lines[number + 1 : end] if not _NOISE.fullmatch(row)]
        if head.rest:
            body.insert(0, head.rest)
        made = Segment(
            lines=_parted(body),
            odds=90 if begin >= 0 else 75,
            name=head.name,
            posted=head.posted,
            raw_date=head.raw,
            why=["a name with a date"],
        )
        indent = _indent(lines[number])
        while open_ and open_[-1][0] >= indent:
            open_.pop()
        if open_:
            made.answers = open_[-1][1]
            made.why.append(f"indented below {made.answers.name!r}")
        open_.append((indent, made))
        segments.append(made)
    return lines[: begin if begin >= 0 else starts[0]], segments


@dataclass(slots=True)
class _Head:
    """What a line with a date says: whose comment begins, how many lines above, what follows."""

    name: str
    posted: datetime
    raw: str
    above: int
    rest: str = ""


def _head(lines: list[str], number: int) -> _Head | None:
    row = lines[number].strip()
    posted = spoken_moment(row) if 6 <= len(row) <= 100 and any(c.isdigit() for c in row) else None
    if posted is None:
        return None
    said = _SAYS.match(row)
    if said and spoken_moment(said["name"]) is None:
        return _Head(_bare(said["name"]), posted, row, _lead(lines, number, said["name"]))
    if len(re.findall(r"[^\W\d_]+", row)) > 8:
        return None  # a sentence that holds a date
    above = number - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    name = lines[above].strip() if above >= 0 else ""
    spoken = _SAYS.fullmatch(name)
    name = _bare(spoken["name"] if spoken else name)
    if not name or len(name) > 60 or name[-1] in ".:;,!?":
        return None
    return _Head(name, posted, row, number - above + _lead(lines, above, name))


def _lead(lines: list[str], number: int, name: str) -> int:
    """Whether the line above is the same name again, as beside a picture."""
    above = lines[number - 1].strip() if number else ""
    return 1 if above and _NOISE.fullmatch(above) and _bare(name) in above else 0


def _bare(name: str) -> str:
    return _NUMBERED.sub("", name).strip(" .:-–—|")


def _heading(row: str) -> bool:
    return bool(row.strip()) and bool(_COUNT.fullmatch(row)) and any(c.isdigit() for c in row)


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _parted(rows: list[str]) -> list[str]:
    """The lines of a comment, with those put together that were only wrapped."""
    joined: list[str] = []
    for row in rows:
        if row and row[0].islower() and joined and len(joined[-1]) > 55:
            joined[-1] += f" {row}"
        elif row or joined:
            joined.append(row)
    while joined and not joined[-1]:
        joined.pop()
    return joined


def _spoken(lines: list[str]) -> tuple[list[str], list[Segment]]:
    """Comments known by how they begin and end; pingbacks by their brackets."""
    pings = [
        Segment(lines=[row], odds=90, pingback=True, why=["an excerpt in brackets"])
        for row in lines
        if _EXCERPT.fullmatch(row)
    ]
    lines = [row for row in lines if not _EXCERPT.fullmatch(row)]
    first = _first(lines)
    if first < 0:
        return lines, pings
    segments: list[Segment] = []
    before = ""
    for row in lines[first:]:
        odds, why = _opens(row)
        ended = _closes(before) and not _closes(row)
        greeted = len(before) < 30 and _opens(before)[0] > 0
        if not segments or ended or (odds and not greeted and not _closes(row)):
            reasons = [*([why] if why else []), *(["it follows regards"] if ended else [])]
            odds = min(90, max(odds, 50) + 10 * ended)
            segments.append(Segment(lines=[row], odds=odds, why=reasons))
        else:
            segments[-1].lines.append(row)
        before = row
    _answered(segments)
    return lines[:first], segments + pings


def _first(lines: list[str]) -> int:
    """Where the first comment begins: people speak, and go on speaking, until the end."""
    for number in range(3, len(lines)):
        if _opens(lines[number])[0] < 70:
            continue
        rest = lines[number:]
        signs = sum(_opens(row)[0] >= 70 or _closes(row) for row in rest)
        if signs >= 2 and signs * 6 >= len(rest):
            return number
    return -1


def _opens(row: str) -> tuple[int, str]:
    """How much a line sounds like the beginning of a comment, in percent, and why."""
    start = row.lstrip("¡¿ ")
    if _GREETS.match(start):
        return 90, "it begins with a greeting"
    if _THANKS.match(start):
        return 80, "it begins with thanks"
    if _AGREES.match(start):
        return 75, "it begins by agreeing"
    if _PRAISES.match(start):
        return 70, "it begins with praise"
    return 0, ""


def _closes(row: str) -> bool:
    return len(row) <= 80 and bool(_CLOSES.match(row.lstrip("¡ ")))


def _answered(segments: list[Segment]) -> None:
    """Find the answers of the post's author, by whom they thank, and what they answer."""
    author = ""
    open_: list[Segment] = []
    for segment in segments:
        start = " ".join(segment.lines[:2]).lstrip("¡¿ ")
        greeted, thanked = _GREETS.match(start), _THANKS.search(start[:120])
        name = (thanked and thanked[1]) or (greeted and greeted[1]) or ""
        thanks = bool(thanked) and (bool(thanked and thanked[1]) or bool(_ANSWERS.search(start)))
        if not (name and thanks and open_):
            author = author or (name if greeted and not thanks else "")
            open_.append(segment)
            continue
        segment.own = True
        target, odds = _nearest(segment, open_)
        target.name = target.name or name
        target.why.append(f"{name!r} is thanked for it (odds {odds} %)")
        segment.answers = target
        segment.why.append(f"it thanks {name!r}, so it is the author's (odds {odds} % for whom)")
        open_.remove(target)
    for segment in segments:
        if segment.own:
            segment.name = author


def _nearest(answer: Segment, open_: list[Segment]) -> tuple[Segment, int]:
    """The comment that an answer most likely answers: the one just before, or of like words."""
    if len(open_) == 1:
        return open_[0], 80
    mine = _stems(answer.text)
    scores = [len(mine & _stems(s.text)) / (len(_stems(s.text)) + 10) ** 0.5 for s in open_]
    scores[-1] += 0.1
    best = max(range(len(open_)), key=lambda n: scores[n])
    return open_[best], 50 if scores[best] > 0.5 else 35


def _stems(text: str) -> set[str]:
    return {word[:6] for word in _WORD.findall(text.lower())}
