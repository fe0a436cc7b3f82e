"""The rules' turns of phrase: logistic regression on what our sentences say.

What the lexicon makes of a sentence is given, and the turns learn what it lacks. Each label has the
same weight. The same sentences give the same table.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from tertulia.analyzers import _turns, rules
from tertulia.analyzers._tables import DATA
from tertulia.analyzers._text import own_words

LOSS_WEIGH = 0.5  # of the data against the size of the weights
FEWEST = 3  # sentences that a turn stands in
LIGHTEST = 0.05  # a turn whose weights are all below it is left out
LABELS = 3
FLOOR = 1e-4  # of a share, for its logarithm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_HEAD = (
    "# What turns of phrase add to the log odds of negative, neutral, positive;"
    " written by `invoke train`."
)


def write_turns(lang: str, texts: Sequence[str], labels: Ints) -> None:
    """Write `_data/turns_<lang>.tsv` from the sentences of that language."""
    known, weights = fit_turns(texts, labels, by_lexicon(lang, texts))
    lines = [_HEAD]
    for turn, row in zip(known, weights, strict=True):
        if abs(row).max() >= LIGHTEST:
            lines.append("\t".join([turn, *(f"{n:.2f}" for n in row)]))
    (DATA / f"turns_{lang}.tsv").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def by_lexicon(lang: str, texts: Sequence[str]) -> Floats:
    """The log odds that the rules start from: a row of three for each text."""
    given = [rules.by_lexicon(own_words(text), lang) for text in texts]
    shares = np.array([reading.shares for reading, _ in given])
    odds: Floats = np.log(np.maximum(shares, FLOOR)) * [[weigh] for _, weigh in given]
    return odds


def fit_turns(texts: Sequence[str], labels: Ints, given: Floats) -> tuple[list[str], Floats]:
    """The turns of some sentences, and a row of three weights for each.

    Args:
        texts: The sentences.
        labels: Theirs, 0 to 2.
        given: Log odds that the turns' weights are added to: a row of three for each sentence.
    """
    met = [sorted(_turns.turns_of(own_words(text))) for text in texts]
    often = Counter(turn for turns in met for turn in turns)
    known = sorted(turn for turn, times in often.items() if times >= FEWEST)
    place = {turn: n for n, turn in enumerate(known)}
    columns = [[place[turn] for turn in turns if turn in place] for turns in met]
    starts = np.cumsum([0, *map(len, columns)])
    points = sparse.csr_array(
        (np.ones(starts[-1]), np.concatenate(columns).astype(int), starts),
        shape=(len(texts), len(known)),
    )
    weights, bias = _logistic(points, labels, given)
    weights[place[_turns.OPENS]] += bias  # which every text has once
    return known, weights


def _logistic(points: sparse.csr_array, labels: Ints, given: Floats) -> tuple[Floats, Floats]:
    """Weights (a row a column of the points, a number a label) and bias."""
    truth = np.eye(LABELS)[labels]
    weigh = (len(labels) / LABELS / np.bincount(labels, minlength=LABELS))[labels][:, None]
    weigh = weigh * LOSS_WEIGH
    size = LABELS * points.shape[1]

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weights, bias = parameters[:size].reshape(-1, LABELS), parameters[size:]
        odds = given + points @ weights + bias
        top = odds.max(axis=1, keepdims=True)
        whole = top + np.log(np.exp(odds - top).sum(axis=1, keepdims=True))
        off = (np.exp(odds - whole) - truth) * weigh
        cost = float((weigh * (whole - (odds * truth).sum(axis=1, keepdims=True))).sum())
        slope = np.concatenate([(points.T @ off + weights).ravel(), off.sum(axis=0)])
        return cost + 0.5 * float((weights * weights).sum()), slope

    start = np.zeros(size + LABELS)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found[:size].reshape(-1, LABELS), found[size:]
