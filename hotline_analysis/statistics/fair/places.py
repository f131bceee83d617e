"""Places in many draws at once, and how often a unit comes first or last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotline_analysis.statistics.fair.counts import Floats

ENDS = 5


@dataclass(frozen=True)
class Chances:
    """How often a unit is the first, one of the first five, one of the last five; each of shape (units,)."""

    first: Floats
    top5: Floats
    bottom5: Floats


def ahead_and_behind(values: Floats, *, tolerance: float = 0.0) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count for every value those above and those below it in its column.

    The place of a competition is one more than the number above.

    Parameters
    ----------
    values : array, shape (units, draws)
    tolerance : float
        Neighbours that differ by no more tie.

    Returns
    -------
    above, below : arrays of int, shape (units, draws)

    Examples
    --------
    >>> above, below = ahead_and_behind(np.array([[3.0], [5.0], [3.0], [1.0]]))
    >>> above.ravel().tolist(), below.ravel().tolist()
    ([1, 0, 1, 3], [1, 3, 1, 0])
    """
    across = np.ascontiguousarray(-values.T)
    draws, units = across.shape
    order = np.argsort(across, axis=1)
    ordered = np.take_along_axis(across, order, axis=1)
    apart = np.diff(ordered, axis=1) > tolerance
    place = np.arange(units)
    first, last = np.zeros((draws, units), dtype=np.int64), np.full((draws, units), units - 1)
    first[:, 1:] = np.maximum.accumulate(np.where(apart, place[1:], 0), axis=1)
    last[:, :-1] = np.minimum.accumulate(np.where(apart, place[:-1], units - 1)[:, ::-1], axis=1)[:, ::-1]
    above, below = np.empty_like(first), np.empty_like(last)
    np.put_along_axis(above, order, first, axis=1)
    np.put_along_axis(below, order, units - 1 - last, axis=1)
    return above.T, below.T


def chances(values: Floats, *, tolerance: float = 0.0) -> Chances:
    """Work out how often each unit comes first, among the first five and among the last five.

    Parameters
    ----------
    values : array, shape (units, draws)
        Higher is better. Units that tie for a place all have it.
    tolerance : float
        Neighbours that differ by no more tie.
    """
    above, below = ahead_and_behind(values, tolerance=tolerance)
    return Chances((above == 0).mean(axis=1), (above < ENDS).mean(axis=1), (below < ENDS).mean(axis=1))
