"""Which points of a control chart are signals: the four rules of the NHS team "Making data count".

Outside the limits, seven in a row on one side of the mean, a trend of seven, two of three close to a limit. The
definitions, down to which points of a run are marked, are those of the R package NHSRplotthedots.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Flags = NDArray[np.bool_]
RUN = 7
_SAME = 1e-12  # the mean of equal numbers differs from them in the last digit

# The first rule that holds names the point, as on the charts of the NHS.
SIGNALS = {
    "outside": "outside the limits",
    "trend": f"part of a trend of {RUN} points",
    "two_of_three": "one of two of three points beyond two thirds of a limit",
    "one_side": f"part of {RUN} points on one side of the mean",
}


def run_ends(side: ArrayLike) -> Flags:
    """Say at which points a run of seven on one side of the mean is complete.

    Parameters
    ----------
    side : (k,) array of -1, 0 or 1
        Below, on or above the mean; a point on the mean ends a run.

    Examples
    --------
    >>> run_ends([1, 1, 1, 1, 1, 1, 1, 1, -1]).astype(int).tolist()
    [0, 0, 0, 0, 0, 0, 1, 1, 0]
    """
    sides = np.asarray(side, dtype=int)
    found = np.zeros(len(sides), dtype=bool)
    for end in range(RUN - 1, len(sides)):
        last = sides[end - RUN + 1 : end + 1]
        found[end] = last[0] != 0 and bool((last == last[0]).all())
    return found


def trend_ends(values: ArrayLike) -> NDArray[np.int_]:
    """Say at which points a trend of seven is complete: 1 rising, -1 falling, 0 none; equal neighbours end it.

    Examples
    --------
    >>> trend_ends([2, 1, 2, 3, 4, 5, 6, 7, 3]).tolist()
    [0, 0, 0, 0, 0, 0, 0, 1, 0]
    """
    points = np.asarray(values, dtype=float)
    steps = np.sign(np.diff(points)).astype(int)
    found = np.zeros(len(points), dtype=int)
    for end in range(RUN - 1, len(points)):
        last = steps[end - RUN + 1 : end]
        if last[0] != 0 and bool((last == last[0]).all()):
            found[end] = last[0]
    return found


def part_of(ends: ArrayLike) -> NDArray[np.int_]:
    """Mark every point of a run of seven, given where runs end; a value is that of the last run it is in.

    Examples
    --------
    >>> part_of([0, 0, 0, 0, 0, 0, 1, 0]).tolist()
    [1, 1, 1, 1, 1, 1, 1, 0]
    """
    last = np.asarray(ends, dtype=int)
    found = np.zeros(len(last), dtype=int)
    for end in np.flatnonzero(last):
        found[max(end - RUN + 1, 0) : end + 1] = last[end]
    return found


def two_of_three(close: ArrayLike, side: ArrayLike) -> Flags:
    """Say which points stand in three neighbours on one side of the mean, two of which are close to the limit.

    Parameters
    ----------
    close : (k,) array of bool
        Beyond two thirds of the way to a limit, and inside it: a point outside is a signal of its own.
    side : (k,) array of -1, 0 or 1
    """
    near, sides = np.asarray(close, dtype=int), np.asarray(side, dtype=int)
    found = np.zeros(len(near), dtype=bool)
    for first in range(len(near) - 2):
        three = slice(first, first + 3)
        if near[three].sum() >= 2 and abs(sides[three].sum()) == 3:
            found[three] = True
    return found


def signals(
    values: ArrayLike, center: ArrayLike, lower: ArrayLike, upper: ArrayLike
) -> tuple[dict[str, Flags], NDArray[np.int_]]:
    """Apply the four rules to one stretch of a chart.

    Parameters
    ----------
    values, center, lower, upper : (k,) arrays of float
        The limits are three standard deviations from the center; they may differ from point to point.

    Returns
    -------
    flags : dict of str to (k,) bool
        Keys of `SIGNALS`.
    direction : (k,) array of -1, 0 or 1
        On which side of the mean a signal stands, or where a trend goes; 0 without a signal.

    References
    ----------
    NHSRplotthedots, ``ptd_calculate_point_type``; NHS England, Making data count.
    """
    points, middle = np.asarray(values, dtype=float), np.asarray(center, dtype=float)
    gap = points - middle
    gap[np.abs(gap) <= _SAME * np.abs(middle)] = 0
    side = np.sign(gap).astype(int)
    low, high = np.asarray(lower, dtype=float) - middle, np.asarray(upper, dtype=float) - middle
    outside = (gap < low) | (gap > high)
    close = ((gap < 2 / 3 * low) | (gap > 2 / 3 * high)) & ~outside
    trend = part_of(trend_ends(points))
    flags = {
        "outside": outside,
        "trend": trend != 0,
        "two_of_three": two_of_three(close, side) & close,
        "one_side": part_of(run_ends(side)) != 0,
    }
    return flags, _direction(flags, trend, side)


def _direction(flags: dict[str, Flags], trend: NDArray[np.int_], side: NDArray[np.int_]) -> NDArray[np.int_]:
    marked = np.logical_or.reduce(list(flags.values()))
    by_trend = flags["trend"] & ~flags["outside"]
    found: NDArray[Any] = np.where(by_trend, trend, side)
    return np.where(marked, found, 0)
