"""The beta-binomial distribution by maximum likelihood: how rates of units are spread, from their counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from hotline_analysis.errors import InputError
from hotline_analysis.statistics.fair.counts import Floats

# Of a + b. Above, the spread of rates is below 0.05 points and cannot be told from none; below, rates are 0 or 100 %.
MOST_PRECISE, LEAST_PRECISE = 1e6, 1e-3


@dataclass(frozen=True)
class BetaBinomial:
    """A beta distribution of underlying rates.

    Attributes
    ----------
    mean : float
        Mean rate, a / (a + b).
    precision : float
        a + b: as many trials as the knowledge of all units is worth for a single one. Infinite where units differ by
        chance alone.
    mean_error, log_precision_error : float
        Standard errors of the mean and of log(a + b), from the observed information; NaN at an end of the range.
    log_likelihood : float
        With the binomial coefficients.
    """

    mean: float
    precision: float
    mean_error: float
    log_precision_error: float
    log_likelihood: float

    @property
    def a(self) -> float:
        """First parameter."""
        return self.mean * self.precision

    @property
    def b(self) -> float:
        """Second parameter."""
        return (1 - self.mean) * self.precision

    @property
    def correlation(self) -> float:
        """Correlation of two answers of one unit, 1 / (a + b + 1); 0 where units differ by chance alone."""
        return 1 / (1 + self.precision)


def log_likelihood(successes: Floats, trials: Floats, mean: float, precision: float) -> float:
    """Return the log-likelihood of counts, with the binomial coefficients."""
    a, b = mean * precision, (1 - mean) * precision
    ways = -special.betaln(successes + 1, trials - successes + 1) - np.log(trials + 1)
    return float(np.sum(ways + special.betaln(successes + a, trials - successes + b) - special.betaln(a, b)))


def fit(successes: Floats, trials: Floats) -> BetaBinomial:
    """Fit mean and precision by maximum likelihood.

    Parameters
    ----------
    successes, trials : arrays, shape (units,)
        Checked counts; units without trials add nothing.

    Raises
    ------
    InputError
        If all rates are 0 or all are 100 %, or no unit has two trials: then the spread cannot be told.

    Notes
    -----
    Skellam, J. G. (1948), JRSS B 10:257-261; Griffiths, D. A. (1973), Biometrics 29:637-648. The likelihood is
    maximised over logit(mean) and log(a + b) from two starts.
    """
    x, n = successes[trials > 0], trials[trials > 0]
    if x.sum() in (0, n.sum()):
        raise InputError("every unit has the same rate of 0 or 100 %", allowed="rates that differ")
    if not len(n) or n.max() < 2:
        raise InputError("no unit has two trials", allowed="at least one unit with two trials or more")

    def loss(at: NDArray[np.float64]) -> float:
        return -log_likelihood(x, n, float(special.expit(at[0])), float(np.exp(at[1])))

    best = _climbed(x, n, loss)
    polished = _polished(x, n, best)
    at = polished if loss(polished) <= loss(best) else best
    return _found(x, n, at, -loss(at))


def _climbed(x: Floats, n: Floats, loss: Callable[[Floats], float]) -> Floats:
    """Return the best of two searches, from rates spread widely and from rates close together."""
    begin = special.logit(x.sum() / n.sum())
    ends = [(begin - 12, begin + 12), (np.log(LEAST_PRECISE), np.log(MOST_PRECISE))]
    how = {"bounds": ends, "method": "L-BFGS-B", "options": {"ftol": 1e-14}}
    tries = [optimize.minimize(loss, [begin, start], jac=lambda at: -_slope(x, n, at), **how) for start in (1.0, 5.0)]
    return np.asarray(min(tries, key=lambda one: float(one.fun)).x, dtype=float)


def _polished(x: Floats, n: Floats, at: Floats) -> Floats:
    """Take a few Newton steps, so that the slope is 0 to the last digits also where the likelihood is flat."""
    for _ in range(4):
        curvature = _curvature(x, n, at)
        if np.linalg.eigvalsh(curvature)[-1] >= 0:
            return at
        at = at - np.linalg.solve(curvature, _slope(x, n, at))
    return at


def _found(x: Floats, n: Floats, at: Floats, height: float) -> BetaBinomial:
    pooled = x.sum() / n.sum()
    chance = log_likelihood(x, n, pooled, 1e12)
    if at[1] > np.log(MOST_PRECISE) - 1 or height - chance < 1e-6:
        error = float(np.sqrt(pooled * (1 - pooled) / n.sum()))
        return BetaBinomial(float(pooled), np.inf, error, np.nan, chance)
    mean, precision = float(special.expit(at[0])), float(np.exp(at[1]))
    if at[1] < np.log(LEAST_PRECISE) + 0.1:
        return BetaBinomial(mean, precision, np.nan, np.nan, height)
    covariance = np.linalg.inv(-_curvature(x, n, at))
    errors = np.sqrt(np.diag(covariance))
    return BetaBinomial(mean, precision, float(errors[0] * mean * (1 - mean)), float(errors[1]), height)


def _slope(x: Floats, n: Floats, at: NDArray[np.float64]) -> Floats:
    """Return the slope of the log-likelihood along logit(mean) and log(precision)."""
    mean, precision = special.expit(at[0]), np.exp(at[1])
    a, b = mean * precision, (1 - mean) * precision
    whole = special.digamma(a + b) - special.digamma(n + a + b)
    along_a = np.sum(special.digamma(x + a) - special.digamma(a) + whole)
    along_b = np.sum(special.digamma(n - x + b) - special.digamma(b) + whole)
    turn = mean * (1 - mean) * precision
    return np.array([turn * (along_a - along_b), a * along_a + b * along_b])


def _curvature(x: Floats, n: Floats, at: Floats) -> Floats:
    """Return the second derivatives, by central differences of the exact slope."""
    step = 1e-5
    rows = [(_slope(x, n, at + step * side) - _slope(x, n, at - step * side)) / (2 * step) for side in np.eye(2)]
    return np.asarray((np.array(rows) + np.array(rows).T) / 2)
