"""The receipt of one page's analysis: all that its figures rest on, as plain values for JSON.

Documented by docs/analysis.schema.json and docs/summaries.md. `invoke verify` works every figure
out again and compares.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from tertulia.analysis import aspects, figures, quotations, rollups, service
from tertulia.core.findings import Evidence, Talk
from tertulia.core.model import Page

SCHEMA = "tertulia-analysis/1"
DIGITS = 6


PARAMETERS: Mapping[str, Any] = {
    "fewest_opinions": figures.FEWEST,
    "fewest_opinions_of_a_rollup": rollups.FEWEST_OPINIONS,
    "confidence_level": 0.95,
    "imagined_variance": figures.IMAGINED,
    "limits_s": list(service.LIMITS_S),
    "contested_voices": aspects.CONTESTED_VOICES,
    "longest_quotation": quotations.LONGEST,
}


def receipt(page: Page, talk: Talk, evidence: Evidence) -> dict[str, Any]:
    """Every figure of one page and what it was worked out from."""
    tones = talk.tones
    langs = sorted({tone.lang for tone in tones.values()})
    return {
        "schema": SCHEMA,
        "page": page.id,
        "url": page.url,
        "lang": page.lang,
        "inputs": dict(sorted(evidence.inputs.get(page.thread, {}).items())),
        "analyzers": {
            lang: dict(zip(("name", "version"), evidence.analyzers[lang], strict=True))
            for lang in langs
            if lang in evidence.analyzers
        },
        "parameters": dict(PARAMETERS),
        "comments": [
            {
                "id": p.entry.id,
                "parent": p.parent.id if p.parent else None,
                "role": p.entry.author.role,
                "tone": _plain(tones.get(p.entry.id)),
            }
            for p in talk.thread.comments
        ],
        "corrections": _plain(talk.corrections),
        "summary": _plain(talk.summary),
        "service": _plain(talk.service),
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  any value of core/findings.py
    kind: type = type(value)
    return _writer(kind)(value)


_AS_IT_IS = frozenset({bool, int, str, NoneType})


@cache
def _writer(kind: type) -> Callable[[Any], Any]:
    """What makes values of a kind plain: most of a long receipt's time is to find that out."""
    if kind in _AS_IT_IS:
        return lambda value: value
    if kind is float:
        return lambda value: round(value, DIGITS)
    if is_dataclass(kind):
        return _of_fields(kind)
    if issubclass(kind, Mapping):
        return lambda value: {str(_plain(key)): _plain(item) for key, item in value.items()}
    if issubclass(kind, tuple | list):
        return lambda value: [item if type(item) in _AS_IT_IS else _plain(item) for item in value]
    if issubclass(kind, StrEnum):
        return lambda value: str(value)
    if issubclass(kind, datetime):
        return lambda value: value.isoformat()
    if issubclass(kind, timedelta):
        return lambda value: value.total_seconds()
    raise TypeError(f"{kind.__name__} has no place in a receipt")


def _of_fields(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    names = tuple(field.name for field in fields(kind))
    turned = tuple(name for name in names if not _stays(hints[name]))
    values = attrgetter(*names, "__class__")  # of one name alone it would give no tuple

    def plain(value: object) -> dict[str, Any]:
        told = dict(zip(names, values(value)))  # noqa: B905  (the class, which is left out)
        for name in turned:
            part = told[name]
            if type(part) is float:
                told[name] = round(part, DIGITS)
            elif part is not None:
                told[name] = _plain(part)
        return told

    return plain


def _stays(hint: Any) -> bool:  # noqa: ANN401  (a type, or several)
    """Whether all values of a type are written to JSON as they are."""
    if isinstance(hint, type) and (hint in _AS_IT_IS or issubclass(hint, StrEnum)):
        return True
    several = isinstance(hint, UnionType) or get_origin(hint) is tuple
    return several and all(_stays(one) for one in get_args(hint) if one is not Ellipsis)
