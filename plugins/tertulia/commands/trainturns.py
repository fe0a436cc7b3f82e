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
LIGHTEST = 0.05  # a turn that adds less to either side is left out
LABELS = 3
FLOOR = 1e-4  # of a share, for its logarithm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_HEAD = (
    "# A word, or ~ and the beginning of words, and what it adds to the log odds of negative and of"
    " positive against neutral; then what may follow it (_: after any word), and what both add."
    " Written by `invoke train`."
)


def write_turns(lang: str, texts: Sequence[str], labels: Ints) -> None:
    """Write `_data/turns_<lang>.tsv` from the sentences of that language."""
    known, weights = fit_turns(texts, labels, *by_lexicon(lang, texts))
    table: dict[str, list[str]] = {}
    for turn, (negative, neutral, positive) in zip(known, weights, strict=True):
        odds = negative - neutral, positive - neutral
        if max(map(abs, odds)) >= LIGHTEST:
            first, _, rest = turn.partition(" ")
            cells = table.setdefault(first, [first, ""])
            told = " ".join(f"{n:.2f}" for n in odds)
            if rest:
                cells += (rest, told)
            else:
                cells[1] = told
    lines = sorted("\t".join(cells) for cells in table.values())
    text = "\n".join([_HEAD, *lines]) + "\n"
    (DATA / f"turns_{lang}.tsv").write_text(text, "utf-8", newline="\n")


def by_lexicon(lang: str, texts: Sequence[str]) -> tuple[Floats, Floats]:
    """The log odds that the rules start from, three for each text; and what turns weigh there."""
    given = [rules.by_lexicon(text, lang) for text in texts]
    shares = np.array([reading.shares for reading, _, _ in given])
    odds: Floats = np.log(np.maximum(shares, FLOOR)) * [[weigh] for _, weigh, _ in given]
    return odds, np.array([weigh for _, _, weigh in given])


def fit_turns(
    texts: Sequence[str], labels: Ints, given: Floats, weigh: Floats
) -> tuple[list[str], Floats]:
    """The turns of some sentences, and a row of three weights for each.

    Args:
        texts: The sentences.
        labels: Theirs, 0 to 2.
        given: Log odds that the turns' weights are added to: a row of three for each sentence.
        weigh: What turns weigh in each sentence.
    """
    met = [_turns.turns_of(own_words(text)) for text in texts]
    often = Counter(turn for turns, _ in met for turn in turns)
    known = sorted(turn for turn, times in often.items() if times >= FEWEST)
    place = {turn: n for n, turn in enumerate(known)}
    columns = [[place[turn] for turn in sorted(turns) if turn in place] for turns, _ in met]
    lengths = [len(column) for column in columns]
    points = sparse.csr_array(
        (
            np.repeat(weigh * [share for _, share in met], lengths),
            np.concatenate(columns).astype(int),
            np.cumsum([0, *lengths]),
        ),
        shape=(len(texts), len(known)),
    )
    return known, _logistic(points, labels, given)


def _logistic(points: sparse.csr_array, labels: Ints, given: Floats) -> Floats:
    """A row a column of the points, a number a label; the mark that opens each text is the bias."""
    truth = np.eye(LABELS)[labels]
    weigh = (len(labels) / LABELS / np.bincount(labels, minlength=LABELS))[labels][:, None]
    weigh = weigh * LOSS_WEIGH

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weights = parameters.reshape(-1, LABELS)
        odds = given + points @ weights
        top = odds.max(axis=1, keepdims=True)
        whole = top + np.log(np.exp(odds - top).sum(axis=1, keepdims=True))
        off = (np.exp(odds - whole) - truth) * weigh
        cost = float((weigh * (whole - (odds * truth).sum(axis=1, keepdims=True))).sum())
        return cost + 0.5 * float((weights * weights).sum()), (points.T @ off + weights).ravel()

    start = np.zeros(LABELS * points.shape[1])
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found.reshape(-1, LABELS)
