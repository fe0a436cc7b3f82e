"""Where the pages of a map stand: laid out by forces (Fruchterman and Reingold, 1991).

The pages begin at places that are made of their ids: the same site gives the same map, and a
new page moves its neighbours more than the rest.
"""

import hashlib
from collections.abc import Sequence
from math import cos, pi, sin

import numpy as np
import numpy.typing as npt

from tertulia.analysis.maps import HEIGHT, MARGIN, WIDTH, Lines

Floats = npt.NDArray[np.float64]

ROUNDS = 200
AT_ONCE = 64  # pages pushed together: the numbers stay in the processor's cache


def places(ids: Sequence[str], lines: Lines) -> list[tuple[float, float]]:
    """Where each page stands on a map of the whole site."""
    if not ids:
        return []
    spots = np.array([_start(id) for id in ids])
    pulled = np.array(lines, dtype=np.int64).reshape(-1, 2)
    ideal = 1.0 / np.sqrt(len(ids))
    for turn in range(ROUNDS):
        spots = spots + _moves(spots, pulled, ideal, 0.1 * (1 - turn / ROUNDS))
    low, high = spots.min(axis=0), spots.max(axis=0)
    scaled = (spots - low) / np.maximum(high - low, 1e-9)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    return [(round(float(x), 1), round(float(y), 1)) for x, y in MARGIN + scaled * room]


def _start(id: str) -> tuple[float, float]:
    digest = hashlib.blake2b(id.encode(), digest_size=8).digest()
    angle = 2 * pi * int.from_bytes(digest[:4], "big") / 2**32
    radius = (int.from_bytes(digest[4:], "big") / 2**32) ** 0.5 / 2
    return 0.5 + radius * cos(angle), 0.5 + radius * sin(angle)


def _moves(spots: Floats, pulled: np.ndarray, ideal: float, step: float) -> Floats:
    """How far each goes in one round: all push each other away, linked ones pull."""
    force = _pushes(spots, ideal)
    if len(pulled):
        ends, starts = pulled[:, 0], pulled[:, 1]
        way = spots[ends] - spots[starts]
        pull = way * (np.linalg.norm(way, axis=1) / ideal)[:, None]
        np.subtract.at(force, ends, pull)
        np.add.at(force, starts, pull)
    force -= (spots - 0.5) * ideal  # parts that are not linked do not drift out of sight
    length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 1e-9)
    return np.asarray(force / length * np.minimum(length, step))


def _pushes(spots: Floats, ideal: float) -> Floats:
    """How far each is pushed: the sum of its ways from all others, by the squares of their lengths.

    What pushes one page stands in a column and is summed from its top, so the sum is the same to
    the last digit however many columns there are; but of a single one numpy makes another.
    """
    force = np.empty_like(spots)
    x, y = np.ascontiguousarray(spots.T)
    width = min(AT_ONCE, len(spots))
    across, down, far, square = np.empty((4, len(spots), width))
    for begin in range(0, len(spots), width):
        first = min(begin, len(spots) - width)
        some = slice(first, first + width)
        np.subtract(x[some], x[:, None], out=across)
        np.subtract(y[some], y[:, None], out=down)
        np.add(np.square(across, out=far), np.square(down, out=square), out=far)
        np.maximum(np.sqrt(far, out=far), 1e-4, out=far)
        np.divide(ideal**2, np.square(far, out=far), out=far)
        force[some, 0] = np.multiply(across, far, out=across).sum(axis=0)
        force[some, 1] = np.multiply(down, far, out=down).sum(axis=0)
    return force
