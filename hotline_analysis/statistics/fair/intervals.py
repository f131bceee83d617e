"""Intervals for rates (Wilson) and counts (Byar), and bars that may be compared by eye."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from hotline_analysis.statistics.fair.counts import Floats, column, open_level, parts_of_wholes, unit_names
from hotline_analysis.statistics.fair.estimates import checked_estimates


def normal_quantile(level: float) -> float:
    """Return the normal quantile of a two-sided level.

    Raises
    ------
    UsageError
        Unless the level lies between 0 and 1.

    Examples
    --------
    >>> round(normal_quantile(0.95), 6), round(normal_quantile(0.998), 6)
    (1.959964, 3.090232)
    """
    return NormalDist().inv_cdf(0.5 + open_level(level) / 2)


def wilson(successes: ArrayLike, trials: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Wilson's score interval for every rate.

    Parameters
    ----------
    successes, trials : array_like, shape (units,)
        Counts; weighted or standardised ones need not be whole.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    low, high : arrays of float, shape (units,)
        Bounds as shares between 0 and 1; NaN for a unit without trials, which has no rate.

    Raises
    ------
    InputError
        For a count that is missing, negative, or larger than its whole.
    UsageError
        For a level that is none.

    Notes
    -----
    Wilson, E. B. (1927), JASA 22:209-212; Newcombe, R. G. (1998), Statistics in Medicine 17:857-872, method 3.

    Examples
    --------
    >>> low, high = wilson([65], [100])
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.5525, 0.7364)
    """
    x, n, _ = parts_of_wholes(successes, trials, None, whole=False)
    z = normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (x + z**2 / 2) / (n + z**2)
        half = z * np.sqrt(x * (n - x) / n + z**2 / 4) / (n + z**2)
        # exact at the ends, where rounding of floats would leave 1e-17 or 1 - 1e-16
        low = np.where(x == 0, 0.0, np.maximum(middle - half, 0))
        high = np.where(x == n, 1.0, np.minimum(middle + half, 1))
    empty = n == 0
    return np.where(empty, np.nan, low), np.where(empty, np.nan, high)


def byar(count: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return Byar's interval for every count of events.

    Parameters
    ----------
    count : array_like, shape (units,)
        Events in a fixed time; each whole and 0 or more.
    level : float

    Returns
    -------
    low, high : arrays of float, shape (units,)
        Bounds of the expected number of events.

    Raises
    ------
    InputError, UsageError
        As `wilson`.

    Notes
    -----
    Breslow, N. E. and Day, N. E. (1987), Statistical Methods in Cancer Research II, p. 69. Close to the exact
    Poisson interval from about ten events on; below that it is a few per cent off.

    Examples
    --------
    >>> low, high = byar([65])
    >>> round(float(low[0]), 2), round(float(high[0]), 2)
    (50.16, 82.85)
    """
    names = unit_names(None, np.asarray(count, dtype=object).size)
    x, z = column(count, "count", names), normal_quantile(level)
    safe = np.where(x == 0, 1.0, x)
    low = np.where(x == 0, 0.0, safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3)
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return np.maximum(low, 0), high


def comparison_bars(estimates: ArrayLike, standard_errors: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Return bars of which two overlap unless the two estimates differ at this level.

    They are shorter than an interval of the same level: two 95 % intervals may overlap although the difference
    is significant.

    Parameters
    ----------
    estimates, standard_errors : array_like, shape (units,)
    level : float

    Returns
    -------
    low, high : arrays of float, shape (units,)
        Estimate -/+ z / sqrt(2) standard errors; right on average for pairs with similar standard errors.

    Raises
    ------
    InputError
        For a missing estimate or an error below 0, naming the unit.
    UsageError
        If the columns differ in length, or for a level that is none.

    Notes
    -----
    Goldstein, H. and Healy, M. J. R. (1995), JRSS A 158:175-177.

    Examples
    --------
    >>> low, high = comparison_bars([0.9], [0.01])
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.8861, 0.9139)
    """
    middle, errors, _ = checked_estimates(estimates, standard_errors, None, zero_errors=True)
    half = errors * normal_quantile(level) / np.sqrt(2)
    return middle - half, middle + half
