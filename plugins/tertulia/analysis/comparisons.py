"""What comparing all pages found, as bytes that are kept until the next time.

Only what `comparing.compare` looks at of an earlier time: not the pages' words themselves.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tertulia.analysis.comparing import Compared
from tertulia.analysis.kinship import Site
from tertulia.analysis.marks import marks
from tertulia.analysis.nearest import KEPT, Near
from tertulia.analysis.numbers import Ints
from tertulia.analysis.packing import Packed
from tertulia.analysis.ragged import Rows
from tertulia.analysis.words import Terms

_ROWS = ("texts", "plain", "titles", "rows")

_NEAR: Mapping[str, tuple[str, str]] = {  # as it is kept, and as it is used
    "others": ("i4", "i8"),
    "whole": ("u4", "f8"),
    "texts": ("u4", "f8"),
    "scores": ("f8", "f8"),
    "ranks": ("i4", "i8"),
    "bound": ("u4", "f8"),
    "edge": ("i4", "i8"),
}


def without_words(found: Compared) -> Compared:
    """The same to be compared with: the pages' words themselves are the larger part of it."""
    none = _numbers(b"")
    return replace(
        found,
        terms=replace(found.terms, numbers=none),
        plain=replace(found.plain, numbers=none),
        site=replace(found.site, numbers=none),
    )


def packed(found: Compared) -> Packed:
    """To be kept; lists that it shares with what was found must not be changed."""
    site = found.site
    lists: dict[str, Any] = {
        "prints": found.prints.data,
        "sure": site.sure.data,
        "quoting": site.quotes[0].data,
        "quoted": site.quotes[1].data,
    }
    for name, terms in (("terms", found.terms), ("words", found.plain)):
        lists |= {f"{name} ends": terms.ends.data, f"{name} bands": terms.bands.data}
    for name, rows in zip(_ROWS, (site.texts, site.plain, site.titles, found.rows), strict=True):
        lists |= {
            f"{name} numbers": rows.numbers.data,
            f"{name} weights": rows.weights.astype("u2").data,
            f"{name} ends": rows.ends.data,
        }
    for name, (kept, _) in _NEAR.items():
        lists[f"near {name}"] = getattr(found.near, name).astype(kept).data
    return Packed(ids=found.ids, said=found.said, usual=found.usual, lists=lists)


def unpacked(kept: Packed) -> Compared:
    """To be compared with."""
    lists = kept.lists

    def terms(name: str) -> Terms:
        return Terms(
            numbers=_numbers(b""),
            ends=_numbers(lists[f"{name} ends"]),
            bands=np.frombuffer(lists[f"{name} bands"], dtype=np.uint8),
        )

    def rows(name: str) -> Rows:
        return Rows(
            numbers=_numbers(lists[f"{name} numbers"]),
            weights=np.frombuffer(lists[f"{name} weights"], dtype="u2").astype(np.float64),
            ends=_numbers(lists[f"{name} ends"]),
        )

    near = {
        name: np.frombuffer(lists[f"near {name}"], dtype=stored).astype(used)
        for name, (stored, used) in _NEAR.items()
    }
    shape = len(kept.ids), KEPT
    return Compared(
        ids=kept.ids,
        said=kept.said,
        usual=kept.usual,
        terms=terms("terms"),
        plain=terms("words"),
        site=Site(
            texts=rows("texts"),
            plain=rows("plain"),
            titles=rows("titles"),
            sure=np.frombuffer(lists["sure"], dtype=np.float64),
            quotes=(_numbers(lists["quoting"]), _numbers(lists["quoted"])),
            numbers=_numbers(b""),
            ends=_numbers(b""),
            marks=marks([], 1.0),
            days=np.empty(0),
            rhythm=kept.usual[2],
            log=0.0,
        ),
        rows=rows("rows"),
        prints=np.frombuffer(lists["prints"], dtype=np.uint64),
        near=Near(
            **{
                name: each if name in ("bound", "edge") else each.reshape(shape)
                for name, each in near.items()
            }
        ),
    )


def _numbers(data: bytes) -> Ints:
    return np.frombuffer(data, dtype=np.int64)
