"""What each kind of page may and must say in its front matter; docs/content.md explains it."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tertulia.core.durations import parse_duration
from tertulia.core.frontmatter import Field, FrontMatter, split_list
from tertulia.core.model import Case, Citation, Outcome, PageKind, Silence

FOLDERS = {
    "posts": PageKind.POST,
    "cases": PageKind.CASE,
    "topics": PageKind.TOPIC,
    "pages": PageKind.PAGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file, and the way out."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def check(kind: PageKind, file: str, head: FrontMatter) -> list[Fault]:
    """All that is wrong in the front matter of one file, in the order of its lines."""
    rules = RULES[kind]
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for field in head.fields:
        if field.key in seen:
            message = f"{field.key} stands here again; it is on line {seen[field.key]} already"
            faults.append(Fault(file=file, line=field.line, message=message))
        elif field.key not in rules:
            message = f"no key {field.key!r} in a {kind}{nearest(field.key, rules)}"
            faults.append(Fault(file=file, line=field.line, message=message))
        elif wrong := _complaint(field, rules[field.key]):
            faults.append(Fault(file=file, line=field.line, message=f"{field.key}: {wrong}"))
        seen.setdefault(field.key, field.line)
    title = head.field("title")
    if title and title.text and "slug" not in seen and not _addressable(title.text):
        message = f"title: no address can be made of {title.text!r}; give it a `Slug:` line"
        faults.append(Fault(file=file, line=title.line, message=message))
    faults += [
        Fault(file=file, line=1, message=f"a {kind} needs the key {key!r}{_typed(key, head)}")
        for key in REQUIRED[kind]
        if key not in seen
    ]
    return faults


def case_from(values: Mapping[str, Sequence[str]]) -> Case:
    """The facts of a case, from front matter that has passed `check`.

    Args:
        values: The lines of each key, keys in lower case.

    Raises:
        ValueError: It has not passed.
    """

    def text(key: str) -> str:
        return " ".join(values.get(key, ())).strip()

    return Case(
        brands=split_list(text("brands")),
        channel=text("channel"),
        sector=text("sector"),
        period=text("period"),
        trigger=text("trigger"),
        happened=text("happened"),
        outcome=Outcome(text("outcome") or "unknown"),
        first=parse_first(text("first-response") or "unknown"),
        sources=citations(values.get("sources", ())),
    )


def parse_first(text: str) -> timedelta | Silence:
    """A first response: a duration, "none" or "unknown".

    Raises:
        ValueError: It is none of these.
    """
    return Silence(text) if text in set(Silence) else parse_duration(text)


def citations(lines: Iterable[str]) -> tuple[Citation, ...]:
    """Sources from lines of the form `text | address | day read`; the address may be empty.

    Raises:
        ValueError: A line is not of that form.
    """
    return tuple(_citation(line) for line in lines if line.strip())


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The end of a complaint: the allowed word nearest to a wrong one, else all there are."""
    names = [str(name) for name in allowed]
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    return (
        f"; did you mean {near[0]!r}?"
        if near
        else f"; there are: {', '.join(names[:12]) or 'none'}"
    )


def _citation(line: str) -> Citation:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3:
        raise ValueError(f"{line!r} must be 'who said it where | address or nothing | day read'")
    text, url, read = parts
    if url and not re.match(r"https?://[^\s/]+", url):
        raise ValueError(f"{url!r} is no address; it begins with https:// or is left empty")
    if not text and not url:
        raise ValueError("a source needs a text or an address")
    try:
        date.fromisoformat(read)
    except ValueError:
        raise ValueError(f"{read!r} is no day such as 2026-11-22") from None
    return Citation(text=text or url, url=url, read=read)


def _text(field: Field) -> None:
    if not field.text:
        raise ValueError("is empty")


def _any(_: Field) -> None:
    return


