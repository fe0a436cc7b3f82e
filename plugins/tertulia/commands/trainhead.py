"""The head of the analyzer `embeddings`: kernel ridge regression on vectors of our sentences.

Near what was taught as negative, neutral or positive, a text is so too. Each label has the same
weight. All sentences are learned from; only some are kept to compare with, evenly taken from all
(subset of regressors; Rasmussen & Williams 2006, Gaussian Processes for Machine Learning, 8.3.1).
Vectors are kept in steps of 1/`_model.STEPS`, which costs nothing measurable.
"""

import numpy as np

from tertulia.analyzers import _model
from tertulia.analyzers._tables import DATA
from tertulia.commands.trainturns import LABELS, Floats, Ints

NEARNESS = 2.0  # how fast a sentence's pull ends; from 1 to 3 it is all one
RESTRAINT = 0.4
KEPT = 4_000  # sentences, at the most; twice as many answer no better
FARTHEST = 127  # steps: a byte
FOLDS = 5

_HEAD = (
    "# What is taken from a vector and what it is multiplied with; then, for each sentence"
    " of head.npy, its pull towards negative, neutral, positive. Written by `invoke train`."
)


def write_head(vectors: Floats, labels: Ints) -> None:
    """Write `_data/head.tsv` and `_data/head.npy`."""
    head = fit(vectors, labels)
    lines = [_HEAD]
    lines += ["\t".join(f"{n:.6g}" for n in row) for row in (head.mean, head.scale)]
    lines += ["\t".join(f"{n:.4f}" for n in row) for row in head.pulls]
    (DATA / "head.tsv").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    np.save(DATA / "head.npy", (head.points * _model.STEPS).round().astype(np.int8))


def held_out(vectors: Floats, labels: Ints) -> float:
    """Share of right answers on each fifth by a head that was taught on the other four."""
    fold = np.arange(len(labels)) % FOLDS
    right = 0
    for out in (fold == n for n in range(FOLDS)):
        head = fit(vectors[~out], labels[~out])
        right += int((_model.pulled(vectors[out], head).argmax(axis=1) == labels[out]).sum())
    return right / len(labels)


def fit(vectors: Floats, labels: Ints) -> _model.Head:
    """A head that knows these sentences."""
    mean: Floats = vectors.mean(axis=0)
    scale: Floats = np.sqrt(NEARNESS / vectors.shape[1]) / vectors.std(axis=0)
    steps = ((vectors - mean) * scale * _model.STEPS).round()
    points: Floats = np.clip(steps, -FARTHEST, FARTHEST) / _model.STEPS
    kept = points[:: -(-len(points) // KEPT)]
    near = _model.nearness(kept, points)
    rarity = len(labels) / LABELS / np.bincount(labels, minlength=LABELS)[labels]
    truth = np.eye(LABELS)[labels] - 1 / LABELS
    squares = (near * rarity) @ near.T + RESTRAINT * _model.nearness(kept, kept)
    pulls = np.linalg.solve(squares, (near * rarity) @ truth)
    return _model.Head(mean, scale, kept, pulls.astype(np.float64))
