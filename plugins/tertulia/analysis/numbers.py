"""What lists of numbers are made of."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Prints = npt.NDArray[np.uint64]


def distinct(*numbers: Ints) -> Ints:
    """Each of these numbers once, in order.

    Counts are asked for though nobody wants them: numpy 2 loads all of its masked arrays for one
    question where it is not asked for more, which takes longer than the rest of a small site.
    """
    found, _ = np.unique(np.concatenate(numbers), return_counts=True)
    return found
