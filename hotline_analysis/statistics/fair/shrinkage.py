"""Best estimates of underlying rates of units with few answers: empirical Bayes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special

from hotline_analysis.errors import InputError
from hotline_analysis.shown import Shown
from hotline_analysis.statistics.fair.beta_binomial import BetaBinomial, fit
from hotline_analysis.statistics.fair.counts import Floats, at_least_two, open_level, parts_of_wholes
from hotline_analysis.statistics.fair.intervals import normal_quantile, wilson

CONDITIONAL = "intervals take the spread between units as known, so they are a little too narrow for few units"


@dataclass(frozen=True, repr=False)
class Shrunken(Shown):
    """Rates pulled towards the rate of all, the more the fewer trials a unit has.

    Attributes
    ----------
    names : tuple of str
    successes, trials : arrays, shape (units,)
    prior : BetaBinomial or None
        How underlying rates are spread; None where it cannot be estimated, see ``notes``.
    estimates, standard_errors, low, high : arrays, shape (units,)
        Posterior mean, standard deviation and central interval of every underlying rate, as shares.
    weights : array, shape (units,)
        How much of a unit's estimate is its own rate: n / (n + a + b).
    level : float
    notes : tuple of str

    Examples
    --------
    >>> found = shrink([2, 90, 380, 60], [2, 100, 400, 80], ["甲", "乙", "丙", "丁"])
    >>> found.frame["unit"].tolist(), bool(found.weights[0] < found.weights[2])
    (['甲', '乙', '丙', '丁'], True)
    """

    names: tuple[str, ...]
    successes: Floats
    trials: Floats
    prior: BetaBinomial | None
    estimates: Floats
    standard_errors: Floats
    low: Floats
    high: Floats
    weights: Floats
    level: float
    notes: tuple[str, ...] = ()

    def _said(self) -> str:
        return f"{len(self.names)} units at {100 * self.level:g} %"

    @property
    def frame(self) -> pd.DataFrame:
        """One row a unit: counts, its own rate, the estimate with its error and interval, the weight."""
        with np.errstate(invalid="ignore"):
            rate = self.successes / self.trials
        return pd.DataFrame(
            {
                "unit": self.names,
                "successes": self.successes,
                "trials": self.trials,
                "rate": rate,
                "estimate": self.estimates,
                "standard_error": self.standard_errors,
                "low": self.low,
                "high": self.high,
                "weight": self.weights,
            }
        )


def shrink(
    successes: ArrayLike, trials: ArrayLike, names: Sequence[str] | None = None, *, level: float = 0.95
) -> Shrunken:
    """Estimate every unit's underlying rate from its own counts and those of all.

    Underlying rates follow a beta distribution, fitted by maximum likelihood; given it, a unit's rate follows
    Beta(a + successes, b + failures).

    Parameters
    ----------
    successes, trials : array_like of whole numbers, shape (units,)
        A unit without trials gets the rate of all.
    names : sequence of str, optional
    level : float
        Of the intervals.

    Raises
    ------
    InputError
        For a wrong count, or fewer than two units with trials.
    UsageError
        For a level that is none.

    Notes
    -----
    Where units differ by no more than chance, where all rates are 0 or all are 100 %, or where no unit has two trials,
    the estimate of every unit is the rate of all with its Wilson interval; where every rate is 0 or 100 %, but not the
    same, every unit keeps its own rate with its Wilson interval. A note says so.

    Examples
    --------
    >>> found = shrink([2, 90, 380, 60], [2, 100, 400, 80])
    >>> bool(found.estimates[0] < 0.97), bool(abs(found.estimates[2] - 0.95) < 0.01)
    (True, True)
    """
    x, n, units = parts_of_wholes(successes, trials, names)
    at_least_two(int((n > 0).sum()), "shrinkage")
    open_level(level)
    try:
        prior = fit(x, n)
    except InputError as problem:
        return _all_alike(units, x, n, None, level, f"{problem.problem}: the spread between units cannot be told")
    if np.isinf(prior.precision):
        return _all_alike(units, x, n, prior, level, "units differ by no more than chance")
    if np.isnan(prior.log_precision_error):
        return _own(units, x, n, prior, level)
    a, b, tail = prior.a + x, prior.b + n - x, (1 - level) / 2
    return Shrunken(
        units,
        x,
        n,
        prior,
        a / (a + b),
        np.sqrt(a * b / (a + b + 1)) / (a + b),
        special.betaincinv(a, b, tail),
        special.betaincinv(a, b, 1 - tail),
        n / (n + prior.precision),
        level,
        (CONDITIONAL,),
    )


def _own(names: tuple[str, ...], x: Floats, n: Floats, prior: BetaBinomial, level: float) -> Shrunken:
    low, high = wilson(x, n, level)
    with np.errstate(invalid="ignore"):
        rates = x / n
    errors = (high - low) / (2 * normal_quantile(level))
    note = "every rate is 0 or 100 %, so nothing is pulled together: units have their own rates and Wilson intervals"
    return Shrunken(names, x, n, prior, rates, errors, low, high, np.where(n > 0, 1.0, np.nan), level, (note,))


def _all_alike(
    names: tuple[str, ...], x: Floats, n: Floats, prior: BetaBinomial | None, level: float, why: str
) -> Shrunken:
    pooled = float(x.sum() / n.sum())
    low, high = wilson([x.sum()], [n.sum()], level)
    everywhere = np.ones(len(n))
    note = f"{why}; every unit has the rate of all, with its Wilson interval"
    error = np.sqrt(pooled * (1 - pooled) / n.sum())
    return Shrunken(
        names,
        x,
        n,
        prior,
        pooled * everywhere,
        error * everywhere,
        low[0] * everywhere,
        high[0] * everywhere,
        0 * everywhere,
        level,
        (note,),
    )
