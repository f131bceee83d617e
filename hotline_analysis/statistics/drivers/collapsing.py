"""Rows that are alike in some columns, as one: patterns without their units, and cases of a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Collapsed:
    """Which rows are alike.

    Attributes
    ----------
    first : array (cases,)
        The first row of every case.
    case : array (rows,)
        The case of every row.
    """

    first: NDArray[np.intp]
    case: NDArray[np.intp]

    def sums(self, values: Array) -> Array:
        """Add up the values (rows,) of every case; shape (cases,)."""
        import numpy as np

        return np.asarray(np.bincount(self.case, weights=values, minlength=len(self.first)), dtype=float)


def collapsed(frame: pd.DataFrame, names: Sequence[str]) -> Collapsed:
    """Find the rows that are alike in some columns.

    Parameters
    ----------
    frame : DataFrame
        Without missing values in these columns.
    names : sequence of str
        None at all: every row is alike.

    Examples
    --------
    >>> import pandas as pd
    >>> collapsed(pd.DataFrame({"a": [1, 2, 1], "b": ["x", "x", "x"]}), ["a", "b"]).case.tolist()
    [0, 1, 0]
    """
    import numpy as np
    import pandas as pd

    numbers, many = np.zeros(len(frame), dtype=np.int64), 1
    for name in names:
        codes, levels = pd.factorize(frame[name])
        if many * len(levels) >= 2**62:
            numbers, seen = pd.factorize(numbers)
            many = len(seen)
        numbers, many = numbers * len(levels) + codes, many * len(levels)
    case, seen = pd.factorize(numbers)
    first = np.empty(len(seen), dtype=np.intp)
    first[case[::-1]] = np.arange(len(frame))[::-1]
    return Collapsed(first, case)
