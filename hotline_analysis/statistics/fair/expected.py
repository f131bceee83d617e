"""What all units together do with tickets of a kind: expected rates by strata, or by a model of main effects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotline_analysis.errors import InputError
from hotline_analysis.statistics.fair.counts import Floats

OTHER = "*"
STEPS, CLOSE = 200, 1e-12


def strata(cells: pd.DataFrame, factors: Sequence[str], at_least: int) -> tuple[pd.DataFrame, int]:
    """Put cells into strata of enough trials.

    Small strata that agree in all factors but the last are put together, then those that agree in all but the last
    two, and so on; what is still small at the end is one stratum. Every cell stands in exactly one, so that expected
    successes over all units add up to those observed.

    Parameters
    ----------
    cells : DataFrame
        The factors and ``trials``.
    factors : sequence of str
        The most important first.
    at_least : int

    Returns
    -------
    keys : DataFrame
        The factors, with ``*`` for what was put together; same rows as ``cells``.
    pooled : int
        Trials in strata that were put together.
    """
    keys = cells[list(factors)].astype(object).copy()
    if not factors:
        return keys, 0
    small = np.ones(len(cells), dtype=bool)
    for factor in [None, *reversed(factors)]:
        if factor is not None:
            keys.loc[small, factor] = OTHER
        sizes = cells.groupby([keys[name] for name in factors])["trials"].transform("sum")
        small = (sizes < at_least).to_numpy()
        if not small.any():
            break
    marked = (keys == OTHER).any(axis=1)
    return keys, int(cells.loc[marked, "trials"].sum())


def stratum_rates(cells: pd.DataFrame, keys: pd.DataFrame) -> Floats:
    """Return for every cell the rate of its stratum over all units, that of the cell's own unit among them."""
    by = [keys[name] for name in keys] or [pd.Series(0, index=cells.index)]
    sums = cells.groupby(by)[["successes", "trials"]].transform("sum")
    return np.asarray(sums["successes"] / sums["trials"], dtype=float)


def model_rates(cells: pd.DataFrame, keys: pd.DataFrame) -> Floats:
    """Return for every cell the rate by a logistic regression on the main effects of its factors.

    Fitted by iteratively reweighted least squares on the cells' sums over all units; a level at which everybody
    answers the same has a fitted rate at the very edge of 0 or 1, as maximum likelihood has it.

    Raises
    ------
    InputError
        If the fit does not settle.

    References
    ----------
    McCullagh and Nelder, Generalized Linear Models, 2nd ed. 1989, section 4.4.
    """
    if not keys.columns.size:
        return stratum_rates(cells, keys)
    names = list(keys.columns)
    sums = cells.assign(**{name: keys[name] for name in names}).groupby(names, sort=True)[["successes", "trials"]].sum()
    levels = sums.index.to_frame(index=False)
    fitted = logistic(_design(levels), sums["successes"].to_numpy(float), sums["trials"].to_numpy(float))
    place = {key: at for at, key in enumerate(levels.itertuples(index=False, name=None))}
    return fitted[[place[key] for key in keys.itertuples(index=False, name=None)]]


def _design(levels: pd.DataFrame) -> NDArray[np.float64]:
    """Lay out an intercept, and for every factor one column for each level but the first."""
    columns = [np.ones(len(levels))]
    for name in levels:
        columns += [(levels[name] == level).to_numpy(float) for level in sorted(set(levels[name]))[1:]]
    return np.column_stack(columns)


def logistic(design: NDArray[np.float64], successes: Floats, trials: Floats) -> Floats:
    """Fit a logistic regression to counts and return the fitted rates; steps that overshoot are halved.

    Rates only: columns may follow from one another, and rates may lie at the very edge, both of which the solver of
    `hotline_analysis.statistics.drivers` refuses because coefficients have no meaning then.

    Parameters
    ----------
    design : (k, q) array
    successes, trials : (k,) arrays
        ``trials`` above 0.

    Raises
    ------
    InputError
        If the deviance does not settle.
    """
    start = (successes + 0.5) / (trials + 1)
    linear = np.log(start / (1 - start))
    coefficients, before = np.zeros(design.shape[1]), np.inf
    for _ in range(STEPS):
        rates = _rates(linear)
        weights = trials * rates * (1 - rates)
        working = linear + (successes - trials * rates) / weights
        root = np.sqrt(weights)
        found = np.linalg.lstsq(design * root[:, None], working * root, rcond=None)[0]
        step, now = 1.0, _deviance(design @ found, successes, trials)
        while now > before * (1 + CLOSE) and step > 1e-6:
            step /= 2
            now = _deviance(design @ (coefficients + step * (found - coefficients)), successes, trials)
        coefficients = coefficients + step * (found - coefficients)
        linear = np.clip(design @ coefficients, -30, 30)
        if abs(before - now) <= CLOSE * (abs(now) + 0.1):
            return _rates(linear)
        before = now
    raise InputError("the model of the case mix does not settle", allowed="fewer factors, or method strata")


def _rates(linear: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(linear, -30, 30))))


def _deviance(linear: Floats, successes: Floats, trials: Floats) -> float:
    linear = np.clip(linear, -30, 30)
    return float(-2 * np.sum(successes * linear - trials * np.logaddexp(0, linear)))
