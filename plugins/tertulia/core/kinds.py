"""What each kind of page may and must say in its front matter; docs/content.md explains it."""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tertulia.core import forms
from tertulia.core.frontmatter import Field, FrontMatter, split_list
from tertulia.core.model import Case, Outcome, PageKind
from tertulia.core.suggestions import nearest

FOLDERS = {
    "posts": PageKind.POST,
    "cases": PageKind.CASE,
    "topics": PageKind.TOPIC,
    "pages": PageKind.PAGE,
}


OWN_KEY = "(one of your own goes into TERTULIA's 'fields')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file, and the way out."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def check(kind: PageKind, file: str, head: FrontMatter, own: Collection[str] = ()) -> list[Fault]:
    """All that is wrong in the front matter of one file, in the order of its lines.

    Args:
        own: Keys of the site's own, in lower case; they may say anything.
    """
    rules = RULES[kind]
    faults = [Fault(file=file, line=line, message=said) for line, said in _form(head)]
    seen: dict[str, int] = {}
    for field in head.fields:
        if field.key in seen:
            message = f"{field.key} stands here again; it is on line {seen[field.key]} already"
            faults.append(Fault(file=file, line=field.line, message=message))
        elif field.key not in rules and field.key not in own:
            near = nearest(SPANISH_KEYS.get(field.key, field.key), [*rules, *sorted(own)])
            message = f"no key {field.key!r} in a {kind}{near} {OWN_KEY}"
            faults.append(Fault(file=file, line=field.line, message=message))
        elif wrong := _complaint(field, rules.get(field.key, forms.anything), fenced=head.fenced):
            faults.append(Fault(file=file, line=field.line, message=f"{field.key}: {wrong}"))
        seen.setdefault(field.key, field.line)
    if "slug" not in seen and (title := head.field("title")) and (wrong := _nameless(title.text)):
        faults.append(
            Fault(file=file, line=title.line, message=f"title: {wrong}; give it a `Slug:` line")
        )
    if head.stray or not head.fields:  # what it lacks may stand below the line that cut it
        return faults
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
        first=forms.parse_first(text("first-response") or "unknown"),
        sources=forms.citations(values.get("sources", ())),
    )


_COMMON: dict[str, forms.Rule] = {
    "title": forms.text,
    "slug": forms.slug,
    "summary": forms.anything,
    "date": forms.moment,
    "modified": forms.moment,
    "author": forms.labels,
    "authors": forms.labels,
    "lang": forms.language,
    "translation": forms.one_of("true", "false"),
    "status": forms.one_of("published", "draft", "hidden", "skip"),
    "topics": forms.anything,
    "tags": forms.labels,
    "category": forms.labels,
    "related": forms.anything,
    "sources": forms.cited,
    "aliases": forms.aliases,
    "guid": forms.anything,
    "image": forms.anything,
    "image-alt": forms.anything,
    "series": forms.anything,
    "template": forms.text,
    "url": forms.slug,
    "save_as": forms.slug,
}

RULES: Mapping[PageKind, Mapping[str, forms.Rule]] = {
    PageKind.POST: _COMMON,
    PageKind.PAGE: _COMMON,
    PageKind.TOPIC: _COMMON
    | dict.fromkeys(("names", "broader", "narrower", "see"), forms.anything),
    PageKind.CASE: _COMMON
    | {
        "brands": forms.names,
        "channel": forms.names,
        "sector": forms.names,
        "period": forms.period,
        "trigger": forms.text,
        "happened": forms.text,
        "outcome": forms.one_of(*Outcome),
        "first-response": forms.first,
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


# What Spanish-speaking authors may take for a key.
SPANISH_KEYS = {
    "titulo": "title",
    "fecha": "date",
    "autor": "author",
    "resumen": "summary",
    "estado": "status",
    "temas": "topics",
    "etiquetas": "tags",
    "categoria": "category",
    "fuentes": "sources",
    "idioma": "lang",
    "imagen": "image",
    "marca": "brands",
    "marcas": "brands",
    "canal": "channel",
    "periodo": "period",
    "detonante": "trigger",
    "resultado": "outcome",
}

_LONGEST_SLUG = 200
_LISTS = frozenset(
    "author authors tags topics related aliases brands names broader narrower see".split()
)


def _form(head: FrontMatter) -> Iterator[tuple[int, str]]:
    """Lines at which the file as a whole is not as it must be."""
    if head.damaged:
        yield head.damaged, "what stands here is not UTF-8; save the file as UTF-8"
    line = head.stray.strip()[:60]
    if not head.fields:
        found = f"; {line!r} is none" if line else ""
        yield 1, f"a file begins with lines such as 'Title: …'{found}{_meant(line)}"
    elif line:
        rest = "lists are written 'a, b'" if line.startswith("- ") else "a blank line ends the keys"
        yield head.body_line, f"{line!r} is no line such as 'Title: …'{_meant(line)}; {rest}"


def _meant(line: str) -> str:
    """The key that a line was perhaps to hold."""
    key = re.match(r"\s*([^\W\d_][\w -]*?)\s*[:=]", line)
    if not key:
        return ""
    plain = unicodedata.normalize("NFD", key[1].lower()).encode("ascii", "ignore").decode()
    near = difflib.get_close_matches(SPANISH_KEYS.get(plain, plain), RULES[PageKind.CASE], n=1)
    return f"; did you mean '{near[0].capitalize()}:'?" if near else ""


def _nameless(title: str) -> str:
    """Why a title gives no address."""
    if title and not forms.addressable(title):
        return f"{title!r} has no letter or digit to make an address of"
    return f"{title[:30] + '…'!r} is too long for an address" if len(title) > _LONGEST_SLUG else ""


def _complaint(field: Field, rule: forms.Rule, *, fenced: bool) -> str:
    text = field.text
    if fenced and text[:1] in ("'", '"') and len(text) > 1 and text[0] == text[-1]:
        return f"{text!r} would be shown with its quotes; leave them out"
    if field.key in _LISTS and text.startswith("[") and text.endswith("]"):
        return f"{text!r} is a list as YAML has it; write {text.strip('[]')!r}"
    try:
        rule(field)
    except ValueError as error:
        return str(error)
    return ""


def _typed(key: str, head: FrontMatter) -> str:
    near = difflib.get_close_matches(key, [f.key for f in head.fields], n=1, cutoff=0.75)
    return f" (it has {near[0]!r})" if near else ""
