"""Sums by group, as floats."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sums_by(codes: NDArray[np.integer], values: NDArray[np.float64], groups: int = 0) -> NDArray[np.float64]:
    """Return the sum of values for every group.

    Parameters
    ----------
    codes : array of int, shape (n,)
        The number of every row's group, from 0.
    values : array of float, shape (n,)
    groups : int
        How many there are at least.

    Examples
    --------
    >>> import numpy as np
    >>> sums_by(np.array([0, 1, 0]), np.array([1.0, 2.0, 3.0])).tolist()
    [4.0, 2.0]
    """
    return np.asarray(np.bincount(codes, values, groups), dtype=np.float64)
