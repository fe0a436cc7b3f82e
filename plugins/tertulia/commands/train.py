"""`invoke train`: teach the linear head of the analyzer `embeddings` on our own sentences.

Multinomial logistic regression with equal weight for each label, over standardised vectors; the
standardisation is folded into the weights that are written to `analyzers/_data/head.tsv`. It
reads nothing but `analyzers/_data/seeds_*.tsv`, and the same sentences give the same head.
"""

from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from tertulia.analyzers import _model
from tertulia.analyzers._pieces import pieces
from tertulia.analyzers._tables import DATA, rows

LABELS = ("negative", "neutral", "positive")
LOSS_WEIGH = 0.03  # of the data against the size of the weights; flat from 0.02 to 0.05
SCALE = 4.0  # length of a typical standardised vector
SHARPER = 1.3  # so strong a restraint leaves the odds too near to each other
MORE_NEUTRAL = 0.25  # people call more things neutral than sentences made up to be so
FOLDS = 5

Floats = _model.Floats


def train(to: Path = DATA / "head.tsv") -> float:
    """Write the head, and give back the share of sentences it gets right that it was not taught."""
    texts, labels = sentences()
    vectors = _model.vectors([" ".join(pieces(text)) or text for text in texts])
    right = held_out(vectors, labels)
    weights, bias = fit(vectors, labels)
    lines = [
        "# Weights of negative, neutral, positive for each of the model's numbers; last, the bias."
    ]
    lines += ["\t".join(f"{n:.5g}" for n in row) for row in [*weights.T, bias]]
    to.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    return right


def sentences() -> tuple[list[str], Floats]:
    """Our sentences and their labels as numbers."""
    found = [row for path in sorted(DATA.glob("seeds_*.tsv")) for row in rows(path.stem)]
    texts = [text for _, text in found]
    return texts, np.array([LABELS.index(label) for label, _ in found])


def held_out(vectors: Floats, labels: Floats) -> float:
    """Share of right answers on each fifth by a head that was taught on the other four."""
    fold = np.arange(len(labels)) % FOLDS
    right = 0
    for left_out in range(FOLDS):
        weights, bias = fit(vectors[fold != left_out], labels[fold != left_out])
        guessed = (vectors[fold == left_out] @ weights.T + bias).argmax(axis=1)
        right += int((guessed == labels[fold == left_out]).sum())
    return right / len(labels)


def fit(vectors: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Weights (a row a label) and bias for plain vectors."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0)
    scale = SCALE / np.sqrt(vectors.shape[1]) / spread
    points = (vectors - mean) * scale
    counts = np.bincount(labels.astype(int), minlength=len(LABELS))
    weigh = (len(labels) / len(LABELS) / counts)[labels.astype(int)][:, None] * LOSS_WEIGH
    truth = np.eye(len(LABELS))[labels.astype(int)]
    size = len(LABELS) * points.shape[1]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weights, bias = parameters[:size].reshape(len(LABELS), -1), parameters[size:]
        odds = points @ weights.T + bias
        top = odds.max(axis=1, keepdims=True)
        whole = top + np.log(np.exp(odds - top).sum(axis=1, keepdims=True))
        off = (np.exp(odds - whole) - truth) * weigh
        cost = float((weigh * (whole - (odds * truth).sum(axis=1, keepdims=True))).sum())
        slope = np.concatenate([(off.T @ points + weights).ravel(), off.sum(axis=0)])
        return cost + 0.5 * float((weights * weights).sum()), slope

    start = np.zeros(size + len(LABELS))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    weights = found[:size].reshape(len(LABELS), -1) * scale * SHARPER
    bias = found[size:] * SHARPER + MORE_NEUTRAL * (np.array(LABELS) == "neutral")
    return weights, bias - weights @ mean
