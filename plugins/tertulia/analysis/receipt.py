"""The receipt of one page's analysis: all that its figures rest on, as plain values for JSON.

Documented by docs/analysis.schema.json and docs/summaries.md. `invoke verify` works every figure
out again and compares.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any

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
    langs = sorted({tone.lang for tone in talk.tones.values()})
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
                "role": p.entry.author.role.value,
                "tone": _plain(talk.tones.get(p.entry.id)),
            }
            for p in talk.thread.comments
        ],
        "corrections": _plain(talk.corrections),
        "summary": _plain(talk.summary),
        "service": _plain(talk.service),
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  any value of core/findings.py
    kind: type = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is float:
        return round(value, DIGITS)
    if names := _names(kind):
        found = {name: getattr(value, name) for name in names}
        return {
            name: part if type(part) in _AS_IT_IS else _plain(part) for name, part in found.items()
        }
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [item if type(item) in _AS_IT_IS else _plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{kind.__name__} has no place in a receipt")


_AS_IT_IS = frozenset({bool, int, str, type(None)})


@lru_cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