def _moment(field: Field) -> None:
    try:
        datetime.fromisoformat(field.text)
    except ValueError:
        raise ValueError(f"{field.text!r} is no date such as 2026-11-22 or 2026-11-22 18:30") from (
            None
        )


_PERIOD = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


def _period(field: Field) -> None:
    for part in field.text.split("/"):
        if not _PERIOD.match(part) or field.text.count("/") > 1:
            raise ValueError(
                f"{field.text!r} is no period such as 2012, 2012-04 or 2012-04/2012-05"
            )
        date.fromisoformat((part + "-01-01")[: len("2012-04-11")])


def _labels(field: Field) -> None:
    for label in split_list(field.text):
        if not _addressable(label):
            raise ValueError(f"{label!r} has no letter or digit outside <…> to make an address of")


_TAG = re.compile(r"<[^<>]*>")


def _addressable(text: str) -> bool:
    """Whether Pelican can make a slug of it."""
    return any(sign.isalnum() for sign in _TAG.sub("", text))


def _slug(field: Field) -> None:
    if not re.fullmatch(r"[^\s/\\?#%&<>\"'\x00-\x1f][^\s\\?#%&<>\"'\x00-\x1f]{0,199}", field.text):
        raise ValueError(f"{field.text!r} cannot be part of an address")
    if any(part in ("", ".", "..") for part in field.text.split("/")):
        raise ValueError(f"{field.text!r} leads out of its folder")


def _one_of(*allowed: str) -> Callable[[Field], None]:
    def rule(field: Field) -> None:
        if field.text not in allowed:
            raise ValueError(f"{field.text!r} is not allowed{nearest(field.text, allowed)}")

    return rule


def _first(field: Field) -> None:
    try:
        parse_first(field.text)
    except ValueError as error:
        near = nearest(field.text, tuple(Silence)) if field.text.isalpha() else ""
        raise ValueError(f"{error}{near or '; or none, or unknown'}") from None


def _citations(field: Field) -> None:
    citations(field.values)


Rule = Callable[[Field], None]

_COMMON: dict[str, Rule] = {
    "title": _text,
    "slug": _slug,
    "summary": _any,
    "date": _moment,
    "modified": _moment,
    "author": _labels,
    "authors": _labels,
    "lang": _text,
    "translation": _one_of("true", "false"),
    "status": _one_of("published", "draft", "hidden"),
    "topics": _any,
    "tags": _labels,
    "category": _labels,
    "related": _any,
    "sources": _citations,
    "aliases": _any,
    "guid": _any,
    "image": _any,
    "image-alt": _any,
    "series": _any,
    "template": _text,
    "url": _slug,
    "save_as": _slug,
}

RULES: Mapping[PageKind, Mapping[str, Rule]] = {
    PageKind.POST: _COMMON,
    PageKind.PAGE: _COMMON,
    PageKind.TOPIC: _COMMON | dict.fromkeys(("names", "broader", "narrower", "see"), _any),
    PageKind.CASE: _COMMON
    | {
        "brands": _text,
        "channel": _text,
        "sector": _text,
        "period": _period,
        "trigger": _text,
        "happened": _text,
        "outcome": _one_of(*Outcome),
        "first-response": _first,
    },
}

REQUIRED: Mapping[PageKind, tuple[str, ...]] = {
    PageKind.POST: ("title", "date"),
    PageKind.PAGE: ("title",),
    PageKind.TOPIC: ("title", "summary"),
    PageKind.CASE: (
        "title",
        "date",
        "brands",
        "channel",
        "sector",
        "happened",
        "outcome",
        "first-response",
    ),
}


def _complaint(field: Field, rule: Rule) -> str:
    try:
        rule(field)
    except ValueError as error:
        return str(error)
    return ""


def _typed(key: str, head: FrontMatter) -> str:
    near = difflib.get_close_matches(key, [f.key for f in head.fields], n=1, cutoff=0.75)
    return f" (it has {near[0]!r})" if near else ""
